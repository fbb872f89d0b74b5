package io.redislab.rediscli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many command lines, run by a shell, give with {@code bin/redis-cli} what they give with the real one: by its small client in
 * Perl, and by the one in Java. Skipped where there is no Redis, or no Perl.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTest {
    private static final String FUNCTIONS = """
        cli() { "$CLIENT" -p "$PORT" "$@"; }
        listening() { until redis-cli -p "$PORT" client list type pubsub | grep -q .; do :; done; }
        """;

    /** What the server holds before each line. */
    private static final List<String> START = List.of(
            "acl deluser ann low",
            "flushall",
            "script flush",
            "set s text",
            "set n 41",
            "rpush l a b c",
            "hset h f1 v1 f2 v2",
            "sadd one 1",
            "zadd z 1 a 2.5 b",
            "set bin \"\\x00\\xff\\\"\\\\\\n\\t\\x07 \\xc3\\xa9\"",
            "set empty \"\"",
            "set j \"/\\b\\x0c\\r\"",
            "acl setuser ann on >secret ~* &* +@all",
            "acl setuser low on >x ~* &* -@all +ping");

    private record Result(int code, String output, String error) {}

    private Path folder = Path.of("");
    private int port;
    private RealRedis redis;
    private Bridge bridge;

    static Stream<String> lines() throws IOException {
        Path file = Path.of("src/test/resources/rediscli/lines.txt");
        return Files.readAllLines(file).stream().filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        assumeTrue(RealRedis.isInstalled() && isInstalled("redis-cli"), "no Redis is installed");
        assumeTrue(isInstalled("perl"), "no Perl is installed");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        redis = RealRedis.start(
                "--port", Integer.toString(port), "--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0");
        bridge = new Bridge(folder.resolve("bridge"));
        install();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** The project's own launcher and Perl client, with a {@code redislab} beside them that leads here. */
    private void install() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Path.of("bin/redis-cli"), bin.resolve("redis-cli"));
        Files.createSymbolicLink(bin.resolve("perl"), Path.of("bin/perl").toAbsolutePath());
        Path redislab = bin.resolve("redislab");
        Path script = Path.of("src/test/resources/rediscli/bridge.pl").toAbsolutePath();
        Files.writeString(redislab, "#!/bin/sh\nexec perl '" + script + "' \"$@\"\n");
        Files.setPosixFilePermissions(redislab, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterAll
    void stop() throws IOException {
        if (redis != null) {
            bridge.close();
            redis.close();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void sameAsRedisCli(String line) throws Exception {
        Result real = run(line, "redis-cli", Map.of());
        String ours = folder.resolve("bin/redis-cli").toString();
        assertEquals(real, run(line, ours, Map.of()), "Perl");
        assertEquals(real, run(line, ours, Map.of("REDISLAB_NO_PERL", "1")), "Java");
    }

    @Test
    void theSmallClientFindsItsFilesByARelativePath() throws Exception {
        String line = "cli --no-raw lrange l 0 -1";
        String ours = folder.resolve("bin/redis-cli").toString();
        assertEquals(
                run(line, "redis-cli", Map.of()),
                run("cd '" + folder + "'; CLIENT=bin/redis-cli; " + line, ours, Map.of()));
    }

    private Result run(String line, String client, Map<String, String> environment) throws Exception {
        // A connection of its own: some lines end all that there are.
        try (RemoteConnection connection = redis.connect()) {
            for (String command : START) {
                connection.call(Texts.all(Texts.split(command).orElseThrow()));
            }
        }
        Path place = Files.createDirectory(folder.resolve("line"));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", FUNCTIONS + line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("REDIS") || name.equals("FAKETTY"));
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "CLIENT", client,
                        "PORT", Integer.toString(port),
                        "SOCKET", redis.socket().toString(),
                        "DIR", place.toString(),
                        "BRIDGE", folder.resolve("bridge").toString()));
        int code = builder.start().waitFor();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(place);
        // Which of the two a client is told when the server closes depends on who was quicker.
        String error = read(err).replace("Connection reset by peer", "Server closed the connection");
        return new Result(code, read(out), error);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
