package io.redislab.terminal;

import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.resp.CommandText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line while it is being typed: its words with their places, and the command that they begin. Unfinished quotes are
 * taken as they are.
 *
 * @param words with the comment, if there is one, as the last
 * @param first the index of the command's first word: 1 after {@code @b}
 * @param spec the command, or the subcommand when it has been typed; null when there is none such
 * @param named how many words the command's name takes
 */
record TypedLine(List<Word> words, int first, @Nullable CommandSpec spec, int named) {
    /** Lines that are longer are not looked at: nobody types them, and each keystroke would cost. */
    static final int MAX = 4096;

    TypedLine {
        words = List.copyOf(words);
    }

    /** What a word is, as far as its letters tell. */
    enum Kind {
        BARE,
        QUOTED,
        COMMENT
    }

    /**
     * One word.
     *
     * @param from where it starts in the text; {@code to} where it ends
     * @param text without its quotes
     * @param open whether its quote is not closed yet
     */
    record Word(int from, int to, String text, Kind kind, boolean open) {}

    static TypedLine of(String text) {
        List<Word> words = split(text);
        int first = !words.isEmpty() && CommandText.isClient(words.get(0).text()) ? 1 : 0;
        CommandSpec spec = first < words.size() ? find(words.get(first).text()) : null;
        int named = 1;
        if (spec != null && spec.isContainer() && words.size() > first + 1) {
            CommandSpec sub = spec.subcommand(words.get(first + 1).text().getBytes(StandardCharsets.UTF_8));
            if (sub != null) {
                spec = sub;
                named = 2;
            }
        }
        return new TypedLine(words, first, spec, named);
    }

    private static @Nullable CommandSpec find(String name) {
        return CommandTable.standard().find(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of the words behind the command's name. */
    List<String> arguments() {
        List<String> values = new ArrayList<>(words.size());
        for (int i = first + named; i < words.size(); i++) {
            if (words.get(i).kind() != Kind.COMMENT) {
                values.add(words.get(i).text());
            }
        }
        return values;
    }

    private static List<Word> split(String text) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                i++;
            } else if (c == '#'
                    && (words.isEmpty() || i + 1 == text.length() || isBlank(text.charAt(i + 1)))
                    && CommandText.withoutComment(text).length() <= i) {
                words.add(new Word(i, text.length(), text.substring(i), Kind.COMMENT, false));
                return words;
            } else if (c == '"' || c == '\'') {
                i = quoted(text, i, words);
            } else {
                int from = i;
                while (i < text.length() && !isBlank(text.charAt(i))) {
                    i++;
                }
                words.add(new Word(from, i, text.substring(from, i), Kind.BARE, false));
            }
        }
        return words;
    }

    private static int quoted(String text, int from, List<Word> words) {
        char quote = text.charAt(from);
        StringBuilder value = new StringBuilder();
        int i = from + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() && (quote == '"' || text.charAt(i + 1) == '\'')) {
                i++;
            }
            value.append(text.charAt(i++));
        }
        boolean open = i >= text.length();
        int to = Math.min(i + 1, text.length());
        words.add(new Word(from, to, value.toString(), Kind.QUOTED, open));
        return to;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
