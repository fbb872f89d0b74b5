package io.redislab.bench;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How long a client waits for PING while another works on a large keyspace, on redislab and on real Redis, one after the
 * other. {@code -Dbench.keys} says how many keys, ten million if not.
 */
class PauseBenchmark {
    private static final int BATCH = 100;

    private final int keys = Integer.getInteger("bench.keys", 10_000_000);
    private final int some = keys / 10;

    @Test
    void pauses() throws Exception {
        for (MeasuredServer server : MeasuredServer.both()) {
            try (server) {
                System.out.printf(
                        "%-10s %-28s %9s %9s %9s %9s%n", server.name(), "", "seconds", "p99 ms", "longest", "> 10 ms");
                measure(server);
            }
        }
    }

    /** Something that takes a while. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void measure(MeasuredServer server) throws Exception {
        watch(server, "load", () -> server.pipeline(i -> List.of("SET", "key:" + i, "value:" + i), keys, BATCH));
        System.out.printf(Locale.ROOT, "  resident: %.0f MiB%n", server.residentMiB());
        watch(
                server,
                "write keys again",
                () -> server.pipeline(i -> List.of("SET", "key:" + i * 7L % keys, "other:" + i), keys / 4, BATCH));
        watch(server, "SCAN", () -> scan(server));
        watch(server, "KEYS", () -> call(server, "KEYS", "nothing*"));
        watch(server, "BGSAVE", () -> {
            call(server, "BGSAVE");
            await(server, "persistence", "rdb_bgsave_in_progress:0");
        });
        watch(server, "expiry of a tenth", () -> expire(server));
        watch(server, "eviction of a tenth", () -> evict(server));
        watch(server, "FLUSHALL ASYNC", () -> call(server, "FLUSHALL", "ASYNC"));
        long begun = System.nanoTime();
        server.restart();
        System.out.printf(Locale.ROOT, "  restart and load: %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private static void scan(MeasuredServer server) throws IOException {
        try (RemoteConnection connection = server.connect()) {
            String cursor = "0";
            do {
                Reply.Array reply = (Reply.Array) connection.call("SCAN", cursor, "COUNT", "1000", "MATCH", "nothing");
                cursor = ((Reply.Bulk) reply.items().get(0)).text();
            } while (!cursor.equals("0"));
        }
    }

    /** All have the same time. */
    private void expire(MeasuredServer server) throws Exception {
        String at = Long.toString(System.currentTimeMillis() + 20_000);
        server.pipeline(i -> List.of("PEXPIREAT", "key:" + i, at), some, BATCH);
        await(server, "stats", "expired_keys:" + some);
    }

    private void evict(MeasuredServer server) throws Exception {
        call(server, "CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        String memory = info(server, "memory");
        long used = Long.parseLong(memory.replaceFirst("(?s).*used_memory:([0-9]+).*", "$1"));
        call(server, "CONFIG", "SET", "maxmemory", Long.toString(used));
        server.pipeline(i -> List.of("SET", "new:" + i, "value:" + i), some, BATCH);
        call(server, "CONFIG", "SET", "maxmemory", "0");
    }

    private static Reply call(MeasuredServer server, String... words) throws IOException {
        try (RemoteConnection connection = server.connect()) {
            return connection.call(words);
        }
    }

    private static String info(MeasuredServer server, String section) throws IOException {
        return ((Reply.Bulk) call(server, "INFO", section)).text();
    }

    private static void await(MeasuredServer server, String section, String state) throws Exception {
        while (!info(server, section).contains(state)) {
            Thread.sleep(200);
        }
    }

    private static void watch(MeasuredServer server, String what, Work work) throws Exception {
        try (Pings pings = new Pings(server)) {
            long begun = System.nanoTime();
            work.run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            double[] waits = pings.end();
            long late = Arrays.stream(waits).filter(wait -> wait > 10).count();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %-28s %9.1f %9.2f %9.1f %9d%n",
                    "",
                    what,
                    seconds,
                    waits[waits.length * 99 / 100],
                    waits[waits.length - 1],
                    late);
        }
    }

    /** A client that asks PING again and again, a ms apart. */
    private static final class Pings implements AutoCloseable {
        private final RemoteConnection connection;
        private final List<Double> waits = new ArrayList<>();
        private final Thread thread = new Thread(this::run);
        private volatile boolean ended;

        Pings(MeasuredServer server) throws IOException {
            connection = server.connect();
            thread.start();
        }

        private void run() {
            try {
                while (!ended || waits.isEmpty()) {
                    long begun = System.nanoTime();
                    connection.call("PING");
                    waits.add((System.nanoTime() - begun) / 1e6);
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (UncheckedIOException e) {
                // The other end or this one is gone: whoever asks for the waits sees that there are few.
                ended = true;
            }
        }

        /** How long each had to wait, in ms, the shortest first. */
        double[] end() throws InterruptedException {
            ended = true;
            thread.join();
            return waits.stream().mapToDouble(wait -> wait).sorted().toArray();
        }

        @Override
        public void close() {
            ended = true;
            connection.close();
        }
    }
}
