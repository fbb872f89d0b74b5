package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lab as a learner drives it, line by line, without a terminal. */
final class LabShellTest extends LabTest {
    @Test
    void firstScreenSaysWhereOneIs() {
        TypedScreen screen = type();
        assertShown(screen, "redislab");
        assertShown(screen, "3 chapters");
        assertShown(screen, "next");
        assertNotShown(screen, "Where you are");
    }

    @Test
    void stepsAreDoneByWhatIsTyped() {
        TypedScreen screen = type("next", "next", "PING", "next");
        assertShown(screen, "Read this, then go on.");
        assertEquals(List.of("PONG", "  ✓ The server is there."), screen.after("PING"));
        assertShown(screen, "What will it say?");
    }

    @Test
    void nextDoesNotPassWhatIsNotDone() {
        TypedScreen screen = type("next", "next", "next");
        assertShown(screen, "This step is not done yet.");
        assertNotShown(screen, "What will it say?");
    }

    @Test
    void skipPassesAndTheMapShowsIt() {
        TypedScreen screen = type("next", "next", "skip", "map 1");
        assertShown(screen, "What will it say?");
        assertTrue(screen.shown().matches("(?s).*–  +Is anybody there.*"), screen.shown());
    }

    @Test
    void questionsTakeNumbers() {
        TypedScreen screen = type("go guess", "1", "2", "ECHO hello");
        assertShown(screen, "✗ That is what PING replies.");
        assertShown(screen, "✓ ECHO says what it is told.");
        assertShown(screen, "✓ You were right.");
    }

    @Test
    void aQuestionHoldsTheChecksBack() {
        TypedScreen screen = type("go guess", "ECHO hello", "check");
        assertNotShown(screen, "You were right.");
        assertShown(screen, "The question is still open.");
    }

    @Test
    void progressAndWorldsOutliveTheLab() {
        type("next", "next", "PING", "SETBIT mine 1 1", "quit");
        TypedScreen again = type("GETBIT mine 1", "map 1");
        assertShown(again, "Is anybody there?");
        assertEquals(List.of("(integer) 1"), again.after("GETBIT mine 1"));
        assertTrue(again.shown().matches("(?s).*✓  +Is anybody there.*"), again.shown());
    }

    @Test
    void eachChapterHasAWorldOfItsOwn() {
        TypedScreen screen = type("next", "SETBIT mine 1 1", "go 3", "EXISTS mine given", "go 1", "EXISTS mine given");
        String[] parts = screen.shown().split("EXISTS mine given\n", -1);
        assertTrue(parts[1].startsWith("(integer) 1\n"), screen.shown());
        assertTrue(parts[2].startsWith("(integer) 1\n"), screen.shown());
    }

    @Test
    void setUpsRunOnce() {
        type("go 3", "DEL given");
        TypedScreen screen = type("lesson", "EXISTS given");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS given"));
    }

    @Test
    void againAsksAndStartsOver() {
        TypedScreen screen = type(
                "go 3", "DEL given", "again step", "no", "EXISTS given", "again chapter", "y", "EXISTS given mine");
        assertShown(screen, "Nothing was changed.");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS given"));
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS given mine"));
    }

    @Test
    void playIsThrownAway() {
        TypedScreen screen = type(
                "go 3", "SETBIT mine 5 1", "play", "FLUSHALL", "SETBIT toy 1 1", "next", "return", "EXISTS mine toy");
        assertShown(screen, "This is a copy of the world.");
        assertEquals(List.of("(integer) 1"), screen.after("EXISTS mine toy"));
    }

    @Test
    void exercisesAreCheckedRequirementByRequirement() {
        TypedScreen screen = type("go 1.1", "SETBIT flags 1 1", "check", "SETBIT flags 2 1", "check");
        assertShown(screen, "2 of 3 met");
        assertShown(screen, "✗ Bit 2 is set");
        assertShown(screen, "One command a bit.");
        assertShown(screen, "3 of 3 met");
        assertShown(screen, "Exercise 1.1 is done.");
    }

    @Test
    void anExerciseGoesOnAfterALeave() {
        type("go 1.1", "SETBIT flags 1 1");
        TypedScreen screen = type("SETBIT flags 2 1", "check");
        assertShown(screen, "Exercise 1.1 is done.");
    }

    @Test
    void theSolutionComesAfterTries() {
        TypedScreen screen = type("go 1.1", "solution", "check", "check", "solution");
        assertShown(screen, "Try it first");
        assertShown(screen, "SETBIT flags 2 1");
    }

    @Test
    void hintsGrow() {
        TypedScreen screen = type("next", "next", "hint", "hint");
        assertShown(screen, "Four letters.");
        assertShown(screen, "That was the last hint.");
    }

    @Test
    void redisComesFirstExceptForThreeWords() {
        TypedScreen screen = type("TYPE x", "help", ":help next", ":nxet", "exit", "PING");
        assertEquals(List.of("none"), screen.after("TYPE x"));
        assertShown(screen, "The lab's own words");
        assertShown(screen, "Did you mean next?");
        assertNotShown(screen, "PONG");
    }

    @Test
    void slipsOfTheKeysAreMended() {
        TypedScreen screen = type("nxet", "PIGN");
        assertShown(screen, "(error) ERR unknown command 'nxet'");
        assertShown(screen, "Did you mean next?");
        assertShown(screen, "Did you mean PING?");
    }

    @Test
    void unbalancedQuotesAreToldAsRedisCliDoes() {
        TypedScreen screen = type("ECHO \"a\"b", "PING");
        assertShown(screen, "Invalid argument(s)");
        assertShown(screen, "PONG");
    }

    @Test
    void openQuotesGoOnInTheNextLine() {
        TypedScreen screen = type("ECHO \"one", "two\"");
        assertShown(screen, "\"one\\ntwo\"");
    }

    @Test
    void aPastedBlockRunsLineByLine() {
        TypedScreen screen = type("PING # is it there?\n\n# a comment\nECHO \"a # b\"\nnext");
        assertShown(screen, "PONG\n");
        assertShown(screen, "\"a # b\"\n");
        assertShown(screen, "Where you are");
    }

    @Test
    void otherClientsActAtTheSamePrompt() {
        TypedScreen screen = type("SELECT 3", "@b SETBIT x 1 1", "EXISTS x", "@b", "EXISTS x", "@a", "PING");
        assertShown(screen, "b ◂ (integer) 0");
        assertShown(screen, "lab[3]> EXISTS x\n(integer) 0");
        assertShown(screen, "lab@b> EXISTS x\n(integer) 1");
        assertShown(screen, "lab[3]> PING");
    }

    @Test
    void valuesCanNotActOnTheTerminal() {
        TypedScreen screen =
                type("ECHO \"\\x1b]0;gotcha\\x07\"", "@b ECHO \"\\x1b[2J\"", "SETBIT \"\\x1b[31mred\" 0 1", "KEYS *");
        assertFalse(screen.shown().contains("\u001b"), screen.shown());
        assertShown(screen, "\\x1b");
    }

    @Test
    void theFolderIsTheOwnersAlone() throws IOException {
        type();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))));
    }

    @Test
    void aSecondLabOffersToPlayApart() {
        TypedScreen second = new TypedScreen("y", "SETBIT mine 1 1", "quit");
        TypedScreen first = new TypedScreen() {
            private boolean opened;

            @Override
            public Input read(Prompt prompt) {
                if (!opened) {
                    opened = true;
                    assertEquals(
                            0, Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), second));
                    return new Input.Text("EXISTS mine");
                }
                return new Input.End();
            }
        };
        Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), first);
        assertShown(second, "Another lab is open");
        assertShown(second, "(integer) 0");
        assertShown(first, "(integer) 0");
    }

    @Test
    void aDamagedWorldIsKeptAsideAndTheLabOpens() throws IOException {
        type("next", "SETBIT mine 1 1");
        Path world = folder.resolve("data/small/worlds/1/world");
        assertTrue(Files.exists(world));
        Files.writeString(world, "not a world at all");
        TypedScreen screen = type("EXISTS mine");
        assertEquals(List.of("(integer) 0"), screen.after("EXISTS mine"));
    }

    @Test
    void theStatusLineShowsTaskAndPlace() {
        TypedScreen screen = type("next", "next");
        assertEquals("Type PING and press Enter.", screen.lastStatus().task());
        assertTrue(
                screen.lastStatus().facts().get(0).startsWith("1 · 2/4"),
                screen.lastStatus().toString());
    }

    /** Presses Ctrl-C, again and again, while a script runs. */
    private static final class ImpatientScreen extends TypedScreen {
        private volatile Runnable interrupt = () -> {};
        private boolean script;

        ImpatientScreen(String... lines) {
            super(lines);
        }

        @Override
        public Input read(Prompt prompt) {
            Input input = super.read(prompt);
            script = input instanceof Input.Text text && text.text().startsWith("EVAL");
            return input;
        }

        @Override
        public void onInterrupt(Runnable action) {
            interrupt = action;
            if (!script) {
                return;
            }
            Thread finger = new Thread(() -> {
                while (interrupt == action) {
                    action.run();
                    Thread.onSpinWait();
                }
            });
            finger.start();
            script = false;
        }
    }

    @Test
    void aScriptIsStoppedAndWhatItHasWrittenIsTakenBack() {
        ImpatientScreen screen = new ImpatientScreen(
                "SET k before",
                "EVAL \"redis.call('set', 'k', 'by script') while true do end\" 0",
                "GET k",
                "undo",
                "GET k");
        Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), screen);
        assertShown(screen, "(error) ERR Script stopped by user");
        assertShown(screen, "The script is stopped, and what it had written is taken back.");
        assertTrue(screen.shown().contains("\"before\""), screen.shown());
        assertTrue(screen.shown().contains("(nil)"), screen.shown());
    }

    @Test
    void aLearnerIsToldWhatStopsAScriptThatNeverEnds() {
        class Reader extends TypedScreen {
            private Runnable interrupt = () -> {};

            Reader() {
                super("EVAL \"while true do end\" 0", "PING");
            }

            @Override
            public void onInterrupt(Runnable action) {
                interrupt = action;
            }

            @Override
            public synchronized void print(String text) {
                super.print(text);
                if (text.contains("is still at work. Ctrl-C stops a script.")) {
                    interrupt.run();
                }
            }
        }
        Reader screen = new Reader();
        Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), screen);
        assertShown(screen, "(error) ERR Script stopped by user");
        assertEquals(List.of("PONG"), screen.after("PING"));
    }
}
