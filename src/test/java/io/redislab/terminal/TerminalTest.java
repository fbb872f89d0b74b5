package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as a process on a real terminal (a pseudo-terminal that script(1) opens): every word of docs/lab.md. */
final class TerminalTest {
    @TempDir
    Path folder;

    private Path course;

    @BeforeEach
    void writeCourse() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")) && Files.isDirectory(Path.of("/proc/self/fd")),
                "no script(1) here that opens a terminal");
        course = SmallCourse.write(folder.resolve("course"));
    }

    /** A lab on a terminal of its own, and what it has written there so far. */
    private final class Typed implements AutoCloseable {
        private final Process script;
        private final StringBuilder shown = new StringBuilder();
        private final Thread reader;
        private int seen;

        Typed(int columns, int rows, String term, String... arguments) throws IOException {
            String lab = String.join(
                    " ",
                    "stty rows " + rows + " cols " + columns + "; exec",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "io.redislab.terminal.Lab",
                    course.toString(),
                    String.join(" ", arguments));
            ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", lab, "/dev/null");
            builder.environment().put("XDG_DATA_HOME", folder.toString());
            builder.environment().put("TERM", term);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().put("NO_COLOR", "1");
            script = builder.redirectErrorStream(true).start();
            reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (InputStream in = script.getInputStream()) {
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    synchronized (shown) {
                        shown.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                        shown.notifyAll();
                    }
                }
            } catch (IOException e) {
                // The terminal is closed.
            }
        }

        private String text() {
            return shown.toString().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[()=>][0B]?|\r", "");
        }

        /** Waits until this stands behind what was waited for last. */
        void await(String expected) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            synchronized (shown) {
                while (text().indexOf(expected, seen) < 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    assertTrue(
                            left > 0,
                            () -> "no '" + expected + "' in:\n" + text().substring(Math.min(seen, text().length())));
                    shown.wait(left);
                }
                seen = text().indexOf(expected, seen) + expected.length();
            }
        }

        void press(String keys) throws IOException {
            OutputStream out = script.getOutputStream();
            out.write(keys.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void type(String line, String expected) throws IOException, InterruptedException {
            press(line + "\r");
            await(expected);
        }

        private ProcessHandle lab() {
            try (Stream<ProcessHandle> all = script.descendants()) {
                return all.filter(each -> each.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .orElseThrow();
            }
        }

        void resize(int columns, int rows) throws IOException, InterruptedException {
            Path tty = Files.readSymbolicLink(Path.of("/proc", String.valueOf(lab().pid()), "fd", "0"));
            new ProcessBuilder("stty", "-F", tty.toString(), "rows", "" + rows, "cols", "" + columns)
                    .start()
                    .waitFor();
        }

        /** Closes the window; answers when the lab has ended. */
        void hangUp() throws InterruptedException {
            ProcessHandle lab = lab();
            script.destroyForcibly();
            assertTrue(lab.onExit()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .handle((ended, late) -> late == null)
                    .join());
        }

        @Override
        public void close() {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
        }
    }

    /** What is typed, and something of what is shown then. */
    private static final List<List<String>> WORDS = List.of(
            List.of("go 3", "One bit"),
            List.of("SET otp:7 4821 EX 30", "OK"),
            List.of("clock freeze", "the clock stands still"),
            List.of("clock +29s", "next to expire: otp:7"),
            List.of("clock to-next-expiry", "expired: otp:7"),
            List.of("undo 2", "clock to-next-expiry"),
            List.of("redo 2", "done again"),
            List.of("history", "undo takes the last one back"),
            List.of("SET a 1", "OK"),
            List.of("diff 1", "new string"),
            List.of("at 3", "This is the world after step 3"),
            List.of("return", "Back in the lesson"),
            List.of("fork as try", "a copy of the world, called try"),
            List.of("return", "Back in the lesson"),
            List.of("play", "A copy of this world"),
            List.of("return", "Back in the lesson"),
            List.of("@b BLPOP queue 0", "Client b waits in BLPOP queue 0"),
            List.of("@c SUBSCRIBE news", "subscribed to news"),
            List.of("clients", "BLPOP queue 0"),
            List.of("RPUSH queue job1", "b ◂ 1) \"queue\""),
            List.of("PUBLISH news hello", "news: \"hello\""),
            List.of("race lock", "12 orders, 1 breaks it"),
            List.of("step", "1 of 4"),
            List.of("fix", "12 orders, 1 breaks it"),
            List.of("crash --compare", "AOF, fsync at each write"),
            List.of("CONFIG SET appendonly yes", "OK"),
            List.of("aof show", "seq 1 type b"),
            List.of("SAVE", "OK"),
            List.of("rdb show", "a CRC-64 that is right"),
            List.of("fault disk full", "The disk is full"),
            List.of("fault off", "All is well again"),
            List.of("fault reply drop", "will be lost"),
            List.of("INCR a", "The reply was lost"),
            List.of("evict next", "There is no limit"),
            List.of("crash after 1", "after the next command"),
            List.of("PING", "The power went"),
            List.of("kill", "It was killed"),
            List.of("restart", "It has ended in order"),
            List.of("undo 3", "taken back"),
            List.of("xray a", "a  string"),
            List.of("peek a", "GET a"),
            List.of("LPUSH a x", "WRONGTYPE"),
            List.of("explain", "a is a string since step"),
            List.of("why a", "made, a string"),
            List.of("cost on", "After each command stands what it cost"),
            List.of("KEYS nothing", "of the visited"),
            List.of("cost off", "not shown any more"),
            List.of("ldb EVAL \"return redis.call('INCR', KEYS[1])\" 1 n", "ldb accept runs it for good"),
            List.of("ldb step", "<redis> INCR n"),
            List.of("ldb accept", "(integer) 1"),
            List.of("for i in {1..3}; do redis-cli SET u:$i $i; done", "SET u:3 3"),
            List.of("session save s.lab", "steps are"),
            List.of("replay s.lab", "This is the world of that session"),
            List.of("return", "Back in the lesson"),
            List.of("session cast s.cast", "The recording is"),
            List.of("help xray", "really stored"));

    private String inFolder(String line) {
        return line.replace(" s.", " " + folder.resolve("s."));
    }

    private void typeAllWords(Typed lab) throws IOException, InterruptedException {
        for (List<String> word : WORDS) {
            lab.type(inFolder(word.get(0)), inFolder(word.get(1)));
            // The lines behind what was looked for are not to be taken for the next reply; some words wait for a
            // command.
            if (word.get(0).startsWith("fault reply") || word.get(0).startsWith("crash after")) {
                continue;
            }
            lab.type("ECHO next" + lab.seen, "\"next" + lab.seen + "\"");
        }
    }

    @Test
    void everyWordWorksOnATerminalWhateverHappensToIt() throws IOException, InterruptedException {
        try (Typed lab = new Typed(80, 24, "xterm-256color")) {
            lab.await("lab>");
            typeAllWords(lab);
            // In the middle of a drawing the window changes its size.
            lab.press("xray a\r");
            lab.resize(200, 50);
            lab.type("ECHO wide", "\"wide\"");
            lab.press("SET half");
            lab.resize(40, 12);
            lab.resize(120, 40);
            lab.type(" way", "OK");
            // Ctrl-Z, which stops nobody whom no shell has started, and Ctrl-\.
            lab.press("\u001a\u001c");
            lab.type("SET kept 1", "OK");
            assertFalse(lab.text().contains("Full thread dump"), lab::text);
            assertFalse(lab.text().contains("Exception"), lab::text);
            lab.press("@b BLPOP never 0\r");
            lab.await("Client b waits");
            lab.hangUp();
        }
        try (Typed lab = new Typed(80, 24, "dumb")) {
            lab.await("One bit");
            lab.type("MGET half kept", "2) \"1\"");
            assertFalse(lab.shown.toString().contains("\u001b"), () -> "an escape sequence:\n" + lab.shown);
            lab.type("quit", "");
        }
    }

    @Test
    void everyWordWorksWithoutAScreen() throws IOException, InterruptedException {
        try (Typed lab = new Typed(80, 24, "dumb")) {
            lab.await("lab>");
            typeAllWords(lab);
            assertFalse(lab.shown.toString().contains("\u001b"), () -> "an escape sequence:\n" + lab.shown);
            lab.lab().destroyForcibly();
        }
    }

    /** What is typed to come to a screen, and how one sees that one is there. */
    private static final List<List<String>> SCREENS = List.of(
            List.of("clock freeze", "stands still."),
            List.of("clock +10m", "from the real time"),
            List.of("clock wall", "It is"),
            List.of("at 1", "the world after step 1"),
            List.of("fork as try", "called try"),
            List.of("play", "A copy of this world"),
            List.of("@b BLPOP never 0", "Client b waits"),
            List.of("@b", "You are client b"),
            List.of("SUBSCRIBE news", "(integer) 1"),
            List.of("MULTI", "OK"),
            List.of("race lock", "12 orders"),
            List.of("crash after 5", "after 5 more commands"),
            List.of("fault disk full", "The disk is full"),
            List.of("fault disk slow 200ms", "Each sync takes"),
            List.of("xray kept", "kept  string"),
            List.of("ldb EVAL \"return redis.call('INCR', KEYS[1])\" 1 n", "ldb accept"),
            List.of("replay s.lab", "the world of that session"),
            List.of("SET half \"open", "...> "),
            List.of("again chapter", "y or n> "),
            List.of("map", "go 7 opens chapter 7"));

    /** However the lab ends, and wherever the learner is in it: the next one has what was done, at the same step. */
    @Test
    @Tag("long")
    void theNextStartIsWhereTheLearnerWas() throws IOException, InterruptedException {
        try (Typed lab = new Typed(80, 24, "xterm-256color")) {
            lab.await("lab>");
            lab.type("go 3", "One bit");
            lab.type("SET kept 0", "OK");
            lab.type(inFolder("session save s.lab"), "1 step is");
            lab.type("quit", "");
        }
        int done = 0;
        for (List<String> screen : SCREENS) {
            for (boolean killed : new boolean[] {true, false}) {
                try (Typed lab = new Typed(80, 24, done % 4 == 0 ? "dumb" : "xterm-256color")) {
                    lab.await("One bit");
                    lab.await("> ");
                    lab.type("GET kept", "\"" + done + "\"");
                    done++;
                    lab.type("SET kept " + done, "OK");
                    lab.type(inFolder(screen.get(0)), screen.get(1));
                    if (killed) {
                        lab.lab().destroyForcibly();
                    } else {
                        // Which do nothing here: Ctrl-Z, as no shell has started it, and Ctrl-\\.
                        lab.press("\u001a\u001c");
                        lab.hangUp();
                    }
                    assertFalse(lab.text().contains("Full thread dump"), lab::text);
                    assertFalse(lab.text().contains("Exception"), lab::text);
                }
            }
        }
        try (Typed lab = new Typed(80, 24, "xterm-256color")) {
            lab.await("One bit");
            lab.type("GET kept", "\"" + done + "\"");
        }
    }
}
