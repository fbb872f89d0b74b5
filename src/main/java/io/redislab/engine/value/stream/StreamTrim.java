package io.redislab.engine.value.stream;

import org.jspecify.annotations.Nullable;

/**
 * How old entries are removed.
 *
 * @param maxLength how many entries stay at most; counts only where {@code minId} is null
 * @param minId entries before it go; null to trim by length
 * @param approximate only whole nodes go
 * @param limit how many entries go at most; 0 for no limit
 */
public record StreamTrim(long maxLength, @Nullable StreamId minId, boolean approximate, long limit) {}
