package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.Lzf;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of the RDB format. Allocates no more than the input can hold: a length that promises more bytes than
 * are left ends the reading at once.
 */
public final class RdbInput {
    private static final int BUFFER = 1 << 16;

    /** No three bytes of LZF become more than this. */
    private static final int LZF_MAX_FACTOR = 264;

    private final @Nullable InputStream source;
    private byte[] buffer;
    private int at;
    private int end;
    /** Bytes that are still in the source. */
    private long left;

    private long consumedBefore;
    private long crc;
    private int crcSeen;

    /** @param size bytes that the stream gives */
    public RdbInput(InputStream source, long size) {
        this.source = source;
        this.left = size;
        this.buffer = new byte[(int) Math.min(BUFFER, Math.max(16, size))];
    }

    public RdbInput(byte[] bytes, int offset, int length) {
        this.source = null;
        this.buffer = bytes;
        this.at = offset;
        this.crcSeen = offset;
        this.consumedBefore = -offset;
        this.end = offset + length;
    }

    /** Bytes read so far. */
    public long position() {
        return consumedBefore + at;
    }

    /** Bytes that are left. */
    public long remaining() {
        return left + end - at;
    }

    /** The checksum of all that was read so far. */
    public long checksum() {
        crc = Crc64.update(crc, buffer, crcSeen, at - crcSeen);
        crcSeen = at;
        return crc;
    }

    private void fill() throws IOException {
        if (source == null || left == 0) {
            throw RdbException.cutOff();
        }
        checksum();
        consumedBefore += at;
        at = 0;
        crcSeen = 0;
        end = 0;
        int read = source.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read <= 0) {
            left = 0;
            throw RdbException.cutOff();
        }
        end = read;
        left -= read;
    }

    /** Whether the next bytes are these; nothing is read. Only near the beginning, where they are in one piece. */
    public boolean startsWith(byte[] bytes) throws IOException {
        if (remaining() < bytes.length) {
            return false;
        }
        if (at == end) {
            fill();
        }
        return end - at >= bytes.length && Arrays.equals(buffer, at, at + bytes.length, bytes, 0, bytes.length);
    }

    public int readByte() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++] & 0xFF;
    }

    /** So many bytes. @throws RdbException when there are fewer */
    public byte[] bytes(long count) throws IOException {
        if (count < 0 || count > remaining() || count > Integer.MAX_VALUE - 8) {
            throw RdbException.cutOff();
        }
        byte[] bytes = new byte[(int) count];
        int filled = 0;
        while (filled < bytes.length) {
            if (at == end) {
                fill();
            }
            int part = Math.min(end - at, bytes.length - filled);
            System.arraycopy(buffer, at, bytes, filled, part);
            at += part;
            filled += part;
        }
        return bytes;
    }

    long bigEndian(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    long littleEndian(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) readByte() << 8 * i;
        }
        return value;
    }

    public long fixed64() throws IOException {
        return littleEndian(8);
    }

    public double binaryDouble() throws IOException {
        return Double.longBitsToDouble(fixed64());
    }

    /** A number, unsigned. */
    public long length() throws IOException {
        int first = readByte();
        if (first >> 6 == RdbFormat.ENCODED) {
            throw RdbException.damaged("an encoded string where a length belongs");
        }
        return length(first);
    }

    /** A number of elements, each of which takes a byte at least. */
    public int count() throws IOException {
        long count = length();
        if (count < 0 || count > remaining()) {
            throw RdbException.cutOff();
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    private long length(int first) throws IOException {
        return switch (first >> 6) {
            case RdbFormat.LENGTH_6 -> first & 0x3F;
            case RdbFormat.LENGTH_14 -> (long) (first & 0x3F) << 8 | readByte();
            default ->
                switch (first) {
                    case 0x80 -> bigEndian(4);
                    case 0x81 -> bigEndian(8);
                    default -> throw RdbException.damaged("Unknown length encoding " + first + " in rdbLoadLen()");
                };
        };
    }

    public byte[] string() throws IOException {
        int first = readByte();
        if (first >> 6 != RdbFormat.ENCODED) {
            return bytes(length(first));
        }
        return switch (first & 0x3F) {
            case RdbFormat.INT_8 -> Numbers.longToBytes((byte) littleEndian(1));
            case RdbFormat.INT_16 -> Numbers.longToBytes((short) littleEndian(2));
            case RdbFormat.INT_32 -> Numbers.longToBytes(littleEndian(4) << 32 >> 32);
            case RdbFormat.LZF -> lzf();
            default -> throw RdbException.damaged("Unknown RDB string encoding type " + (first & 0x3F));
        };
    }

    private byte[] lzf() throws IOException {
        long compressed = length();
        long expanded = length();
        if (compressed < 0 || compressed > remaining()) {
            throw RdbException.cutOff();
        }
        if (expanded <= 0 || expanded > compressed * LZF_MAX_FACTOR || expanded > Integer.MAX_VALUE - 8) {
            throw RdbException.damaged("Invalid LZF compressed string");
        }
        byte[] bytes = Lzf.decompress(bytes(compressed), (int) expanded);
        if (bytes == null) {
            throw RdbException.damaged("Invalid LZF compressed string");
        }
        return bytes;
    }

    /** A double as files up to version 7 hold it: a length with three special values, then its digits. */
    double textDouble() throws IOException {
        int length = readByte();
        return switch (length) {
            case 255 -> Double.NEGATIVE_INFINITY;
            case 254 -> Double.POSITIVE_INFINITY;
            case 253 -> Double.NaN;
            default -> parse(new String(bytes(length), StandardCharsets.ISO_8859_1));
        };
    }

    private static double parse(String digits) throws IOException {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw RdbException.damaged("no number: " + digits);
        }
    }
}
