package io.redislab.rediscli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines typed before, in the file that redis-cli keeps them in too: one a line, the last hundred. Nobody else may read
 * it. Where it can't be read or written, there is just no history.
 */
final class HistoryFile {
    private static final int MAX_LINES = 100;

    private final List<String> lines = new ArrayList<>();
    private final @Nullable Path file;

    private HistoryFile(@Nullable Path file) {
        this.file = file;
    }

    static HistoryFile open() {
        Path path = DotFile.of("REDISCLI_HISTFILE", ".rediscli_history");
        HistoryFile history = new HistoryFile(path);
        if (path != null) {
            try {
                history.lines.addAll(Files.readAllLines(path, StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // There is none yet, or it isn't ours.
                history.lines.clear();
            }
        }
        return history;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void add(String line) {
        if (!lines.isEmpty() && lines.get(lines.size() - 1).equals(line)) {
            return;
        }
        lines.add(line);
        while (lines.size() > MAX_LINES) {
            lines.remove(0);
        }
        Path path = file;
        if (path == null) {
            return;
        }
        try {
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(path, lines, StandardCharsets.ISO_8859_1, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            // It lasts for this session, then.
            return;
        }
    }
}
