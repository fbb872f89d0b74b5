package io.redislab.engine.pubsub;

import io.redislab.engine.value.ByteKey;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one session is subscribed to. */
public final class Subscriptions {
    public final Set<ByteKey> channels = new LinkedHashSet<>();
    public final Set<ByteKey> patterns = new LinkedHashSet<>();
    public final Set<ByteKey> shardChannels = new LinkedHashSet<>();

    /** The names of one type, in the order in which they were subscribed to. */
    public Set<ByteKey> of(SubscriptionType type) {
        return switch (type) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }

    /** Channels and patterns, without shard channels. */
    public int count() {
        return channels.size() + patterns.size();
    }

    /** What a confirmation counts: shard channels by themselves, the others together. */
    public int count(SubscriptionType type) {
        return type == SubscriptionType.SHARD_CHANNEL ? shardChannels.size() : count();
    }

    public boolean isEmpty() {
        return channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty();
    }
}
