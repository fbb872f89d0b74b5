package io.redislab.lab;

import io.redislab.engine.keyspace.KeyImage;
import io.redislab.engine.keyspace.KeyspaceObserver;
import java.util.List;
import java.util.Optional;

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
        EXPIRED,
        /** It went to make room under the memory limit. */
        EVICTED
    }

    /**
     * One step's doing.
     *
     * @param type of the value afterwards, or of the one that is gone
     */
    public record Event(int step, String text, What what, String type) {}

    /** What there was of it up to a step. */
    KeyLife until(int step) {
        return new KeyLife(events.stream().filter(event -> event.step() <= step).toList(), before);
    }

    /**
     * What became of a key in a step.
     *
     * @param departure why it went by itself, if it did
     */
    static What between(KeyImage before, KeyImage after, Optional<KeyspaceObserver.Departure> departure) {
        if (before.value().isEmpty()) {
            return What.CREATED;
        }
        if (after.value().isEmpty()) {
            return departure
                    .map(why -> why == KeyspaceObserver.Departure.EXPIRED ? What.EXPIRED : What.EVICTED)
                    .orElse(What.DELETED);
        }
        if (!before.value().get().typeName().equals(after.value().get().typeName())) {
            return What.REPLACED;
        }
        return before.expireAt() != after.expireAt() && before.hasValueOf(after) ? What.EXPIRY_CHANGED : What.CHANGED;
    }
}
