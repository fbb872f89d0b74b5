package io.redislab.engine.persistence;

/** Whether there is an AOF. */
enum AofState {
    OFF,
    ON,
    /** It was turned on while the server runs, and its first base is still being written. */
    WAIT_REWRITE
}
