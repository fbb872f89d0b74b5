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

    /** Of a value that takes more bytes than this only the size is compared. */
    private static final long SMALL = 1 << 16;

    /** The same with a value of its own. */
    public KeyImage copy() {
        return new KeyImage(value.map(Value::copy), expireAt, access);
    }

    /** Whether both have a value, and the same, as far as can be told without going through a great one. */
    public boolean hasValueOf(KeyImage other) {
        if (value.isEmpty() || other.value.isEmpty()) {
            return false;
        }
        Value mine = value.get();
        Value theirs = other.value.get();
        if (mine == theirs) {
            return true;
        }
        long size = mine.memoryUsage(5);
        if (!mine.typeName().equals(theirs.typeName()) || size != theirs.memoryUsage(5)) {
            return false;
        }
        return size > SMALL || digest(mine).equals(digest(theirs));
    }

    private static String digest(Value value) {
        return DataDigest.ofValue(new KeyEntry(new byte[0], value));
    }
}
