package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What was passed is known by the ids of steps, and whether they are still the same. */
class ProgressInLabTest extends LabTest {
    private static final String CHANGED = "changed since you passed";

    private void change(String file, String from, String to) throws IOException {
        Path path = course.resolve(file);
        String text = Files.readString(path);
        assertEquals(1, text.split(java.util.regex.Pattern.quote(from), -1).length - 1, from);
        Files.writeString(path, text.replace(from, to));
    }

    private void pass() {
        assertShown(type("next", "next", "PING", "go 1.1", "SETBIT flags 1 1", "SETBIT flags 2 1", "check"), "is done");
    }

    @Test
    void otherWordsAreNoOtherStep() throws IOException {
        pass();
        change("lessons/01-beginning/02-ping.md", "title: Is anybody there?", "title: Hello?");
        change("lessons/01-beginning/02-ping.md", "  - Four letters.\n", "  - Four letters, one of them P.\n");
        change("lessons/01-beginning/02-ping.md", "A server answers.", "Every server answers.");
        change("exercises/01.1-bits.yaml", "title: Bit 1 is set", "title: The first bit is set");
        TypedScreen screen = type("go 1/ping", "go 1.1", "map 1");
        assertNotShown(screen, CHANGED);
        assertShown(screen, "Hello?");
    }

    @Test
    void anotherTaskOrCheckIsSaid() throws IOException {
        pass();
        change("lessons/01-beginning/02-ping.md", "reply: PONG", "reply: { like: 'P*' }");
        change("exercises/01.1-bits.yaml", "- probe: 'GETBIT flags 2'", "- probe: 'GETBIT flags 3'");
        TypedScreen step = type("go 1/ping");
        assertShown(step, "This step has " + CHANGED + " it.");
        assertShown(type("go 1.1"), "This step has " + CHANGED + " it.");
        assertEquals(
                2,
                type("map 1")
                        .shown()
                        .lines()
                        .filter(line -> line.contains(CHANGED))
                        .count());
    }

    @Test
    void aFileOfAnotherVersionIsKeptAside() throws IOException {
        pass();
        Path progress = folder.resolve("data/small/progress");
        String old = Files.readString(progress).replace("redislab-progress 1", "redislab-progress 0");
        Files.writeString(progress, old);
        assertShown(type("next"), "could not be read. They are kept in");
        assertEquals(old, Files.readString(folder.resolve("data/small/progress.damaged-1")));
        assertNotShown(type("map 1"), "could not be read");
    }

    @Test
    void aWorldThatCanNotBeReadIsToldInASentence() throws IOException {
        type("next", "SET a 1");
        Path store = folder.resolve("data/small/worlds/1/world");
        Files.delete(store);
        Files.createDirectory(store);
        TypedScreen screen = new TypedScreen("PING");
        assertEquals(1, Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), screen));
        assertShown(screen, "Your work can't be read or saved in " + folder.resolve("data"));
    }

    @Test
    void whoCanNotGetIntoAWorldStaysInTheirs() throws IOException {
        type("next", "go 3", "SET b 1");
        Path store = folder.resolve("data/small/worlds/1/world");
        Files.delete(store);
        Files.createDirectory(store);
        TypedScreen screen = type("go 1", "GET b", "lesson", "SET b 2", "undo");
        assertShown(screen, "Your work can't be read or saved");
        assertEquals("\"1\"", screen.after("GET b").get(0));
        assertShown(screen, "A bit is 0 or 1.");
        assertShown(screen, "taken back");
    }

    @Test
    void aServerWhoseMemoryIsFullHasItsDataAtTheNextStart() {
        type("next", "MSET left there", "CONFIG SET maxmemory 1", "CONFIG REWRITE");
        TypedScreen screen = type("GET left", "SET more x");
        assertShown(screen, "there");
        assertShown(screen, "OOM");
    }

    @Test
    void whoseStepHasGoneIsAtTheFirstThatIsOpen() throws IOException {
        type("next", "next", "PING");
        type("go 1/guess");
        change("lessons/01-beginning/lesson.yaml", "  - 03-guess.md\n", "");
        assertShown(type("map 1"), "▸     Exercise 1.1");
        type("go 1/ping");
        change("lessons/01-beginning/02-ping.md", "id: ping", "id: pong");
        TypedScreen screen = type();
        assertNotShown(screen, "Trouble");
        assertShown(screen, "Is anybody there?");
    }

    @Test
    void whoseChapterHasGoneIsTold() throws IOException {
        pass();
        Path progress = folder.resolve("data/small/progress");
        type("next");
        String text =
                Files.readString(progress).replaceFirst("chapter 1\nplace 1 [^\n]*\n", "chapter 77\nplace 77 77/x\n");
        text = text.substring(0, text.lastIndexOf("end "));
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        Files.writeString(progress, text + "end " + Long.toHexString(crc.getValue()) + "\n");
        assertShown(type("map"), "Chapter 77, in which you were, is not in this course any more.");
    }

    @Test
    void whoseExerciseIsBrokenIsInTheLabAllTheSame() throws IOException {
        type("go 1.1");
        change("exercises/01.1-bits.yaml", "minutes: 5", "minuets: 5");
        TypedScreen screen = type("PING", "next");
        assertShown(screen, "did you mean 'minutes'");
        assertEquals("PONG", screen.after("PING").get(0));
        assertShown(screen, "Read this, then go on.");
    }
}
