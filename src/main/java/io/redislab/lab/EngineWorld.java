package io.redislab.lab;

import io.redislab.client.Connection;
import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.grading.Check;
import io.redislab.grading.World;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A world on an engine in this process, for the examiner. Its clock stands still: a command that waits turns it to when the
 * wait is over, so nothing takes longer than it computes. Used by one thread.
 */
public final class EngineWorld implements World {
    /** A wait that takes longer than this, on the world's clock, will never end: no one else is there to end it. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofHours(1).toNanos();

    private final Engine engine;
    private final LabClock clock;
    private final Map<String, Waiting> clients = new HashMap<>();

    EngineWorld(Engine engine, LabClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** Makes empty worlds; what chance decides in them is the same each time. */
    public static Source source(Clock machine) {
        return start -> {
            LabClock clock = LabClock.standingAt(machine, start.orElseGet(machine::wallMillis));
            return new EngineWorld(Engines.fresh(clock, new SplittableRandom(7)), clock);
        };
    }

    @Override
    public Connection client(String name) {
        Waiting known = clients.get(name);
        if (known == null || known.connection.isClosed()) {
            known = new Waiting(new EmbeddedConnection(engine));
            clients.put(name, known);
        }
        return known;
    }

    @Override
    public World fork() {
        LabClock twin = clock.copy();
        return new EngineWorld(engine.fork(twin), twin);
    }

    @Override
    public Optional<Control> control() {
        return Optional.of(new Power());
    }

    @Override
    public void close() {
        clients.values().forEach(Waiting::close);
        clients.clear();
    }

    private void turn(long nanos) {
        clock.turn(nanos / 1000);
        engine.poll();
    }

    /** Waits by turning the clock. */
    private final class Waiting implements Connection {
        private final EmbeddedConnection connection;

        private Waiting(EmbeddedConnection connection) {
            this.connection = connection;
        }

        @Override
        public Reply call(List<byte[]> argv) {
            if (connection.session().isBlocked()) {
                engine.blocking().unblock(connection.session(), null);
                connection.takeReplies();
            }
            connection.messages();
            List<Reply> replies = new ArrayList<>(connection.send(argv));
            long waited = 0;
            while (replies.isEmpty() && connection.session().isBlocked() && !connection.isClosed()) {
                if (waited > LONGEST_WAIT_NANOS) {
                    return new Reply.Failure("ERR this command waits forever: nobody is left who could serve it");
                }
                long next = Math.max(engine.poll(), 1000);
                waited += next;
                turn(next);
                replies.addAll(connection.takeReplies());
            }
            if (replies.isEmpty()) {
                replies.addAll(connection.messages());
            }
            if (replies.isEmpty()) {
                throw new UncheckedIOException(new IOException("Server closed the connection"));
            }
            return replies.get(0);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private final class Power implements Control {
        @Override
        public void turn(Duration by) {
            EngineWorld.this.turn(by.toNanos());
        }

        @Override
        public void restart(Check.Ending ending) {
            throw new UnsupportedOperationException("this engine writes no files yet, so it can't start from them");
        }

        @Override
        public long work() {
            return engine.stats().work;
        }

        @Override
        public List<byte[]> published(byte[] channel) {
            throw new UnsupportedOperationException("nobody listens to this engine's channels yet");
        }
    }
}
