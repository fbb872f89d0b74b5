package io.redislab.rediscli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jline.builtins.ScreenTerminal;
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

    /** A program on a terminal, and what its screen shows. */
    private static final class Window implements AutoCloseable {
        private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
        private final Process script;

        Window(Path home, String program) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                    "/usr/bin/script",
                    "-qec",
                    "stty rows " + ROWS + " cols " + COLUMNS + "; exec " + program,
                    "/dev/null");
            builder.environment().keySet().removeIf(name -> name.startsWith("REDIS"));
            builder.environment().put("HOME", home.toString());
            builder.environment().put("TERM", "xterm");
            builder.environment().put("LC_ALL", "C.UTF-8");
            script = builder.redirectErrorStream(true).start();
            Thread reader = new Thread(this::read, "screen");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (InputStream in = script.getInputStream()) {
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    synchronized (screen) {
                        screen.write(new String(buffer, 0, n, StandardCharsets.UTF_8));
                        screen.notifyAll();
                    }
                }
            } catch (IOException e) {
                // The terminal is closed.
            }
        }

        void press(String keys) throws IOException {
            OutputStream out = script.getOutputStream();
            out.write(keys.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** The lines that are not empty, without blanks at their ends. */
        private String text() {
            long[] cells = new long[COLUMNS * ROWS];
            int[] cursor = new int[2];
            screen.dump(cells, 0, 0, ROWS, COLUMNS, cursor);
            List<String> lines = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                StringBuilder line = new StringBuilder();
                for (int column = 0; column < COLUMNS; column++) {
                    int c = (int) cells[row * COLUMNS + column];
                    line.appendCodePoint(c == 0 ? ' ' : c);
                }
                lines.add(line.toString().stripTrailing());
            }
            return String.join("\n", lines)
                    .stripTrailing()
                    .replaceAll("\"id\" => \\(integer\\) \\d+", "\"id\" => (integer) ID");
        }

        /** Waits for a screen, and answers it; after half a minute the one that there is then. */
        String await(Predicate<String> wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            synchronized (screen) {
                long left = 30_000;
                while (!wanted.test(text()) && left > 0) {
                    screen.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
                return text();
            }
        }

        @Override
        public void close() {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static String ours() {
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + " io.redislab.cli.Main cli";
    }

    private Path home(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Plays the steps on the real client and notes each screen; then here, until the same is shown. */
    private void compare(String options, List<Step> steps) throws IOException, InterruptedException {
        List<String> screens = new ArrayList<>();
        try (Window real = new Window(home("real"), "redis-cli " + options)) {
            String before = "";
            for (Step step : steps) {
                real.press(step.keys);
                String last = before;
                String screen = real.await(text -> !text.equals(last) && text.endsWith(step.shown));
                before = screen;
                assertTrue(screen.endsWith(step.shown), () -> "redis-cli itself shows no " + step + ":\n" + screen);
                screens.add(screen);
            }
        }
        try (Window own = new Window(home("own"), ours() + " " + options)) {
            for (int i = 0; i < steps.size(); i++) {
                own.press(steps.get(i).keys);
                String wanted = screens.get(i);
                assertEquals(wanted, own.await(wanted::equals), "after " + steps.get(i));
            }
        }
    }

    @Test
    void everyScreenIsThatOfRedisCli() throws IOException, InterruptedException {
        assumeTrue(RealRedis.isInstalled() && isInstalled("redis-cli"), "no Redis is installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here that opens a terminal");
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
