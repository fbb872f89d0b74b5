package io.redislab.engine;

/** A part of the engine that takes part in its life. */
public interface EngineModule {
    /** Called hz times a second. */
    default void cron(long run) {}

    default void closed(Session session) {}
}
