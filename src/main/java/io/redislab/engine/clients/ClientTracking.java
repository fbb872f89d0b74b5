package io.redislab.engine.clients;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.KeyPositions;
import io.redislab.engine.value.ByteKey;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Client-side caching: remembers which sessions have read which keys, and tells them when a key changes. A key is told
 * once, and then forgotten until it is read again. Sessions are remembered by id; those that are gone, or don't track any
 * more, stay in the table until their key changes.
 *
 * <p>Sessions in broadcasting mode are not in the table: they are told of all changed keys with their prefixes, once at the
 * end of the command, transaction or script that changed them.
 */
public final class ClientTracking {
    private static final byte[] CHANNEL = "__redis__:invalidate".getBytes(StandardCharsets.US_ASCII);
    /** How many keys are forgotten at least, where there are too many, before a command. */
    private static final int EVICTED_AT_ONCE = 100;

    /** The sessions that share a prefix, and what has changed under it. */
    private static final class Broadcast {
        private final Set<Session> sessions = new LinkedHashSet<>();
        /** By whom each key was changed last. */
        private final NavigableMap<byte[], @Nullable Session> keys = new TreeMap<>(Arrays::compareUnsigned);
    }

    /** An invalidation that waits for the end of the command of the session that gets it; no key stands for all. */
    private record Pending(Session session, byte @Nullable [] key) {}

    private final Engine engine;
    private final Map<ByteKey, Readers> table = new LinkedHashMap<>();
    private final NavigableMap<byte[], Broadcast> broadcasts = new TreeMap<>(Arrays::compareUnsigned);
    private List<Pending> pending = new ArrayList<>();
    private boolean hasChangesToBroadcast;
    private int clients;
    private long items;
    private int roundsOverLimit;

    public ClientTracking(Engine engine) {
        this.engine = engine;
    }

    // ---- numbers for INFO ----

    public int clientCount() {
        return clients;
    }

    /** Keys that some session may have cached. */
    public int keyCount() {
        return table.size();
    }

    /** Pairs of such a key and a session. */
    public long itemCount() {
        return items;
    }

    public int prefixCount() {
        return broadcasts.size();
    }

    // ---- on and off ----

    /** @throws RedisError when the options contradict each other, or what the session has chosen before */
    public void enable(Session session, TrackingOptions options) {
        Tracking current = session.tracking();
        check(options, current);
        Tracking tracking = current;
        if (tracking == null) {
            tracking = new Tracking();
            session.setTracking(tracking);
            clients++;
        }
        tracking.broadcast = options.broadcast();
        tracking.optIn = options.optIn();
        tracking.optOut = options.optOut();
        tracking.noLoop = options.noLoop();
        tracking.redirect = options.redirect();
        tracking.redirectBroken = false;
        if (options.broadcast()) {
            List<byte[]> prefixes = options.prefixes().isEmpty() ? List.of(new byte[0]) : options.prefixes();
            for (byte[] prefix : prefixes) {
                broadcasts
                        .computeIfAbsent(prefix, p -> new Broadcast())
                        .sessions
                        .add(session);
                tracking.prefixes.add(prefix);
            }
        }
    }

    private static void check(TrackingOptions options, @Nullable Tracking current) {
        if (!options.broadcast() && !options.prefixes().isEmpty()) {
            throw new RedisError("ERR PREFIX option requires BCAST mode to be enabled");
        }
        if (current != null && current.broadcast != options.broadcast()) {
            throw new RedisError("ERR You can't switch BCAST mode on/off before disabling tracking for this client, and"
                    + " then re-enabling it with a different mode.");
        }
        if (options.broadcast() && (options.optIn() || options.optOut())) {
            throw new RedisError("ERR OPTIN and OPTOUT are not compatible with BCAST");
        }
        if (options.optIn() && options.optOut()) {
            throw new RedisError("ERR You can't specify both OPTIN mode and OPTOUT mode");
        }
        if (current != null && ((options.optIn() && current.optOut) || (options.optOut() && current.optIn))) {
            throw new RedisError("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and"
                    + " then re-enabling it with a different mode.");
        }
        checkPrefixes(options.prefixes(), current);
    }

    private static void checkPrefixes(List<byte[]> prefixes, @Nullable Tracking current) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (current != null) {
                for (byte[] existing : current.prefixes) {
                    requireApart(prefixes.get(i), existing, "an existing prefix");
                }
            }
            for (byte[] other : prefixes.subList(i + 1, prefixes.size())) {
                requireApart(prefixes.get(i), other, "another provided prefix");
            }
        }
    }

    private static void requireApart(byte[] prefix, byte[] other, String what) {
        int length = Math.min(prefix.length, other.length);
        if (Arrays.equals(prefix, 0, length, other, 0, length)) {
            throw new RedisError("ERR Prefix '" + text(prefix) + "' overlaps with " + what + " '" + text(other)
                    + "'. Prefixes for a single client must not overlap.");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The session tracks no more, if it did. */
    public void disable(Session session) {
        Tracking tracking = session.tracking();
        if (tracking == null) {
            return;
        }
        session.setTracking(null);
        clients--;
        for (byte[] prefix : tracking.prefixes) {
            Broadcast broadcast = broadcasts.get(prefix);
            if (broadcast != null && broadcast.sessions.remove(session) && broadcast.sessions.isEmpty()) {
                broadcasts.remove(prefix);
            }
        }
    }

    /**
     * CLIENT CACHING.
     *
     * @param yes whether the next command's keys are to be tracked
     * @throws RedisError when the session's mode does not ask for it
     */
    public static void setCaching(Session session, boolean yes) {
        Tracking tracking = session.tracking();
        boolean asked = tracking != null && (yes ? tracking.optIn : tracking.optOut);
        if (tracking == null || !asked) {
            throw new RedisError("ERR CLIENT CACHING " + (yes ? "YES" : "NO")
                    + " is only valid when tracking is enabled in " + (yes ? "OPTIN" : "OPTOUT") + " mode.");
        }
        tracking.caching = true;
    }

    /** A command of the session is over, with all that CLIENT CACHING said for it; within a transaction nothing is. */
    public static void endCaching(Session session) {
        Tracking tracking = session.tracking();
        if (tracking == null || !tracking.caching || session.transaction() != null) {
            return;
        }
        CommandSpec last = session.lastCommand();
        if (last == null || !last.name().startsWith("client|")) {
            tracking.caching = false;
        }
    }

    // ---- reading ----

    public boolean isActive() {
        return clients > 0;
    }

    /**
     * A command that only reads has run: its keys may be cached now.
     *
     * @param session who is to be told of their changes
     * @param argv of the command, or of the script that it was called from
     */
    public void remember(Session session, CommandSpec spec, byte[][] argv) {
        Tracking tracking = session.tracking();
        if (tracking == null || !tracking.remembers() || spec.has(CommandFlag.PUBSUB) || !spec.hasKeys()) {
            return;
        }
        KeyPositions keys = spec.keys(argv);
        for (int i = 0; i < keys.size(); i++) {
            Readers readers = table.computeIfAbsent(new ByteKey(argv[keys.position(i)]), key -> new Readers());
            if (readers.add(session.id())) {
                items++;
            }
        }
    }

    /** Forgets keys, and tells those who have read them, as long as there are more than the configuration allows. */
    public void limitTable() {
        long limit = engine.config().trackingTableMaxKeys();
        if (limit == 0 || table.size() <= limit) {
            roundsOverLimit = 0;
            return;
        }
        int effort = EVICTED_AT_ONCE * ++roundsOverLimit;
        while (effort-- > 0 && table.size() > limit) {
            invalidate(table.keySet().iterator().next());
        }
        if (table.size() <= limit) {
            roundsOverLimit = 0;
        }
    }

    // ---- changes ----

    /** @param by who has changed the key; null for expiry, eviction and the like */
    public void changed(byte[] key, @Nullable Session by) {
        if (!broadcasts.isEmpty()) {
            for (Map.Entry<byte[], Broadcast> entry : broadcasts.entrySet()) {
                byte[] prefix = entry.getKey();
                if (key.length >= prefix.length && Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length)) {
                    entry.getValue().keys.put(key, by);
                    hasChangesToBroadcast = true;
                }
            }
        }
        if (!table.isEmpty()) {
            invalidate(new ByteKey(key));
        }
    }

    private void invalidate(ByteKey key) {
        Readers readers = table.remove(key);
        if (readers == null) {
            return;
        }
        items -= readers.size();
        for (int i = 0; i < readers.size(); i++) {
            Session session = engine.session(readers.id(i));
            Tracking tracking = session == null ? null : session.tracking();
            if (session == null || tracking == null || tracking.broadcast) {
                continue;
            }
            boolean own = session == engine.currentSession();
            if (own && tracking.noLoop) {
                continue;
            }
            if (own && engine.isInCall()) {
                pending.add(new Pending(session, key.bytes()));
            } else {
                send(session, tracking, List.of(key.bytes()));
            }
        }
    }

    /** All keys of a database, or of all, are gone: each session that tracks forgets everything. */
    public void flushed() {
        if (clients > 0) {
            for (Session session : engine.sessions()) {
                Tracking tracking = session.tracking();
                if (tracking == null) {
                    continue;
                }
                if (session == engine.currentSession()) {
                    pending.add(new Pending(session, null));
                } else {
                    send(session, tracking, null);
                }
            }
        }
        table.clear();
        items = 0;
    }

    // ---- telling ----

    /** A command has replied: what was held back until then goes out. */
    public void afterReply() {
        if (!pending.isEmpty()) {
            List<Pending> due = pending;
            pending = new ArrayList<>();
            for (Pending message : due) {
                Tracking tracking = message.session().tracking();
                if (!message.session().isClosing() && tracking != null) {
                    byte[] key = message.key();
                    send(message.session(), tracking, key == null ? null : List.of(key));
                }
            }
        }
    }

    /** A command is over, and clients that waited for its keys are served: who listens to prefixes learns of all at once. */
    public void broadcastChanges() {
        if (hasChangesToBroadcast) {
            hasChangesToBroadcast = false;
            broadcasts.values().forEach(this::broadcast);
        }
    }

    private void broadcast(Broadcast broadcast) {
        if (broadcast.keys.isEmpty()) {
            return;
        }
        List<byte[]> all = List.copyOf(broadcast.keys.keySet());
        for (Session session : List.copyOf(broadcast.sessions)) {
            Tracking tracking = session.tracking();
            if (tracking == null) {
                continue;
            }
            List<byte[]> told = all;
            if (tracking.noLoop) {
                told = all.stream()
                        .filter(key -> broadcast.keys.get(key) != session)
                        .toList();
                if (told.isEmpty()) {
                    continue;
                }
            }
            send(session, tracking, told);
        }
        broadcast.keys.clear();
    }

    /**
     * Sends one invalidation, as a push in RESP3; in RESP2 as a message to the session that it is redirected to, if that
     * one listens to any channel.
     *
     * @param keys null for all
     */
    private void send(Session session, Tracking tracking, @Nullable List<byte[]> keys) {
        Session target = session;
        if (tracking.redirect != 0) {
            target = engine.session(tracking.redirect);
            if (target == null) {
                tellRedirectBroken(session, tracking);
                return;
            }
        }
        ReplySink sink = target.pushSink();
        if (sink.resp3()) {
            sink.push(2);
            sink.bulk("invalidate");
        } else if (target != session && !target.subscriptions().isEmpty()) {
            sink.push(3);
            sink.bulk("message");
            sink.bulk(CHANNEL);
        } else {
            return;
        }
        if (keys == null) {
            sink.nil();
        } else {
            sink.array(keys.size());
            keys.forEach(sink::bulk);
        }
        target.outlet().ready(target);
    }

    private static void tellRedirectBroken(Session session, Tracking tracking) {
        tracking.redirectBroken = true;
        ReplySink sink = session.pushSink();
        if (sink.resp3()) {
            sink.push(2);
            sink.bulk("tracking-redir-broken");
            sink.integer(tracking.redirect);
            session.outlet().ready(session);
        }
    }
}
