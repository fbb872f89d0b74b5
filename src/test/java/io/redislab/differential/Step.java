package io.redislab.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One command of one client.
 *
 * @param client 0 for the one that most commands come from
 */
public record Step(int client, List<byte[]> argv) {
    public static Step of(int client, String... words) {
        List<byte[]> argv = new ArrayList<>();
        for (String word : words) {
            argv.add(word.getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Step(client, argv);
    }

    /** The command's name in lower case. */
    String name() {
        return text(argv.get(0)).toLowerCase(Locale.ROOT);
    }

    /** A char for each byte. */
    static String text(byte[] word) {
        return new String(word, StandardCharsets.ISO_8859_1);
    }

    /** A transcript's line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(client == 0 ? ">" : (char) ('a' + client) + ">");
        for (byte[] word : argv) {
            line.append(' ').append(quoted(text(word)));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        if (word.matches("[!#-&(-\\[\\]-~]+")) {
            return word;
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
