package io.redislab.engine.clients;

import java.util.Arrays;

/** The ids of the sessions that have read a key; mostly one or two. */
final class Readers {
    private static final long[] NONE = {};

    private long[] ids = NONE;
    private int size;

    /** False when it is there already. */
    boolean add(long id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return false;
            }
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(1, size * 2));
        }
        ids[size++] = id;
        return true;
    }

    int size() {
        return size;
    }

    long id(int index) {
        return ids[index];
    }
}
