package io.redislab.engine.clients;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What all clients take, and the limit on it: over {@code maxmemory-clients} those that take most are sent away. A
 * client's share is counted when it may have changed while there is a limit, and about once a second in any case.
 */
public final class ClientEviction {
    /** A limit below this would send everybody away. */
    private static final long SMALLEST_LIMIT = 128 * 1024;
    /** So many clients are counted with each cron. */
    private static final int FEW = 200;

    private final Engine engine;
    private final SocketBuffers.Settings bufferSettings = new SocketBuffers.Settings();
    private final RecentPeak input = new RecentPeak();
    private final RecentPeak output = new RecentPeak();
    private long total;

    public ClientEviction(Engine engine) {
        this.engine = engine;
    }

    /** Bytes that all clients take, as far as counted. */
    public long total() {
        return total;
    }

    /** The most bytes of input that one client has held within the last seconds. */
    public long recentMaxInput() {
        return input.largest();
    }

    /** The most bytes of output that have waited for one client within the last seconds. */
    public long recentMaxOutput() {
        return output.largest();
    }

    public SocketBuffers.Settings bufferSettings() {
        return bufferSettings;
    }

    private long limit() {
        long limit = engine.config().maxmemoryClients();
        if (limit >= 0) {
            return limit == 0 ? 0 : Math.max(limit, SMALLEST_LIMIT);
        }
        long maxmemory = engine.config().maxmemory();
        return maxmemory == 0 ? 0 : Math.max((long) ((double) maxmemory * -limit / 100), SMALLEST_LIMIT);
    }

    /** What the client takes may have changed. */
    public void changed(Session session) {
        if (engine.config().maxmemoryClients() != 0) {
            count(session);
        }
    }

    private void count(Session session) {
        count(session, session.outlet().buffers());
    }

    private void count(Session session, Outlet.Buffers buffers) {
        long bytes = session.isClosing() ? 0 : ClientMemory.total(session, buffers) - shared(session, buffers);
        total += bytes - session.countedMemory();
        session.setCountedMemory(bytes);
    }

    /** What waits for replicas is theirs together. */
    private static long shared(Session session, Outlet.Buffers buffers) {
        return session.isReplica() ? buffers.replyBlockBytes() : 0;
    }

    /** The client is gone. */
    public void forget(Session session) {
        total -= session.countedMemory();
        session.setCountedMemory(0);
    }

    public void countAll() {
        engine.sessions().forEach(this::count);
    }

    /** @param run the number of the cron's run */
    public void cron(long run) {
        if (engine.sessions().size() > FEW && run % engine.config().hz() != 0) {
            return;
        }
        long seconds = engine.now() / 1000;
        for (Session session : engine.sessions()) {
            Outlet.Buffers buffers = session.outlet().buffers();
            count(session, buffers);
            input.see(buffers.query() + buffers.queryFree() + buffers.arguments(), seconds);
            output.see(buffers.replyBlockBytes(), seconds);
        }
    }

    /** Sends clients away until what is left is below the limit. */
    public void enforce() {
        long limit = limit();
        if (limit == 0 || total < limit) {
            return;
        }
        List<Session> largestFirst = new ArrayList<>();
        for (Session session : engine.sessions()) {
            if (!session.isNoEvict() && !session.isReplica() && !session.isMaster()) {
                largestFirst.add(session);
            }
        }
        largestFirst.sort(Comparator.comparingLong(Session::countedMemory).reversed());
        for (Session session : largestFirst) {
            if (total < limit) {
                return;
            }
            engine.log().notice("Evicting client: " + ClientLine.of(session, engine.now()));
            engine.disconnect(session, false);
            engine.stats().evictedClients++;
        }
        if (total >= limit) {
            engine.log().warning("Over client maxmemory after evicting all evictable clients");
        }
    }
}
