package io.redislab.engine.keyspace;

import io.redislab.engine.arena.Arena;

/**
 * The buckets of a table: the address of a record each, 0 for none. They lie in pieces, which are made when something is
 * put into them, so that a table of any size is there at once.
 */
final class Buckets {
    private static final int PIECE_SHIFT = 11;
    private static final int PIECE = 1 << PIECE_SHIFT;

    private final Arena arena;
    private final int size;
    /** Addresses; 0 for a piece of empty buckets. */
    private final int[] pieces;

    Buckets(Arena arena, int size) {
        this(arena, size, new int[size + PIECE - 1 >> PIECE_SHIFT]);
    }

    private Buckets(Arena arena, int size, int[] pieces) {
        this.arena = arena;
        this.size = size;
        this.pieces = pieces;
    }

    /** The same in a copy of its arena. */
    Buckets copy(Arena copied) {
        return new Buckets(copied, size, pieces.clone());
    }

    int size() {
        return size;
    }

    int get(int bucket) {
        int piece = pieces[bucket >>> PIECE_SHIFT];
        return piece == 0 ? 0 : arena.getInt(piece, (bucket & PIECE - 1) << 2);
    }

    void set(int bucket, int record) {
        int piece = pieces[bucket >>> PIECE_SHIFT];
        if (piece == 0) {
            if (record == 0) {
                return;
            }
            piece = make();
            pieces[bucket >>> PIECE_SHIFT] = piece;
        }
        arena.putInt(piece, (bucket & PIECE - 1) << 2, record);
    }

    private int bytes() {
        return Math.min(size, PIECE) << 2;
    }

    private int make() {
        int piece = bytes() <= Arena.MAX_BLOCK ? arena.allocate(bytes()) : arena.allocateSlab();
        arena.zero(piece, bytes());
        return piece;
    }

    /** The bucket is empty and those before it are: nothing is put into them any more. */
    void leave(int bucket) {
        if ((bucket & PIECE - 1) == PIECE - 1 || bucket == size - 1) {
            release(bucket >>> PIECE_SHIFT);
        }
    }

    /** Gives the memory back. */
    void release() {
        for (int i = 0; i < pieces.length; i++) {
            release(i);
        }
    }

    private void release(int at) {
        if (pieces[at] == 0) {
            return;
        }
        if (bytes() <= Arena.MAX_BLOCK) {
            arena.free(pieces[at]);
        } else {
            arena.freeSlab(pieces[at]);
        }
        pieces[at] = 0;
    }
}
