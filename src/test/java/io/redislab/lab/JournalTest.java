package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.redislab.resp.CommandText;
import io.redislab.testing.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
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
    void readsWhatWasWritten() throws IOException, CommandText.SyntaxException {
        try (Journal journal = new Journal(file)) {
            journal.load();
            journal.effect(0, argv("SET a 1"));
            journal.effect(3, argv("SET long " + "x".repeat(SOME)));
            journal.commit();
            journal.effect(0, argv("DEL a"));
        }
        assertEquals(List.of("0 SET a 1", "3 SET long " + "x".repeat(SOME), "0 DEL a"), effects());
    }

    @Test
    void whatFindsNoRoomIsWrittenWhenThereIsSome() throws IOException, CommandText.SyntaxException {
        FullDisk disk = new FullDisk();
        try (Journal journal = new Journal(file, disk)) {
            journal.load();
            journal.effect(0, argv("SET a 1"));
            journal.commit();
            disk.setRoom(20);
            journal.effect(0, argv("SET b 2"));
            assertThrows(IOException.class, journal::commit);
            journal.effect(0, argv("SET c 3"));
            assertThrows(IOException.class, journal::commit);
            assertEquals(List.of("0 SET a 1"), effects());
            disk.setRoom(SOME);
            journal.effect(0, argv("SET d 4"));
            journal.commit();
            assertEquals(List.of("0 SET a 1", "0 SET b 2", "0 SET c 3", "0 SET d 4"), effects());
        }
    }

    @Test
    void aLearnerIsToldOnceThatNothingCanBeSavedAndOnceThatItCan() throws IOException, CommandText.SyntaxException {
        FullDisk disk = new FullDisk();
        LabWorld world = LabWorld.open(new Journal(file, disk), new ManualClock(0), Optional.empty(), Optional.empty());
        assertEquals(List.of(), run(world, "SET a 1"));
        disk.setRoom(20);
        assertEquals(List.of("Optional[No space left on device]"), run(world, "SET b 2"));
        assertEquals(List.of(), run(world, "SET c 3"));
        disk.setRoom(SOME);
        assertEquals(List.of("Optional.empty"), run(world, "SET d 4"));
        assertEquals(List.of(), run(world, "SET e 5"));
        assertEquals(5, effects().size());
        disk.setRoom(0);
        run(world, "SET f 6");
        assertThrows(UncheckedIOException.class, world::close);
    }

    private static List<String> run(LabWorld world, String line) throws CommandText.SyntaxException {
        Outcome outcome = world.run(CommandText.parse(line).get(0));
        assertEquals(1, outcome.replies().size());
        return outcome.events().stream()
                .map(event -> ((ClientEvent.Saving) event).trouble().toString())
                .toList();
    }

    private List<String> effects() throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
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

    private static byte[][] argv(String line) throws CommandText.SyntaxException {
        return CommandText.parse(line).get(0).argv().toArray(new byte[0][]);
    }
}
