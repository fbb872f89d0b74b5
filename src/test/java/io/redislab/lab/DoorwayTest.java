package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Clock;
import io.redislab.grading.Check;
import io.redislab.grading.Trace;
import io.redislab.lab.door.Doorway;
import io.redislab.lab.door.Gate;
import io.redislab.lab.door.Host;
import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.Reply;
import io.redislab.server.RawClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs come into the learner's world, and into an examiner's, by a Unix socket. */
final class DoorwayTest {
    private final List<Throwable> faults = new ArrayList<>();
    private final EngineLoop loop = new EngineLoop(faults::add);
    private Path folder = Path.of("");
    private LabFolder data;
    private Worlds worlds;
    private Doorway door;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory("door");
        data = LabFolder.apart(null);
        worlds = new Worlds(loop, data, "course", Clock.system(), event -> {});
        worlds.open("1", Optional.empty());
        door = Doorway.open(folder.resolve("redis.sock"), worlds.host(() -> {}), Gate.OPEN);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
        worlds.close();
        loop.close();
        data.close();
        Files.delete(folder);
        assertEquals(List.of(), faults);
    }

    private static String readTo(RawClient client, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            all.append(client.read(1));
        }
        return all.toString();
    }

    private static RawClient visit(Doorway at) throws IOException {
        return new RawClient(UnixDomainSocketAddress.of(at.socket()));
    }

    @Test
    void whatAProgramDoesIsAStepOfTheLearners() throws IOException {
        try (RawClient cli = visit(door)) {
            assertEquals("+OK\r\n", cli.send("SET who \"from outside\"\r\n").read(5));
        }
        assertEquals(
                List.of("SET who \"from outside\""),
                worlds.travel().history().past().stream()
                        .map(TimeTravel.Step::text)
                        .toList());
        assertEquals(1, worlds.trace().entries().size());
        worlds.travel().turn(1, true);
        try (RawClient cli = visit(door)) {
            assertEquals("$-1\r\n", cli.send("GET who\r\n").read(5));
        }
        assertEquals(1, worlds.trace().entries().size());
    }

    @Test
    void whatComesAtOnceIsOneStep() throws IOException {
        try (RawClient cli = visit(door)) {
            assertEquals(
                    "+OK\r\n:2\r\n:3\r\n",
                    cli.send("SET n 1\r\nINCR n\r\nINCR n\r\n").read(13));
        }
        assertEquals(1, worlds.travel().history().past().size());
    }

    @Test
    void whoLeavesWhileAReplyIsSentHoldsNobodyUp() throws IOException {
        for (int i = 0; i < 500; i++) {
            try (RawClient cli = visit(door)) {
                cli.send("PING\r\n").read(7);
            }
        }
        while (faults.isEmpty() && worlds.look(world -> world.clients().size()) > 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLoadIsOneStep() throws IOException {
        List<RawClient> many = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            many.add(visit(door));
        }
        for (RawClient each : many) {
            each.send("PING\r\n").read(7);
        }
        for (RawClient each : many) {
            each.send("INCR n\r\n").read(4);
        }
        for (RawClient each : many) {
            each.close();
        }
        // Their going is noticed on another thread.
        while (worlds.look(world -> world.clients().size()) > 1) {
            Thread.onSpinWait();
        }
        assertEquals(
                List.of(true),
                worlds.travel().history().past().stream()
                        .map(step -> step.text().startsWith("what 8"))
                        .toList());
    }

    @Test
    void whoWaitsIsServedByAnother() throws IOException {
        try (RawClient worker = visit(door);
                RawClient other = visit(door)) {
            // The second command waits behind the first.
            worker.send("PING\r\nBLPOP queue 0\r\nECHO done\r\n").read(7);
            assertEquals(":1\r\n", other.send("RPUSH queue job\r\n").read(4));
            assertEquals("*2\r\n$5\r\nqueue\r\n$3\r\njob\r\n$4\r\ndone\r\n", worker.read(34));
        }
    }

    @Test
    void messagesComeInTheProtocolThatWasChosen() throws IOException {
        try (RawClient listener = visit(door)) {
            String hello = listener.send("HELLO 3\r\n").read(3);
            assertEquals("%7\r", hello);
            readTo(listener.send("SUBSCRIBE news\r\n"), "news\r\n:1\r\n");
            worlds.look(world -> world.ask("", words("PUBLISH", "news", "hello")));
            String all = readTo(listener, "hello\r\n");
            assertEquals(
                    ">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n",
                    all.substring(Math.max(0, all.indexOf('>'))));
        }
    }

    @Test
    void afterAFloodOfCallsTheNewestAreKnown() throws IOException {
        int flood = Journal.MAX_TRACE + 50;
        try (RawClient cli = visit(door)) {
            cli.send("PING\r\n".repeat(flood) + "GET last\r\n").read("+PONG\r\n".length() * flood + 5);
        }
        List<Trace.Entry> calls = worlds.look(world -> world.trace().entries());
        assertTrue(calls.size() <= Journal.MAX_TRACE, calls.size() + " calls");
        Trace.Entry newest = calls.get(calls.size() - 1);
        assertEquals("GET last", newest.command().text());
        assertEquals(flood + 1, newest.number());
    }

    @Test
    void aRestartSendsEverybodyAway() throws IOException {
        try (RawClient cli = visit(door)) {
            cli.send("SET kept 1\r\nSAVE\r\n").read(10);
            worlds.restart("restart", Check.Ending.KILL);
            assertEquals("", cli.readAll());
        }
        try (RawClient cli = visit(door)) {
            assertEquals("$1\r\n1\r\n", cli.send("GET kept\r\n").read(7));
        }
    }

    @Test
    void thePastCanOnlyBeLookedAt() throws IOException {
        try (RawClient cli = visit(door)) {
            cli.send("SET a 1\r\nSET b 1\r\n").read(10);
        }
        worlds.travel().at(1);
        try (RawClient cli = visit(door)) {
            assertEquals("-ERR the past", cli.send("SET a 2\r\n").read(13));
        }
    }

    @Test
    void afterABadRequestTheConnectionEnds() throws IOException {
        try (RawClient cli = visit(door)) {
            assertEquals(
                    "+PONG\r\n-ERR Protocol error: invalid multibulk length\r\n",
                    cli.send("PING\r\n*x\r\n").readAll());
        }
    }

    private static List<byte[]> words(String... words) {
        return Stream.of(words)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** As an examiner does it, who owns the engine and lets one command pass at a time. */
    @Test
    void aGateHoldsAndReleases() throws Exception {
        BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
        List<Visitor> held = new ArrayList<>();
        EngineWorld world = (EngineWorld) EngineWorld.source(Clock.system()).fresh(Optional.empty());
        Host host = new Host() {
            @Override
            public void execute(Runnable task) {
                work.add(task);
            }

            @Override
            public Visit receive(Visitor visitor) {
                return world.receive(visitor);
            }
        };
        Gate gate = new Gate() {
            @Override
            public boolean admits(Visitor visitor, byte[][] argv) {
                held.add(visitor);
                return false;
            }
        };
        try (Doorway guarded = Doorway.open(folder.resolve("guarded.sock"), host, gate);
                RawClient one = visit(guarded);
                RawClient two = visit(guarded)) {
            one.send("SET turn one\r\n");
            while (held.isEmpty()) {
                work.take().run();
            }
            two.send("SET turn two\r\n");
            while (held.size() < 2) {
                work.take().run();
            }
            held.get(1).release();
            assertEquals("+OK\r\n", two.read(5));
            held.get(0).release();
            assertEquals("+OK\r\n", one.read(5));
            assertEquals("one", ((Reply.Bulk) world.client("x").call(words("GET", "turn"))).text());
        }
        world.close();
    }
}
