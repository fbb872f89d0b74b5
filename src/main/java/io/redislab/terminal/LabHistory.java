package io.redislab.terminal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The lines that were typed, with their file. Lines with passwords are not written down, as redis-cli has it, and very long
 * ones not into the file.
 */
final class LabHistory extends DefaultHistory {
    private static final int MAX_WRITTEN = 10_000;

    @Override
    public void add(Instant time, String line) {
        String upper = line.length() > MAX_WRITTEN ? "" : line.strip().toUpperCase(Locale.ROOT);
        boolean secret = upper.startsWith("AUTH ")
                || upper.contains(" AUTH ")
                || upper.contains("REQUIREPASS")
                || upper.contains("ACL SETUSER");
        if (!secret) {
            super.add(time, line);
        }
    }

    @Override
    public boolean isPersistable(Entry entry) {
        return entry.line().length() <= MAX_WRITTEN;
    }

    /** Keeps the last lines of the file. JLine looks for each line among all others, which takes seconds. */
    @Override
    protected void trimHistory(Path path, int max) throws IOException {
        Deque<String> last = new ArrayDeque<>(max);
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (last.size() == max) {
                    last.removeFirst();
                }
                last.addLast(line);
            }
        }
        Path made = Files.createTempFile(path.toAbsolutePath().getParent(), "history", ".tmp");
        try (BufferedWriter out = Files.newBufferedWriter(made)) {
            for (String line : last) {
                out.append(line).append('\n');
            }
        }
        Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
        // Counts anew what is in it.
        load();
    }
}
