package io.redislab.engine.keyspace;

import io.redislab.engine.value.Value;
import java.util.Optional;

/**
 * What a key was at one time.
 *
 * @param value empty when there was no such key
 * @param expireAt Unix time in ms, or -1
 * @param access as {@link KeyEntry#access}
 */
public record KeyImage(Optional<Value> value, long expireAt, int access) {
    public static final KeyImage ABSENT = new KeyImage(Optional.empty(), -1, 0);
}
