package io.redislab.engine.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process that is killed under load, also in the middle of saves and rewrites: the next one has every write that
 * was acknowledged, for what was written survives the process. Under {@code everysec} a write waits up to two seconds for a
 * sync that goes on, as in Redis: there only what was acknowledged so long before must be found. With the system property
 * {@code kills} as often as it says.
 */
class KilledServerTest {
    private static final int ROUNDS = Integer.getInteger("kills", 3);
    private static final int BATCH = 200;
    /** How long a write may wait for a sync under {@code everysec}, in ns. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    @TempDir
    Path folder;

    private record Server(Process process, RemoteConnection connection) {}

    /** The counter that a reply told, and when it came, in ns of a clock that only goes forward. */
    private record Acknowledged(long counter, long atNanos) {}

    private Server start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xss16m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.redislab.cli.Main",
                "server",
                "--port",
                "0",
                "--unixsocket",
                "socket",
                "--save",
                "",
                "--dir",
                folder.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder told = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            told.append(line).append('\n');
            if (line.contains("eady to accept connections")) {
                Thread reader = new Thread(() -> log.lines().forEach(more -> {}), "log reader");
                reader.setDaemon(true);
                reader.start();
                return new Server(process, RemoteConnection.unix(folder.resolve("socket")));
            }
        }
        throw new IOException("the server did not start:\n" + told);
    }

    private static List<byte[]> words(String... words) {
        List<byte[]> argv = new ArrayList<>();
        for (String word : words) {
            argv.add(word.getBytes(StandardCharsets.UTF_8));
        }
        return argv;
    }

    @Test
    void nothingAcknowledgedIsLost() throws IOException, InterruptedException {
        Random random = new Random();
        String[] policies = {"always", "everysec", "no"};
        long promised = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            String policy = policies[round % policies.length];
            Server server = start("--appendonly", "yes", "--appendfsync", policy);
            try {
                long found = number(server.connection.call(words("INCRBY", "counter", "0")));
                assertTrue(found >= promised, "round " + round + ": " + found + " of " + promised + " are there");
                boolean mayWait = policy.equals("everysec");
                // Most rounds are too short for a wait to end: every fourth one lasts.
                long atLeast = mayWait && random.nextInt(4) == 0 ? 2 * PATIENCE_NANOS : 0;
                promised = load(server, random, found, mayWait ? PATIENCE_NANOS : 0, atLeast);
            } finally {
                server.process.destroyForcibly().waitFor();
            }
        }
    }

    /**
     * Writes until it kills the server in the middle of a batch.
     *
     * @param from the counter at the start
     * @param waitNanos how long an acknowledged write may wait before it is in the file
     * @param atLeastNanos how long to write at least
     * @return the counter that the next server must have
     */
    private static long load(Server server, Random random, long from, long waitNanos, long atLeastNanos) {
        Deque<Acknowledged> waiting = new ArrayDeque<>();
        long promised = from;
        long last = from;
        long begun = System.nanoTime();
        try {
            for (int batches = 1 + random.nextInt(30); batches > 0; ) {
                if (System.nanoTime() - begun >= atLeastNanos) {
                    batches--;
                }
                for (int i = 0; i < BATCH; i++) {
                    server.connection.send(words("INCR", "counter"));
                    server.connection.send(words("SET", "key:" + random.nextInt(20_000), "value ".repeat(10)));
                }
                if (random.nextInt(8) == 0) {
                    server.connection.send(words(random.nextBoolean() ? "BGSAVE" : "BGREWRITEAOF"));
                }
                server.connection.send(words("ECHO", "end"));
                long sent = System.nanoTime();
                server.connection.flush();
                int killAt = batches == 0 ? random.nextInt(2 * BATCH) : -1;
                for (int i = 0; ; i++) {
                    if (i == killAt) {
                        server.process.destroyForcibly();
                    }
                    Reply reply = server.connection.receive();
                    if (reply instanceof Reply.Int) {
                        last = number(reply);
                        // What this batch wrote came after all that has waited long enough.
                        while (!waiting.isEmpty() && waiting.peek().atNanos() + waitNanos <= sent) {
                            promised = waiting.remove().counter();
                        }
                    } else if (reply instanceof Reply.Bulk) {
                        break;
                    }
                }
                waiting.add(new Acknowledged(last, System.nanoTime()));
            }
        } catch (UncheckedIOException killed) {
            return waitNanos == 0 ? last : promised;
        }
        return waitNanos == 0 ? last : promised;
    }

    private static long number(Reply reply) {
        return ((Reply.Int) reply).value();
    }
}
