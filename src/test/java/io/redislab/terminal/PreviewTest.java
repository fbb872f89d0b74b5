package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Saves a file while the second line is waited for, and goes on when the lab has said something about it. */
    private static final class Saving extends TypedScreen {
        private final Path file;
        private final String text;
        private final String awaited;
        private final CountDownLatch said = new CountDownLatch(1);
        private int reads;

        private Saving(Path file, String text, String awaited) {
            super("SET kept 1", "GET kept", "quit");
            this.file = file;
            this.text = text;
            this.awaited = awaited;
        }

        @Override
        public synchronized void print(String lines) {
            super.print(lines);
            if (shown().contains(awaited)) {
                said.countDown();
            }
        }

        @Override
        public Input read(Prompt prompt) {
            if (++reads == 2) {
                try {
                    Files.writeString(file, text);
                    assertTrue(said.await(20, TimeUnit.SECONDS), shown());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return super.read(prompt);
        }
    }

    @Test
    void aSavedFileIsShownAndTheSessionGoesOn() throws IOException {
        Path ping = course.resolve("lessons/01-beginning/02-ping.md");
        String text = Files.readString(ping).replace("A server answers.", "A better text.");
        TypedScreen screen = preview("1/ping", true, new Saving(ping, text, "A better text."), 0);
        assertShown(screen, "A server answers.");
        assertShown(screen, "\"1\"\n");
    }

    @Test
    void faultsAreToldAndTheOldStepStays() throws IOException {
        Path bits = course.resolve("exercises/01.1-bits.yaml");
        String text = Files.readString(bits).replace("minutes: 5", "minuets: 5");
        TypedScreen screen = preview("1.1", true, new Saving(bits, text, "did you mean"), 0);
        assertShown(screen, "exercises/01.1-bits.yaml:3:1");
        assertShown(screen, "\"1\"\n");
        assertFalse(screen.shown().contains("a fault here"), screen.shown());
    }
}
