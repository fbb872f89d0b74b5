package io.redislab.engine.value;

import java.util.Arrays;

/**
 * The sparse form of a HyperLogLog's registers: runs of registers with the same value, in one or two bytes each.
 *
 * <pre>
 * 00llllll           l + 1 zeros
 * 01llllll llllllll  l + 1 zeros
 * 1vvvvvll           l + 1 registers of value v + 1
 * </pre>
 *
 * A cursor: {@link #seek} goes to the run of a register, which the other methods are about. Bytes may come from anywhere,
 * so nothing is read outside of them: a second byte that is missing counts as 0.
 */
final class SparseRegisters {
    static final int MAX_VALUE = 32;

    private static final int MAX_RUN = 4;
    private static final int MAX_SHORT_ZEROS = 64;
    private static final int LONG_ZEROS = 0x40;
    private static final int VALUES = 0x80;
    /** How many runs are looked at for neighbours to join, from the one before the change on. */
    private static final int JOIN_SCAN = 5;

    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final int end;
    private int at = HyperLogLog.HEADER;
    /** Where the run before is, or the first one. */
    private int previous = HyperLogLog.HEADER;
    /** The first register of the run. */
    private int first;

    /** @param end how many of the bytes count, the header included */
    SparseRegisters(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Writes a long run of zeros. */
    static int writeZeros(byte[] target, int offset, int count) {
        int length = count - 1;
        if (count <= MAX_SHORT_ZEROS) {
            target[offset] = (byte) length;
            return offset + 1;
        }
        target[offset] = (byte) (LONG_ZEROS | length >> 8);
        target[offset + 1] = (byte) length;
        return offset + 2;
    }

    private static int writeValues(byte[] target, int offset, int value, int count) {
        target[offset] = valueRun(value, count);
        return offset + 1;
    }

    private static byte valueRun(int value, int count) {
        return (byte) (VALUES | value - 1 << 2 | count - 1);
    }

    private static boolean isValue(byte[] source, int p) {
        return source[p] < 0;
    }

    private static int width(byte[] source, int p) {
        return (source[p] & (VALUES | LONG_ZEROS)) == LONG_ZEROS ? 2 : 1;
    }

    private static int value(byte[] source, int p) {
        return isValue(source, p) ? (source[p] >> 2 & 0x1F) + 1 : 0;
    }

    private static int length(byte[] source, int p, int end) {
        if (isValue(source, p)) {
            return (source[p] & 3) + 1;
        }
        int length = source[p] & 0x3F;
        if (width(source, p) == 2) {
            length = length << 8 | (p + 1 < end ? source[p + 1] & 0xFF : 0);
        }
        return length + 1;
    }

    /** Goes to the run that has a register; false when there is none. */
    boolean seek(int register) {
        at = HyperLogLog.HEADER;
        previous = at;
        first = 0;
        while (at < end) {
            int next = first + length(bytes, at, end);
            if (register < next) {
                return true;
            }
            previous = at;
            at += width(bytes, at);
            first = next;
        }
        return false;
    }

    /** The value of the run's registers. */
    int value() {
        return value(bytes, at);
    }

    /**
     * The bytes after a register of the run was set: the run is split in up to three, and equal neighbours are joined.
     *
     * @return empty when the bytes would become more than allowed
     */
    byte[] withRegister(int register, int run, int maxBytes) {
        int old = value();
        int before = register - first;
        int after = first + length(bytes, at, end) - 1 - register;
        byte[] runs = new byte[5];
        int size = before > 0 ? write(runs, 0, old, before) : 0;
        size = writeValues(runs, size, run, 1);
        size = after > 0 ? write(runs, size, old, after) : size;
        int following = Math.min(end, at + width(bytes, at));
        int growth = size - (following - at);
        if (growth > 0 && end + growth > maxBytes) {
            return NONE;
        }
        byte[] changed = new byte[end + growth];
        System.arraycopy(bytes, 0, changed, 0, at);
        System.arraycopy(runs, 0, changed, at, size);
        System.arraycopy(bytes, following, changed, at + size, end - following);
        return joined(changed, previous);
    }

    private static int write(byte[] target, int offset, int value, int count) {
        return value == 0 ? writeZeros(target, offset, count) : writeValues(target, offset, value, count);
    }

    /** Joins neighbouring runs of the same value as far as they fit into one. */
    private static byte[] joined(byte[] changed, int from) {
        int size = changed.length;
        int p = from;
        for (int scan = 0; scan < JOIN_SCAN && p < size; scan++) {
            boolean pair = isValue(changed, p)
                    && p + 1 < size
                    && isValue(changed, p + 1)
                    && value(changed, p) == value(changed, p + 1);
            int count = pair ? length(changed, p, size) + length(changed, p + 1, size) : 0;
            if (pair && count <= MAX_RUN) {
                changed[p + 1] = valueRun(value(changed, p), count);
                System.arraycopy(changed, p + 1, changed, p, size - p - 1);
                size--;
            } else {
                p += width(changed, p);
            }
        }
        return size == changed.length ? changed : Arrays.copyOf(changed, size);
    }

    /** See {@link HyperLogLog#maximum}. */
    boolean maximum(byte[] registers) {
        int register = 0;
        int p = HyperLogLog.HEADER;
        while (p < end) {
            int length = length(bytes, p, end);
            if (isValue(bytes, p)) {
                if (register + length > registers.length) {
                    return false;
                }
                int value = value(bytes, p);
                for (int i = register; i < register + length; i++) {
                    registers[i] = (byte) Math.max(registers[i], value);
                }
            }
            register += length;
            p += width(bytes, p);
        }
        return register == registers.length;
    }

    /** {@code z:10} and {@code Z:1000} for zeros, {@code v:3,2} for a value and how often it stands there. */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int p = HyperLogLog.HEADER; p < end; p += width(bytes, p)) {
            int length = length(bytes, p, end);
            if (isValue(bytes, p)) {
                text.append(" v:").append(value(bytes, p)).append(',').append(length);
            } else {
                text.append(width(bytes, p) == 1 ? " z:" : " Z:").append(length);
            }
        }
        return text.isEmpty() ? "" : text.substring(1);
    }
}
