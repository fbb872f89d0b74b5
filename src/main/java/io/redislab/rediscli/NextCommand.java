package io.redislab.rediscli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;

/**
 * What Tab does at redis-cli's prompt: each press puts in the next command that begins like the line, behind {@code help }
 * the next topic; after the last one comes what was typed.
 */
final class NextCommand implements Widget {
    private final LineReader reader;
    /** All that come in turn, the typed line last. */
    private List<String> turns = List.of();

    private int turn;

    NextCommand(LineReader reader) {
        this.reader = reader;
    }

    /** A new line begins. */
    void reset() {
        turns = List.of();
    }

    @Override
    public boolean apply() {
        String line = reader.getBuffer().toString();
        if (turns.isEmpty() || !turns.get(turn).equals(line)) {
            turns = matches(line);
            turn = turns.size() - 1;
        }
        turn = (turn + 1) % turns.size();
        reader.getBuffer().clear();
        reader.getBuffer().write(turns.get(turn));
        return true;
    }

    private static List<String> matches(String line) {
        String prefix = line.toLowerCase(Locale.ROOT).startsWith("help ") ? line.substring(0, 5) : "";
        String typed = line.substring(prefix.length()).toUpperCase(Locale.ROOT);
        List<String> all = new ArrayList<>();
        for (String topic : CommandHelp.topics(!prefix.isEmpty())) {
            if (topic.toUpperCase(Locale.ROOT).startsWith(typed)) {
                all.add(prefix + topic);
            }
        }
        all.add(line);
        return all;
    }
}
