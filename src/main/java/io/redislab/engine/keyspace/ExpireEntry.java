package io.redislab.engine.keyspace;

/**
 * When a key expires.
 *
 * @param when Unix time in ms
 */
public record ExpireEntry(byte[] key, long when) {}
