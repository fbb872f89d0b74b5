package io.redislab.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text of commands as people write them, at the prompt, in files and in courses: one a line, quoted as redis-cli has it,
 * and three liberties that redis-cli does not have.
 *
 * <ul>
 *   <li>A {@code #} that starts a line, or stands alone or before a blank, outside quotes, starts a comment. Where SORT's
 *       {@code GET #} needs it, it stays an argument.
 *   <li>A quote that is open at the end of a line goes on in the next.
 *   <li>{@code <<END} as an argument stands for the lines that follow, up to the line {@code END}.
 * </ul>
 *
 * <p>{@code @b GET x} is a command of the client b.
 */
public final class CommandText {
    private CommandText() {}

    /**
     * One command.
     *
     * @param line of the text on which it starts, from 1
     * @param text as it was written, without comment and blanks around it
     * @param client empty for the first client
     */
    public record Command(int line, String text, List<byte[]> argv, String client) {}

    /** What can't be read, on which line. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        SyntaxException(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /** All commands of a text, in order. */
    public static List<Command> parse(String text) throws SyntaxException {
        List<String> lines = text.lines().toList();
        List<Command> commands = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            int first = next;
            String logical = lines.get(next++);
            while (isOpen(logical)) {
                if (next == lines.size()) {
                    throw new SyntaxException(first + 1, "a quote is opened here and never closed");
                }
                logical = logical + "\n" + lines.get(next++);
            }
            String bare = withoutComment(logical);
            if (bare.isBlank()) {
                continue;
            }
            List<byte[]> argv = split(bare, first + 1);
            next = readHeredocs(bare, argv, lines, next, first + 1);
            command(first + 1, bare.strip(), argv).ifPresent(commands::add);
        }
        return commands;
    }

    private static Optional<Command> command(int line, String text, List<byte[]> argv) throws SyntaxException {
        String first = utf8(argv.get(0));
        if (!isClient(first)) {
            return Optional.of(new Command(line, text, argv, ""));
        }
        if (argv.size() == 1) {
            throw new SyntaxException(line, "after " + first + " a command of that client is missing");
        }
        return Optional.of(new Command(
                line,
                text.substring(first.length()).strip(),
                List.copyOf(argv.subList(1, argv.size())),
                first.substring(1)));
    }

    /** {@code @b}: at sign and a letter. */
    public static boolean isClient(String word) {
        return word.length() == 2 && word.charAt(0) == '@' && word.charAt(1) >= 'a' && word.charAt(1) <= 'z';
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<byte[]> split(String text, int line) throws SyntaxException {
        return ArgumentSplitter.split(text.getBytes(StandardCharsets.UTF_8))
                .map(ArrayList::new)
                .orElseThrow(() -> new SyntaxException(
                        line,
                        "Invalid argument(s): a blank must follow a closing quote; single quotes around all of it"
                                + " keep it together, as in '{\"a\": 1}'"));
    }

    /** Puts the lines of each here-document into argv; answers the line after them. */
    private static int readHeredocs(String bare, List<byte[]> argv, List<String> lines, int from, int at)
            throws SyntaxException {
        int next = from;
        if (!bare.contains("<<")) {
            return next;
        }
        for (int i = 0; i < argv.size(); i++) {
            String word = utf8(argv.get(i));
            String end =
                    word.startsWith("<<") ? word.substring(2).replace("'", "").replace("\"", "") : "";
            if (end.isEmpty() || !end.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
                continue;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (next < lines.size() && !lines.get(next).strip().equals(end)) {
                body.writeBytes((lines.get(next++) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (next++ == lines.size()) {
                throw new SyntaxException(at, "the line " + end + " that ends <<" + end + " is missing");
            }
            argv.set(i, body.toByteArray());
        }
        return next;
    }

    /** True when a quote is open at the end of the text, so that more lines belong to it. */
    public static boolean isOpen(String text) {
        return scan(text) == OPEN;
    }

    /** The text without its comment, if it has one. */
    public static String withoutComment(String text) {
        int end = scan(text);
        return end < 0 ? text : text.substring(0, end);
    }

    private static final int OPEN = -2;
    private static final int NO_COMMENT = -1;

    /** Where the comment starts, or that there is none, or that a quote is open. */
    private static int scan(String text) {
        boolean wordStart = true;
        boolean lineStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#' && wordStart && (lineStart || endsWord(text, i + 1)) && !isSortGet(text, i)) {
                return i;
            }
            if (c == '"' || c == '\'') {
                i = closingQuote(text, i);
                if (i == text.length()) {
                    return OPEN;
                }
            }
            wordStart = isBlank(c);
            lineStart &= wordStart;
        }
        return NO_COMMENT;
    }

    private static int closingQuote(String text, int open) {
        char quote = text.charAt(open);
        int i = open + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            boolean escape =
                    text.charAt(i) == '\\' && (quote == '"' || i + 1 < text.length() && text.charAt(i + 1) == '\'');
            i += escape ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    private static boolean endsWord(String text, int at) {
        return at >= text.length() || isBlank(text.charAt(at));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** In {@code SORT key GET # GET other} the sign is an argument. */
    private static boolean isSortGet(String text, int at) {
        String[] words = text.substring(0, at).strip().toUpperCase(Locale.ROOT).split("[ \t]+", -1);
        int first = words.length > 0 && isClient(words[0].toLowerCase(Locale.ROOT)) ? 1 : 0;
        return words.length > first + 2 && words[first].startsWith("SORT") && words[words.length - 1].equals("GET");
    }
}
