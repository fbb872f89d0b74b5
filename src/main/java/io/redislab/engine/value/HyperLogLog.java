package io.redislab.engine.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An estimate of how many different elements were added, within 0.81 % as a rule, in a string in Redis' format: {@code
 * HYLL}, the encoding, three zero bytes, the last estimate (64 bits little-endian, the highest bit set when it no longer
 * holds), then the registers. An element's hash chooses one of 16384 registers, which keeps the longest run of zeros
 * (plus one) that the rest of such a hash began with.
 *
 * <p>Dense, the registers are 6 bits each, from the lowest bit of each byte on. Sparse, they are {@link SparseRegisters
 * runs}; the string becomes dense when it grows too long or a register exceeds 32, and never sparse again.
 *
 * @see <a href="https://arxiv.org/abs/1702.01284">O. Ertl: New cardinality estimation algorithms for HyperLogLog
 *     sketches</a>
 */
public final class HyperLogLog {
    public static final int REGISTERS = 1 << 14;

    static final int HEADER = 16;

    private static final int HASH_BITS = 64 - 14;
    private static final int REGISTER_BITS = 6;
    private static final int REGISTER_MASK = (1 << REGISTER_BITS) - 1;
    private static final int DENSE_BYTES = HEADER + REGISTERS * REGISTER_BITS / 8;
    private static final byte DENSE = 0;
    private static final byte SPARSE = 1;
    private static final byte[] MAGIC = "HYLL".getBytes(StandardCharsets.US_ASCII);
    private static final int ENCODING_AT = 4;
    private static final int CACHE_AT = 8;

    /** 0.5 / ln 2. */
    private static final double ALPHA = 0.7213475204444817;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final StringValue value;
    private final int sparseMaxBytes;

    /** What adding did. */
    public enum Outcome {
        CHANGED,
        UNCHANGED,
        /** The registers are no valid sequence of runs; nothing was changed. */
        CORRUPT
    }

    private HyperLogLog(StringValue value, int sparseMaxBytes) {
        this.value = value;
        this.sparseMaxBytes = sparseMaxBytes;
    }

    /**
     * Looks at a string for which {@link #isValid} holds, and changes it.
     *
     * @param sparseMaxBytes {@code hll-sparse-max-bytes}
     */
    public static HyperLogLog of(StringValue value, int sparseMaxBytes) {
        return new HyperLogLog(value, sparseMaxBytes);
    }

    /** A string without elements. */
    public static StringValue create() {
        byte[] bytes = Arrays.copyOf(MAGIC, HEADER + 2);
        bytes[ENCODING_AT] = SPARSE;
        SparseRegisters.writeZeros(bytes, HEADER, REGISTERS);
        return StringValue.raw(bytes);
    }

    /** Whether the string begins as a HyperLogLog does; sparse registers may still be corrupt. */
    public static boolean isValid(StringValue value) {
        byte[] bytes = value.buffer();
        return !value.isInt()
                && value.length() >= HEADER
                && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && (bytes[ENCODING_AT] == SPARSE || (bytes[ENCODING_AT] == DENSE && value.length() == DENSE_BYTES));
    }

    public boolean isDense() {
        return value.buffer()[ENCODING_AT] == DENSE;
    }

    /** Takes the encoding that all HyperLogLogs have once a command has looked at them for a change. */
    public void makeRaw() {
        if (!value.encoding().equals("raw")) {
            value.writable(value.length());
        }
    }

    private SparseRegisters sparse() {
        return new SparseRegisters(value.buffer(), value.length());
    }

    // Adding

    /** MurmurHash64A with Redis' seed. */
    static long hash(byte[] element) {
        long m = 0xC6A4A7935BD1E995L;
        long h = 0xADC83B19L ^ element.length * m;
        int i = 0;
        for (; i + 8 <= element.length; i += 8) {
            long k = (long) LONGS.get(element, i) * m;
            k = (k ^ k >>> 47) * m;
            h = (h ^ k) * m;
        }
        if (i < element.length) {
            for (int shift = 0; i < element.length; i++, shift += 8) {
                h ^= (element[i] & 0xFFL) << shift;
            }
            h *= m;
        }
        h = (h ^ h >>> 47) * m;
        return h ^ h >>> 47;
    }

    public Outcome add(byte[] element) {
        long hash = hash(element);
        int run = 1 + Math.min(HASH_BITS, Long.numberOfTrailingZeros(hash >>> 14));
        return raise((int) (hash & REGISTERS - 1), run);
    }

    /** Sets a register unless it is as high already. */
    private Outcome raise(int register, int run) {
        if (isDense()) {
            return raiseDense(register, run);
        }
        if (run <= SparseRegisters.MAX_VALUE) {
            SparseRegisters registers = sparse();
            if (!registers.seek(register)) {
                return Outcome.CORRUPT;
            }
            if (registers.value() >= run) {
                return Outcome.UNCHANGED;
            }
            byte[] changed = registers.withRegister(register, run, sparseMaxBytes);
            if (changed.length > 0) {
                changed[CACHE_AT + 7] |= (byte) 0x80;
                value.setRaw(changed);
                return Outcome.CHANGED;
            }
        }
        return makeDense() ? raiseDense(register, run) : Outcome.CORRUPT;
    }

    private Outcome raiseDense(int register, int run) {
        if (denseRegister(value.buffer(), register) >= run) {
            return Outcome.UNCHANGED;
        }
        setDenseRegister(value.writable(DENSE_BYTES), register, run);
        return Outcome.CHANGED;
    }

    private static int denseRegister(byte[] bytes, int register) {
        int bit = register * REGISTER_BITS;
        int at = HEADER + bit / 8;
        int low = bytes[at] & 0xFF;
        int high = register == REGISTERS - 1 ? 0 : bytes[at + 1] & 0xFF;
        return (low | high << 8) >> (bit & 7) & REGISTER_MASK;
    }

    private static void setDenseRegister(byte[] bytes, int register, int run) {
        int bit = register * REGISTER_BITS;
        int at = HEADER + bit / 8;
        int shift = bit & 7;
        int mask = REGISTER_MASK << shift;
        int bits = run << shift;
        bytes[at] = (byte) ((bytes[at] & ~mask) | bits);
        if (shift > 8 - REGISTER_BITS) {
            bytes[at + 1] = (byte) ((bytes[at + 1] & ~(mask >> 8)) | bits >> 8);
        }
    }

    /** Takes the dense form; false when the sparse one is corrupt. */
    public boolean makeDense() {
        if (isDense()) {
            return true;
        }
        byte[] registers = new byte[REGISTERS];
        if (!maximum(registers)) {
            return false;
        }
        byte[] dense = Arrays.copyOf(Arrays.copyOf(value.buffer(), HEADER), DENSE_BYTES);
        dense[ENCODING_AT] = DENSE;
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] != 0) {
                setDenseRegister(dense, i, registers[i]);
            }
        }
        value.setRaw(dense);
        return true;
    }

    // Reading and merging

    /** Raises each of these registers, a byte each, to this one's; false when it is corrupt, then some may be raised. */
    public boolean maximum(byte[] registers) {
        if (!isDense()) {
            return sparse().maximum(registers);
        }
        byte[] bytes = value.buffer();
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], denseRegister(bytes, i));
        }
        return true;
    }

    /** Raises the registers to these ones, in order. */
    public void raiseAll(byte[] registers) {
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] > 0) {
                raise(i, registers[i]);
            }
        }
    }

    /** The runs of the sparse form, as PFDEBUG DECODE shows them. */
    public String describeRuns() {
        return sparse().describe();
    }

    // Counting

    public boolean isCached() {
        return value.buffer()[CACHE_AT + 7] >= 0;
    }

    /** The estimate that was stored; only if {@link #isCached}. */
    public long cached() {
        return (long) LONGS.get(value.buffer(), CACHE_AT);
    }

    public void cache(long estimate) {
        LONGS.set(value.writable(value.length()), CACHE_AT, estimate);
    }

    public void invalidateCache() {
        value.writable(value.length())[CACHE_AT + 7] |= (byte) 0x80;
    }

    /** The estimate, or -1 when the registers are corrupt. */
    public long count() {
        byte[] registers = new byte[REGISTERS];
        return maximum(registers) ? count(registers) : -1;
    }

    /** The estimate for such registers. */
    public static long count(byte[] registers) {
        int[] histogram = new int[REGISTER_MASK + 1];
        for (byte register : registers) {
            histogram[register]++;
        }
        double m = REGISTERS;
        double z = m * tau((m - histogram[HASH_BITS + 1]) / m);
        for (int run = HASH_BITS; run >= 1; run--) {
            z = (z + histogram[run]) * 0.5;
        }
        z += m * sigma(histogram[0] / m);
        double estimate = ALPHA * m * m / z;
        long whole = (long) estimate;
        return estimate - whole >= 0.5 ? whole + 1 : whole;
    }

    private static double sigma(double zeros) {
        if (zeros == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = zeros;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double unsaturated) {
        if (unsaturated == 0 || unsaturated == 1) {
            return 0;
        }
        double x = unsaturated;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }
}
