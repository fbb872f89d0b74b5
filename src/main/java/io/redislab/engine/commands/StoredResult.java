package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.Value;

/** What ZUNIONSTORE, SINTERSTORE and the like do with a result: it takes the place of whatever the key holds. */
final class StoredResult {
    private StoredResult() {}

    /** Stores a value without expiry and reports it. */
    static void store(Context context, byte[] key, Value value, EventType type, String event) {
        KeyEntry existing = context.write(key);
        if (existing != null) {
            context.database().persist(key);
        }
        KeyEntry entry = context.put(key, existing, value);
        context.modified(entry, type, event, 1);
    }

    /** The result is empty: the key goes. */
    static void remove(Context context, byte[] key) {
        if (context.write(key) != null) {
            context.database().remove(key);
            context.modified(key, EventType.GENERIC, "del");
        }
    }
}
