package io.redislab.lab;

import io.redislab.engine.keyspace.KeyImage;
import java.util.List;

/**
 * What became of a key, step by step, as far as the timeline remembers.
 *
 * @param before how many steps are forgotten, in which it may have been made
 */
public record KeyLife(List<Event> events, int before) {
    public KeyLife {
        events = List.copyOf(events);
    }

    /** What a step did to it. */
    public enum What {
        CREATED,
        CHANGED,
        /** It got another type. */
        REPLACED,
        EXPIRY_CHANGED,
        DELETED,
        EXPIRED
    }

    /**
     * One step's doing.
     *
     * @param type of the value afterwards, or of the one that is gone
     */
    public record Event(int step, String text, What what, String type) {}

    static What between(KeyImage before, KeyImage after, boolean sameValue, long wallMillis) {
        if (before.value().isEmpty()) {
            return What.CREATED;
        }
        if (after.value().isEmpty()) {
            return before.expireAt() >= 0 && before.expireAt() <= wallMillis ? What.EXPIRED : What.DELETED;
        }
        if (!before.value().get().typeName().equals(after.value().get().typeName())) {
            return What.REPLACED;
        }
        return sameValue && before.expireAt() != after.expireAt() ? What.EXPIRY_CHANGED : What.CHANGED;
    }
}
