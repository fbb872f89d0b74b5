package io.redislab.lab;

import io.redislab.client.Connection;
import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.script.ScriptLimits;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.grading.Check;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.door.EngineVisit;
import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int MAX_PUBLISHED = 10_000;

    /** The time where none is told: 2024-01-15T10:00:00Z, so that a report is the same every day. */
    private static final long START = 1_705_312_800_000L;

    /** A wait that takes longer than this, on the world's clock, will never end: no one else is there to end it. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofHours(1).toNanos();

    private Engine engine;
    private final LabClock clock;
    private final Map<String, Waiting> clients = new HashMap<>();
    private final List<Published> published = new ArrayList<>();

    /** A message that was published. */
    private record Published(byte[] channel, byte[] message) {}

    EngineWorld(Engine engine, LabClock clock) {
        this.engine = engine;
        this.clock = clock;
        engine.pubSub().witness(this::published);
    }

    /** A world in which these messages have been published already, as in {@code PUBLISH channel message}. */
    EngineWorld(Engine engine, LabClock clock, Trace trace) {
        this(engine, clock);
        for (Trace.Entry entry : trace.entries()) {
            List<byte[]> argv = entry.command().argv();
            boolean publish = argv.size() == 3
                    && new String(argv.get(0), StandardCharsets.UTF_8).equalsIgnoreCase("publish")
                    && entry.reply() instanceof Reply.Int;
            if (publish) {
                published(argv.get(1), argv.get(2));
            }
        }
    }

    private void published(byte[] channel, byte[] message) {
        if (published.size() < MAX_PUBLISHED) {
            published.add(new Published(channel, message));
        }
    }

    /** Makes empty worlds; what chance decides in them is the same each time. */
    public static Source source(Clock machine) {
        return new Source() {
            @Override
            public World fresh(Optional<Long> start) {
                LabClock clock = LabClock.standingAt(machine, start.orElse(START));
                Engine engine = Engines.fresh(clock, new SplittableRandom(7));
                engine.scripting().setLimits(ScriptLimits.of(ScriptLimits.GRADED, System.getenv()));
                return new EngineWorld(engine, clock);
            }

            @Override
            public long machineNanos() {
                return machine.monotonicNanos();
            }
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
    public Connection examiner() {
        Waiting examiner = (Waiting) client("examiner");
        engine.makeSuperuser(examiner.connection.session());
        return examiner;
    }

    /** A further client, who has come in by a socket. */
    public EmbeddedConnection connect(String socket) {
        return EmbeddedConnection.atSocket(engine, socket);
    }

    /** What the clock shows: Unix time in µs. */
    public long wallMicros() {
        return clock.wallMicros();
    }

    /** Lets time pass. */
    public void turn(Duration by) {
        turn(by.toNanos());
    }

    /** Lets time pass until something is due: for those who wait in a command. */
    public void pass() {
        turn(Math.max(engine.poll(), 1_000_000));
    }

    /** What the server does beside commands, such as a snapshot, is done at once: on a clock that stands it would never end. */
    public void finishJobs() {
        engine.persistence().finishJob();
    }

    /** Somebody who has come in by a doorway becomes a client of the world, as it is now. */
    public Visit receive(Visitor visitor) {
        return new EngineVisit(engine, visitor);
    }

    @Override
    public World fork() {
        LabClock twin = clock.copy();
        EngineWorld fork = new EngineWorld(engine.fork(twin), twin);
        fork.published.addAll(published);
        return fork;
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
            finishJobs();
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
            Engine old = engine;
            if (ending == Check.Ending.CLEAN) {
                old.persistence().prepareToEnd(false, false, true);
            }
            MemoryDisk disk = ((MemoryDisk) old.storage()).copy(clock);
            if (ending == Check.Ending.POWER) {
                disk.losePower();
            }
            try {
                engine = Engines.boot(clock, new SplittableRandom(7), disk);
            } catch (Engines.BootFailure e) {
                // A server that does not start has nothing that a check could find.
                engine = Engines.start(clock, new SplittableRandom(7), disk);
            }
            engine.stats().work = old.stats().work;
            engine.pubSub().witness(EngineWorld.this::published);
            clients.values().forEach(Waiting::close);
            clients.clear();
        }

        @Override
        public long work() {
            return engine.stats().work;
        }

        @Override
        public long commands() {
            return engine.stats().commandsProcessed;
        }

        @Override
        public long changes() {
            return engine.keyspace().changes();
        }

        @Override
        public long memory() {
            return engine.keyspace().memory();
        }

        @Override
        public List<byte[]> published(byte[] channel) {
            return published.stream()
                    .filter(each -> Arrays.equals(each.channel(), channel))
                    .map(Published::message)
                    .toList();
        }
    }
}
