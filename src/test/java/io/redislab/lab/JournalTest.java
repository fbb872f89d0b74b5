package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int SOME = 1_000_000;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("world");
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        try (Journal journal = new Journal(file)) {
            journal.load();
            journal.effect(0, words("SET", "a", "1"));
            journal.effect(3, words("SET", "long", "x".repeat(SOME)));
            journal.commit();
            journal.effect(0, words("DEL", "a"));
        }
        assertEquals(List.of("0 SET a 1", "3 SET long " + "x".repeat(SOME), "0 DEL a"), effects());
    }

    @Test
    void whatFindsNoRoomIsWrittenWhenThereIsSome() throws IOException {
        FullDisk disk = new FullDisk();
        try (Journal journal = new Journal(file, disk)) {
            journal.load();
            journal.effect(0, words("SET", "a", "1"));
            journal.commit();
            disk.setRoom(20);
            journal.effect(0, words("SET", "b", "2"));
            assertThrows(IOException.class, journal::commit);
            journal.effect(0, words("SET", "c", "3"));
            assertThrows(IOException.class, journal::commit);
            assertEquals(List.of("0 SET a 1"), effects());
            disk.setRoom(SOME);
            journal.effect(0, words("SET", "d", "4"));
            journal.commit();
            assertEquals(List.of("0 SET a 1", "0 SET b 2", "0 SET c 3", "0 SET d 4"), effects());
        }
    }

    private List<String> effects() throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy" + System.nanoTime()));
        try (Journal journal = new Journal(copy)) {
            return journal.load().effects().stream()
                    .map(effect -> effect.database() + " "
                            + String.join(
                                    " ",
                                    effect.argv().stream()
                                            .map(word -> new String(word, StandardCharsets.UTF_8))
                                            .toList()))
                    .toList();
        }
    }

    private static byte[][] words(String... words) {
        byte[][] argv = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return argv;
    }
}
