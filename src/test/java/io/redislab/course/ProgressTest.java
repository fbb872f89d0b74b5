package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir
    private Path folder;

    @Test
    void keepsEverything() throws IOException {
        Path file = folder.resolve("progress");
        Progress progress = Progress.open(file);
        progress.setPlace("7", "7/rank");
        progress.put("7/add", Progress.Entry.NEW.failed().failed().hinted(2).pass("abc"));
        progress.put("7.1", Progress.Entry.NEW.sawSolution().reached(Set.of("top", "guest")));
        progress.put("7/more", Progress.Entry.NEW.skip());
        progress.save();

        Progress again = Progress.open(file);
        assertEquals("7", again.chapter());
        assertEquals(Optional.of("7/rank"), again.place("7"));
        assertEquals(progress.entry("7/add"), again.entry("7/add"));
        assertEquals(progress.entry("7.1"), again.entry("7.1"));
        assertEquals(Progress.State.PASSED, again.state("7/add", "abc"));
        assertEquals(Progress.State.CHANGED, again.state("7/add", "abd"));
        assertEquals(Progress.State.SKIPPED, again.state("7/more", ""));
        assertEquals(Progress.State.OPEN, again.state("7.1", ""));
        assertEquals(1, again.passedIn("7"));
        assertTrue(again.keptAside().isEmpty());
    }

    @Test
    void aDamagedFileIsKeptAside() throws IOException {
        Path file = folder.resolve("progress");
        Progress progress = Progress.open(file);
        progress.put("1/ping", Progress.Entry.NEW.pass("x"));
        progress.save();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            Progress damaged = Progress.open(file);
            assertEquals(Progress.Entry.NEW, damaged.entry("1/ping"));
            Path aside = damaged.keptAside().orElseThrow();
            assertEquals(length, Files.size(aside));
            Files.delete(aside);
            assertFalse(Files.exists(file));
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertTrue(Progress.open(file).keptAside().isPresent());
    }
}
