package io.redislab.course.author;

import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands as they stand in texts. */
final class CommandWords {
    /** Commands whose second word is part of their name. */
    private static final Set<String> CONTAINERS = Set.of(
            "ACL",
            "CLIENT",
            "CLUSTER",
            "COMMAND",
            "CONFIG",
            "DEBUG",
            "FUNCTION",
            "LATENCY",
            "MEMORY",
            "MODULE",
            "OBJECT",
            "PUBSUB",
            "SCRIPT",
            "SLOWLOG",
            "XGROUP",
            "XINFO");

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    private CommandWords() {}

    /** The name of a command, in capitals, as in {@code CONFIG SET}. */
    static String name(List<String> words) {
        String first = words.isEmpty() ? "" : words.get(0).toUpperCase(Locale.ROOT);
        return CONTAINERS.contains(first) && words.size() > 1
                ? first + " " + words.get(1).toUpperCase(Locale.ROOT)
                : first;
    }

    static List<String> words(Command command) {
        return command.argv().stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
    }

    /** A command with single blanks and its name in capitals, so that two spellings of it are equal. */
    static String normal(List<String> words) {
        List<String> normal = new ArrayList<>(words);
        if (!normal.isEmpty()) {
            normal.set(0, normal.get(0).toUpperCase(Locale.ROOT));
        }
        return String.join(" ", normal);
    }

    /** The commands of a text; none when it can't be read, which others report. */
    static List<Command> parse(String text) {
        try {
            return CommandText.parse(text);
        } catch (CommandText.SyntaxException e) {
            return List.of();
        }
    }

    /** Commands that a Markdown text shows: code within a line, and lines of code blocks, with or without a prompt. */
    static List<String> shown(String markdown) {
        List<String> shown = new ArrayList<>();
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            if (line.strip().startsWith("```")) {
                inside = !inside;
            } else if (inside) {
                add(line.replaceFirst("^\\s*(lab|redis)(@[a-z])?> ", ""), shown);
            } else {
                Matcher code = CODE.matcher(line);
                while (code.find()) {
                    add(code.group(1), shown);
                }
            }
        }
        return shown;
    }

    private static void add(String code, List<String> shown) {
        for (Command command : parse(code)) {
            shown.add(normal(words(command)));
        }
    }

    /** Whether a command's name stands in a text as a word of its own. */
    static boolean mentions(String text, String name) {
        int at = text.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (starts && ends) {
                return true;
            }
            at = text.indexOf(name, at + 1);
        }
        return false;
    }
}
