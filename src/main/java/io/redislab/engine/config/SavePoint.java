package io.redislab.engine.config;

/**
 * When a snapshot is due by itself.
 *
 * @param seconds since the last one
 * @param changes that it takes besides
 */
public record SavePoint(long seconds, int changes) {}
