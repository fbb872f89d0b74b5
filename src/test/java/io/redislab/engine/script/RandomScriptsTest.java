package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.CliFormat;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.RandomScripts;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Random scripts on the engine and on a real Redis. The system properties {@code scripts.count} and {@code scripts.seed}
 * ask for more or others.
 */
final class RandomScriptsTest {
    private static final int COUNT = Integer.getInteger("scripts.count", 3000);
    private static final long SEED = Long.getLong("scripts.seed", 1);
    /** So many scripts work on the same data. */
    private static final int ROUND = 100;

    @Test
    void theEngineRepliesAsRedisDoes() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        EngineClient engine = new EngineClient(new Engine(Clock.system(), new Random(1), Configuration.defaults()));
        RandomScripts scripts = new RandomScripts(new Random(SEED));
        List<String> differences = new ArrayList<>();
        try (RealRedis server = RealRedis.start();
                RemoteConnection redis = server.connect()) {
            for (int i = 0; i < COUNT && differences.size() < 10; i++) {
                if (i % ROUND == 0) {
                    for (List<String> command : RandomScripts.SETUP) {
                        engine.call(command.toArray(String[]::new));
                        redis.call(command.toArray(String[]::new));
                    }
                }
                String[] call = {i % 9 == 0 ? "EVAL_RO" : "EVAL", scripts.next(), "2", "k1", "num", "arg1", "12"};
                String expected = text(redis.call(call));
                String actual = text(engine.call(call));
                if (!actual.equals(expected)) {
                    differences.add(call[1] + "\n  redis  " + expected + "\n  engine " + actual);
                }
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    /** The reply without the addresses of tables and functions. */
    private static String text(Reply reply) {
        return CliFormat.forPeople(reply).replaceAll("(table|function|thread|userdata): 0x[0-9a-f]+", "$1");
    }
}
