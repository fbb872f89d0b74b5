package io.redislab.engine;

import org.jspecify.annotations.Nullable;

/** A part of the engine that takes part in its life: client-side caching, persistence, statistics. */
public interface EngineModule {
    /** Called hz times a second. */
    default void cron(long run) {}

    default void closed(Session session) {}

    /** A key changed. */
    default void changed(int database, byte[] key, @Nullable Session by) {}

    /** All keys of a database, or of all (-1), went. */
    default void flushed(int database) {}

    /** A command is about to run. */
    default void beforeCall(Context context) {}

    /** A command ran. @param nanos how long it took */
    default void afterCall(Context context, long nanos) {}
}
