package io.redislab.bench;

import io.redislab.bench.MeasuredServer.Commands;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The memory of a server's process after many small keys of one type have been loaded through a socket, beside real
 * Redis. {@code -Dbench.keys} says how many, a million if not.
 */
class MemoryBenchmark {
    private static final int BATCH = 2000;

    private static Map<String, Commands> kinds() {
        Map<String, Commands> kinds = new LinkedHashMap<>();
        kinds.put("strings", i -> List.of("SET", key(i), String.format(Locale.ROOT, "value:%06d", i % 1_000_000)));
        kinds.put(
                "hashes",
                i -> List.of(
                        "HSET",
                        key(i),
                        "name",
                        String.format(Locale.ROOT, "user%06d", i % 1_000_000),
                        "age",
                        Integer.toString(i % 100)));
        kinds.put("sorted sets", i -> List.of("ZADD", key(i), "1", "one", Integer.toString(i % 1000), "two"));
        kinds.put("sets", i -> List.of("SADD", key(i), Integer.toString(i), Integer.toString(i + 1)));
        kinds.put("lists", i -> List.of("RPUSH", key(i), "one", "two"));
        return kinds;
    }

    private static String key(int i) {
        return String.format(Locale.ROOT, "key:%07d", i);
    }

    @Test
    void memory() throws IOException {
        int keys = Integer.getInteger("bench.keys", 1_000_000);
        System.out.printf("%-12s %12s %12s %8s%n", "MiB", "redislab", "Redis", "ratio");
        for (Map.Entry<String, Commands> kind : kinds().entrySet()) {
            double[] resident = new double[2];
            int at = 0;
            for (MeasuredServer server : MeasuredServer.both()) {
                try (server) {
                    server.pipeline(kind.getValue(), keys, BATCH);
                    resident[at++] = server.residentMiB();
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %12.0f %12.0f %8.2f%n",
                    kind.getKey(),
                    resident[0],
                    resident[1],
                    resident[0] / resident[1]);
        }
    }
}
