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

/** Who is subscribed to what, and the delivery of messages. */
public final class PubSub {
    private final Map<ByteKey, Set<Session>> channels = new LinkedHashMap<>();
    private final Map<ByteKey, Set<Session>> patterns = new LinkedHashMap<>();
    private final Map<ByteKey, Set<Session>> shardChannels = new LinkedHashMap<>();
    private final Engine engine;

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

    /** False when the session was subscribed already. */
    public boolean subscribe(Session session, byte[] channel) {
        return add(session, session.subscriptions().channels, channels, channel);
    }

    public boolean unsubscribe(Session session, byte[] channel) {
        return remove(session, session.subscriptions().channels, channels, channel);
    }

    public boolean subscribePattern(Session session, byte[] pattern) {
        return add(session, session.subscriptions().patterns, patterns, pattern);
    }

    public boolean unsubscribePattern(Session session, byte[] pattern) {
        return remove(session, session.subscriptions().patterns, patterns, pattern);
    }

    public boolean subscribeShard(Session session, byte[] channel) {
        return add(session, session.subscriptions().shardChannels, shardChannels, channel);
    }

    public boolean unsubscribeShard(Session session, byte[] channel) {
        return remove(session, session.subscriptions().shardChannels, shardChannels, channel);
    }

    private static boolean add(Session session, Set<ByteKey> own, Map<ByteKey, Set<Session>> all, byte[] name) {
        ByteKey key = new ByteKey(name);
        if (!own.add(key)) {
            return false;
        }
        return all.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(session);
    }

    private static boolean remove(Session session, Set<ByteKey> own, Map<ByteKey, Set<Session>> all, byte[] name) {
        ByteKey key = new ByteKey(name);
        if (!own.remove(key)) {
            return false;
        }
        Set<Session> sessions = all.get(key);
        if (sessions != null) {
            sessions.remove(session);
            if (sessions.isEmpty()) {
                all.remove(key);
            }
        }
        return true;
    }

    /** The session is gone. */
    public void forget(Session session) {
        for (ByteKey key : List.copyOf(session.subscriptions().channels)) {
            unsubscribe(session, key.bytes());
        }
        for (ByteKey key : List.copyOf(session.subscriptions().patterns)) {
            unsubscribePattern(session, key.bytes());
        }
        for (ByteKey key : List.copyOf(session.subscriptions().shardChannels)) {
            unsubscribeShard(session, key.bytes());
        }
    }

    /** Delivers a message to the channel's subscribers and to those of matching patterns. Returns how many got it. */
    public long publish(byte[] channel, byte[] message) {
        long receivers = deliver("message", channels, channel, message);
        if (!patterns.isEmpty()) {
            for (Map.Entry<ByteKey, Set<Session>> e : new ArrayList<>(patterns.entrySet())) {
                byte[] pattern = e.getKey().bytes();
                if (Glob.matches(pattern, channel)) {
                    for (Session session : e.getValue()) {
                        ReplySink sink = session.pushSink();
                        sink.push(4);
                        sink.bulk("pmessage");
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

    public long publishShard(byte[] channel, byte[] message) {
        return deliver("smessage", shardChannels, channel, message);
    }

    private static long deliver(String kind, Map<ByteKey, Set<Session>> all, byte[] channel, byte[] message) {
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
            sink.bulk(kind);
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
