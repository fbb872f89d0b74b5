package io.redislab.engine.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.DataDigest;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.EngineNetwork;
import io.redislab.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Servers that follow each other. */
class ReplicationTest {
    private static final Reply OK = new Reply.Status("OK");
    private static final Reply READ_ONLY = new Reply.Failure("READONLY You can't write against a read only replica.");

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final EngineNetwork network = new EngineNetwork();
    private final Server one = new Server(1);
    private final Server two = new Server(2);
    private final Server three = new Server(3);

    private final class Server {
        private final int port;
        private final List<String> log = new ArrayList<>();
        private final Engine engine;
        private final EngineClient client;

        Server(int port) {
            this.port = port;
            engine = new Engine(clock, new Random(port), Configuration.defaults());
            engine.setLog((level, line) -> log.add(line));
            client = new EngineClient(engine);
            network.add(port, engine);
        }

        Reply call(String... words) {
            Reply reply = client.call(words);
            network.run();
            return reply;
        }

        void follow(Server master) {
            assertEquals(OK, call("REPLICAOF", "127.0.0.1", Integer.toString(master.port)));
        }

        String text(String key) {
            return call("GET", key) instanceof Reply.Bulk bulk ? bulk.text() : "";
        }

        String role() {
            return client.say("ROLE").toString();
        }
    }

    /** A second for the crons, moving what they send. */
    private void second() {
        for (int i = 0; i < 10; i++) {
            clock.advanceMillis(100);
            network.run();
        }
    }

    private static void assertSame(Server a, Server b) {
        assertEquals(DataDigest.ofAll(a.engine.keyspace()), DataDigest.ofAll(b.engine.keyspace()));
        assertEquals(a.engine.replication().offset(), b.engine.replication().offset());
        assertEquals(a.engine.replication().id(), b.engine.replication().id());
    }

    @Test
    void aReplicaTakesAllDataAndFollows() {
        one.call("SET", "k", "v");
        one.call("SELECT", "3");
        one.call("RPUSH", "l", "a", "b");
        one.call(
                "FUNCTION",
                "LOAD",
                "#!lua name=lib\nredis.register_function{function_name='f', callback=function() return 1 end,"
                        + " flags={'no-writes'}}");
        two.call("SET", "old", "gone");
        two.follow(one);
        assertEquals(new Reply.Int(1), two.call("DBSIZE"));
        assertEquals("v", two.text("k"));
        assertEquals(new Reply.Int(1), two.call("FCALL", "f", "0"));
        one.call("RPUSH", "l", "c");
        one.call("SELECT", "0");
        one.call("INCR", "n");
        assertEquals("1", two.text("n"));
        assertSame(one, two);
        assertEquals(READ_ONLY, two.call("SET", "k", "w"));
        assertTrue(two.log.contains("MASTER <-> REPLICA sync: Finished with success"), two.log.toString());
    }

    @Test
    void aReplicaFollowsTransactionsAsAWhole() {
        two.follow(one);
        three.follow(two);
        one.call("MULTI");
        one.call("SET", "a", "1");
        one.call("PUBLISH", "c", "m");
        one.call("SET", "b", "2", "EX", "100");
        one.call("EXEC");
        assertEquals("2", three.text("b"));
        assertSame(one, two);
        assertSame(two, three);
        assertEquals(new Reply.Int(100), three.call("TTL", "b"));
    }

    @Test
    void whatHasExpiredGoesWhenTheMasterSaysSo() {
        two.follow(one);
        one.call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        one.call("SET", "k", "v", "PX", "50");
        two.call("CONFIG", "SET", "replica-read-only", "no");
        clock.advanceMillis(60);
        assertEquals("", two.text("k"));
        assertEquals(1, two.engine.keyspace().database(0).size());
        one.call("GET", "k");
        assertEquals(0, two.engine.keyspace().database(0).size());
        assertSame(one, two);
    }

    @Test
    void acknowledgementsComeEachSecond() {
        two.follow(one);
        one.call("SET", "k", "v");
        assertEquals(0, one.engine.replication().replicas().all().get(0).acknowledged());
        second();
        assertEquals(
                one.engine.replication().offset(),
                one.engine.replication().replicas().all().get(0).acknowledged());
        one.call("SET", "k", "w");
        assertEquals(List.of(), one.client.say("WAIT", "1", "0"));
        network.run();
        assertEquals(List.of("(integer) 1"), one.client.heard());
    }

    @Test
    void whoWasAwayGoesOnWhereItWas() {
        two.follow(one);
        one.call("SET", "k", "v");
        network.cut();
        one.call("SET", "k", "w");
        second();
        assertEquals("w", two.text("k"));
        assertSame(one, two);
        assertEquals(1, one.engine.replication().replicas().fullSyncs());
        assertEquals(1, one.engine.replication().replicas().partialSyncs());
    }

    @Test
    void whoWasAwayForTooLongBeginsAnew() {
        two.follow(one);
        one.call("CONFIG", "SET", "repl-backlog-size", "16k");
        network.remove(1);
        network.cut();
        one.call("SET", "k", "x".repeat(40_000));
        network.add(1, one.engine);
        second();
        assertEquals(40_000, two.text("k").length());
        assertSame(one, two);
        assertEquals(2, one.engine.replication().replicas().fullSyncs());
        // The first one was its hope that its own data were a part of the master's.
        assertEquals(2, one.engine.replication().replicas().refusedPartialSyncs());
    }

    @Test
    void aReplicaTakesTheMastersPlace() {
        two.follow(one);
        three.follow(two);
        one.call("SET", "k", "v");
        assertEquals(OK, two.call("REPLICAOF", "NO", "ONE"));
        two.call("SET", "k", "w");
        second();
        assertEquals("w", three.text("k"));
        one.follow(two);
        second();
        assertEquals("w", one.text("k"));
        assertSame(one, two);
        assertSame(two, three);
        assertEquals(2, two.engine.replication().replicas().partialSyncs());
        assertEquals(1, two.engine.replication().replicas().fullSyncs());
        assertTrue(one.role().contains("connected"), one.role());
    }

    @Test
    void aMasterThatIsSilentIsLeft() {
        two.follow(one);
        network.remove(1);
        one.call("CONFIG", "SET", "repl-ping-replica-period", "3600");
        for (int i = 0; i < 62; i++) {
            second();
        }
        assertTrue(two.log.contains("MASTER timeout: no data nor PING received..."), two.log.toString());
        assertTrue(two.role().contains("connect"), two.role());
        assertEquals(READ_ONLY, two.call("SET", "k", "w"));
    }

    @Test
    void aMasterMayWantAPassword() {
        one.call("CONFIG", "SET", "requirepass", "secret");
        two.follow(one);
        assertTrue(two.log.stream().anyMatch(line -> line.contains("NOAUTH")), two.log.toString());
        two.call("CONFIG", "SET", "masterauth", "secret");
        one.call("AUTH", "secret");
        one.call("SET", "k", "v");
        second();
        assertEquals("v", two.text("k"));
    }

    @Test
    void pausesHoldTheMasterBackToo() {
        two.follow(one);
        two.call("CLIENT", "PAUSE", "500");
        one.call("SET", "k", "v");
        one.call("SET", "k", "w");
        assertEquals(0, two.engine.keyspace().database(0).size());
        second();
        assertEquals("w", two.text("k"));
        assertSame(one, two);
    }

    @Test
    void failoverWantsToKnowTheReplica() {
        two.follow(one);
        assertEquals(
                new Reply.Failure("ERR FAILOVER target HOST and PORT is not a replica."),
                one.call("FAILOVER", "TO", "127.0.0.1", "9"));
        assertEquals(
                new Reply.Failure("ERR FAILOVER with force option requires both a timeout and target HOST and IP."),
                one.call("FAILOVER", "FORCE"));
    }

    @Test
    void theAofBeginsAnewWithTheMastersData() {
        two.call("CONFIG", "SET", "appendonly", "yes");
        one.call("SET", "k", "v");
        two.follow(one);
        one.call("SET", "k", "w");
        two.engine.persistence().finishJob();
        two.engine.persistence().flush();
        Engine restarted = new Engine(
                clock,
                new Random(9),
                two.engine.config().copy(),
                two.engine.storage().fork(clock));
        restarted.config().setReplicaof(List.of());
        restarted.persistence().load();
        assertEquals(DataDigest.ofAll(one.engine.keyspace()), DataDigest.ofAll(restarted.keyspace()));
    }

    // ---- the end of a server with replicas ----

    private static final List<String> NO_REPLY = List.of();

    @Test
    void theEndWaitsForReplicas() {
        two.follow(one);
        second();
        one.client.call("SET", "k", "v");
        assertEquals(NO_REPLY, new EngineClient(one.engine).say("SHUTDOWN"));
        // Others may read, not write.
        assertTrue(one.client.say("INFO", "server").get(0).contains("shutdown_in_milliseconds:10000"));
        assertEquals(NO_REPLY, new EngineClient(one.engine).say("SET", "k", "w"));
        assertNull(one.engine.shutdown());
        second();
        second();
        assertNotNull(one.engine.shutdown(), one.log.toString());
        assertEquals("v", two.text("k"));
        assertTrue(one.log.contains("1 of 1 replicas are in sync when shutting down."), one.log.toString());
    }

    @Test
    void theEndDoesNotWaitForEver() {
        two.follow(one);
        second();
        one.client.call("SET", "k", "v");
        one.client.say("SHUTDOWN");
        clock.advanceMillis(9_000);
        one.engine.poll();
        assertNull(one.engine.shutdown());
        clock.advanceMillis(1_200);
        one.engine.poll();
        assertNotNull(one.engine.shutdown(), one.log.toString());
        assertTrue(one.log.contains("0 of 1 replicas are in sync when shutting down."), one.log.toString());
    }

    @Test
    void theEndCanBeCalledOff() {
        two.follow(one);
        second();
        one.client.call("SET", "k", "v");
        EngineClient ending = new EngineClient(one.engine);
        EngineClient writing = new EngineClient(one.engine);
        assertEquals(NO_REPLY, ending.say("SHUTDOWN"));
        assertEquals(NO_REPLY, writing.say("SET", "k", "w"));
        assertEquals(OK, one.client.call("SHUTDOWN", "ABORT"));
        assertEquals(List.of("(error) ERR Errors trying to SHUTDOWN. Check logs."), ending.heard());
        assertEquals(List.of("OK"), writing.heard());
        assertEquals(new Reply.Failure("ERR No shutdown in progress."), one.client.call("SHUTDOWN", "ABORT"));
        assertEquals(OK, one.client.call("CONFIG", "SET", "shutdown-timeout", "0"));
        one.client.say("SHUTDOWN");
        assertNotNull(one.engine.shutdown(), one.log.toString());
    }
}
