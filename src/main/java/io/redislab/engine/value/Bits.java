package io.redislab.engine.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes seen as bits and as integers of any width. Bit 0 is the highest bit of byte 0. Counting and searching go eight
 * bytes at a time.
 */
public final class Bits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bits() {}

    /** How many bits are one between two bits, both included. */
    public static long count(byte[] bytes, long firstBit, long lastBit) {
        if (firstBit > lastBit) {
            return 0;
        }
        int first = (int) (firstBit >> 3);
        int last = (int) (lastBit >> 3);
        int head = bytes[first] & 0xFF >> (firstBit & 7);
        int tailMask = 0xFF << (7 - (lastBit & 7));
        if (first == last) {
            return Integer.bitCount(head & tailMask & 0xFF);
        }
        long count = (long) Integer.bitCount(head) + Integer.bitCount(bytes[last] & tailMask & 0xFF);
        int i = first + 1;
        for (; i + 8 <= last; i += 8) {
            count += Long.bitCount((long) LONGS.get(bytes, i));
        }
        for (; i < last; i++) {
            count += Integer.bitCount(bytes[i] & 0xFF);
        }
        return count;
    }

    /**
     * The first bit of this value between two bits, both included; -1 when there is none.
     *
     * @param value 0 or 1
     */
    public static long position(byte[] bytes, int value, long firstBit, long lastBit) {
        int invert = value == 1 ? 0 : -1;
        int last = (int) (lastBit >> 3);
        long at = firstBit;
        while (at <= lastBit) {
            int i = (int) (at >> 3);
            if ((at & 7) == 0 && i + 8 <= last) {
                long word = (long) LONGS.get(bytes, i) ^ invert;
                if (word != 0) {
                    return at + Long.numberOfLeadingZeros(word);
                }
                at += 64;
            } else {
                int rest = (bytes[i] ^ invert) & 0xFF >> (at & 7);
                if (rest != 0) {
                    long found = ((long) i << 3) + Integer.numberOfLeadingZeros(rest) - 24;
                    return found <= lastBit ? found : -1;
                }
                at = (long) (i + 1) << 3;
            }
        }
        return -1;
    }

    public static int get(byte[] bytes, long bit) {
        long index = bit >> 3;
        return index < bytes.length ? (bytes[(int) index] >> (7 - (bit & 7))) & 1 : 0;
    }

    /** The bit must lie in the array. */
    public static void set(byte[] bytes, long bit, int value) {
        int index = (int) (bit >> 3);
        int mask = 0x80 >> (bit & 7);
        bytes[index] = (byte) (value == 0 ? bytes[index] & ~mask : bytes[index] | mask);
    }

    /** The unsigned integer of so many bits (at most 64) at a bit; bits beyond the array are zero. */
    public static long readUnsigned(byte[] bytes, long bit, int width) {
        long value = 0;
        int left = width;
        long at = bit;
        while (left > 0) {
            long index = at >> 3;
            int inByte = (int) (at & 7);
            int take = Math.min(left, 8 - inByte);
            int b = index < bytes.length ? bytes[(int) index] & 0xFF : 0;
            value = (value << take) | ((b >> (8 - inByte - take)) & ((1 << take) - 1));
            left -= take;
            at += take;
        }
        return value;
    }

    /** The signed integer of so many bits (1 to 64) at a bit; bits beyond the array are zero. */
    public static long readSigned(byte[] bytes, long bit, int width) {
        return (readUnsigned(bytes, bit, width) << (64 - width)) >> (64 - width);
    }

    /** Writes the lower bits of the value; they must lie in the array. */
    public static void write(byte[] bytes, long bit, int width, long value) {
        int left = width;
        long at = bit;
        while (left > 0) {
            int index = (int) (at >> 3);
            int inByte = (int) (at & 7);
            int take = Math.min(left, 8 - inByte);
            int shift = 8 - inByte - take;
            int mask = (1 << take) - 1;
            int part = (int) (value >>> (left - take)) & mask;
            bytes[index] = (byte) ((bytes[index] & ~(mask << shift)) | (part << shift));
            left -= take;
            at += take;
        }
    }

    /** AND, OR, XOR of all sources, or NOT of the only one. */
    public enum Operation {
        AND,
        OR,
        XOR,
        NOT
    }

    /** Combines the sources; the shorter ones count as continued with zero bytes. */
    public static byte[] combine(Operation operation, byte[][] sources) {
        int length = 0;
        for (byte[] source : sources) {
            length = Math.max(length, source.length);
        }
        byte[] result = Arrays.copyOf(sources[0], length);
        if (operation == Operation.NOT) {
            for (int i = 0; i < length; i++) {
                result[i] = (byte) ~result[i];
            }
        }
        for (int s = 1; s < sources.length; s++) {
            merge(operation, result, sources[s]);
        }
        return result;
    }

    private static void merge(Operation operation, byte[] result, byte[] source) {
        int i = 0;
        for (; i + 8 <= source.length; i += 8) {
            long a = (long) LONGS.get(result, i);
            long b = (long) LONGS.get(source, i);
            LONGS.set(result, i, operation == Operation.AND ? a & b : operation == Operation.OR ? a | b : a ^ b);
        }
        for (; i < source.length; i++) {
            int a = result[i];
            int b = source[i];
            result[i] = (byte) (operation == Operation.AND ? a & b : operation == Operation.OR ? a | b : a ^ b);
        }
        if (operation == Operation.AND) {
            Arrays.fill(result, source.length, result.length, (byte) 0);
        }
    }
}
