package io.redislab.rediscli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code :set hints} and {@code :set nohints}, at the prompt and in {@code ~/.redisclirc}. */
final class Preferences {
    private final Console console;
    private final Lines lines;

    Preferences(Console console, Lines lines) {
        this.console = console;
        this.lines = lines;
    }

    void load() {
        Path file = DotFile.of("REDISCLI_RCFILE", ".redisclirc");
        if (file == null || !Files.isReadable(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                List<String> words = Texts.split(line).orElse(List.of());
                if (!words.isEmpty()) {
                    set(words, ".redisclirc: ");
                }
            }
        } catch (IOException e) {
            console.complain(file + ": " + e.getMessage());
        }
    }

    void set(List<String> words) {
        set(words, "");
    }

    private void set(List<String> words, String where) {
        if (!words.get(0).equalsIgnoreCase(":set") || words.size() < 2) {
            console.print(where + "unknown redis-cli internal command '" + words.get(0) + "'\n");
            return;
        }
        switch (words.get(1).toLowerCase(Locale.ROOT)) {
            case "hints" -> lines.showHints(true);
            case "nohints" -> lines.showHints(false);
            default -> console.print(where + "unknown redis-cli preference '" + words.get(1) + "'\n");
        }
    }
}
