package io.redislab.engine.arena;

import java.util.Arrays;

/**
 * Blocks out of arrays of two megabytes, cut as in a slab allocator (Bonwick, The Slab Allocator, USENIX 1994): a slab
 * holds blocks of one size; what is freed in it is used again for this size, and a slab without blocks for any other. A
 * chunk without slabs is given back. The first chunk begins small and grows, for an arena of a few blocks.
 */
final class SlabArena extends Arena {
    private static final int SLAB = 8192;
    /** Of a small one. */
    private static final int MAX_SMALL_BLOCK = 480;

    private static final int SMALL_SLAB = 1024;

    /** A large arena's first chunk doubles up to here and then becomes as long as all others. */
    private static final int LARGEST_SMALL = CHUNK_BYTES / 4;
    /** A small arena's chunks double up to here, then they grow by a quarter. */
    private static final int LARGEST_DOUBLED = 64 * 1024;

    private static final int MAX_CHUNKS = 1 << Integer.SIZE - CHUNK_SHIFT;

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

    private final ChunkSource source;

    private final int slabBytes;
    private final int slabUnits;
    private final int slabsPerChunk;

    /** @param small one of many, instead of one for hundreds of millions of blocks */
    SlabArena(boolean small, ChunkSource source) {
        super(new byte[][] {});
        this.source = source;
        slabBytes = small ? SMALL_SLAB : SLAB;
        slabUnits = slabBytes >> UNIT_SHIFT;
        slabsPerChunk = CHUNK_BYTES / slabBytes;
        freshSlab = slabsPerChunk;
    }

    private boolean isSmall() {
        return slabBytes == SMALL_SLAB;
    }

    @Override
    public int maxBlock() {
        return isSmall() ? MAX_SMALL_BLOCK : MAX_BLOCK;
    }

    @Override
    public int slab() {
        return slabBytes;
    }

    @Override
    public long bytes() {
        return inUse * slabBytes;
    }

    @Override
    public boolean isOutgrown() {
        return false;
    }

    private static int classOf(int size) {
        return size <= FINE ? (Math.max(8, size) + 7 >> 3) - 1 : FINE_CLASSES - 1 + (size - FINE + 31 >> 5);
    }

    private static int sizeOf(int kind) {
        return kind < FINE_CLASSES ? kind + 1 << 3 : FINE + (kind - FINE_CLASSES + 1 << 5);
    }

    // ---- blocks ----

    @Override
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

    @Override
    public void free(int block, int size) {
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

    @Override
    public void expect(long bytes) {
        if (bytes >= CHUNK_BYTES) {
            source.expect((int) (bytes / CHUNK_BYTES) + 1);
        }
    }

    @Override
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
            chunks[number] = longer(chunks[number]);
        }
        if (freshSlab == slabsPerChunk / 2) {
            source.expect(1);
        }
        return (number << CHUNK_SHIFT) + freshSlab++ * slabUnits;
    }

    private byte[] longer(byte[] chunk) {
        int length = lengthAfter(chunk.length);
        if (length == LARGEST_SMALL) {
            source.expect(1);
        }
        byte[] longer = length == ChunkSource.CHUNK ? source.take() : new byte[length];
        System.arraycopy(chunk, 0, longer, 0, chunk.length);
        return longer;
    }

    private int lengthAfter(int length) {
        if (!isSmall()) {
            return 2 * length > LARGEST_SMALL ? ChunkSource.CHUNK : 2 * length;
        }
        int more = length < LARGEST_DOUBLED ? 2 * length : length + length / 4;
        return more + more / 4 > CHUNK_BYTES ? ChunkSource.CHUNK : more & -slabBytes;
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
        chunks[lastChunk] = inUse == 0 ? new byte[slabBytes] : isSmall() ? new byte[LARGEST_SMALL] : source.take();
        freshSlab = 0;
    }

    @Override
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

    @Override
    public Arena copy() {
        SlabArena copy = new SlabArena(isSmall(), source);
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
