package io.redislab.engine.pubsub;

import io.redislab.engine.value.ByteKey;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one session is subscribed to. */
public final class Subscriptions {
    public final Set<ByteKey> channels = new LinkedHashSet<>();
    public final Set<ByteKey> patterns = new LinkedHashSet<>();
    public final Set<ByteKey> shardChannels = new LinkedHashSet<>();

    /** Channels and patterns, without shard channels. */
    public int count() {
        return channels.size() + patterns.size();
    }

    public boolean isEmpty() {
        return channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty();
    }
}
