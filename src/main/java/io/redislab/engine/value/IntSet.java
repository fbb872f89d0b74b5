package io.redislab.engine.value;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A sorted set of longs in one byte array, in Redis' intset format, so that RDB files and DUMP take the bytes as they
 * are: bytes per number (2, 4 or 8), how many, then the numbers, all little-endian. The first number that does not fit
 * widens all of them; they never become narrower. Finding is O(log n), a change O(n).
 */
public final class IntSet {
    private static final int HEADER = 8;

    /** Has room behind the numbers, so that adding in order is cheap. */
    private byte[] buffer;

    private int width;
    private int size;

    public IntSet() {
        buffer = new byte[16];
        setWidth(2);
    }

    private IntSet(byte[] bytes) {
        buffer = bytes;
        width = (int) read(0, 4);
        size = (int) read(4, 4);
    }

    /** Takes over bytes for which {@link #isValid} holds. */
    public static IntSet of(byte[] bytes) {
        return new IntSet(bytes);
    }

    public IntSet copy() {
        return of(toBytes());
    }

    public int size() {
        return size;
    }

    /** Bytes with the header. */
    public int totalBytes() {
        return HEADER + size * width;
    }

    /** The array itself; the first {@link #totalBytes} bytes are the set. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, totalBytes());
    }

    /** The number with this rank, smallest first. */
    public long get(int index) {
        return read(HEADER + index * width, width);
    }

    public long random(RandomGenerator random) {
        return get(random.nextInt(size));
    }

    public boolean contains(long value) {
        return widthOf(value) <= width && search(value) >= 0;
    }

    /** Returns false when it was there. */
    public boolean add(long value) {
        int needed = widthOf(value);
        int at;
        if (needed > width) {
            widen(needed);
            at = value < 0 ? 0 : size;
        } else {
            int found = search(value);
            if (found >= 0) {
                return false;
            }
            at = -found - 1;
        }
        int bytes = totalBytes();
        if (bytes + width > buffer.length) {
            buffer = Arrays.copyOf(buffer, bytes + width + Math.max(8, bytes >> 2));
        }
        int offset = HEADER + at * width;
        System.arraycopy(buffer, offset, buffer, offset + width, bytes - offset);
        write(offset, width, value);
        setSize(size + 1);
        return true;
    }

    /** Returns false when it was not there. */
    public boolean remove(long value) {
        int at = widthOf(value) <= width ? search(value) : -1;
        if (at < 0) {
            return false;
        }
        removeAt(at);
        return true;
    }

    private void removeAt(int index) {
        int offset = HEADER + index * width;
        System.arraycopy(buffer, offset + width, buffer, offset, totalBytes() - offset - width);
        setSize(size - 1);
        if (buffer.length > 64 && totalBytes() < buffer.length / 2) {
            buffer = toBytes();
        }
    }

    /** The index, or -(where it belongs) - 1. */
    private int search(long value) {
        if (size == 0 || value > get(size - 1)) {
            return -size - 1;
        }
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = get(middle);
            if (found < value) {
                low = middle + 1;
            } else if (found > value) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    private void widen(int newWidth) {
        byte[] old = buffer;
        int oldWidth = width;
        buffer = new byte[HEADER + (size + 1) * newWidth];
        for (int i = 0; i < size; i++) {
            write(HEADER + i * newWidth, newWidth, read(old, HEADER + i * oldWidth, oldWidth));
        }
        setWidth(newWidth);
        setSize(size);
    }

    private static int widthOf(long value) {
        if (value == (short) value) {
            return 2;
        }
        return value == (int) value ? 4 : 8;
    }

    private void setWidth(int bytes) {
        width = bytes;
        write(0, 4, bytes);
    }

    private void setSize(int numbers) {
        size = numbers;
        write(4, 4, numbers);
    }

    private long read(int at, int bytes) {
        return read(buffer, at, bytes);
    }

    private static long read(byte[] from, int at, int bytes) {
        long value = from[at + bytes - 1];
        for (int i = bytes - 2; i >= 0; i--) {
            value = value << 8 | (from[at + i] & 0xFF);
        }
        return value;
    }

    private void write(int at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            buffer[at + i] = (byte) (value >> (8 * i));
        }
    }

    /** Whether bytes from outside are a set with at least one number, in order. */
    public static boolean isValid(byte[] bytes) {
        if (bytes.length < HEADER) {
            return false;
        }
        long width = read(bytes, 0, 4);
        long size = read(bytes, 4, 4) & 0xFFFFFFFFL;
        if ((width != 2 && width != 4 && width != 8) || size == 0 || HEADER + size * width != bytes.length) {
            return false;
        }
        IntSet set = of(bytes);
        for (int i = 1; i < size; i++) {
            if (set.get(i) <= set.get(i - 1)) {
                return false;
            }
        }
        return true;
    }
}
