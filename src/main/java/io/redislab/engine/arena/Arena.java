package io.redislab.engine.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Small blocks of bytes out of arrays of four megabytes. Millions of small objects would have to be visited
 * and moved by the garbage collector again and again, which stops everything for seconds; some hundred arrays of bytes
 * are nothing to it, and a block has no header.
 *
 * <p>Memory is cut as in a slab allocator (Bonwick, The Slab Allocator, USENIX 1994): a slab holds blocks of one
 * size; what is freed in it is used again for this size, and a slab without blocks for any other. A chunk without slabs
 * is given back. The first chunk begins small and grows, for an arena of a few blocks.
 *
 * <p>An address is a number of units of 8 bytes, unsigned; 0 is none. What a block holds is the caller's business: a new
 * block is not zeroed.
 */
public final class Arena {
    /** Of a large arena: the longest block, and a slab that is handed out as a whole, in bytes. */
    public static final int MAX_BLOCK = 1024;

    private static final int SLAB = 8192;
    /** Of a small one. */
    private static final int MAX_SMALL_BLOCK = 480;

    private static final int SMALL_SLAB = 1024;

    private static final int UNIT_SHIFT = 3;
    private static final int CHUNK_SHIFT = 19;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT + UNIT_SHIFT;
    /**
     * A little longer than any array that grows by doubling, up to here: by its size a collector can tell what stays for
     * long from what a script makes and drops ({@code -XX:PretenureSizeThreshold}).
     */
    static final int CHUNK_ARRAY = CHUNK_BYTES + 64;

    /** A large arena's first chunk doubles up to here and then becomes as long as all others. */
    private static final int LARGEST_SMALL = CHUNK_BYTES / 4;
    /** A small arena's chunks double up to here, then they grow by a quarter. */
    private static final int LARGEST_DOUBLED = 64 * 1024;

    private static final int MAX_CHUNKS = 1 << Integer.SIZE - CHUNK_SHIFT;

    /** Sizes up to here are 8 bytes apart, above it 32. */
    private static final int FINE = 256;

    private static final int FINE_CLASSES = FINE / 8;
    private static final int CLASSES = FINE_CLASSES + (MAX_BLOCK - FINE) / 32;

    // A slab's header, in bytes from its beginning.
    private static final int KIND = 0;
    private static final int LIVE = 4;
    private static final int FREED = 8;
    private static final int FRESH = 12;
    private static final int PREVIOUS = 16;
    private static final int NEXT = 20;
    private static final int HEADER = 24;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NONE = {};

    /** Number 0 is none, so that no address is 0. */
    private byte[][] chunks = {};
    /** How many slabs of a chunk are in use; of one that was given back, the next such chunk. */
    private int[] slabsInUse = {};

    private int chunkCount;
    /** The chunk whose slabs are used for the first time. */
    private int lastChunk;

    /** Of each size, the first slab that has room; others follow by its header. */
    private final int[] withRoom = new int[CLASSES];
    /** The first slab that is in no use; others follow by its header. */
    private int freeSlab;

    private int freeSlabs;
    /** Slabs of the last chunk from here on were never used. */
    private int freshSlab;

    /** A chunk that was given back: its number is used first. */
    private int vacant;

    private long inUse;

    private final int slabBytes;
    private final int slabUnits;
    private final int slabsPerChunk;

    private Arena(int slabBytes) {
        this.slabBytes = slabBytes;
        slabUnits = slabBytes >> UNIT_SHIFT;
        slabsPerChunk = CHUNK_BYTES / slabBytes;
        freshSlab = slabsPerChunk;
    }

    /** For a few blocks up to hundreds of millions. */
    public Arena() {
        this(SLAB);
    }

    /** One of many, most of which hold a few hundred blocks: it grows gently, and so does what it wastes. */
    public static Arena small() {
        return new Arena(SMALL_SLAB);
    }

    private boolean isSmall() {
        return slabBytes == SMALL_SLAB;
    }

    /** Bytes of the longest block. */
    public int maxBlock() {
        return isSmall() ? MAX_SMALL_BLOCK : MAX_BLOCK;
    }

    /** Bytes of a slab that is handed out as a whole. */
    public int slab() {
        return slabBytes;
    }

    /** Bytes of the slabs that are in use. */
    public long bytes() {
        return inUse * slabBytes;
    }

    /** Bytes of all chunks, whether anything is in them or not. */
    public long reserved() {
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

    private static int classOf(int size) {
        return size <= FINE ? (Math.max(8, size) + 7 >> 3) - 1 : FINE_CLASSES - 1 + (size - FINE + 31 >> 5);
    }

    private static int sizeOf(int kind) {
        return kind < FINE_CLASSES ? kind + 1 << 3 : FINE + (kind - FINE_CLASSES + 1 << 5);
    }

    // ---- blocks ----

    /** The address of a block of at least so many bytes, at most {@link #maxBlock}; its content is anything. */
    public int allocate(int size) {
        int kind = classOf(size);
        int slab = withRoom[kind];
        if (slab == 0) {
            slab = allocateSlab();
            begin(slab, kind);
        }
        byte[] chunk = chunk(slab);
        int at = offset(slab);
        int block = (int) INT.get(chunk, at + FREED);
        int bytes = sizeOf(kind);
        int fresh = (int) INT.get(chunk, at + FRESH);
        if (block != 0) {
            INT.set(chunk, at + FREED, (int) INT.get(chunk, offset(block)));
        } else {
            block = slab + (fresh >> UNIT_SHIFT);
            fresh += bytes;
            INT.set(chunk, at + FRESH, fresh);
        }
        INT.set(chunk, at + LIVE, (int) INT.get(chunk, at + LIVE) + 1);
        if (fresh + bytes > slabBytes && (int) INT.get(chunk, at + FREED) == 0) {
            unlink(slab, kind);
        }
        return block;
    }

    private void begin(int slab, int kind) {
        byte[] chunk = chunk(slab);
        int at = offset(slab);
        INT.set(chunk, at + KIND, kind);
        INT.set(chunk, at + LIVE, 0);
        INT.set(chunk, at + FREED, 0);
        INT.set(chunk, at + FRESH, HEADER);
        link(slab, kind);
    }

    /** Takes a block back. */
    public void free(int block) {
        int slab = block & -slabUnits;
        byte[] chunk = chunk(slab);
        int at = offset(slab);
        int kind = (int) INT.get(chunk, at + KIND);
        int freed = (int) INT.get(chunk, at + FREED);
        boolean wasFull = freed == 0 && (int) INT.get(chunk, at + FRESH) + sizeOf(kind) > slabBytes;
        int live = (int) INT.get(chunk, at + LIVE) - 1;
        INT.set(chunk, at + LIVE, live);
        if (live == 0) {
            if (!wasFull) {
                unlink(slab, kind);
            }
            freeSlab(slab);
            return;
        }
        INT.set(chunk, offset(block), freed);
        INT.set(chunk, at + FREED, block);
        if (wasFull) {
            link(slab, kind);
        }
    }

    private void link(int slab, int kind) {
        int first = withRoom[kind];
        putInt(slab, PREVIOUS, 0);
        putInt(slab, NEXT, first);
        if (first != 0) {
            putInt(first, PREVIOUS, slab);
        }
        withRoom[kind] = slab;
    }

    private void unlink(int slab, int kind) {
        int previous = getInt(slab, PREVIOUS);
        int next = getInt(slab, NEXT);
        if (previous == 0) {
            withRoom[kind] = next;
        } else {
            putInt(previous, NEXT, next);
        }
        if (next != 0) {
            putInt(next, PREVIOUS, previous);
        }
    }

    // ---- slabs ----

    /** The address of {@link #slab} bytes; their content is anything. */
    public int allocateSlab() {
        int slab = freeSlab;
        if (slab != 0) {
            takeFreeSlab(slab);
        } else {
            slab = freshSlab();
        }
        slabsInUse[slab >>> CHUNK_SHIFT]++;
        inUse++;
        return slab;
    }

    private int freshSlab() {
        if (freshSlab == slabsPerChunk) {
            addChunk();
        }
        int number = lastChunk;
        int end = (freshSlab + 1) * slabBytes;
        if (chunks[number].length < end) {
            chunks[number] = Arrays.copyOf(chunks[number], more(chunks[number].length));
        }
        return (number << CHUNK_SHIFT) + freshSlab++ * slabUnits;
    }

    private int more(int length) {
        if (!isSmall()) {
            return 2 * length > LARGEST_SMALL ? CHUNK_ARRAY : 2 * length;
        }
        int more = length < LARGEST_DOUBLED ? 2 * length : length + length / 4;
        return more + more / 4 > CHUNK_BYTES ? CHUNK_ARRAY : more & -slabBytes;
    }

    private void addChunk() {
        if (vacant != 0) {
            lastChunk = vacant;
            vacant = slabsInUse[lastChunk];
        } else {
            lastChunk = ++chunkCount;
            if (lastChunk == MAX_CHUNKS) {
                throw new OutOfMemoryError("an arena's addresses are used up");
            }
            if (lastChunk >= chunks.length) {
                int room = Math.max(2, 2 * chunks.length);
                int before = chunks.length;
                chunks = Arrays.copyOf(chunks, room);
                Arrays.fill(chunks, before, room, NONE);
                slabsInUse = Arrays.copyOf(slabsInUse, room);
            }
        }
        slabsInUse[lastChunk] = 0;
        int further = isSmall() ? LARGEST_SMALL : CHUNK_ARRAY;
        chunks[lastChunk] = new byte[inUse == 0 ? slabBytes : further];
        freshSlab = 0;
    }

    /** Takes a slab back that {@link #allocateSlab} gave. */
    public void freeSlab(int slab) {
        inUse--;
        freeSlabs++;
        putInt(slab, PREVIOUS, 0);
        putInt(slab, NEXT, freeSlab);
        if (freeSlab != 0) {
            putInt(freeSlab, PREVIOUS, slab);
        }
        freeSlab = slab;
        int number = slab >>> CHUNK_SHIFT;
        if (--slabsInUse[number] == 0 && number != lastChunk && freeSlabs > slabsPerChunk) {
            giveBack(number);
        }
    }

    private void takeFreeSlab(int slab) {
        int previous = getInt(slab, PREVIOUS);
        int next = getInt(slab, NEXT);
        if (previous == 0) {
            freeSlab = next;
        } else {
            putInt(previous, NEXT, next);
        }
        if (next != 0) {
            putInt(next, PREVIOUS, previous);
        }
        freeSlabs--;
    }

    private void giveBack(int number) {
        for (int i = 0; i < slabsPerChunk; i++) {
            takeFreeSlab((number << CHUNK_SHIFT) + i * slabUnits);
        }
        chunks[number] = NONE;
        slabsInUse[number] = vacant;
        vacant = number;
    }

    // ---- content ----

    /** How many bytes stand before it, if those of all chunks stood one behind the other. */
    public static long bytesBefore(int address) {
        return Integer.toUnsignedLong(address) << UNIT_SHIFT;
    }

    private byte[] chunk(int address) {
        return chunks[address >>> CHUNK_SHIFT];
    }

    private static int offset(int address) {
        return (address & CHUNK_MASK) << UNIT_SHIFT;
    }

    /** @param at bytes from the block's beginning, as in all that follow */
    public int getInt(int block, int at) {
        return (int) INT.get(chunk(block), offset(block) + at);
    }

    public void putInt(int block, int at, int value) {
        INT.set(chunk(block), offset(block) + at, value);
    }

    public long getLong(int block, int at) {
        return (long) LONG.get(chunk(block), offset(block) + at);
    }

    public void putLong(int block, int at, long value) {
        LONG.set(chunk(block), offset(block) + at, value);
    }

    public void put(int block, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, chunk(block), offset(block) + at, bytes.length);
    }

    public byte[] get(int block, int at, int length) {
        int from = offset(block) + at;
        return Arrays.copyOfRange(chunk(block), from, from + length);
    }

    /** Whether the block holds these bytes there. */
    public boolean holds(int block, int at, byte[] bytes) {
        int from = offset(block) + at;
        return Arrays.equals(chunk(block), from, from + bytes.length, bytes, 0, bytes.length);
    }

    /** Takes bytes inside a larger array; they are valid during the call only. */
    @FunctionalInterface
    public interface Sink {
        void take(byte[] array, int from, int length);
    }

    public void give(int block, int at, int length, Sink sink) {
        sink.take(chunk(block), offset(block) + at, length);
    }

    /** Compares bytes of a block with these, unsigned. */
    public int compare(int block, int at, int length, byte[] bytes) {
        int from = offset(block) + at;
        return Arrays.compareUnsigned(chunk(block), from, from + length, bytes, 0, bytes.length);
    }

    /** Compares bytes of two blocks, unsigned. */
    public int compare(int block, int at, int length, int other, int otherAt, int otherLength) {
        int from = offset(block) + at;
        int otherFrom = offset(other) + otherAt;
        return Arrays.compareUnsigned(
                chunk(block), from, from + length, chunk(other), otherFrom, otherFrom + otherLength);
    }

    public void copy(int from, int fromAt, int to, int toAt, int length) {
        System.arraycopy(chunk(from), offset(from) + fromAt, chunk(to), offset(to) + toAt, length);
    }

    public void zero(int block, int length) {
        int from = offset(block);
        Arrays.fill(chunk(block), from, from + length, (byte) 0);
    }

    /** An arena with the same blocks at the same addresses. */
    public Arena copy() {
        Arena copy = new Arena(slabBytes);
        copy.chunks = chunks.clone();
        for (int i = 1; i <= chunkCount; i++) {
            copy.chunks[i] = chunks[i].clone();
        }
        copy.slabsInUse = slabsInUse.clone();
        copy.chunkCount = chunkCount;
        copy.lastChunk = lastChunk;
        System.arraycopy(withRoom, 0, copy.withRoom, 0, CLASSES);
        copy.freeSlab = freeSlab;
        copy.freeSlabs = freeSlabs;
        copy.freshSlab = freshSlab;
        copy.vacant = vacant;
        copy.inUse = inUse;
        return copy;
    }
}
