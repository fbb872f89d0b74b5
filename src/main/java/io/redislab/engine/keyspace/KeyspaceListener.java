package io.redislab.engine.keyspace;

import io.redislab.engine.Session;
import org.jspecify.annotations.Nullable;

/** What the rest of the engine does when keys change. */
public interface KeyspaceListener {
    /** A key changed: client-side caches of it are stale. The session is who did it, or null. */
    void invalidate(Database database, byte[] key, @Nullable Session by);

    /** All keys of a database, or of all databases (-1), went. */
    void invalidateAll(int database);

    /** An event of a class that the configuration asks for. */
    void event(EventType type, String event, byte[] key, int database, int mask);

    /** A key was removed because its time had come, or for memory: the AOF must know, and how. */
    void removed(int database, byte[] key, boolean lazily);

    /** A key came that waiting clients may be served from, or went. */
    void appeared(int database, byte[] key);
}
