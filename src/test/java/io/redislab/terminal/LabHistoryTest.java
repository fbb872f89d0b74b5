package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabHistoryTest {
    private static final int KEPT = 100;

    @TempDir
    Path folder;

    private final LabHistory history = new LabHistory();
    private Path file;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("history");
        Terminal terminal = new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream());
        IntSupplier nothingWaits = () -> 0;
        LabReader reader = new LabReader(terminal, nothingWaits, false, () -> {});
        reader.setVariable(LineReader.HISTORY_FILE, file);
        reader.setVariable(LineReader.HISTORY_SIZE, KEPT);
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, KEPT);
        reader.option(LineReader.Option.HISTORY_TIMESTAMPED, false);
        history.attach(reader);
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(file);
    }

    @Test
    void theFileKeepsTheLastLines() throws IOException {
        for (int i = 0; i < 1000; i++) {
            history.add(Instant.EPOCH, "SET k " + i);
        }
        List<String> lines = written();
        assertTrue(lines.size() >= KEPT && lines.size() <= KEPT + KEPT / 4, () -> lines.size() + " lines");
        assertEquals("SET k 999", lines.get(lines.size() - 1));
        assertEquals("SET k " + (1000 - lines.size()), lines.get(0));
        assertEquals("SET k 999", history.get(history.last()));
        assertEquals(KEPT, history.size());
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void passwordsAndPagesAreNotWrittenDown() throws IOException {
        history.add(Instant.EPOCH, "GET a");
        history.add(Instant.EPOCH, "auth secret");
        history.add(Instant.EPOCH, "SET page " + "x".repeat(100_000));
        assertEquals(List.of("GET a"), written());
        assertEquals(2, history.size());
        assertFalse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("secret"));
    }
}
