package io.redislab.cli;

import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of redis-server: a configuration file, {@code -} for one on standard input, and options, which are lines
 * of configuration that come last. {@code --port 6380} is the line {@code port "6380"}; an option may have several values,
 * and {@code "--port 6380"} may be one word.
 *
 * @param options lines of configuration
 */
record ServerArguments(Optional<Path> file, boolean standardInput, String options) {

    static ServerArguments parse(List<String> words) {
        Optional<Path> file = Optional.empty();
        boolean input = false;
        StringBuilder options = new StringBuilder();
        int first = 0;
        if (!words.isEmpty() && !words.get(0).startsWith("-")) {
            file = Optional.of(Path.of(words.get(0)).toAbsolutePath());
            first = 1;
        }
        // An option's first value may begin with --, as in --logfile --odd-name.
        boolean needsValue = false;
        for (int i = first; i < words.size(); i++) {
            String word = words.get(i);
            boolean last = i == words.size() - 1;
            if (word.equals("-") && (i == 0 || last)) {
                input = true;
            } else if (!needsValue && word.startsWith("--")) {
                if (options.length() > 0) {
                    options.append('\n');
                }
                options.append(word, 2, word.length()).append(' ');
                needsValue = isOneWord(word);
                if (needsValue && word.equalsIgnoreCase("--save") && (last || isOption(words.get(i + 1)))) {
                    options.append("\"\"");
                    needsValue = last;
                }
            } else {
                options.append(quoted(word)).append(' ');
                needsValue = false;
            }
        }
        return new ServerArguments(file, input, options.toString());
    }

    private static boolean isOption(String word) {
        return word.startsWith("--");
    }

    private static boolean isOneWord(String word) {
        return ArgumentSplitter.split(word.getBytes(StandardCharsets.UTF_8))
                .map(parts -> parts.size() == 1)
                .orElse(false);
    }

    private static String quoted(String word) {
        return new String(ArgumentSplitter.quote(word.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII);
    }
}
