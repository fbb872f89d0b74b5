package io.redislab.lab;

import io.redislab.resp.CliFormat;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyExcerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * A session as a recording of a terminal.
 *
 * @see <a href="https://docs.asciinema.org/manual/asciicast/v2/">asciicast v2</a>
 */
final class Asciicast {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    /** What a reply shows of a string, and of a list. */
    private static final int MAX_BYTES = 2_000;

    private static final int MAX_ITEMS = 200;
    /** Nobody watches a learner think: pauses are cut to this. */
    private static final long LONGEST_PAUSE_MICROS = 2_000_000;

    private final List<String> lines = new ArrayList<>();
    private long atMicros;
    private long lastMicros = -1;

    Asciicast(long startMicros) {
        lines.add("{\"version\": 2, \"width\": " + COLUMNS + ", \"height\": " + ROWS + ", \"timestamp\": "
                + startMicros / 1_000_000 + ", \"title\": \"redislab\"}");
    }

    /** A command that was typed, and what was shown. */
    void add(Command command, long wallMicros, List<Reply> replies) {
        if (lastMicros >= 0) {
            atMicros += Math.max(0, Math.min(LONGEST_PAUSE_MICROS, wallMicros - lastMicros));
        }
        lastMicros = wallMicros;
        String client = command.client().isEmpty() ? "" : "@" + command.client() + " ";
        StringBuilder text =
                new StringBuilder("lab> ").append(client).append(command.text()).append('\n');
        replies.forEach(reply ->
                text.append(CliFormat.forPeople(ReplyExcerpt.of(reply, MAX_BYTES, MAX_ITEMS), command.argv())));
        lines.add("[" + atMicros / 1_000_000 + "."
                + String.valueOf(1_000_000 + atMicros % 1_000_000).substring(1) + ", \"o\", \""
                + escaped(text.toString().replace("\n", "\r\n")) + "\"]");
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' || c == 0x7f ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.toString();
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
