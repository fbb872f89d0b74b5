package io.redislab.lab.paste;

import io.redislab.resp.CliFormat;
import io.redislab.resp.CommandText;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs what was pasted and was written for a shell: calls of redis-cli with their here-documents, loops over ranges,
 * {@code $(date +%s)}. What needs a real shell is left out and named. Says what it made of the text, and what redis-cli
 * itself would have said where that differs.
 */
public final class Paste {
    /** Lines that a shell begins with, or that lead to redis-cli. */
    private static final Pattern SHELL = Pattern.compile("for\\s+\\w+\\s+in\\s.*"
            + "|echo\\s.*[\"'$].*"
            + "|[A-Za-z_][A-Za-z0-9_]*=(\\$\\(|[\"'0-9]).*"
            + "|[A-Za-z_][A-Za-z0-9_]*\\(\\)\\s*\\{.*"
            + "|.*\\|\\s*redis-cli\\b.*");

    /** {@code cat <<EOF | redis-cli}, which is another way to write {@code redis-cli <<EOF}. */
    private static final Pattern CAT =
            Pattern.compile("(?m)^\\s*cat\\s+(<<-?\\s*['\"]?\\w+['\"]?)\\s*\\|\\s*(redis-cli\\b.*)$");

    private static final int MAX_COMMANDS = 10_000;

    /** Where the commands go. */
    public interface Host {
        /** Runs a command at the prompt and shows it with its reply. */
        void run(CommandText.Command command);

        /** Runs a command whose reply is put into a text. */
        Reply ask(List<byte[]> argv);

        void print(String line);

        /** A word on what was done. */
        void note(String sentence);
    }

    private final Host host;
    private final Map<String, String> variables = new HashMap<>();
    private final ShellExpansion shell;
    private final Set<String> notes = new LinkedHashSet<>();
    private int commands;

    private Paste(Host host, long nowMillis) {
        this.host = host;
        this.shell = new ShellExpansion(variables, nowMillis, this::printed);
    }

    /** Whether a text has anything in it that only a shell understands. */
    public static boolean isForShell(String text) {
        return text.lines()
                .map(String::strip)
                .anyMatch(line -> line.startsWith("redis-cli")
                        || CAT.matcher(line).find()
                        || SHELL.matcher(line).matches()
                        || line.contains("$(date ")
                        || line.contains("$((")
                        || line.contains("$(redis-cli ")
                        || line.endsWith("\\"));
    }

    /**
     * Runs a text.
     *
     * @param isCommand whether a first word is the server's or the lab's
     * @param nowMillis Unix time in ms, for {@code date}
     */
    public static void run(String text, Predicate<String> isCommand, long nowMillis, Host host) {
        Paste paste = new Paste(host, nowMillis);
        paste.run(new PasteParser(CAT.matcher(text).replaceAll("$2 $1"), isCommand).parse());
        paste.notes.forEach(host::note);
    }

    private void run(List<Statement> statements) {
        for (Statement statement : statements) {
            try {
                run(statement);
            } catch (ShellExpansion.Unknown | CommandText.SyntaxException e) {
                notes.add("Line " + statement.line() + " was left out: " + e.getMessage() + ".");
            }
        }
    }

    private void run(Statement statement) throws CommandText.SyntaxException {
        if (statement instanceof Statement.Redis redis) {
            send(redis.text().indexOf('$') >= 0 ? dollars(redis.text()) : redis.text());
        } else if (statement instanceof Statement.Assign assign) {
            variables.put(assign.name(), shell.word(assign.word()));
        } else if (statement instanceof Statement.Loop loop) {
            for (String value : shell.words(loop.words())) {
                variables.put(loop.name(), value);
                run(loop.body());
            }
        } else if (statement instanceof Statement.Call call) {
            run(call);
        } else if (statement instanceof Statement.Foreign foreign) {
            String first = foreign.text().length() > 40 ? foreign.text().substring(0, 40) + "…" : foreign.text();
            notes.add("Line " + foreign.line() + " needs a shell (the word shell opens yours) and was left out: "
                    + first);
        }
    }

    /** A command of the prompt in which a shell would put something: only that is done, its quotes are the server's. */
    private String dollars(String text) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int end = text.charAt(i) == '$' ? ShellWords.unit(text, i) : i + 1;
            if (text.charAt(i) == '$' && end == i + 1) {
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                    end++;
                }
                String name = text.substring(i + 1, end);
                out.append(variables.getOrDefault(name, "$" + name));
            } else {
                out.append(text.charAt(i) == '$' ? shell.word(text.substring(i, end)) : text.substring(i, end));
            }
            i = end;
        }
        return out.toString();
    }

    private void send(String text) throws CommandText.SyntaxException {
        for (CommandText.Command command : CommandText.parse(text)) {
            send(command);
        }
    }

    private void send(CommandText.Command command) {
        if (++commands > MAX_COMMANDS) {
            throw new ShellExpansion.Unknown("more than " + MAX_COMMANDS + " commands");
        }
        host.run(command);
    }

    private void send(List<String> words) {
        List<byte[]> argv = new ArrayList<>();
        words.forEach(word -> argv.add(word.getBytes(StandardCharsets.UTF_8)));
        send(new CommandText.Command(1, String.join(" ", words), argv, ""));
    }

    private void run(Statement.Call call) throws CommandText.SyntaxException {
        List<String> words = shell.words(call.words());
        switch (words.get(0)) {
            case "echo" -> host.print(String.join(" ", words.subList(1, words.size())));
            case "sleep" -> notes.add("sleep was left out; clock +1s lets time pass.");
            default -> redisCli(words, call);
        }
    }

    private void redisCli(List<String> words, Statement.Call call) throws CommandText.SyntaxException {
        CliCall cli = CliCall.read(words);
        String input = call.input()
                .map(text -> call.literal() ? text : shell.inQuotes(text))
                .orElse("");
        notes.addAll(cli.notes());
        if (cli.eval().isPresent()) {
            if (call.input().isEmpty()) {
                notes.add("redis-cli --eval " + cli.eval().get()
                        + " reads a file, which the lab does not open: give its text to EVAL.");
                return;
            }
            List<String> eval = new ArrayList<>(
                    List.of("EVAL", input, String.valueOf(cli.keys().size())));
            eval.addAll(cli.keys());
            eval.addAll(cli.args());
            if (cli.eval().get().equals("-")) {
                notes.add("redis-cli has no --eval -: it says Can't open file '-'. --eval /dev/stdin reads the lines"
                        + " that follow.");
            }
            if (cli.args().isEmpty() && cli.keys().size() > 0 && input.contains("ARGV[")) {
                notes.add(
                        "Without a comma between blanks all words are KEYS, and ARGV is empty: --eval /dev/stdin key ,"
                                + " argument.");
            }
            send(eval);
        } else if (cli.words().isEmpty()) {
            if (input.isEmpty()) {
                notes.add("redis-cli would connect; you are connected already.");
            }
            for (String line : input.lines().toList()) {
                send(line);
            }
        } else {
            List<String> all = new ArrayList<>(cli.words());
            if (cli.lastFromInput()) {
                all.add(input.endsWith("\n") ? input.substring(0, input.length() - 1) : input);
            }
            send(all);
        }
    }

    /** What a call inside {@code $( )} prints: raw, as redis-cli does into a pipe. */
    private String printed(List<String> words) {
        CliCall cli = CliCall.read(words);
        List<byte[]> argv = new ArrayList<>();
        cli.words().forEach(word -> argv.add(word.getBytes(StandardCharsets.UTF_8)));
        if (argv.isEmpty()) {
            throw new ShellExpansion.Unknown("$(redis-cli) without a command needs a shell");
        }
        return new String(CliFormat.raw(host.ask(argv)), StandardCharsets.UTF_8);
    }
}
