package io.redislab.engine.arena;

import java.nio.ByteBuffer;

/**
 * The buckets of a table: the address of a record each, 0 for none. They lie in pieces, which are made when something is
 * put into them, so that a table of any size is there at once.
 */
public final class Buckets {
    /** A table without buckets. */
    public static final Buckets NONE = new Buckets(new TinyArena(), 0);

    private final Arena arena;
    private final int size;
    /** A piece is a slab: so many buckets. */
    private final int pieceShift;

    private final int pieceMask;
    /** Addresses; 0 for a piece of empty buckets. */
    private final int[] pieces;

    public Buckets(Arena arena, int size) {
        this.arena = arena;
        this.size = size;
        int piece = arena.slab() / Integer.BYTES;
        pieceShift = Integer.numberOfTrailingZeros(piece);
        pieceMask = piece - 1;
        pieces = new int[size + piece - 1 >> pieceShift];
    }

    /** What {@link #save} has written. */
    public static Buckets load(TinyArena arena, ByteBuffer saved) {
        int size = saved.getShort();
        int piece = TinyArena.address(saved.getShort());
        if (size == 0) {
            return NONE;
        }
        Buckets buckets = new Buckets(arena, size);
        buckets.pieces[0] = piece;
        return buckets;
    }

    private Buckets(Arena arena, Buckets other) {
        this.arena = arena;
        size = other.size;
        pieceShift = other.pieceShift;
        pieceMask = other.pieceMask;
        pieces = other.pieces.clone();
    }

    /** The same in a copy of its arena. */
    public Buckets copy(Arena copied) {
        return size == 0 ? NONE : new Buckets(copied, this);
    }

    public int size() {
        return size;
    }

    /** Whether there are so few that {@link #save} can write them down. */
    public boolean isOnePiece() {
        return pieces.length <= 1;
    }

    /** Writes down where those in a tiny arena lie, in two short numbers. */
    public void save(ByteBuffer to) {
        to.putShort((short) size).putShort(TinyArena.shortened(size == 0 ? 0 : pieces[0]));
    }

    public int get(int bucket) {
        int piece = pieces[bucket >>> pieceShift];
        return piece == 0 ? 0 : arena.getInt(piece, (bucket & pieceMask) << 2);
    }

    public void set(int bucket, int record) {
        int piece = pieces[bucket >>> pieceShift];
        if (piece == 0) {
            if (record == 0) {
                return;
            }
            piece = make();
            pieces[bucket >>> pieceShift] = piece;
        }
        arena.putInt(piece, (bucket & pieceMask) << 2, record);
    }

    private int bytes() {
        return Math.min(size, pieceMask + 1) << 2;
    }

    private int make() {
        int piece = bytes() <= arena.maxBlock() ? arena.allocate(bytes()) : arena.allocateSlab();
        arena.zero(piece, bytes());
        return piece;
    }

    /** The bucket is empty and those before it are: nothing is put into them any more. */
    public void leave(int bucket) {
        if ((bucket & pieceMask) == pieceMask || bucket == size - 1) {
            release(bucket >>> pieceShift);
        }
    }

    /** Gives the memory back. */
    public void release() {
        for (int i = 0; i < pieces.length; i++) {
            release(i);
        }
    }

    private void release(int at) {
        if (pieces[at] == 0) {
            return;
        }
        if (bytes() <= arena.maxBlock()) {
            arena.free(pieces[at], bytes());
        } else {
            arena.freeSlab(pieces[at]);
        }
        pieces[at] = 0;
    }
}
