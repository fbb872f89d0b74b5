package io.redislab.engine.arena;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An arena that is one of millions, most of which hold a few blocks; whoever has one leaves it when it {@link
 * #isOutgrown}. It is one array, in which block follows block. What is freed serves the next block of its size, as far as that is found
 * without a long search; all else is left for when its owner moves to a new arena.
 */
public final class TinyArena extends Arena {
    /** With more bytes it is outgrown. */
    private static final int MOST = 16 * 1024;

    /** With less it does not matter how much of it is free. */
    private static final int LITTLE = 256;

    private static final int MAX_TINY_BLOCK = 1024;
    private static final int SLAB = 1024;
    private static final int FIRST = 1 << CHUNK_SHIFT;
    /** How many freed blocks are looked at for one that fits. */
    private static final int LOOKS = 16;

    // A freed block.
    private static final int NEXT = 0;
    private static final int SIZE = 4;

    /** Bytes of the chunk that were ever used. */
    private int end;
    /** The block that was freed last; others follow. */
    private int freed;

    private int freedBytes;

    public TinyArena() {
        super(new byte[][] {NONE, NONE});
    }

    private TinyArena(TinyArena other) {
        super(new byte[][] {NONE, Arrays.copyOf(other.chunks[1], other.end)});
        end = other.end;
        freed = other.freed;
        freedBytes = other.freedBytes;
    }

    @Override
    public Arena copy() {
        return new TinyArena(this);
    }

    /** Bytes that {@link #save} needs. */
    public int savedBytes() {
        return 2 * Short.BYTES + end;
    }

    /** Writes everything down; of an arena that is not outgrown. */
    public void save(ByteBuffer to) {
        to.putShort(shortened(freed)).putShort((short) freedBytes).put(chunks[1], 0, end);
    }

    /** Takes over what {@link #save} has written, up to the end of what is there. */
    public void load(ByteBuffer saved) {
        freed = address(saved.getShort());
        freedBytes = saved.getShort();
        end = saved.remaining();
        chunks[1] = new byte[end];
        saved.get(chunks[1]);
    }

    /** An address in this kind of arena as a short number. */
    static short shortened(int address) {
        return (short) (address == 0 ? 0 : address - FIRST + 1);
    }

    /** The address of a short number. */
    static int address(short shortened) {
        return shortened == 0 ? 0 : FIRST + shortened - 1;
    }

    @Override
    public int maxBlock() {
        return MAX_TINY_BLOCK;
    }

    @Override
    public int slab() {
        return SLAB;
    }

    @Override
    public long bytes() {
        return (long) end - freedBytes;
    }

    @Override
    public boolean isOutgrown() {
        return end > MOST || end > LITTLE && freedBytes > end / 2;
    }

    @Override
    public int allocate(int size) {
        int bytes = rounded(size);
        int block = reuse(bytes);
        if (block != 0) {
            return block;
        }
        int needed = end + bytes;
        if (needed > chunks[1].length) {
            chunks[1] = Arrays.copyOf(chunks[1], needed + needed / 4 + 15 & ~15);
        }
        block = FIRST + (end >> UNIT_SHIFT);
        end = needed;
        return block;
    }

    private int reuse(int bytes) {
        int before = 0;
        int block = freed;
        for (int i = 0; i < LOOKS && block != 0; i++) {
            int next = getInt(block, NEXT);
            if (getInt(block, SIZE) == bytes) {
                if (before == 0) {
                    freed = next;
                } else {
                    putInt(before, NEXT, next);
                }
                freedBytes -= bytes;
                return block;
            }
            before = block;
            block = next;
        }
        return 0;
    }

    @Override
    public void free(int block, int size) {
        int bytes = rounded(size);
        putInt(block, NEXT, freed);
        putInt(block, SIZE, bytes);
        freed = block;
        freedBytes += bytes;
    }

    @Override
    public void expect(long bytes) {
        // That is not worth any preparation.
    }

    @Override
    public int allocateSlab() {
        return allocate(SLAB);
    }

    @Override
    public void freeSlab(int slab) {
        free(slab, SLAB);
    }
}
