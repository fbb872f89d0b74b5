package io.redislab.engine.config;

/** How readily Linux may end the process when memory runs out. */
public enum OomScoreMode {
    NO,
    /** Values are added to the score that the process had. */
    RELATIVE,
    ABSOLUTE
}
