package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An author looks at a step and changes its files meanwhile. */
class PreviewTest extends LabTest {
    private TypedScreen preview(String place, boolean watch, TypedScreen screen, int expected) {
        LabOptions.Preview preview = new LabOptions.Preview(place, watch);
        int code = Lab.open(new LabOptions(course, false, Optional.empty(), Optional.of(preview)), screen);
        assertEquals(expected, code, screen.shown());
        return screen;
    }

    @Test
    void aStepOpensWithItsStateBuilt() throws IOException {
        Path ping = course.resolve("lessons/01-beginning/02-ping.md");
        Files.writeString(ping, Files.readString(ping).replace("solution: |\n", "solution: |\n  SET before 1\n"));
        TypedScreen screen = preview("1/guess", false, new TypedScreen("GET before", "quit"), 0);
        assertShown(screen, "What does");
        assertEquals("\"1\"", screen.after("GET before").get(0));
        TypedScreen exercise = preview("1.1", false, new TypedScreen("GETBIT other 7", "quit"), 0);
        assertEquals("(integer) 1", exercise.after("GETBIT other 7").get(0));
        assertShown(preview("1.9", false, new TypedScreen(), 1), "has no '1.9'");
    }

    @Test
    void whatEarlierStepsDoWithTimeAndTheServerIsDone() throws IOException {
        Path ping = course.resolve("lessons/01-beginning/02-ping.md");
        String before = """
            solution: |
              SET gone 1 EX 3
              clock +5s
              SET left 1
              restart
              SET lost 1
              kill
            """;
        Files.writeString(ping, Files.readString(ping).replace("solution: |\n", before));
        TypedScreen screen = preview("1/guess", false, new TypedScreen("KEYS *", "quit"), 0);
        assertEquals("1) \"left\"", screen.after("KEYS *").get(0));
        assertEquals(1, screen.after("KEYS *").size());
    }

    /** What is saved, and what the lab says about it. */
    private record Save(String text, String awaited, CountDownLatch said) {
        private Save(String text, String awaited) {
            this(text, awaited, new CountDownLatch(1));
        }
    }

    /** Saves a file while the second line is waited for, and goes on when the lab has said something about it. */
    private static final class Saving extends TypedScreen {
        private final Path file;
        private final List<Save> saves;
        private int reads;

        private Saving(Path file, Save... saves) {
            super("SET kept 1", "GET kept", "quit");
            this.file = file;
            this.saves = List.of(saves);
        }

        @Override
        public synchronized void print(String lines) {
            super.print(lines);
            for (Save save : saves) {
                if (shown().contains(save.awaited)) {
                    save.said.countDown();
                }
            }
        }

        @Override
        public Input read(Prompt prompt) {
            if (++reads == 2) {
                saves.forEach(this::save);
            }
            return super.read(prompt);
        }

        private void save(Save save) {
            try {
                Files.writeString(file, save.text);
                assertTrue(save.said.await(20, TimeUnit.SECONDS), shown());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aSavedFileIsShownAndTheSessionGoesOn() throws IOException {
        Path ping = course.resolve("lessons/01-beginning/02-ping.md");
        String text = Files.readString(ping).replace("A server answers.", "A better text.");
        TypedScreen screen = preview("1/ping", true, new Saving(ping, new Save(text, "A better text.")), 0);
        assertShown(screen, "A server answers.");
        assertShown(screen, "\"1\"\n");
    }

    @Test
    void faultsAreToldAndTheOldStepStays() throws IOException {
        Path bits = course.resolve("exercises/01.1-bits.yaml");
        String text = Files.readString(bits).replace("minutes: 5", "minuets: 5");
        TypedScreen screen = preview("1.1", true, new Saving(bits, new Save(text, "did you mean")), 0);
        assertShown(screen, "exercises/01.1-bits.yaml:3:1");
        assertShown(screen, "\"1\"\n");
        assertFalse(screen.shown().contains("a fault here"), screen.shown());
    }

    @Test
    void nothingThatIsSavedWaitsForTheRestOfWhatWasShownBefore() throws IOException {
        Path ping = course.resolve("lessons/01-beginning/02-ping.md");
        String text = Files.readString(ping);
        String more = "\n\nA paragraph.".repeat(12);
        TypedScreen screen = preview(
                "1/ping",
                true,
                new Saving(
                                ping,
                                new Save(text.replace("A server answers.", "A long text." + more), "A long text."),
                                new Save(text.replace("title:", "tilte:"), "did you mean 'title'"),
                                new Save(text.replace("A server answers.", "The last text." + more), "The last text."))
                        .rows(16),
                0);
        assertShown(screen, "\"1\"\n");
    }

    @Test
    void aBrokenPlaceIsWaitedFor() throws Exception {
        Path bits = course.resolve("exercises/01.1-bits.yaml");
        String text = Files.readString(bits);
        Files.writeString(bits, text.replace("minutes: 5", "minuets: 5"));
        assertShown(preview("1.1", false, new TypedScreen("quit"), 1), "did you mean 'minutes'");
        TypedScreen screen = new TypedScreen("GETBIT other 7", "quit") {
            private boolean mended;

            @Override
            public synchronized void print(String lines) {
                super.print(lines);
                if (!mended && lines.contains("It opens when")) {
                    mended = true;
                    try {
                        Files.writeString(bits, text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
        preview("1.1", true, screen, 0);
        assertEquals("(integer) 1", screen.after("GETBIT other 7").get(0));
    }
}
