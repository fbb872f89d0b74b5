package io.redislab.engine.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.resp.RespWriter;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a replica gets that asks for the data, and what its word is good for. */
class ReplicasTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);
    private final RespWriter wire = new RespWriter();
    private final Session replica = engine.open(new SilentOutlet(), wire, wire);

    private static final class SilentOutlet implements Outlet {
        @Override
        public void ready(Session session) {}

        @Override
        public void close(Session session, boolean flush) {}
    }

    private String send(String... words) {
        byte[][] argv = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            argv[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        engine.execute(replica, argv);
        return take();
    }

    private String take() {
        String text = new String(wire.toBytes(), StandardCharsets.ISO_8859_1);
        wire.clear();
        return text;
    }

    /** What came, a line a command. */
    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (String command : take().split("\\*\\d+\r\n", -1)) {
            if (!command.isEmpty()) {
                commands.add(command.replaceAll("\\$\\d+\r\n", "")
                        .replace("\r\n", " ")
                        .strip());
            }
        }
        return commands;
    }

    @Test
    void theDataComeFirstThenTheChanges() {
        client.call("SET", "k", "v");
        String first = send("PSYNC", "?", "-1");
        assertTrue(first.startsWith("+FULLRESYNC " + engine.replication().id() + " 0\r\n$"), first);
        assertTrue(first.contains("\r\nREDIS0010"), first);
        client.call("SET", "k", "w", "EX", "10");
        assertEquals(List.of("SELECT 0", "SET k w PXAT 1700000010000"), commands());
        client.call("GET", "k");
        assertEquals("", take());
        client.call("SELECT", "2");
        client.call("INCR", "n");
        assertEquals(List.of("SELECT 2", "INCR n"), commands());
        assertTrue(send("GET", "k").startsWith("-ERR Replica can't interact with the keyspace"));
    }

    @Test
    void waitCountsAcknowledgements() {
        send("SYNC");
        client.call("SET", "k", "v");
        take();
        assertEquals(new Reply.Int(0), client.call("WAIT", "0", "0"));
        engine.execute(client.session(), new byte[][] {
            "WAIT".getBytes(StandardCharsets.UTF_8),
            "1".getBytes(StandardCharsets.UTF_8),
            "0".getBytes(StandardCharsets.UTF_8)
        });
        assertEquals(List.of("REPLCONF GETACK *"), commands());
        send("REPLCONF", "ACK", "1");
        assertEquals(0, client.received().size());
        send("REPLCONF", "ACK", Long.toString(engine.replication().offset()));
        assertEquals(List.of(new Reply.Int(1)), client.received());
    }

    @Test
    void aWaitThatIsOverAnswersNoOther() {
        send("SYNC");
        client.call("SET", "k", "v");
        long first = engine.replication().offset();
        assertEquals(List.of(), client.say("WAIT", "1", "100"));
        clock.advanceMillis(200);
        engine.poll();
        assertEquals(List.of("(integer) 0"), client.heard());
        client.call("SET", "k", "w");
        assertEquals(List.of(), client.say("WAIT", "1", "0"));
        send("REPLCONF", "ACK", Long.toString(first));
        assertEquals(List.of(), client.heard());
        send("REPLCONF", "ACK", Long.toString(engine.replication().offset()));
        assertEquals(List.of("(integer) 1"), client.heard());
    }

    @Test
    void enoughReplicasAllowWrites() {
        client.call("CONFIG", "SET", "min-replicas-to-write", "1");
        assertTrue(client.call("SET", "k", "v") instanceof Reply.Failure);
        send("SYNC");
        assertEquals(new Reply.Status("OK"), client.call("SET", "k", "v"));
        clock.advanceMillis(11_000);
        assertTrue(client.call("SET", "k", "v") instanceof Reply.Failure);
        engine.close(replica);
        assertTrue(engine.replication().replicas().all().isEmpty());
    }

    @Test
    void aRealRedisUnderstandsTheFile() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH");
        client.call("SET", "k", "v");
        client.call("RPUSH", "l", "a", "b");
        Path folder = Files.createTempDirectory("redislab-replica");
        Files.write(folder.resolve("dump.rdb"), engine.persistence().rdbImage(true, true));
        try (RealRedis redis = RealRedis.startIn(folder);
                RemoteConnection real = redis.connect()) {
            assertEquals(new Reply.Int(2), real.call("DBSIZE"));
            assertEquals("v", ((Reply.Bulk) real.call("GET", "k")).text());
            assertEquals("b", ((Reply.Bulk) real.call("LINDEX", "l", "1")).text());
        }
    }
}
