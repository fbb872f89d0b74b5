package io.redislab.engine.persistence.rdb;

import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.value.Lzf;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the elements of the RDB format: lengths, strings in their shortest form, numbers. Collects them in memory; whoever
 * writes a file hands them on with {@link #drain}.
 */
public final class RdbOutput {
    private static final int SHORTEST_TO_COMPRESS = 21;

    private final Lzf.@Nullable Compressor compressor;
    private byte[] buffer = new byte[256];
    private int size;
    private long drained;
    private long crc;
    private int crcSeen;

    /** @param compressor for strings where that saves bytes; null to leave them as they are */
    public RdbOutput(Lzf.@Nullable Compressor compressor) {
        this.compressor = compressor;
    }

    /** Bytes that wait in memory. */
    public int pending() {
        return size;
    }

    /** Bytes since the beginning. */
    public long total() {
        return drained + size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes all that waits into a file. */
    public void drain(OutputFile file) throws IOException {
        file.write(buffer, 0, size);
        checksum();
        drained += size;
        size = 0;
        crcSeen = 0;
    }

    /** The checksum of all that was written so far. */
    public long checksum() {
        crc = Crc64.update(crc, buffer, crcSeen, size - crcSeen);
        crcSeen = size;
        return crc;
    }

    private void reserve(int bytes) {
        int wanted = Math.addExact(size, bytes);
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, buffer.length * 2L)));
        }
    }

    public void writeByte(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    public void write(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** An unsigned number: one byte up to 63, two up to 16383, then five or nine. */
    public void length(long value) {
        if (value >= 0 && value < 1 << 6) {
            writeByte((int) value);
        } else if (value >= 0 && value < 1 << 14) {
            writeByte(RdbFormat.LENGTH_14 << 6 | (int) (value >> 8));
            writeByte((int) value);
        } else if (value >= 0 && value <= 0xFFFFFFFFL) {
            writeByte(RdbFormat.LENGTH_32_OR_64 << 6);
            bigEndian(value, 4);
        } else {
            writeByte(RdbFormat.LENGTH_32_OR_64 << 6 | 1);
            bigEndian(value, 8);
        }
    }

    void bigEndian(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            writeByte((int) (value >> shift));
        }
    }

    void littleEndian(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            writeByte((int) (value >> 8 * i));
        }
    }

    /** A time in ms, or any 64 bits. */
    public void fixed64(long value) {
        littleEndian(value, 8);
    }

    public void binaryDouble(double value) {
        fixed64(Double.doubleToRawLongBits(value));
    }

    public void string(byte[] bytes) {
        string(bytes, 0, bytes.length);
    }

    public void string(String ascii) {
        string(ascii.getBytes(StandardCharsets.UTF_8));
    }

    /** A string: as an integer where it is one of 32 bits, compressed where that saves bytes, else as it is. */
    public void string(byte[] bytes, int offset, int length) {
        if (length <= 11 && Numbers.isLong(bytes, offset, length)) {
            long number = Numbers.parseLong(bytes, offset, length);
            if (number == (int) number) {
                encodedInteger((int) number);
                return;
            }
        }
        if (compressor != null && length >= SHORTEST_TO_COMPRESS) {
            byte[] smaller = compressor.compress(bytes, offset, length, length - 4);
            if (smaller != null) {
                lzf(smaller, length);
                return;
            }
        }
        length(length);
        write(bytes, offset, length);
    }

    /** A number as a string. */
    public void integerString(long value) {
        if (value == (int) value) {
            encodedInteger((int) value);
        } else {
            byte[] digits = Numbers.longToBytes(value);
            length(digits.length);
            write(digits, 0, digits.length);
        }
    }

    private void encodedInteger(int value) {
        int kind =
                value == (byte) value ? RdbFormat.INT_8 : value == (short) value ? RdbFormat.INT_16 : RdbFormat.INT_32;
        writeByte(RdbFormat.ENCODED << 6 | kind);
        littleEndian(value, 1 << kind);
    }

    /** A string that is compressed already. */
    public void lzf(byte[] compressed, int expandedLength) {
        writeByte(RdbFormat.ENCODED << 6 | RdbFormat.LZF);
        length(compressed.length);
        length(expandedLength);
        write(compressed, 0, compressed.length);
    }
}
