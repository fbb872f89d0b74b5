package io.redislab.engine.command;

import java.util.Arrays;

/** Where the keys stand in one call's argv, and what the command does to each ({@link KeySpec}'s flag bits). */
public final class KeyPositions {
    private static final int[] NO_INTS = {};

    /** No keys. */
    public static final KeyPositions NONE = new KeyPositions(0);

    private int[] positions;
    private int[] flags;
    private int size;

    KeyPositions(int capacity) {
        positions = capacity == 0 ? NO_INTS : new int[capacity];
        flags = capacity == 0 ? NO_INTS : new int[capacity];
    }

    void add(int position, int flagBits) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, Math.max(4, size * 2));
            flags = Arrays.copyOf(flags, positions.length);
        }
        positions[size] = position;
        flags[size++] = flagBits;
    }

    public int size() {
        return size;
    }

    /** The index of the i-th key in argv. */
    public int position(int i) {
        return positions[i];
    }

    /** The flags of the i-th key: bits of {@link KeySpec}; 0 where Redis knows none. */
    public int flags(int i) {
        return flags[i];
    }
}
