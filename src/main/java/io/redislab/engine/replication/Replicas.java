package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.EngineModule;
import io.redislab.engine.Outlet;
import io.redislab.engine.Propagation;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are fed with the data and every change: replicas, which have sent SYNC or PSYNC. They get an RDB file,
 * at once, and then the stream of changes; who was away for a while gets what it has missed, if that is still there.
 *
 * <p>Of a master, the stream holds the same commands as the AOF. A replica's stream is its master's, and what its own
 * clients write does not get into it.
 */
public final class Replicas implements EngineModule, Propagation.Sink {
    private static final byte[] SELECT = ascii("SELECT");

    private final Engine engine;
    private final ReplicationStream stream;
    private final Map<Session, Replica> known = new LinkedHashMap<>();
    private final List<Replica> fed = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final RespWriter command = new RespWriter();
    private boolean attached;
    private boolean following;
    /** The database that the stream has selected, -1 when whoever comes next must be told. */
    private int database = -1;

    private long nobodySince;
    private long lastPingMillis;
    private long fullSyncs;
    private long partialSyncs;
    private long refusedPartialSyncs;

    /** A session in WAIT. */
    private record Waiting(Session session, long offset, long replicas) {}

    Replicas(Engine engine, ReplicationStream stream) {
        this.engine = engine;
        this.stream = stream;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What is known of a session that may become a replica. */
    public Replica of(Session session) {
        return known.computeIfAbsent(session, Replica::new);
    }

    /** In the order in which they came. */
    public List<Replica> all() {
        return List.copyOf(fed);
    }

    /** How often all data were sent. */
    public long fullSyncs() {
        return fullSyncs;
    }

    /** How often a replica went on where it was. */
    public long partialSyncs() {
        return partialSyncs;
    }

    /** How often a replica could not go on where it was. */
    public long refusedPartialSyncs() {
        return refusedPartialSyncs;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        fullSyncs = 0;
        partialSyncs = 0;
        refusedPartialSyncs = 0;
    }

    /** Whether the stream is a master's, or made here. */
    void setFollowing(boolean yes) {
        following = yes;
        database = -1;
        nobodySince = engine.now();
        refresh();
    }

    /** Listens to changes while they are for anyone. */
    private void refresh() {
        boolean wanted = !following && (stream.backlog() != null || !fed.isEmpty());
        if (wanted && !attached) {
            engine.propagation().attach(this);
        } else if (!wanted && attached) {
            engine.propagation().detach(this);
        }
        attached = wanted;
    }

    // ---- who is fed ----

    /**
     * SYNC: begins to feed a session with all data.
     *
     * @throws RedisError when the session's way of replies can't take a file
     */
    public void sync(Session session) {
        Replica replica = of(session);
        engine.log().notice("Replica " + replica.name() + " asks for synchronization");
        feed(replica, writer(session), false);
    }

    /**
     * PSYNC: the replica goes on where it was, or begins anew.
     *
     * @param history the name of what it has
     * @param from the first offset that it lacks
     * @throws RedisError when the session's way of replies can't take a file
     */
    public void continueFrom(Session session, String history, long from) {
        RespWriter out = writer(session);
        Replica replica = of(session);
        engine.log().notice("Replica " + replica.name() + " asks for synchronization");
        Backlog backlog = stream.backlog();
        @Nullable String refusal = refusal(replica, backlog, history, from);
        if (refusal != null || backlog == null) {
            engine.log().notice(String.valueOf(refusal));
            refusedPartialSyncs += history.startsWith("?") ? 0 : 1;
            feed(replica, out, true);
            return;
        }
        out.status(replica.continuesByName() ? "CONTINUE " + stream.id() : "CONTINUE");
        int bytes = backlog.writeFrom(from, out);
        engine.log()
                .notice("Partial resynchronization request from " + replica.name() + " accepted. Sending " + bytes
                        + " bytes of backlog starting from offset " + from + ".");
        partialSyncs++;
        add(replica, true);
    }

    /** Why the replica has to begin anew, or null. */
    private @Nullable String refusal(Replica replica, @Nullable Backlog backlog, String history, long from) {
        if (history.startsWith("?")) {
            return "Full resync requested by replica " + replica.name();
        }
        if (!stream.isNamed(history, from)) {
            return history.equalsIgnoreCase(stream.previousId())
                    ? "Partial resynchronization not accepted: Requested offset for second ID was " + from
                            + ", but I can reply up to " + stream.previousEnd()
                    : "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '" + history
                            + "', my replication IDs are '" + stream.id() + "' and '" + stream.previousId() + "')";
        }
        return backlog != null && backlog.reaches(from)
                ? null
                : "Unable to partial resync with replica " + replica.name()
                        + " for lack of backlog (Replica request was: " + from + ").";
    }

    private static RespWriter writer(Session session) {
        if (session.sink() instanceof RespWriter out) {
            return out;
        }
        throw new RedisError("ERR only a connection of its own can be fed with the data");
    }

    private void feed(Replica replica, RespWriter out, boolean announced) {
        fullSyncs++;
        if (fed.isEmpty() && stream.backlog() == null) {
            stream.restart();
            stream.keepBacklog();
            engine.log()
                    .notice("Replication backlog created, my new replication IDs are '" + stream.id() + "' and '"
                            + stream.previousId() + "'");
        }
        if (announced) {
            out.status("FULLRESYNC " + stream.id() + " " + stream.offset());
        }
        byte[] file = engine.persistence().rdbImage(replica.wantsData(), replica.wantsFunctions());
        byte[] header = ascii("$" + file.length + "\r\n");
        out.raw(header, 0, header.length);
        out.raw(file, 0, file.length);
        if (replica.isFileOnly()) {
            engine.log().notice("Close the connection with replica " + replica.name() + " as RDB transfer is complete");
            engine.disconnect(replica.session(), true);
            return;
        }
        if (!following) {
            database = -1;
        }
        add(replica, announced);
        engine.log().notice("Synchronization with replica " + replica.name() + " succeeded");
    }

    private void add(Replica replica, boolean saysHowFar) {
        replica.session().markReplica();
        replica.begin(saysHowFar, engine.now());
        lastPingMillis = fed.isEmpty() ? engine.now() : lastPingMillis;
        fed.add(replica);
        refresh();
    }

    /** Sends all replicas away: they ask again, and learn what has changed. */
    void disconnectAll() {
        for (Replica replica : List.copyOf(fed)) {
            engine.disconnect(replica.session(), false);
        }
    }

    @Override
    public void closed(Session session) {
        waiting.removeIf(one -> one.session() == session);
        Replica replica = known.remove(session);
        if (replica != null && fed.remove(replica)) {
            engine.log().notice("Connection with replica " + replica.name() + " lost.");
            nobodySince = engine.now();
            refresh();
        }
    }

    // ---- what they get ----

    @Override
    public boolean isForReplicas() {
        return true;
    }

    @Override
    public void append(int index, byte[][] argv) {
        if (database != index && argv.length > 0) {
            database = index;
            send(new byte[][] {SELECT, ascii(Integer.toString(index))});
        }
        send(argv);
    }

    private void send(byte[][] argv) {
        command.clear();
        command.array(argv.length);
        for (byte[] word : argv) {
            command.bulk(word);
        }
        pass(command.buffer(), 0, command.size());
    }

    /** The next bytes of the stream. */
    void pass(byte[] bytes, int from, int to) {
        stream.append(bytes, from, to);
        for (Replica replica : fed) {
            if (replica.session().sink() instanceof RespWriter out) {
                out.raw(bytes, from, to - from);
                replica.session().outlet().ready(replica.session());
            }
        }
    }

    /** Bytes that wait for the slowest of them. */
    long largestUnsent() {
        long largest = 0;
        for (Replica replica : fed) {
            Outlet.Buffers buffers = replica.session().outlet().buffers();
            largest = Math.max(largest, buffers.reply() + buffers.replyBlockBytes());
        }
        return largest;
    }

    // ---- how far they are ----

    /** REPLCONF ACK. */
    public void acknowledge(Session session, long upTo) {
        if (!session.isReplica()) {
            return;
        }
        of(session).acknowledge(upTo, engine.now());
        Iterator<Waiting> all = waiting.iterator();
        List<Session> satisfied = new ArrayList<>();
        while (all.hasNext()) {
            Waiting one = all.next();
            if (countAt(one.offset()) >= one.replicas()) {
                all.remove();
                satisfied.add(one.session());
            }
        }
        satisfied.forEach(one -> engine.blocking().unblock(one, null));
    }

    /** How many replicas have acknowledged this offset. */
    public int countAt(long upTo) {
        int count = 0;
        for (Replica replica : fed) {
            count += replica.acknowledged() >= upTo ? 1 : 0;
        }
        return count;
    }

    /** How many replicas were heard of within so many seconds. */
    int countWithin(long seconds) {
        int count = 0;
        for (Replica replica : fed) {
            count += secondsSince(replica.acknowledgedMillis()) <= seconds ? 1 : 0;
        }
        return count;
    }

    private long secondsSince(long millis) {
        return (engine.now() - millis) / 1000;
    }

    /** WAIT: asks the replicas, and ends the session's wait when enough have answered. */
    public void await(Session session, long upTo, long replicas) {
        // Of a wait that has timed out, nothing may answer this one.
        waiting.removeIf(one -> one.session() == session);
        waiting.add(new Waiting(session, upTo, replicas));
        askHowFar();
    }

    /** Asks all replicas how far they are. */
    public void askHowFar() {
        if (!fed.isEmpty() && !following) {
            send(new byte[][] {ascii("REPLCONF"), ascii("GETACK"), ascii("*")});
        }
    }

    // ---- from time to time ----

    @Override
    public void cron(long run) {
        long now = engine.now();
        if (now - lastPingMillis >= engine.config().replPingReplicaPeriod() * 1000L) {
            // The beat goes on while nobody listens, so that a replica is not greeted with a PING.
            lastPingMillis = now;
            if (!fed.isEmpty() && !following) {
                send(new byte[][] {ascii("PING")});
            }
        }
        for (Replica replica : List.copyOf(fed)) {
            if (replica.acknowledges()
                    && secondsSince(replica.acknowledgedMillis())
                            > engine.config().replTimeout()) {
                engine.log().warning("Disconnecting timedout replica (streaming sync): " + replica.name());
                engine.disconnect(replica.session(), false);
            }
        }
        int ttl = (int) engine.config().replBacklogTtl();
        if (!following && fed.isEmpty() && ttl > 0 && stream.backlog() != null && secondsSince(nobodySince) > ttl) {
            // Without it changes are not counted any more: the history can't keep its name.
            stream.restart();
            stream.dropBacklog();
            refresh();
            engine.log().notice("Replication backlog freed after " + ttl + " seconds without connected replicas.");
        }
    }
}
