package io.redislab.engine.pubsub;

import io.redislab.engine.Engine;
import io.redislab.engine.Glob;
import io.redislab.engine.Session;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.ByteKey;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Who is subscribed to what, and the delivery of messages. */
public final class PubSub {
    private final Map<ByteKey, Set<Session>> channels = new LinkedHashMap<>();
    private final Map<ByteKey, Set<Session>> patterns = new LinkedHashMap<>();
    private final Map<ByteKey, Set<Session>> shardChannels = new LinkedHashMap<>();
    private final Engine engine;
    private @Nullable BiConsumer<byte[], byte[]> witness;

    public PubSub(Engine engine) {
        this.engine = engine;
    }

    public Map<ByteKey, Set<Session>> channels() {
        return channels;
    }

    public Map<ByteKey, Set<Session>> patterns() {
        return patterns;
    }

    public Map<ByteKey, Set<Session>> shardChannels() {
        return shardChannels;
    }

    private Map<ByteKey, Set<Session>> of(SubscriptionType type) {
        return switch (type) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }

    /** Who sees all that is published by PUBLISH, whoever else gets it: an examiner. */
    public void witness(BiConsumer<byte[], byte[]> newWitness) {
        witness = newWitness;
    }

    /** False when the session was subscribed already. */
    public boolean subscribe(SubscriptionType type, Session session, byte[] name) {
        ByteKey key = new ByteKey(name);
        if (!session.subscriptions().of(type).add(key)) {
            return false;
        }
        return of(type).computeIfAbsent(key, k -> new LinkedHashSet<>()).add(session);
    }

    /** False when the session was not subscribed. */
    public boolean unsubscribe(SubscriptionType type, Session session, byte[] name) {
        ByteKey key = new ByteKey(name);
        if (!session.subscriptions().of(type).remove(key)) {
            return false;
        }
        Set<Session> sessions = of(type).get(key);
        if (sessions != null) {
            sessions.remove(session);
            if (sessions.isEmpty()) {
                of(type).remove(key);
            }
        }
        return true;
    }

    /** The session is gone. */
    public void forget(Session session) {
        for (SubscriptionType type : SubscriptionType.values()) {
            for (ByteKey key : List.copyOf(session.subscriptions().of(type))) {
                unsubscribe(type, session, key.bytes());
            }
        }
    }

    /** Delivers a message to the channel's subscribers and to those of matching patterns. Returns how many got it. */
    public long publish(byte[] channel, byte[] message) {
        if (witness != null) {
            witness.accept(channel, message);
        }
        long receivers = deliver(SubscriptionType.CHANNEL, channel, message);
        if (!patterns.isEmpty()) {
            for (Map.Entry<ByteKey, Set<Session>> e : new ArrayList<>(patterns.entrySet())) {
                byte[] pattern = e.getKey().bytes();
                if (Glob.matches(pattern, channel)) {
                    for (Session session : e.getValue()) {
                        ReplySink sink = session.pushSink();
                        sink.push(4);
                        sink.bulk(SubscriptionType.PATTERN.message());
                        sink.bulk(pattern);
                        sink.bulk(channel);
                        sink.bulk(message);
                        session.outlet().ready(session);
                        receivers++;
                    }
                }
            }
        }
        return receivers;
    }

    /** As {@link #publish}, on a shard channel, which no pattern matches. */
    public long publishShard(byte[] channel, byte[] message) {
        return deliver(SubscriptionType.SHARD_CHANNEL, channel, message);
    }

    private long deliver(SubscriptionType type, byte[] channel, byte[] message) {
        Map<ByteKey, Set<Session>> all = of(type);
        if (all.isEmpty()) {
            return 0;
        }
        Set<Session> sessions = all.get(new ByteKey(channel));
        if (sessions == null) {
            return 0;
        }
        for (Session session : sessions) {
            ReplySink sink = session.pushSink();
            sink.push(3);
            sink.bulk(type.message());
            sink.bulk(channel);
            sink.bulk(message);
            session.outlet().ready(session);
        }
        return sessions.size();
    }

    /** A keyspace event as messages, on the channels that the mask asks for. */
    public void publishEvent(String event, byte[] key, int database, int mask) {
        byte[] name = event.getBytes(StandardCharsets.UTF_8);
        if ((mask & EventType.KEYSPACE.bit()) != 0) {
            publish(concat("__keyspace@" + database + "__:", key), name);
        }
        if ((mask & EventType.KEYEVENT.bit()) != 0) {
            publish(("__keyevent@" + database + "__:" + event).getBytes(StandardCharsets.UTF_8), key);
        }
    }

    private static byte[] concat(String prefix, byte[] key) {
        byte[] head = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + key.length);
        System.arraycopy(key, 0, all, head.length, key.length);
        return all;
    }

    /** Sessions that are subscribed to anything. */
    public long subscriberCount() {
        return engine.sessions().stream()
                .filter(s -> !s.subscriptions().isEmpty())
                .count();
    }
}
