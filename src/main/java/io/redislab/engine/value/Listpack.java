package io.redislab.engine.value;

import io.redislab.resp.Numbers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A list of strings and integers in one byte array, in Redis' listpack format, so that RDB files and DUMP take the bytes
 * as they are: total bytes (32 bits) and number of elements (16 bits, 65535 for "count them"), both little-endian, then
 * the elements, then FF. An element is its encoding byte (with its length or the integer), its data, and the length of
 * both once more in 7-bit groups to be read backwards.
 *
 * <p>A string that is the decimal form of a long is stored as an integer. Elements are addressed by their position in
 * the array; a change anywhere before a position moves it. Finding an element by index or content is O(n), a change is
 * O(bytes behind it).
 *
 * @see <a href="https://github.com/antirez/listpack/blob/master/listpack.md">Listpack specification</a>
 */
public final class Listpack {
    /** What {@link #next}, {@link #seek} and the like give when there is no such element. */
    public static final int NONE = -1;

    /** Bytes of a listpack without elements. */
    public static final int EMPTY_BYTES = 7;

    /** No listpack may grow beyond this. */
    public static final int MAX_BYTES = 1 << 30;

    private static final int HEADER = 6;
    private static final int COUNT_UNKNOWN = 0xFFFF;
    private static final byte END = (byte) 0xFF;

    private static final int INT16 = 0xF1;
    private static final int INT24 = 0xF2;
    private static final int INT32 = 0xF3;
    private static final int INT64 = 0xF4;
    private static final int STRING32 = 0xF0;

    /** Up to this size, room is reserved only as far as the heap's unit gives it anyway. */
    private static final int SMALL = 64;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Has room behind the content, whose length stands in the header, so that appending is cheap. */
    private byte[] buffer;

    public Listpack() {
        buffer = new byte[16];
        buffer[HEADER] = END;
        setSize(EMPTY_BYTES);
    }

    private Listpack(byte[] bytes) {
        buffer = bytes;
    }

    /** Takes over bytes for which {@link #isValid} holds. */
    public static Listpack of(byte[] bytes) {
        return new Listpack(bytes);
    }

    public Listpack copy() {
        return of(toBytes());
    }

    /** Bytes with header and end. */
    public int totalBytes() {
        return (int) INTS.get(buffer, 0);
    }

    /** What the array takes, used or not. */
    public int capacity() {
        return buffer.length;
    }

    /** The array itself; the first {@link #totalBytes} bytes are the listpack. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, totalBytes());
    }

    /** How many elements; O(n) from 65535 on. */
    public int count() {
        int count = storedCount();
        if (count != COUNT_UNKNOWN) {
            return count;
        }
        count = 0;
        for (int p = first(); p != NONE; p = next(p)) {
            count++;
        }
        if (count < COUNT_UNKNOWN) {
            setCount(count);
        }
        return count;
    }

    public boolean isEmpty() {
        return buffer[HEADER] == END;
    }

    private int storedCount() {
        return (buffer[4] & 0xFF) | (buffer[5] & 0xFF) << 8;
    }

    private void setCount(int count) {
        int stored = Math.min(count, COUNT_UNKNOWN);
        buffer[4] = (byte) stored;
        buffer[5] = (byte) (stored >> 8);
    }

    private void addToCount(int change) {
        int count = storedCount();
        if (count != COUNT_UNKNOWN) {
            setCount(count + change);
        }
    }

    private void setSize(int bytes) {
        INTS.set(buffer, 0, bytes);
    }

    // Where elements are

    public int first() {
        return buffer[HEADER] == END ? NONE : HEADER;
    }

    public int last() {
        return before(totalBytes() - 1);
    }

    /** The element behind the one at {@code p}. */
    public int next(int p) {
        int after = after(p);
        return buffer[after] == END ? NONE : after;
    }

    /** The element before the one at {@code p}. */
    public int previous(int p) {
        return before(p);
    }

    private int after(int p) {
        int length = encodedLength(buffer, p);
        return p + length + backLengthSize(length);
    }

    private int before(int p) {
        if (p == HEADER) {
            return NONE;
        }
        int length = readBackLength(buffer, p - 1);
        return p - length - backLengthSize(length);
    }

    /** The element with this index; -1 is the last one. */
    public int seek(long index) {
        int count = storedCount();
        long wanted = index;
        boolean forward = index >= 0;
        if (count != COUNT_UNKNOWN) {
            long fromHead = index < 0 ? count + index : index;
            if (fromHead < 0 || fromHead >= count) {
                return NONE;
            }
            forward = fromHead <= count / 2;
            wanted = forward ? fromHead : fromHead - count;
        }
        int p;
        if (forward) {
            p = first();
            for (long i = 0; i < wanted && p != NONE; i++) {
                p = next(p);
            }
        } else {
            p = last();
            for (long i = -1; i > wanted && p != NONE; i--) {
                p = before(p);
            }
        }
        return p;
    }

    // What elements hold

    public boolean isInteger(int p) {
        return isIntegerCode(buffer[p] & 0xFF);
    }

    private static boolean isIntegerCode(int code) {
        return code < 0x80 || (code >= 0xC0 && code < 0xE0) || (code >= INT16 && code <= INT64);
    }

    /** The value of an element for which {@link #isInteger(int)} holds. */
    public long integer(int p) {
        int code = buffer[p] & 0xFF;
        if (code < 0x80) {
            return code;
        }
        if (code < 0xE0) {
            int bits = ((code & 0x1F) << 8) | (buffer[p + 1] & 0xFF);
            int signed = bits << 19 >> 19;
            return signed;
        }
        return switch (code) {
            case INT16 -> (short) littleEndian(p + 1, 2);
            case INT24 -> (int) littleEndian(p + 1, 3) << 8 >> 8;
            case INT32 -> (int) littleEndian(p + 1, 4);
            default -> littleEndian(p + 1, 8);
        };
    }

    private long littleEndian(int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (buffer[at + i] & 0xFF);
        }
        return value;
    }

    private int stringStart(int p) {
        return p + stringHeader(buffer[p] & 0xFF);
    }

    private int stringLength(int p) {
        int code = buffer[p] & 0xFF;
        if (code < 0xC0) {
            return code & 0x3F;
        }
        return code == STRING32 ? (int) littleEndian(p + 1, 4) : (code & 0x0F) << 8 | (buffer[p + 1] & 0xFF);
    }

    private static int stringHeader(int code) {
        return code < 0xC0 ? 1 : code == STRING32 ? 5 : 2;
    }

    /** The length of the element as a string. */
    public int length(int p) {
        return isInteger(p) ? Numbers.lengthOf(integer(p)) : stringLength(p);
    }

    /** The element as a string, copied. */
    public byte[] get(int p) {
        if (isInteger(p)) {
            return Numbers.longToBytes(integer(p));
        }
        int start = stringStart(p);
        return Arrays.copyOfRange(buffer, start, start + stringLength(p));
    }

    public void get(int p, ElementSink sink) {
        if (isInteger(p)) {
            sink.integer(integer(p));
        } else {
            sink.bytes(buffer, stringStart(p), stringLength(p));
        }
    }

    /** Whether the element at {@code p} is this string. */
    public boolean matches(int p, byte[] element) {
        if (isInteger(p)) {
            return Numbers.isLong(element) && Numbers.parseLong(element) == integer(p);
        }
        return matchesString(p, element);
    }

    private boolean matchesString(int p, byte[] element) {
        int start = stringStart(p);
        return stringLength(p) == element.length
                && Arrays.equals(buffer, start, start + element.length, element, 0, element.length);
    }

    /** Compares the element at {@code p}, as a string, with this one by their unsigned bytes: negative, zero or positive. */
    public int compare(int p, byte[] element) {
        if (isInteger(p)) {
            return Arrays.compareUnsigned(Numbers.longToBytes(integer(p)), element);
        }
        int start = stringStart(p);
        return Arrays.compareUnsigned(buffer, start, start + stringLength(p), element, 0, element.length);
    }

    /**
     * Looks for a string from {@code p} on, at every {@code skip + 1}-th element.
     *
     * @param p a position or {@link #NONE}
     */
    public int find(int p, byte[] element, int skip) {
        boolean integer = Numbers.isLong(element);
        long number = integer ? Numbers.parseLong(element) : 0;
        int at = p;
        while (at != NONE) {
            boolean found = isInteger(at) ? integer && integer(at) == number : matchesString(at, element);
            if (found) {
                return at;
            }
            for (int i = 0; i < skip && at != NONE; i++) {
                at = next(at);
            }
            if (at != NONE) {
                at = next(at);
            }
        }
        return NONE;
    }

    // Changes

    public void append(byte[] element) {
        insert(totalBytes() - 1, element);
    }

    public void append(long value) {
        insert(totalBytes() - 1, value);
    }

    public void prepend(byte[] element) {
        insert(HEADER, element);
    }

    public void prepend(long value) {
        insert(HEADER, value);
    }

    /** Puts an element before the one at {@code p}: it is at {@code p} then. */
    public void insertBefore(int p, byte[] element) {
        insert(p, element);
    }

    public void insertBefore(int p, long value) {
        insert(p, value);
    }

    /**
     * Puts an element behind the one at {@code p}.
     *
     * @return where it is
     */
    public int insertAfter(int p, byte[] element) {
        int at = after(p);
        insert(at, element);
        return at;
    }

    public int insertAfter(int p, long value) {
        int at = after(p);
        insert(at, value);
        return at;
    }

    public void replace(int p, byte[] element) {
        if (Numbers.isLong(element)) {
            replace(p, Numbers.parseLong(element));
            return;
        }
        int length = encodedStringLength(element.length);
        resize(p, after(p) - p, length + backLengthSize(length));
        writeString(p, element, length);
    }

    public void replace(int p, long value) {
        int length = encodedIntegerLength(value);
        resize(p, after(p) - p, length + backLengthSize(length));
        writeInteger(p, value, length);
    }

    /**
     * Takes the element at {@code p} away.
     *
     * @return the element that follows it, at {@code p} now, or {@link #NONE}
     */
    public int delete(int p) {
        resize(p, after(p) - p, 0);
        addToCount(-1);
        return buffer[p] == END ? NONE : p;
    }

    /** Takes up to {@code count} elements away, from the one at {@code p} on; returns like {@link #delete}. */
    public int deleteFrom(int p, int count) {
        int end = p;
        int deleted = 0;
        while (deleted < count && buffer[end] != END) {
            end = after(end);
            deleted++;
        }
        resize(p, end - p, 0);
        addToCount(-deleted);
        return buffer[p] == END ? NONE : p;
    }

    /** Takes up to {@code count} elements away, from this index on (-1 is the last element). */
    public void deleteRange(long index, int count) {
        int p = count > 0 ? seek(index) : NONE;
        if (p != NONE) {
            deleteFrom(p, count);
        }
    }

    /** Puts all elements of another listpack behind those of this one. */
    public void appendAll(Listpack other) {
        int count = count() + other.count();
        int at = totalBytes() - 1;
        int added = other.totalBytes() - EMPTY_BYTES;
        resize(at, 0, added);
        System.arraycopy(other.buffer, HEADER, buffer, at, added);
        setCount(count);
    }

    /** Gives back room that appending has reserved. */
    public void trimToSize() {
        if (buffer.length > totalBytes()) {
            buffer = toBytes();
        }
    }

    private void insert(int at, byte[] element) {
        if (Numbers.isLong(element)) {
            insert(at, Numbers.parseLong(element));
            return;
        }
        int length = encodedStringLength(element.length);
        resize(at, 0, length + backLengthSize(length));
        writeString(at, element, length);
        addToCount(1);
    }

    private void insert(int at, long value) {
        int length = encodedIntegerLength(value);
        resize(at, 0, length + backLengthSize(length));
        writeInteger(at, value, length);
        addToCount(1);
    }

    /** Puts a gap of {@code added} bytes in the place of {@code removed} ones, and keeps the size in the header. */
    private void resize(int at, int removed, int added) {
        int size = totalBytes();
        int wanted = Math.addExact(size - removed, added);
        int tail = size - at - removed;
        if (wanted > buffer.length) {
            byte[] larger = new byte[wanted <= SMALL ? wanted + 7 & -8 : wanted + (wanted >> 2)];
            System.arraycopy(buffer, 0, larger, 0, at);
            System.arraycopy(buffer, at + removed, larger, at + added, tail);
            buffer = larger;
        } else {
            System.arraycopy(buffer, at + removed, buffer, at + added, tail);
            if (buffer.length > 64 && wanted < buffer.length / 2) {
                buffer = Arrays.copyOf(buffer, wanted + (wanted >> 3));
            }
        }
        setSize(wanted);
    }

    // The encoding

    private static int encodedStringLength(int length) {
        return length + (length < 64 ? 1 : length < 4096 ? 2 : 5);
    }

    private void writeString(int at, byte[] element, int encodedLength) {
        int length = element.length;
        int p = at;
        if (length < 64) {
            buffer[p++] = (byte) (0x80 | length);
        } else if (length < 4096) {
            buffer[p++] = (byte) (0xE0 | length >> 8);
            buffer[p++] = (byte) length;
        } else {
            buffer[p++] = (byte) STRING32;
            writeInt(buffer, p, length);
            p += 4;
        }
        System.arraycopy(element, 0, buffer, p, length);
        writeBackLength(p + length, encodedLength);
    }

    private static int encodedIntegerLength(long v) {
        if (v >= 0 && v < 128) {
            return 1;
        }
        if (v >= -4096 && v < 4096) {
            return 2;
        }
        if (v == (short) v) {
            return 3;
        }
        if (v >= -(1 << 23) && v < 1 << 23) {
            return 4;
        }
        return v == (int) v ? 5 : 9;
    }

    private void writeInteger(int at, long value, int encodedLength) {
        switch (encodedLength) {
            case 1 -> buffer[at] = (byte) value;
            case 2 -> {
                buffer[at] = (byte) (0xC0 | (value >> 8 & 0x1F));
                buffer[at + 1] = (byte) value;
            }
            default -> {
                buffer[at] = (byte) (encodedLength == 9 ? INT64 : INT16 + encodedLength - 3);
                for (int i = 1; i < encodedLength; i++) {
                    buffer[at + i] = (byte) (value >> (8 * (i - 1)));
                }
            }
        }
        writeBackLength(at + encodedLength, encodedLength);
    }

    /** Encoding byte, length bytes and data. */
    private static int encodedLength(byte[] buffer, int p) {
        int code = buffer[p] & 0xFF;
        if (code < 0x80) {
            return 1;
        }
        if (code < 0xC0) {
            return 1 + (code & 0x3F);
        }
        if (code < 0xE0) {
            return 2;
        }
        if (code < 0xF0) {
            return 2 + ((code & 0x0F) << 8 | (buffer[p + 1] & 0xFF));
        }
        return switch (code) {
            case STRING32 -> 5 + readInt(buffer, p + 1);
            case INT16 -> 3;
            case INT24 -> 4;
            case INT32 -> 5;
            case INT64 -> 9;
            default -> throw new IllegalStateException("no listpack encoding: " + code);
        };
    }

    /** The format's own limits: from 16383 on a length takes the longer form, although it would still fit. */
    private static int backLengthSize(int length) {
        if (length < 128) {
            return 1;
        }
        if (length < 16383) {
            return 2;
        }
        if (length < 2097151) {
            return 3;
        }
        return length < 268435455 ? 4 : 5;
    }

    private void writeBackLength(int at, int length) {
        int bytes = backLengthSize(length);
        for (int i = bytes - 1; i >= 0; i--) {
            int group = length >> (7 * (bytes - 1 - i)) & 0x7F;
            buffer[at + i] = (byte) (i == 0 ? group : group | 0x80);
        }
    }

    /**
     * Reads the length whose last byte is at {@code end}.
     *
     * @return -1 when it has more than five bytes or is no int
     */
    private static int readBackLength(byte[] buffer, int end) {
        long value = 0;
        for (int i = 0; i < 5 && end - i >= 0; i++) {
            int group = buffer[end - i];
            value |= (long) (group & 0x7F) << (7 * i);
            if (group >= 0) {
                return value > Integer.MAX_VALUE ? -1 : (int) value;
            }
        }
        return -1;
    }

    private static int readInt(byte[] b, int at) {
        return (int) INTS.get(b, at);
    }

    private static void writeInt(byte[] b, int at, int value) {
        INTS.set(b, at, value);
    }

    /**
     * Whether bytes from outside are a listpack: header, every element and both of its lengths, end.
     *
     * <p>An element's length is only read where the bytes for it are there, so nothing is read outside the array.
     */
    public static boolean isValid(byte[] bytes) {
        int size = bytes.length;
        if (size < EMPTY_BYTES || readInt(bytes, 0) != size || bytes[size - 1] != END) {
            return false;
        }
        int count = 0;
        int p = HEADER;
        int end = size - 1;
        while (p < end) {
            int code = bytes[p] & 0xFF;
            if (code > INT64) {
                return false;
            }
            int header = isIntegerCode(code) ? 1 : stringHeader(code);
            if (p + header > end) {
                return false;
            }
            int length = encodedLength(bytes, p);
            if (length < header || length > end - p) {
                return false;
            }
            int backSize = backLengthSize(length);
            int next = p + length + backSize;
            if (next > end || readBackLength(bytes, next - 1) != length) {
                return false;
            }
            p = next;
            count++;
        }
        int stored = (bytes[4] & 0xFF) | (bytes[5] & 0xFF) << 8;
        return stored == COUNT_UNKNOWN || stored == count;
    }
}
