package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.redislab.testing.TypedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        course = SmallCourse.write(folder.resolve("course"));
    }

    private TypedTerminal lab(int columns, int rows, String term) throws IOException {
        return TypedTerminal.ofJava(
                folder, columns, rows, term, List.of("io.redislab.terminal.Lab", course.toString()));
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

    private void typeAllWords(TypedTerminal lab) throws IOException, InterruptedException {
        for (List<String> word : WORDS) {
            lab.type(inFolder(word.get(0)), inFolder(word.get(1)));
            // The lines behind what was looked for are not to be taken for the next reply; some words wait for a
            // command.
            if (word.get(0).startsWith("fault reply") || word.get(0).startsWith("crash after")) {
                continue;
            }
            lab.type("ECHO next" + lab.seen(), "\"next" + lab.seen() + "\"");
        }
    }

    @Test
    void everyWordWorksOnATerminalWhateverHappensToIt() throws IOException, InterruptedException {
        try (TypedTerminal lab = lab(80, 24, "xterm-256color")) {
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
        try (TypedTerminal lab = lab(80, 24, "dumb")) {
            lab.await("One bit");
            lab.type("MGET half kept", "2) \"1\"");
            assertFalse(lab.raw().contains("\u001b"), () -> "an escape sequence:\n" + lab.raw());
            lab.type("quit", "");
        }
    }

    @Test
    void everyWordWorksWithoutAScreen() throws IOException, InterruptedException {
        try (TypedTerminal lab = lab(80, 24, "dumb")) {
            lab.await("lab>");
            typeAllWords(lab);
            assertFalse(lab.raw().contains("\u001b"), () -> "an escape sequence:\n" + lab.raw());
            lab.program().destroyForcibly();
        }
    }

    /** Not letter by letter, each with the hint that belongs to it: of 100 KB that would take a minute. */
    @Test
    void whatWaitsForThePromptIsShownAtOnce() throws IOException, InterruptedException {
        try (TypedTerminal lab = lab(80, 24, "xterm-256color")) {
            lab.await("lab>");
            int before = lab.raw().length();
            lab.press("ECHO first\rXADD events * field v");
            lab.await("field v");
            assertFalse(lab.raw().substring(before).contains("NOMKSTREAM"), lab::raw);
            lab.type("alue", "-0\"");
            lab.program().destroyForcibly();
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
        try (TypedTerminal lab = lab(80, 24, "xterm-256color")) {
            lab.await("lab>");
            lab.type("go 3", "One bit");
            lab.type("SET kept 0", "OK");
            lab.type(inFolder("session save s.lab"), "1 step is");
            lab.type("quit", "");
        }
        int done = 0;
        for (List<String> screen : SCREENS) {
            for (boolean killed : new boolean[] {true, false}) {
                try (TypedTerminal lab = lab(80, 24, done % 4 == 0 ? "dumb" : "xterm-256color")) {
                    lab.await("One bit");
                    lab.await("> ");
                    lab.type("GET kept", "\"" + done + "\"");
                    done++;
                    lab.type("SET kept " + done, "OK");
                    lab.type(inFolder(screen.get(0)), screen.get(1));
                    if (killed) {
                        lab.program().destroyForcibly();
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
        try (TypedTerminal lab = lab(80, 24, "xterm-256color")) {
            lab.await("One bit");
            lab.type("GET kept", "\"" + done + "\"");
        }
    }
}
