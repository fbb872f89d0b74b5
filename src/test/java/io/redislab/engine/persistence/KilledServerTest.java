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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process that is killed under load, also in the middle of saves and rewrites: the next one has every write that
 * was acknowledged, whatever the policy, for what was written survives the process. With the system property {@code kills}
 * as often as it says.
 */
class KilledServerTest {
    private static final int ROUNDS = Integer.getInteger("kills", 3);
    private static final int BATCH = 200;

    @TempDir
    Path folder;

    private record Server(Process process, RemoteConnection connection) {}

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
        long acknowledged = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            String policy = policies[round % policies.length];
            Server server = start("--appendonly", "yes", "--appendfsync", policy);
            try {
                long found = number(server.connection.call(words("INCRBY", "counter", "0")));
                assertTrue(
                        found >= acknowledged, "round " + round + ": " + found + " of " + acknowledged + " are there");
                acknowledged = load(server, random, found);
            } finally {
                server.process.destroyForcibly().waitFor();
            }
        }
    }

    /** Writes until it kills the server in the middle of a batch. Returns what was acknowledged. */
    private static long load(Server server, Random random, long from) {
        long acknowledged = from;
        try {
            for (int batches = 1 + random.nextInt(30); batches > 0; batches--) {
                for (int i = 0; i < BATCH; i++) {
                    server.connection.send(words("INCR", "counter"));
                    server.connection.send(words("SET", "key:" + random.nextInt(20_000), "value ".repeat(10)));
                }
                if (random.nextInt(8) == 0) {
                    server.connection.send(words(random.nextBoolean() ? "BGSAVE" : "BGREWRITEAOF"));
                }
                server.connection.send(words("ECHO", "end"));
                server.connection.flush();
                int killAt = batches == 1 ? random.nextInt(2 * BATCH) : -1;
                for (int i = 0; ; i++) {
                    if (i == killAt) {
                        server.process.destroyForcibly();
                    }
                    Reply reply = server.connection.receive();
                    if (reply instanceof Reply.Int) {
                        acknowledged = number(reply);
                    } else if (reply instanceof Reply.Bulk) {
                        break;
                    }
                }
            }
        } catch (UncheckedIOException killed) {
            return acknowledged;
        }
        return acknowledged;
    }

    private static long number(Reply reply) {
        return ((Reply.Int) reply).value();
    }
}
