package io.redislab.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.engine.Clock;
import io.redislab.resp.Reply;
import io.redislab.testing.RealRedis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark and a real redis-benchmark, on a real server. */
class BenchmarkAgainstRedisTest {
    private static RealRedis redis;

    @BeforeAll
    static void startServer() throws IOException {
        assumeTrue(RealRedis.isInstalled(), "no Redis is installed");
        redis = RealRedis.start();
    }

    @AfterAll
    static void endServer() {
        if (redis != null) {
            redis.close();
        }
    }

    private static String ours(String input, String words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("-s", redis.socket().toString()));
        all.addAll(List.of(words.split(" ", -1)));
        try {
            BenchmarkOptions options = new BenchmarkArguments(all, print).parse();
            new Benchmark(options, Clock.system(), new ByteArrayInputStream(bytes(input)), print, print).run();
        } catch (BenchmarkArguments.UsageException e) {
            throw new IllegalArgumentException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String real(String input, String words) {
        List<String> all =
                new ArrayList<>(List.of("redis-benchmark", "-s", redis.socket().toString()));
        all.addAll(List.of(words.split(" ", -1)));
        try {
            Process process = new ProcessBuilder(all).start();
            process.getOutputStream().write(bytes(input));
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the server was sent, random numbers as R. */
    private static List<String> monitored(Runnable run) throws IOException {
        try (RemoteConnection monitor = redis.connect();
                RemoteConnection other = redis.connect()) {
            other.call(List.of(bytes("FLUSHALL")));
            assertEquals(new Reply.Status("OK"), monitor.call(List.of(bytes("MONITOR"))));
            run.run();
            other.call(List.of(bytes("ECHO"), bytes("the end")));
            List<String> lines = new ArrayList<>();
            while (true) {
                String line = ((Reply.Status) monitor.receive()).text();
                String database = line.substring(line.indexOf('['), line.indexOf(' ', line.indexOf('[')));
                String command = line.substring(line.indexOf('"')).replaceAll("\\d{12}", "R");
                if (command.contains("the end")) {
                    return lines;
                }
                lines.add(database + " " + command);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n 1 -c 1",
                "-n 1 -c 1 -r 1000 -d 300",
                "-n 4 -c 1 -P 2 -r 10 --dbnum 3 -3 --enable-tracking -t set,lrange_300,zadd",
                "-n 2 -c 1 -k 0 --dbnum 2 -t ping_mbulk,ping_inline",
                "-n 2 -c 1 -t ping,lrange",
                "-n 3 -c 1 -r 7 eval return{KEYS[1],ARGV[1]} 1 k:__rand_int__ x__rand_int__y__rand_int____rand_int__",
                "-n 3 -c 1 set k __rand_int__",
                "-n 1 -c 1 -x append k",
            })
    void sendsWhatRedisBenchmarkSends(String words) throws IOException {
        assertEquals(monitored(() -> real("in put\n", words)), monitored(() -> ours("in put\n", words)));
    }

    /** The lines with numbers taken out; those of a table whose length is chance, once. */
    private static List<String> shape(String output) {
        List<String> lines = new ArrayList<>();
        for (String line : output.replaceAll("[^\\r\\n]*\\r", "").split("\n", -1)) {
            String shape = line.replaceAll("\\d+\\.\\d+|inf", "0.0").replaceAll("\\d+", "0");
            String kind = shape.startsWith("    ") ? shape.replaceAll(" +", " ") : shape;
            if (lines.isEmpty()
                    || !kind.contains("cumulative")
                    || !lines.get(lines.size() - 1).equals(kind)) {
                lines.add(kind);
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n 50 -c 2 -t set,mset",
                "-n 50 -c 2 --threads 2 -t get",
                "-n 50 -c 2 -q -t ping",
                "-n 50 -c 2 --csv -t get,lrange_100",
                "-n 50 -c 2 -q --precision 1 lpush list x",
                "-n 50 -c 2 -P 3 get none",
            })
    void printsWhatRedisBenchmarkPrints(String words) {
        assertEquals(shape(real("", words)), shape(ours("", words)));
    }

    @Test
    void exactlyAsManyRequestsAsAskedFor() throws IOException {
        try (RemoteConnection connection = redis.connect()) {
            for (String words : List.of("-n 1003 -c 7", "-n 1000 -c 10 --threads 3", "-n 1000 -P 5 -c 300")) {
                connection.call(List.of(bytes("CONFIG"), bytes("RESETSTAT")));
                ours("", words + " -q incrby n 1");
                Reply reply = connection.call(List.of(bytes("INFO"), bytes("commandstats")));
                String calls = new String(((Reply.Bulk) reply).bytes(), StandardCharsets.UTF_8);
                String wanted = words.contains("1003") ? "calls=1003," : "calls=1000,";
                assertTrue(calls.contains("cmdstat_incrby:" + wanted), calls);
            }
        }
    }

    @Test
    void anErrorEndsTheRun() throws IOException {
        try (RemoteConnection connection = redis.connect()) {
            connection.call(Arrays.asList(bytes("SET"), bytes("text"), bytes("x")));
        }
        assertEquals(
                "Error from server: ERR value is not an integer or out of range",
                assertThrows(BenchmarkException.class, () -> ours("", "-n 10 incr text"))
                        .getMessage());
        assertTrue(assertThrows(BenchmarkException.class, () -> ours("", "-a wrong -n 10 -t get"))
                .getMessage()
                .contains("replied with error:\nERR AUTH <password> called without any password"));
    }
}
