package io.redislab.engine;

import io.redislab.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions that are fed with the data and every change: replicas, which have sent SYNC or PSYNC. They get an RDB file
 * and then the same commands as the AOF. There is no backlog: who was away begins anew.
 */
public final class Replicas implements EngineModule, Propagation.Sink {
    private static final byte[] SELECT = ascii("SELECT");

    private final Engine engine;
    private final Map<Session, Replica> known = new LinkedHashMap<>();
    private final List<Replica> fed = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final RespWriter command = new RespWriter();
    private long offset;
    private int database = -1;
    private long lastPingMillis;
    private long fullSyncs;

    /** What is known of a replica. */
    public static final class Replica {
        private final Session session;
        private String address;
        private int port;
        private long acknowledged;
        private long acknowledgedMillis;

        private Replica(Session session) {
            this.session = session;
            String remote = session.outlet().remoteAddress();
            this.address = remote.substring(0, Math.max(0, remote.lastIndexOf(':')));
        }

        /** Without port. */
        public String address() {
            return address;
        }

        /** The port that it listens on, 0 when unknown. */
        public int port() {
            return port;
        }

        /** The offset up to which it says to have everything. */
        public long acknowledged() {
            return acknowledged;
        }

        /** Unix time in ms of its last word. */
        public long acknowledgedMillis() {
            return acknowledgedMillis;
        }
    }

    /** A session in WAIT. */
    private record Waiting(Session session, long offset, long replicas) {}

    Replicas(Engine engine) {
        this.engine = engine;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Replica of(Session session) {
        return known.computeIfAbsent(session, Replica::new);
    }

    /** REPLCONF listening-port. */
    public void announcePort(Session session, int port) {
        of(session).port = port;
    }

    /** REPLCONF ip-address. */
    public void announceAddress(Session session, String address) {
        of(session).address = address;
    }

    /** In the order in which they came. */
    public List<Replica> all() {
        return List.copyOf(fed);
    }

    /** Bytes of commands that were fed so far. */
    public long offset() {
        return offset;
    }

    /** How often all data were sent. */
    public long fullSyncs() {
        return fullSyncs;
    }

    /**
     * Begins to feed a session.
     *
     * @param announced whether it asked with PSYNC, and is told the history's name and offset first
     * @throws RedisError when the session's way of replies can't take a file
     */
    public void feed(Session session, boolean announced) {
        if (!(session.sink() instanceof RespWriter out)) {
            throw new RedisError("ERR only a connection of its own can be fed with the data");
        }
        if (fed.isEmpty()) {
            engine.propagation().attach(this);
        }
        if (announced) {
            out.status("FULLRESYNC " + engine.replication().id() + " " + offset);
        }
        byte[] file = engine.persistence().rdbImage();
        byte[] header = ascii("$" + file.length + "\r\n");
        out.raw(header, 0, header.length);
        out.raw(file, 0, file.length);
        session.markReplica();
        Replica replica = of(session);
        replica.acknowledgedMillis = engine.now();
        lastPingMillis = fed.isEmpty() ? engine.now() : lastPingMillis;
        fed.add(replica);
        fullSyncs++;
        database = -1;
    }

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
        offset += command.size();
        for (Replica replica : fed) {
            if (replica.session.sink() instanceof RespWriter out) {
                out.raw(command.buffer(), 0, command.size());
                replica.session.outlet().ready(replica.session);
            }
        }
    }

    /** REPLCONF ACK. */
    public void acknowledge(Session session, long upTo) {
        Replica replica = of(session);
        replica.acknowledged = Math.max(replica.acknowledged, upTo);
        replica.acknowledgedMillis = engine.now();
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
            count += replica.acknowledged >= upTo ? 1 : 0;
        }
        return count;
    }

    /** How many replicas were heard of within so many seconds. */
    int countWithin(long seconds) {
        int count = 0;
        for (Replica replica : fed) {
            count += engine.now() - replica.acknowledgedMillis <= seconds * 1000 ? 1 : 0;
        }
        return count;
    }

    /** WAIT: asks the replicas, and ends the session's wait when enough have answered. */
    public void await(Session session, long upTo, long replicas) {
        waiting.add(new Waiting(session, upTo, replicas));
        if (!fed.isEmpty()) {
            send(new byte[][] {ascii("REPLCONF"), ascii("GETACK"), ascii("*")});
        }
    }

    @Override
    public void cron(long run) {
        long now = engine.now();
        if (now - lastPingMillis >= engine.config().replPingReplicaPeriod() * 1000L) {
            // The beat goes on while nobody listens, so that a replica is not greeted with a PING.
            lastPingMillis = now;
            if (!fed.isEmpty()) {
                send(new byte[][] {ascii("PING")});
            }
        }
    }

    @Override
    public void closed(Session session) {
        waiting.removeIf(one -> one.session() == session);
        Replica replica = known.remove(session);
        if (replica != null && fed.remove(replica) && fed.isEmpty()) {
            engine.propagation().detach(this);
        }
    }
}
