package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.course.Progress;
import io.redislab.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts at which the launcher has shown the lesson's text: what is seen at last is what is seen without. */
@DisabledOnOs(OS.WINDOWS)
class ResumedStartTest {
    @TempDir
    Path folder;

    private LabOptions options;
    private Path progress;

    /** A first session leaves the learner at the second step. */
    @BeforeEach
    void begin() throws IOException, InterruptedException {
        options =
                new LabOptions(SmallCourse.write(folder.resolve("course")), false, Optional.of(folder.resolve("data")));
        progress = folder.resolve("data/small").resolve(Progress.FILE);
        try (Window window = new Window(options, Optional.empty())) {
            window.type("next");
            window.await("Where you are");
            window.type("next");
            window.await("A server answers.");
            window.await("2/4 ");
            window.quit();
        }
    }

    private Optional<SavedScreen> saved() {
        return SavedScreen.read(SavedScreen.file(options.dataFolder()));
    }

    private String seen(Optional<SavedScreen> launcher) throws IOException, InterruptedException {
        try (Window window = new Window(options, launcher)) {
            String seen = window.after("ECHO again", "\"again\"");
            window.quit();
            return seen;
        }
    }

    private void assertAsWithout(Optional<SavedScreen> launcher) throws IOException, InterruptedException {
        assertTrue(launcher.isPresent());
        String with = seen(launcher);
        assertEquals(seen(Optional.empty()), with);
    }

    @Test
    void theScreenIsTheSameAsWithout() throws Exception {
        Optional<SavedScreen> launcher = saved();
        assertTrue(launcher.orElseThrow().text().contains("A server answers."));
        assertAsWithout(launcher);
        assertEquals(launcher, saved());
    }

    @Test
    void theNextOneGoesOnFromThere() throws Exception {
        try (Window window = new Window(options, saved())) {
            window.type("PING");
            window.await("The server is there.");
            window.type("next");
            window.await("Guess before you try.");
            window.await("3/4 ");
            window.quit();
        }
        assertTrue(saved().orElseThrow().text().contains("Type the number of your answer."));
        assertAsWithout(saved());
    }

    @Test
    void theDatabaseOfThePromptAndATurnedClockAreKept() throws Exception {
        try (Window window = new Window(options, saved())) {
            window.type("SELECT 3");
            window.await("lab[3]>");
            window.type("clock freeze");
            window.await("frozen]>");
            window.quit();
        }
        Optional<SavedScreen> launcher = saved();
        assertTrue(launcher.orElseThrow().prompt().startsWith("lab[3]["));
        String prompt = launcher.get().prompt();
        try (Window window = new Window(options, launcher)) {
            window.type("PING");
            window.await("PONG");
            window.await(prompt + "PING");
            window.quit();
        }
    }

    @Test
    void aLineTypedBeforeTheLabIsReadyIsObeyed() throws Exception {
        try (Window window = new Window(options, saved())) {
            window.type("SET early 1");
            window.type("GET early");
            window.await("\"1\"");
            window.quit();
        }
    }

    @Test
    void whatIsNotTrueAnyMoreIsWipedOff() throws Exception {
        Optional<SavedScreen> launcher = saved();
        Path step = options.course().resolve("lessons/01-beginning/02-ping.md");
        Files.writeString(step, Files.readString(step).replace("A server answers.", "It has changed."));
        String seen = seen(launcher);
        assertTrue(seen.contains("It has changed."), seen);
        assertFalse(seen.contains("A server answers."), seen);
        assertEquals(seen(Optional.empty()), seen);
    }

    @Test
    void soIsWhatAnotherWindowHasPassed() throws Exception {
        Optional<SavedScreen> launcher = saved();
        Progress other = Progress.open(progress);
        other.setPlace("1", "1/read");
        other.save();
        String seen = seen(launcher);
        assertTrue(seen.contains("Read this, then go on."), seen);
        assertFalse(seen.contains("A server answers."), seen);
    }

    @Test
    void whatNobodyCouldKnowIsShownBelow() throws Exception {
        Path step = options.course().resolve("lessons/01-beginning/02-ping.md");
        FileTime time = Files.getLastModifiedTime(step);
        Files.writeString(step, Files.readString(step).replace("A server answers.", "A server says it."));
        Files.setLastModifiedTime(step, time);
        String seen = seen(saved());
        assertTrue(seen.indexOf("A server says it.") > seen.indexOf("A server answers."), seen);
    }

    @Test
    void anotherLabIsAskedAbout() throws Exception {
        try (LabFolder taken = LabFolder.own(options.dataFolder());
                Window window = new Window(options, saved())) {
            assertFalse(taken.isApart());
            window.await("Open one apart?");
            assertFalse(window.seen().contains("A server answers."), window.seen());
            window.type("y");
            window.await("A server answers.");
            window.quit();
        }
    }

    @Test
    void aCourseThatIsGoneIsTold() throws Exception {
        Optional<SavedScreen> launcher = saved();
        Files.delete(options.course().resolve("course.yaml"));
        try (Window window = new Window(options, launcher)) {
            window.assertEnds(1);
        }
        TypedScreen screen = new TypedScreen();
        assertEquals(1, Lab.open(options, screen));
        assertTrue(screen.shown().contains("The course can't be opened."), screen::shown);
    }

    @Test
    void aScreenThatIsNotWholeIsNone() throws Exception {
        Path file = SavedScreen.file(options.dataFolder());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertTrue(saved().isEmpty(), () -> "of " + whole.length);
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertTrue(saved().isEmpty(), "at " + at);
        }
    }

    @Test
    void itIsOfOneTerminalAndOneCourse() {
        SavedScreen screen = saved().orElseThrow();
        assertTrue(screen.isCurrent(screen.terminal(), options.course()));
        assertFalse(screen.isCurrent(screen.terminal() + "x", options.course()));
        assertFalse(screen.isCurrent(screen.terminal(), folder));
    }
}
