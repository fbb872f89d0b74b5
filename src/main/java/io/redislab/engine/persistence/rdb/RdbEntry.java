package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.Value;

/**
 * A key as a file holds it.
 *
 * @param expireAt Unix time in ms, -1 when it stays
 * @param idleSeconds how long nobody used it, -1 when unknown
 * @param frequency the LFU counter, 0 to 255, -1 when unknown
 */
public record RdbEntry(int database, byte[] key, Value value, long expireAt, long idleSeconds, int frequency) {}
