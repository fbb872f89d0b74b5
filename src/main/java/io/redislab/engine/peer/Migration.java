package io.redislab.engine.peer;

import io.redislab.engine.Engine;
import io.redislab.engine.EngineModule;
import io.redislab.engine.RedisError;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.resp.Numbers;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Moves keys to other servers, over connections that are kept for some seconds for the next move. */
public final class Migration implements EngineModule {
    private static final int MOST_CONNECTIONS = 64;
    private static final long KEPT_SECONDS = 10;

    private static final byte[] AUTH = ascii("AUTH");
    private static final byte[] SELECT = ascii("SELECT");
    private static final byte[] RESTORE = ascii("RESTORE");
    private static final byte[] REPLACE = ascii("REPLACE");

    private final Engine engine;
    private final Map<String, Cached> connections = new LinkedHashMap<>();
    private PeerConnector connector = PeerConnector.NOBODY;

    private static final class Cached {
        private final Peer peer;
        /** The database that is selected there, -1 when unknown. */
        private long database = -1;

        private long usedAt;

        Cached(Peer peer) {
            this.peer = peer;
        }
    }

    /**
     * What is to be moved and where.
     *
     * @param credentials what stands behind AUTH; empty for none
     */
    public record Order(
            String host, int port, long database, int timeoutMillis, List<byte[]> credentials, boolean replace) {}

    /** A key could not be sent, or nobody answered in time. */
    private static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean mayRetry;

        Unreachable(String doing, boolean mayRetry, IOException cause) {
            super("IOERR error or timeout " + doing + " to target instance", cause);
            this.mayRetry = mayRetry;
        }
    }

    public Migration(Engine engine) {
        this.engine = engine;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** How connections are made; without it there is nobody. */
    public void useConnector(PeerConnector newConnector) {
        connector = newConnector;
    }

    /** Connections that wait for the next move. */
    public int cachedConnections() {
        return connections.size();
    }

    @Override
    public void cron(long run) {
        for (Iterator<Cached> each = connections.values().iterator(); each.hasNext(); ) {
            Cached cached = each.next();
            if (nowSeconds() - cached.usedAt > KEPT_SECONDS) {
                cached.peer.close();
                each.remove();
            }
        }
    }

    private long nowSeconds() {
        return engine.clock().wallMillis() / 1000;
    }

    /**
     * Sends keys to another server.
     *
     * @param keys of the database that are there
     * @param arrived gets each key that the other server has confirmed
     * @throws RedisError when the other server can't be reached, or has refused one of them
     */
    public void send(Order order, Database from, List<byte[]> keys, Consumer<byte[]> arrived) {
        try {
            try {
                sendOnce(order, from, keys, arrived);
            } catch (Unreachable first) {
                // A kept connection is often closed at the other end: it gets another try.
                if (!first.mayRetry) {
                    throw first;
                }
                sendOnce(order, from, keys, arrived);
            }
        } catch (Unreachable e) {
            throw new RedisError(String.valueOf(e.getMessage()));
        }
    }

    private void sendOnce(Order order, Database from, List<byte[]> keys, Consumer<byte[]> arrived) throws Unreachable {
        Cached cached = connection(order);
        List<byte[][]> commands = new ArrayList<>();
        if (!order.credentials.isEmpty()) {
            List<byte[]> words = new ArrayList<>(order.credentials);
            words.add(0, AUTH);
            commands.add(words.toArray(byte[][]::new));
        }
        if (cached.database != order.database) {
            commands.add(new byte[][] {SELECT, Numbers.longToBytes(order.database)});
        }
        int before = commands.size();
        List<byte[]> sent = new ArrayList<>();
        for (byte[] key : keys) {
            addRestore(commands, sent, order, from, key);
        }
        try {
            cached.peer.send(commands);
        } catch (IOException e) {
            forget(order);
            throw new Unreachable("writing", !(e instanceof SocketTimeoutException), e);
        }
        @Nullable String refusal = null;
        boolean admitted = true;
        int received = 0;
        try {
            for (; received < commands.size(); received++) {
                Reply reply = cached.peer.receive(order.timeoutMillis);
                if (reply instanceof Reply.Failure failure) {
                    refusal = refusal == null ? failure.text() : refusal;
                    admitted &= received >= before;
                } else if (admitted && received >= before) {
                    arrived.accept(sent.get(received - before));
                }
            }
        } catch (IOException e) {
            forget(order);
            if (refusal == null) {
                boolean nothingYet = received <= before;
                throw new Unreachable("reading", nothingYet && !(e instanceof SocketTimeoutException), e);
            }
        }
        if (refusal != null) {
            cached.database = -1;
            throw new RedisError("ERR Target instance replied with error: " + refusal);
        }
        cached.database = order.database;
    }

    private void addRestore(List<byte[][]> commands, List<byte[]> sent, Order order, Database from, byte[] key) {
        KeyEntry entry = from.find(key);
        long expireAt = from.expireAt(key);
        long ttl = expireAt == -1 ? 0 : expireAt - engine.clock().wallMillis();
        if (entry == null || ttl < 0) {
            return;
        }
        byte[] payload = DumpPayload.of(entry.value(), engine.config().rdbcompression());
        byte[] time = Numbers.longToBytes(expireAt == -1 ? 0 : Math.max(1, ttl));
        commands.add(
                order.replace
                        ? new byte[][] {RESTORE, key, time, payload, REPLACE}
                        : new byte[][] {RESTORE, key, time, payload});
        sent.add(key);
    }

    private static String name(Order order) {
        return order.host + ":" + order.port;
    }

    private Cached connection(Order order) throws Unreachable {
        Cached cached = connections.get(name(order));
        if (cached == null) {
            if (connections.size() == MOST_CONNECTIONS) {
                Iterator<Cached> oldest = connections.values().iterator();
                oldest.next().peer.close();
                oldest.remove();
            }
            try {
                cached = new Cached(connector.connect(order.host, order.port, order.timeoutMillis));
            } catch (ConnectException e) {
                // Redis learns of a refusal when it writes.
                throw new Unreachable("writing", false, e);
            } catch (IOException e) {
                throw new RedisError("IOERR error or timeout connecting to the client");
            }
            connections.put(name(order), cached);
        }
        cached.usedAt = nowSeconds();
        return cached;
    }

    private void forget(Order order) {
        Cached cached = connections.remove(name(order));
        if (cached != null) {
            cached.peer.close();
        }
    }
}
