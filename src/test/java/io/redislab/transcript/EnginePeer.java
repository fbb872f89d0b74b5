package io.redislab.transcript;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import io.redislab.testing.ManualClock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of an engine in this process. Where it waits, the clock is turned on to what comes next. */
final class EnginePeer implements Peer {
    /** A wait that ends by itself ends within this many turns of the clock. */
    private static final int MAX_TURNS = 100_000;

    private final Engine engine;
    private final ManualClock clock;
    private final ReplyBuilder sink = new ReplyBuilder();
    private final Deque<Reply> received = new ArrayDeque<>();
    private final Session session;

    EnginePeer(Engine engine, ManualClock clock) {
        this.engine = engine;
        this.clock = clock;
        this.session = engine.open(new Silent(), sink, sink);
    }

    Session session() {
        return session;
    }

    @Override
    public void send(List<byte[]> argv) {
        engine.execute(session, argv.toArray(byte[][]::new));
        engine.poll();
    }

    @Override
    public @Nullable Reply reply() throws IOException {
        collect();
        return session.isBlocked() && received.isEmpty() ? null : next();
    }

    @Override
    public Reply next() throws IOException {
        collect();
        for (int turn = 0; received.isEmpty() && session.isBlocked() && turn < MAX_TURNS; turn++) {
            clock.advanceNanos(Math.max(1, engine.poll()));
            engine.poll();
            collect();
        }
        Reply reply = received.poll();
        if (reply == null) {
            throw new IOException("the engine has sent nothing");
        }
        return reply;
    }

    private void collect() {
        received.addAll(sink.take());
    }

    @Override
    public void close() {
        engine.close(session);
    }

    private static final class Silent implements Outlet {
        @Override
        public void ready(Session session) {}

        @Override
        public void close(Session session, boolean flush) {}
    }
}
