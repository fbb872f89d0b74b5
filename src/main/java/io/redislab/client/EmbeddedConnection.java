package io.redislab.client;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session on an engine in this process, on the engine's own thread. A command that blocks runs the engine until it is
 * served; what else arrives meanwhile waits in {@link #messages}.
 */
public final class EmbeddedConnection implements Connection, Outlet {
    private static final int FIRST_PORT = 50_000;
    private static final int PORTS = 10_000;
    /** Whoever is at a socket is asked whether more comes; what has come is with its owner. */
    private static final Buffers AT_SOCKET = new Buffers(0, 0, 0, 0, 0, 0, 0, 0, "r");

    private final Engine engine;
    private final ReplyBuilder replies = new ReplyBuilder();
    private final ReplyBuilder pushes;
    private final List<Reply> waiting = new ArrayList<>();
    private final Session session;
    private final String socket;
    private boolean closed;
    private @Nullable Runnable listener;

    public EmbeddedConnection(Engine engine) {
        this(engine, "");
    }

    private EmbeddedConnection(Engine engine, String socket) {
        this.engine = engine;
        this.socket = socket;
        this.pushes = socket.isEmpty() ? new ReplyBuilder() : replies;
        this.session = engine.open(this, replies, pushes);
    }

    /** For somebody at a Unix socket of this path: messages are among the replies, in the order in which they came. */
    public static EmbeddedConnection atSocket(Engine engine, String path) {
        EmbeddedConnection connection = new EmbeddedConnection(engine, path);
        connection.session.markUnixSocket();
        return connection;
    }

    public Session session() {
        return session;
    }

    /** The engine has ended this session. */
    public boolean isClosed() {
        return closed;
    }

    /** Is told when messages or a reply that was waited for have come, and when the session ends. */
    public void listen(Runnable newListener) {
        listener = newListener;
    }

    /**
     * Sends a command. The list has its replies: one, none when it blocks now, several for SUBSCRIBE.
     *
     * @throws UncheckedIOException when the engine has ended the session
     */
    public List<Reply> send(List<byte[]> argv) {
        if (closed) {
            throw new UncheckedIOException(new IOException("Server closed the connection"));
        }
        engine.execute(session, argv.toArray(new byte[0][]));
        return replies.take();
    }

    /** Replies that came since the last look: of a command that blocked. */
    public List<Reply> takeReplies() {
        return replies.take();
    }

    /** Messages that came since the last look. */
    public List<Reply> messages() {
        List<Reply> all = new ArrayList<>(waiting);
        waiting.clear();
        all.addAll(pushes.take());
        return all;
    }

    @Override
    public Reply call(List<byte[]> argv) {
        List<Reply> got = send(argv);
        while (got.isEmpty() && session.isBlocked() && !closed) {
            long nanos = engine.poll();
            got = replies.take();
            if (got.isEmpty() && nanos > 0) {
                LockSupport.parkNanos(Math.min(nanos, 100_000_000L));
            }
        }
        if (got.isEmpty()) {
            List<Reply> pushed = pushes.take();
            if (pushed.isEmpty()) {
                throw new UncheckedIOException(new IOException("Server closed the connection"));
            }
            waiting.addAll(pushed.subList(1, pushed.size()));
            return pushed.get(0);
        }
        return got.get(0);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.close(session);
        }
    }

    /** There is no socket; addresses tell clients apart in CLIENT LIST and MONITOR, and CLIENT KILL finds them by these. */
    @Override
    public String remoteAddress() {
        return socket.isEmpty() ? "127.0.0.1:" + (FIRST_PORT + session.id() % PORTS) : socket + ":0";
    }

    @Override
    public Buffers buffers() {
        return socket.isEmpty() ? Buffers.NONE : AT_SOCKET;
    }

    @Override
    public String localAddress() {
        return socket.isEmpty() ? "127.0.0.1:" + engine.config().port() : socket + ":0";
    }

    @Override
    public void ready(Session of) {
        if (listener != null) {
            listener.run();
        }
    }

    @Override
    public void close(Session of, boolean flush) {
        closed = true;
        engine.close(session);
        if (listener != null) {
            listener.run();
        }
    }
}
