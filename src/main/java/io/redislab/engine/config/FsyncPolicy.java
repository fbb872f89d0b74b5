package io.redislab.engine.config;

/** When the AOF is forced to the disk. The order is that of Redis' error text. */
public enum FsyncPolicy {
    EVERYSEC,
    ALWAYS,
    NO
}
