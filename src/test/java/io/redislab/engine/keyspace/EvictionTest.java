package io.redislab.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionTest {
    private static final String VALUE = "x".repeat(1000);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);

    private void config(String name, String value) {
        assertEquals(new Reply.Status("OK"), client.call("CONFIG", "SET", name, value));
    }

    /** Sets the limit so that about so many of the keys have to go. */
    private void leaveTooLittleFor(int keys) {
        config("maxmemory", Long.toString(engine.usedMemory() - keys * 1100L));
    }

    private void fill(int from, int to, String... more) {
        for (int i = from; i < to; i++) {
            List<String> call = new ArrayList<>(List.of("SET", "key:" + i, VALUE));
            call.addAll(List.of(more));
            client.call(call.toArray(String[]::new));
        }
    }

    private int present(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            byte[] key = ("key:" + i).getBytes(StandardCharsets.UTF_8);
            count += engine.keyspace().database(0).find(key) == null ? 0 : 1;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allkeys-lru",
                "allkeys-lfu",
                "allkeys-random",
                "volatile-lru",
                "volatile-lfu",
                "volatile-random",
                "volatile-ttl"
            })
    void keysGoUntilThereIsRoom(String policy) {
        config("maxmemory-policy", policy);
        fill(0, 200, "EX", "1000");
        leaveTooLittleFor(50);
        assertEquals(new Reply.Status("OK"), client.call("SET", "one", "more"));
        assertTrue(engine.usedMemory() <= engine.config().maxmemory());
        int left = present(0, 200);
        assertTrue(left >= 140 && left < 160, left + " keys are left");
        assertEquals(200 - left, engine.stats().evictedKeys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
    void volatilePoliciesSpareKeysThatStay(String policy) {
        config("maxmemory-policy", policy);
        fill(0, 100);
        fill(100, 150, "EX", "1000");
        leaveTooLittleFor(30);
        client.call("SET", "one", "more");
        assertEquals(100, present(0, 100));
        assertTrue(present(100, 150) < 25);
        leaveTooLittleFor(60);
        Reply.Failure refused = (Reply.Failure) client.call("SET", "one", "more");
        assertEquals("OOM command not allowed when used memory > 'maxmemory'.", refused.text());
        assertEquals(100, present(0, 100));
        assertEquals(0, present(100, 150));
    }

    @Test
    void theLeastRecentlyUsedGoFirst() {
        config("maxmemory-policy", "allkeys-lru");
        config("maxmemory-samples", "10");
        fill(0, 100);
        clock.advanceMillis(60_000);
        fill(100, 200);
        leaveTooLittleFor(80);
        client.call("SET", "one", "more");
        assertTrue(present(0, 100) < 30, present(0, 100) + " old ones are left");
        assertTrue(present(100, 200) > 90, present(100, 200) + " new ones are left");
    }

    @Test
    void theLeastFrequentlyUsedGoFirst() {
        config("maxmemory-policy", "allkeys-lfu");
        config("maxmemory-samples", "10");
        fill(0, 200);
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 100; i++) {
                client.call("GET", "key:" + i);
            }
        }
        leaveTooLittleFor(80);
        client.call("SET", "one", "more");
        assertTrue(present(0, 100) > 90, present(0, 100) + " favourites are left");
    }

    @Test
    void thoseThatExpireSoonestGoFirst() {
        config("maxmemory-policy", "volatile-ttl");
        config("maxmemory-samples", "10");
        fill(0, 100, "EX", "5000");
        fill(100, 200, "EX", "100");
        leaveTooLittleFor(80);
        client.call("SET", "one", "more");
        assertTrue(present(0, 100) > 80, present(0, 100) + " long-lived ones are left");
    }

    @Test
    void withoutEvictionOnlyWhatNeedsMemoryIsRefused() {
        fill(0, 10);
        leaveTooLittleFor(5);
        assertEquals("OOM", error(client.call("SET", "a", "b")));
        assertEquals("OOM", error(client.call("EVAL", "return redis.call('set', 'a', 'b')", "1", "a")));
        assertEquals(new Reply.Int(1), client.call("DEL", "key:0"));
        assertEquals("", error(client.call("GET", "key:1")));
        client.call("MULTI");
        assertEquals("OOM", error(client.call("GET", "key:1")));
        assertEquals("EXECABORT", error(client.call("EXEC")));
        assertEquals(9, present(0, 10));
    }

    private static String error(Reply reply) {
        return reply instanceof Reply.Failure failure ? failure.text().replaceAll(" .*", "") : "";
    }

    @Test
    void evictionsAreToldAndPropagated() {
        List<String> written = new ArrayList<>();
        engine.propagation().attach((database, argv) -> {
            List<String> words = new ArrayList<>();
            for (byte[] word : argv) {
                words.add(new String(word, StandardCharsets.UTF_8));
            }
            written.add(String.join(" ", words));
        });
        config("notify-keyspace-events", "Ee");
        config("maxmemory-policy", "allkeys-random");
        EngineClient listener = new EngineClient(engine);
        listener.call("SUBSCRIBE", "__keyevent@0__:evicted");
        fill(0, 3);
        written.clear();
        leaveTooLittleFor(2);
        client.call("PING");
        long evicted = engine.stats().evictedKeys;
        assertTrue(evicted >= 2);
        assertEquals(evicted, listener.received().size());
        assertEquals(evicted, written.size());
        assertTrue(written.stream().allMatch(line -> line.matches("DEL key:\\d")), written.toString());
        config("lazyfree-lazy-eviction", "yes");
        config("maxmemory", "0");
        fill(10, 13);
        written.clear();
        leaveTooLittleFor(1);
        client.call("PING");
        assertTrue(written.stream().allMatch(line -> line.matches("UNLINK key:\\d+")), written.toString());
    }

    @Test
    void aReplicaLeavesItToItsMaster() {
        config("maxmemory-policy", "allkeys-random");
        fill(0, 10);
        client.call("REPLICAOF", "127.0.0.1", "1");
        leaveTooLittleFor(5);
        client.call("PING");
        assertEquals(10, present(0, 10));
        config("replica-ignore-maxmemory", "no");
        client.call("PING");
        assertTrue(present(0, 10) < 10);
    }
}
