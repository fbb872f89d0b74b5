package io.redislab.lab.paste;

import io.redislab.resp.CommandText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text of commands for the server and lines for a shell, as tutorials mix them. */
final class PasteParser {
    private static final Pattern ASSIGN =
            Pattern.compile("^(?:local |export )?([A-Za-z_][A-Za-z0-9_]*)=(.*)$", Pattern.DOTALL);
    private static final Pattern LOOP =
            Pattern.compile("^for\\s+([A-Za-z_][A-Za-z0-9_]*)\\s+in\\s+(.*)$", Pattern.DOTALL);
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\\1\\s*$");
    private static final Pattern FOREIGN = Pattern.compile(
            "(?:(?:function\\s+)?[A-Za-z_][A-Za-z0-9_-]*\\s*\\(\\)\\s*\\{?|(?:if|while|until|case|menu)\\b).*",
            Pattern.DOTALL);
    private static final Pattern OPENS = Pattern.compile("(?:for|while|until)\\b(?!.*\\bdone\\b).*");
    private static final Pattern CLOSES = Pattern.compile("done\\b.*");
    /** Programs whose calls are understood. */
    static final Set<String> PROGRAMS = Set.of("redis-cli", "echo", "sleep");

    /** What redis-cli does by itself, in a shell. */
    private static final Pattern OWN_MODE = Pattern.compile(
            ".*\\s--(?:bigkeys|memkeys|hotkeys|latency\\S*|stat|scan|rdb|intrinsic-latency|lru-test|ldb\\S*)(?:\\s.*)?",
            Pattern.DOTALL);

    private final Predicate<String> isCommand;
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private int at;

    /** @param isCommand whether a first word is one of the server's commands, or the lab's words */
    PasteParser(String text, Predicate<String> isCommand) {
        this.isCommand = isCommand;
        List<String> raw = text.lines().toList();
        for (int i = 0; i < raw.size(); i++) {
            int number = i + 1;
            StringBuilder line = new StringBuilder(raw.get(i));
            while (i + 1 < raw.size() && line.length() > 0 && line.charAt(line.length() - 1) == '\\') {
                line.setLength(line.length() - 1);
                line.append(' ').append(raw.get(++i).strip());
            }
            lines.add(line.toString());
            numbers.add(number);
        }
    }

    List<Statement> parse() {
        List<Statement> statements = new ArrayList<>();
        while (at < lines.size()) {
            statements.addAll(line());
        }
        return statements;
    }

    private List<Statement> line() {
        int number = numbers.get(at);
        String text = lines.get(at++);
        while (at < lines.size() && CommandText.isOpen(text)) {
            text = text + "\n" + lines.get(at++);
        }
        String bare = CommandText.withoutComment(text).strip();
        return bare.isEmpty() ? List.of() : statement(number, bare);
    }

    private List<Statement> statement(int number, String text) {
        Matcher loop = LOOP.matcher(text);
        if (loop.matches()) {
            return List.of(loop(number, loop));
        }
        if (FOREIGN.matcher(text).matches()) {
            return List.of(foreign(number, text));
        }
        Matcher assign = ASSIGN.matcher(text);
        if (assign.matches()) {
            return List.of(new Statement.Assign(number, assign.group(1), assign.group(2)));
        }
        List<String> parts = ShellWords.split(text, ';');
        List<Statement> statements = new ArrayList<>();
        for (String part : parts) {
            if (!part.isBlank()) {
                statements.add(simple(number, part.strip()));
            }
        }
        return statements;
    }

    private Statement simple(int number, String text) {
        String first = ShellWords.first(text);
        if (PROGRAMS.contains(first)) {
            Matcher heredoc = HEREDOC.matcher(text);
            if (heredoc.find()) {
                String body = body(heredoc.group(2));
                return new Statement.Call(
                        number,
                        ShellWords.words(text.substring(0, heredoc.start())),
                        Optional.of(body),
                        !heredoc.group(1).isEmpty());
            }
            return ShellWords.split(text, '|').size() > 1
                            || text.contains(">")
                            || OWN_MODE.matcher(text).matches()
                    ? new Statement.Foreign(number, text)
                    : new Statement.Call(number, ShellWords.words(text), Optional.empty(), false);
        }
        return isCommand.test(first) ? new Statement.Redis(number, text) : new Statement.Foreign(number, text);
    }

    /** The lines up to the one that ends a here-document. */
    private String body(String end) {
        StringBuilder body = new StringBuilder();
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.strip().equals(end)) {
                break;
            }
            body.append(line).append('\n');
        }
        return body.toString();
    }

    private Statement loop(int number, Matcher head) {
        String name = head.group(1);
        String rest = head.group(2).strip();
        String words = rest;
        List<Statement> body = new ArrayList<>();
        int cut = rest.indexOf(";");
        if (cut >= 0) {
            words = rest.substring(0, cut);
            String after = rest.substring(cut + 1).strip();
            if (after.startsWith("do")) {
                after = after.substring(2).strip();
            }
            int done = after.lastIndexOf("done");
            if (done >= 0 && after.substring(done + 4).isBlank()) {
                body.addAll(statement(number, after.substring(0, done).strip().replaceFirst(";$", "")));
                return new Statement.Loop(number, name, ShellWords.words(words), body);
            }
            if (!after.isEmpty()) {
                body.addAll(statement(number, after));
            }
        }
        int begin = at;
        while (at < lines.size()) {
            String line = lines.get(at).strip();
            if (line.equals("done") || line.startsWith("done ") || line.startsWith("done<")) {
                at++;
                return line.equals("done")
                        ? new Statement.Loop(number, name, ShellWords.words(words), body)
                        : new Statement.Foreign(number, "for " + name);
            }
            if (line.equals("do")) {
                at++;
            } else if (FOREIGN.matcher(line).matches()) {
                return foreignLoop(number, name);
            } else {
                body.addAll(line());
            }
        }
        at = Math.max(at, begin);
        return new Statement.Foreign(number, "for " + name + ", whose done is missing");
    }

    /** What is left of a loop that holds what only a shell understands, to its own done. */
    private Statement foreignLoop(int number, String name) {
        int depth = 1;
        while (depth > 0 && at < lines.size()) {
            String line = lines.get(at++).strip();
            if (OPENS.matcher(line).matches()) {
                depth++;
            } else if (CLOSES.matcher(line).matches()) {
                depth--;
            }
        }
        return new Statement.Foreign(number, "for " + name);
    }

    /** A block that only a shell understands, to its end. */
    private Statement foreign(int number, String text) {
        String first = ShellWords.first(text);
        String end =
                switch (first) {
                    case "if" -> "fi";
                    case "while", "until" -> "done";
                    case "case" -> "esac";
                    default -> "}";
                };
        boolean closed = text.strip().endsWith(end) && !text.strip().equals(first);
        int depth = closed ? 0 : 1;
        while (depth > 0 && at < lines.size()) {
            String line = lines.get(at++);
            // A block's end stands at the start of a line in what people paste.
            depth = line.equals(end) || line.startsWith(end + " ") || line.equals(end + ")") ? 0 : depth;
        }
        return new Statement.Foreign(number, text.lines().findFirst().orElse(text));
    }
}
