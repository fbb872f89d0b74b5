package io.redislab.engine.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** INFO, MEMORY STATS and CONFIG have the fields of a real Redis, in its order where there is one. */
class InfoAgainstRedisTest {
    private final EngineClient engine =
            new EngineClient(new Engine(new ManualClock(1), new Random(1), Configuration.defaults()));

    @Test
    void everyFieldOfInfo() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        try (RealRedis redis = RealRedis.start();
                RemoteConnection real = redis.connect()) {
            real.call("SET", "k", "v");
            engine.call("SET", "k", "v");
            for (String section : List.of("everything", "default", "all", "server", "memory", "stats", "replication")) {
                assertEquals(
                        fields(((Reply.Bulk) real.call("INFO", section)).text()),
                        fields(((Reply.Bulk) engine.call("INFO", section)).text()),
                        section);
            }
        }
    }

    /** Titles and names; of commands' statistics the titles only. */
    private static List<String> fields(String info) {
        List<String> fields = new ArrayList<>();
        info.lines()
                .filter(line -> !line.startsWith("cmdstat_") && !line.startsWith("latency_percentiles"))
                .forEach(line -> fields.add(line.startsWith("#") ? line : line.replaceAll(":.*", "")));
        return fields;
    }

    @Test
    void everyFieldOfMemoryStats() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        try (RealRedis redis = RealRedis.start();
                RemoteConnection real = redis.connect()) {
            real.call("SET", "k", "v");
            engine.call("SET", "k", "v");
            assertEquals(names(real.call("MEMORY", "STATS")), names(engine.call("MEMORY", "STATS")));
        }
    }

    private static List<String> names(Reply reply) {
        List<String> names = new ArrayList<>();
        List<Reply> items = ((Reply.Array) reply).items();
        for (int i = 0; i < items.size(); i += 2) {
            names.add(((Reply.Bulk) items.get(i)).text());
            if (items.get(i + 1) instanceof Reply.Array) {
                names.addAll(names(items.get(i + 1)));
            }
        }
        return names;
    }

    @Test
    void everyParameterWithItsDefault() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        List<String> givenAtStart = List.of("dir", "port", "unixsocket", "save");
        try (RealRedis redis = RealRedis.start();
                RemoteConnection real = redis.connect()) {
            assertEquals(
                    settings(real.call("CONFIG", "GET", "*"), givenAtStart),
                    settings(engine.call("CONFIG", "GET", "*"), givenAtStart));
        }
    }

    private static List<String> settings(Reply reply, List<String> except) {
        List<String> settings = new ArrayList<>();
        List<Reply> items = ((Reply.Array) reply).items();
        for (int i = 0; i < items.size(); i += 2) {
            String name = ((Reply.Bulk) items.get(i)).text();
            if (!except.contains(name)) {
                settings.add(name + " " + ((Reply.Bulk) items.get(i + 1)).text());
            }
        }
        settings.sort(null);
        return settings;
    }
}
