package io.redislab.engine;

import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.value.ByteKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sessions that wait for keys or for time. Served first come, first served, after the command that made a key ready. */
public final class Blocking {
    private record Place(int database, ByteKey key) {}

    private final Engine engine;
    private final Map<Place, Map<Long, Session>> waiting = new HashMap<>();
    private Set<Place> ready = new LinkedHashSet<>();
    private final Map<Long, Session> blocked = new LinkedHashMap<>();
    /** Sessions whose next call a pause holds back, first come first. */
    private final Set<Session> held = new LinkedHashSet<>();
    /** Sessions that wait no more, and have sent further calls meanwhile. */
    private final Set<Session> resumable = new LinkedHashSet<>();

    private long tickets;

    Blocking(Engine engine) {
        this.engine = engine;
    }

    public int blockedCount() {
        return blocked.size() + held.size();
    }

    /** Keys that somebody waits for. */
    public int keyCount() {
        return waiting.size();
    }

    void block(
            Context context,
            List<byte[]> keys,
            long timeoutMillis,
            boolean servesDeleted,
            BlockedState.Retry retry,
            Runnable onTimeout) {
        Session session = context.session();
        Set<ByteKey> distinct = new LinkedHashSet<>();
        keys.forEach(key -> distinct.add(new ByteKey(key)));
        BlockedState state = new BlockedState(
                List.copyOf(distinct),
                session.database(),
                retry,
                context.argv(),
                onTimeout,
                servesDeleted,
                tickets++,
                engine.clock().monotonicNanos());
        for (ByteKey key : state.keys) {
            waiting.computeIfAbsent(new Place(state.database, key), k -> new LinkedHashMap<>())
                    .put(session.id(), session);
        }
        if (timeoutMillis > 0) {
            long nanos = timeoutMillis > Long.MAX_VALUE / 2_000_000 ? Long.MAX_VALUE / 2 : timeoutMillis * 1_000_000;
            state.timer = engine.timers().after(nanos, () -> timeOut(session));
        }
        session.setBlocked(state);
        blocked.put(session.id(), session);
        engine.keyspace().setHasWaiters(true);
    }

    /** A pause holds the call back. */
    void hold(Session session, byte[][] argv) {
        session.postponed().add(argv);
        held.add(session);
    }

    /** The pause is over. */
    public void releaseHeld() {
        resumable.addAll(held);
        held.clear();
        engine.runner().resumeHeld();
    }

    /** The sessions whose calls can run now, in the order in which they began to wait. */
    List<Session> takeResumable() {
        List<Session> taken = List.copyOf(resumable);
        resumable.clear();
        return taken;
    }

    /** The session is gone, with all that it waits for. */
    void forget(Session session) {
        session.postponed().clear();
        held.remove(session);
        release(session);
        resumable.remove(session);
    }

    private void timeOut(Session session) {
        BlockedState state = session.blocked();
        if (state == null) {
            return;
        }
        engine.refreshTime();
        state.onTimeout.run();
        release(session);
        session.outlet().ready(session);
        engine.afterUnit();
    }

    /** CLIENT UNBLOCK: as a timeout, or with an error. False when the session does not wait. */
    public boolean unblock(Session session, @Nullable String error) {
        BlockedState state = session.blocked();
        if (state == null) {
            return false;
        }
        if (error == null) {
            state.onTimeout.run();
        } else {
            engine.stats().countError(error);
            session.sink().error(error);
        }
        CommandSpec command = session.lastCommand();
        if (command != null) {
            engine.stats().command(command.id()).failed++;
        }
        release(session);
        session.outlet().ready(session);
        return true;
    }

    /** The session waits no more; nothing is replied. */
    void release(Session session) {
        BlockedState state = session.blocked();
        if (state == null) {
            return;
        }
        session.setBlocked(null);
        blocked.remove(session.id());
        if (state.timer != null) {
            state.timer.cancel();
        }
        for (ByteKey key : state.keys) {
            Place place = new Place(state.database, key);
            Map<Long, Session> queue = waiting.get(place);
            if (queue != null) {
                queue.remove(session.id());
                if (queue.isEmpty()) {
                    waiting.remove(place);
                }
            }
        }
        engine.keyspace().setHasWaiters(!waiting.isEmpty());
        session.endCall();
        if (!session.postponed().isEmpty()) {
            resumable.add(session);
            engine.runner().resumeHeld();
        }
    }

    public void signal(int database, byte[] key) {
        if (waiting.isEmpty()) {
            return;
        }
        Place place = new Place(database, new ByteKey(key));
        if (waiting.containsKey(place)) {
            ready.add(place);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Serves who can be served; what that makes ready is served as well. */
    void serve() {
        while (!ready.isEmpty()) {
            Set<Place> batch = ready;
            ready = new LinkedHashSet<>();
            for (Place place : batch) {
                serve(place);
            }
        }
    }

    private void serve(Place place) {
        Map<Long, Session> queue = waiting.get(place);
        if (queue == null) {
            return;
        }
        for (Session session : new ArrayList<>(queue.values())) {
            BlockedState state = session.blocked();
            if (state == null) {
                continue;
            }
            boolean exists = engine.keyspace().database(place.database).find(place.key.bytes()) != null;
            if (!exists && !state.servesDeleted) {
                continue;
            }
            if (engine.runner().retry(session, state, place.key.bytes())) {
                release(session);
                // What one client is served is a unit of its own.
                engine.propagation().flush();
                session.outlet().ready(session);
            }
        }
    }
}
