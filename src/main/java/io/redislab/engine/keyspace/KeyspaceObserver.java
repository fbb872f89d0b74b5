package io.redislab.engine.keyspace;

import org.jspecify.annotations.Nullable;

/** Sees a key before it may change: undo keeps its image, a background save writes it first. */
public interface KeyspaceObserver {
    /**
     * @param key the name; not to be changed
     * @param entry what is there now, or null when the key does not exist
     */
    void beforeChange(Database database, byte[] key, @Nullable KeyEntry entry);

    /** Why a key goes that nobody has deleted. */
    enum Departure {
        EXPIRED,
        /** It had to make room under the memory limit. */
        EVICTED
    }

    /** A key that was about to change is gone now, by itself. */
    default void departed(Database database, byte[] key, Departure why) {}

    /** All keys are about to go. */
    void beforeFlush(Database database);

    /** Two databases are about to exchange all they have. */
    void beforeSwap(Database one, Database other);
}
