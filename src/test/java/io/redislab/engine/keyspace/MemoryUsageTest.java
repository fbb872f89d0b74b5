package io.redislab.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** MEMORY USAGE of typical keys, beside a real Redis. The figures are in docs/memory.md. */
class MemoryUsageTest {
    /** A key's figure may differ by so much. */
    private static final double TOLERANCE = 0.06;

    private static final List<List<String>> KEYS = List.of(
            List.of("SET", "k", "abc"),
            List.of("SET", "k", "12345"),
            List.of("SET", "k", "x".repeat(44)),
            List.of("SET", "k", "x".repeat(45)),
            List.of("SET", "k", "x".repeat(100_000)),
            List.of("SETBIT", "k", "1000000", "1"),
            call("RPUSH", 10, i -> List.of("item:" + i)),
            call("RPUSH", 1000, i -> List.of("item:" + i)),
            call("SADD", 10, i -> List.of("" + i)),
            call("SADD", 500, i -> List.of("" + i)),
            call("SADD", 10, i -> List.of("member:" + i)),
            call("SADD", 1000, i -> List.of("member:" + i)),
            call("HSET", 10, i -> List.of("field:" + i, "value:" + i)),
            call("HSET", 1000, i -> List.of("field:" + i, "value:" + i)),
            call("ZADD", 10, i -> List.of("" + i, "member:" + i)),
            call("ZADD", 1000, i -> List.of("" + i, "member:" + i)),
            call("GEOADD", 100, i -> List.of("" + i * 0.1, "" + i * 0.2, "place:" + i)),
            List.of("XADD", "k", "1-1", "field", "value"));

    private static List<String> call(String command, int count, IntFunction<List<String>> words) {
        List<String> call = new ArrayList<>(List.of(command, "k"));
        for (int i = 0; i < count; i++) {
            call.addAll(words.apply(i));
        }
        return call;
    }

    @Test
    void typicalKeysTakeWhatTheyTakeInRedis() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        EngineClient engine = new EngineClient(new Engine(new ManualClock(1), new Random(1), Configuration.defaults()));
        List<String> differences = new ArrayList<>();
        try (RealRedis redis = RealRedis.start();
                RemoteConnection real = redis.connect()) {
            for (List<String> call : KEYS) {
                String[] words = call.toArray(String[]::new);
                real.call("DEL", "k");
                real.call(words);
                engine.call("DEL", "k");
                engine.call(words);
                long expected = number(real.call("MEMORY", "USAGE", "k", "SAMPLES", "0"));
                long actual = number(engine.call("MEMORY", "USAGE", "k", "SAMPLES", "0"));
                if (Math.abs(actual - expected) > expected * TOLERANCE) {
                    differences.add(call.get(0) + " with " + call.size() + " words: " + actual + " for " + expected);
                }
            }
        }
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    private static long number(Reply reply) {
        return ((Reply.Int) reply).value();
    }

    @Test
    void theSumFollowsTheData() {
        Engine engine = new Engine(new ManualClock(1), new Random(1), Configuration.defaults());
        EngineClient client = new EngineClient(engine);
        long empty = engine.keyspace().memory();
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            List<String> call = new ArrayList<>(KEYS.get(random.nextInt(KEYS.size())));
            call.set(1, "key:" + random.nextInt(20));
            client.call(call.toArray(String[]::new));
            if (random.nextInt(3) == 0) {
                client.call("DEL", "key:" + random.nextInt(20));
            }
        }
        assertTrue(engine.keyspace().memory() > empty);
        client.call("FLUSHALL");
        assertTrue(engine.keyspace().memory() == empty, engine.keyspace().memory() + " are left of " + empty);
    }
}
