package io.redislab.engine.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Small blocks of bytes out of large arrays. Millions of small objects would have to be visited and moved by the garbage
 * collector again and again, which stops everything for seconds; some hundred arrays of bytes are nothing to it, and a
 * block has no header.
 *
 * <p>An address is a number of units of 8 bytes, unsigned; 0 is none. What a block holds is the caller's business: a new
 * block is not zeroed.
 */
public abstract sealed class Arena permits SlabArena, TinyArena {
    /** Of a large arena: the longest block, in bytes. */
    public static final int MAX_BLOCK = 1024;

    static final int UNIT_SHIFT = 3;
    static final int CHUNK_SHIFT = 18;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    static final int CHUNK_BYTES = 1 << CHUNK_SHIFT + UNIT_SHIFT;

    /** Sizes up to here are 8 bytes apart, above it 32. */
    static final int FINE = 256;

    static final byte[] NONE = {};

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Number 0 is none, so that no address is 0. */
    byte[][] chunks;

    Arena(byte[][] chunks) {
        this.chunks = chunks;
    }

    /** For a few blocks up to hundreds of millions. */
    public static Arena large(ChunkSource source) {
        return new SlabArena(false, source);
    }

    /** One of many, most of which hold a few hundred blocks: it grows gently, and so does what it wastes. */
    public static Arena small() {
        return new SlabArena(true, ChunkSource.AT_ONCE);
    }

    /** Bytes of the longest block. */
    public abstract int maxBlock();

    /** Bytes of a slab that is handed out as a whole. */
    public abstract int slab();

    /** Bytes of the blocks and slabs that are in use, at most what {@link #reserved} says. */
    public abstract long bytes();

    /** Whether it still works but another one is better from now on. */
    public abstract boolean isOutgrown();

    /** Bytes of all chunks, whether anything is in them or not. */
    public final long reserved() {
        long sum = 0;
        for (byte[] chunk : chunks) {
            sum += chunk.length;
        }
        return sum;
    }

    /** The bytes that a block of this size takes. */
    public static int rounded(int size) {
        return size <= FINE ? Math.max(8, size + 7 & ~7) : size + 31 & ~31;
    }

    // ---- blocks ----

    /** The address of a block of at least so many bytes, at most {@link #maxBlock}; its content is anything. */
    public abstract int allocate(int size);

    /**
     * Takes a block back.
     *
     * @param size for which it was allocated
     */
    public abstract void free(int block, int size);

    /** So many bytes will be wanted at once before long. */
    public abstract void expect(long bytes);

    /** The address of {@link #slab} bytes; their content is anything. */
    public abstract int allocateSlab();

    /** Takes a slab back that {@link #allocateSlab} gave. */
    public abstract void freeSlab(int slab);

    /** An arena with the same blocks at the same addresses. */
    public abstract Arena copy();

    // ---- content ----

    /** How many bytes stand before it, if those of all chunks stood one behind the other. */
    public static long bytesBefore(int address) {
        return Integer.toUnsignedLong(address) << UNIT_SHIFT;
    }

    final byte[] chunk(int address) {
        return chunks[address >>> CHUNK_SHIFT];
    }

    static int offset(int address) {
        return (address & CHUNK_MASK) << UNIT_SHIFT;
    }

    /** @param at bytes from the block's beginning, as in all that follow */
    public final int getInt(int block, int at) {
        return (int) INT.get(chunk(block), offset(block) + at);
    }

    public final void putInt(int block, int at, int value) {
        INT.set(chunk(block), offset(block) + at, value);
    }

    public final long getLong(int block, int at) {
        return (long) LONG.get(chunk(block), offset(block) + at);
    }

    public final void putLong(int block, int at, long value) {
        LONG.set(chunk(block), offset(block) + at, value);
    }

    public final void put(int block, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, chunk(block), offset(block) + at, bytes.length);
    }

    public final byte[] get(int block, int at, int length) {
        int from = offset(block) + at;
        return Arrays.copyOfRange(chunk(block), from, from + length);
    }

    /** Whether the block holds these bytes there. */
    public final boolean holds(int block, int at, byte[] bytes) {
        int from = offset(block) + at;
        return Arrays.equals(chunk(block), from, from + bytes.length, bytes, 0, bytes.length);
    }

    /** Takes bytes inside a larger array; they are valid during the call only. */
    @FunctionalInterface
    public interface Sink {
        void take(byte[] array, int from, int length);
    }

    public final void give(int block, int at, int length, Sink sink) {
        sink.take(chunk(block), offset(block) + at, length);
    }

    /** Compares bytes of a block with these, unsigned. */
    public final int compare(int block, int at, int length, byte[] bytes) {
        int from = offset(block) + at;
        return Arrays.compareUnsigned(chunk(block), from, from + length, bytes, 0, bytes.length);
    }

    /** Compares bytes of two blocks, unsigned. */
    public final int compare(int block, int at, int length, int other, int otherAt, int otherLength) {
        int from = offset(block) + at;
        int otherFrom = offset(other) + otherAt;
        return Arrays.compareUnsigned(
                chunk(block), from, from + length, chunk(other), otherFrom, otherFrom + otherLength);
    }

    public final void copy(int from, int fromAt, int to, int toAt, int length) {
        System.arraycopy(chunk(from), offset(from) + fromAt, chunk(to), offset(to) + toAt, length);
    }

    public final void zero(int block, int length) {
        int from = offset(block);
        Arrays.fill(chunk(block), from, from + length, (byte) 0);
    }
}
