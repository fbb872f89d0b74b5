package io.redislab.rediscli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.RealRedis;
import io.redislab.testing.TypedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The prompt on a pseudo-terminal beside that of the real redis-cli: after each of the same keys the screen is the same.
 * Skipped where there is no Redis, or no script(1).
 */
class PromptTest {
    private static final int COLUMNS = 150;
    private static final int ROWS = 40;

    /** Keys, and what the screen's last lines hold when they have done their work. */
    private record Step(String keys, String shown) {}

    @TempDir
    Path folder;

    private TypedTerminal window(String home, String program) throws IOException {
        Path folderOfIt = Files.createDirectories(folder.resolve(home));
        return TypedTerminal.start(program, COLUMNS, ROWS, Map.of("HOME", folderOfIt.toString(), "TERM", "xterm"));
    }

    /** A client's number differs. */
    private static String shown(String screen) {
        return screen.replaceAll("\"id\" => \\(integer\\) \\d+", "\"id\" => (integer) ID");
    }

    private static String await(TypedTerminal window, Predicate<String> wanted) throws InterruptedException {
        return shown(window.awaitScreen(screen -> wanted.test(shown(screen))));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** Plays the steps on the real client and notes each screen; then here, until the same is shown. */
    private void compare(String options, List<Step> steps) throws IOException, InterruptedException {
        List<String> screens = new ArrayList<>();
        try (TypedTerminal real = window("real", "redis-cli " + options)) {
            String before = "";
            for (Step step : steps) {
                real.press(step.keys);
                String last = before;
                String screen = await(real, text -> !text.equals(last) && text.endsWith(step.shown));
                before = screen;
                assertTrue(screen.endsWith(step.shown), () -> "redis-cli itself shows no " + step + ":\n" + screen);
                screens.add(screen);
            }
        }
        try (TypedTerminal own = window("own", TypedTerminal.java("io.redislab.cli.Main cli", options))) {
            for (int i = 0; i < steps.size(); i++) {
                own.press(steps.get(i).keys);
                String wanted = screens.get(i);
                assertEquals(wanted, await(own, wanted::equals), "after " + steps.get(i));
            }
        }
    }

    @Test
    void everyScreenIsThatOfRedisCli() throws IOException, InterruptedException {
        assumeTrue(RealRedis.isInstalled() && isInstalled("redis-cli"), "no Redis is installed");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String prompt = "127.0.0.1:" + port + ">";
        String inThree = "127.0.0.1:" + port + "[3]>";
        List<Step> steps = List.of(
                new Step("", prompt),
                new Step("FLUSHALL\r", "OK\n" + prompt),
                new Step("SET a 1\r", "OK\n" + prompt),
                new Step("GET a\r", "\"1\"\n" + prompt),
                new Step("GET nothing\r", "(nil)\n" + prompt),
                new Step("3 INCR n\r", "(integer) 3\n" + prompt),
                new Step("RPUSH l one two \"three\\nlines\"\r", "(integer) 3\n" + prompt),
                new Step("LRANGE l 0 -1\r", "3) \"three\\nlines\"\n" + prompt),
                new Step("LPUSH a x\r", "wrong kind of value\n" + prompt),
                new Step("nosuch 'x y'\r", "'x y'\n" + prompt),
                new Step("SET \"open\r", "Invalid argument(s)\n" + prompt),
                new Step("EXPIRE a", "EXPIRE a seconds [NX|XX|GT|LT]"),
                new Step("\u0015LRANGE ", "LRANGE key start stop"),
                new Step("\u0015geta", "geta"),
                new Step("\u007f \u007f\t", "GET key"),
                new Step("\u0015GET a\u001b[D\u001b[Dxy\r", "beginning with: 'a'\n" + prompt),
                new Step("\u001b[A\u001b[A", prompt + " SET \"open"),
                new Step("\u0015SELECT 3\r", "OK\n" + inThree),
                new Step("MULTI\r", "OK\n127.0.0.1:" + port + "[3](TX)>"),
                new Step("INCR n\r", "QUEUED\n127.0.0.1:" + port + "[3](TX)>"),
                new Step("EXEC\r", "1) (integer) 1\n" + inThree),
                new Step("MULTI\r", "[3](TX)>"),
                new Step("DISCARD\r", "OK\n" + inThree),
                new Step("SELECT 0\r", "OK\n" + prompt),
                new Step("clear\r", prompt),
                new Step("HELLO 3\r", "(empty array)\n" + prompt),
                new Step("HSET h f v g w\r", "(integer) 2\n" + prompt),
                new Step("HGETALL h\r", "2# \"g\" => \"w\"\n" + prompt),
                new Step("SMEMBERS none\r", "(empty set)\n" + prompt),
                new Step("CLIENT TRACKING on\r", "OK\n" + prompt),
                new Step(":set nohints\r", ":set nohints\n" + prompt),
                new Step("EXPIRE a", prompt + " EXPIRE a"),
                new Step("\u0015:set hints\r", ":set hints\n" + prompt),
                new Step("QUIT\r", "QUIT"));
        try (RealRedis redis = RealRedis.start("--port", Integer.toString(port))) {
            assertTrue(Files.exists(redis.socket()));
            compare("-p " + port, steps);
            compare(
                    "-p " + port,
                    List.of(
                            new Step("", prompt),
                            new Step("SUBSCRIBE news\r", "3) (integer) 1"),
                            new Step("\u0003", "^C" + prompt)));
            compare(
                    "-p " + port + " --no-raw --json",
                    List.of(
                            new Step("", prompt),
                            new Step("LRANGE l 0 -1\r", "]\n" + prompt),
                            new Step("CLIENT KILL TYPE normal SKIPME no\r", "1\n" + prompt),
                            new Step("PING\r", "Error: Server closed the connection\nnot connected>"),
                            new Step("PING\r", "\"PONG\"\n" + prompt)));
        }
        compare(
                "-p " + port,
                List.of(
                        new Step("", "Connection refused\nnot connected>"),
                        new Step(
                                "PING\r",
                                "PING\nCould not connect to Redis at 127.0.0.1:" + port
                                        + ": Connection refused\nnot connected>"),
                        new Step("exit\r", "exit")));
    }
}
