package io.redislab.terminal;

import io.redislab.lab.ScriptTape;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The word ldb: goes through a script line by line, forth and back, on a copy of the world. */
final class DebugWords {
    private static final int AROUND = 3;
    private static final int MAX_LINE = 200;

    private final Worlds worlds;
    private final Voice voice;
    private final Screen screen;
    private final Supplier<String> client;
    private final Consumer<Command> run;
    private final Set<Integer> breakpoints = new TreeSet<>();
    private final Set<String> watched = new TreeSet<>();
    private @Nullable Command command;
    private @Nullable ScriptTape tape;
    private List<String> source = List.of();
    private int at;

    /** @param run runs a command at the prompt, for good */
    DebugWords(Worlds worlds, Voice voice, Screen screen, Supplier<String> client, Consumer<Command> run) {
        this.worlds = worlds;
        this.voice = voice;
        this.screen = screen;
        this.client = client;
        this.run = run;
    }

    void ldb(String rest) {
        String first = rest.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        String more = rest.strip().length() > first.length()
                ? rest.strip().substring(first.length()).strip()
                : "";
        if (first.equals("eval") || first.equals("eval_ro")) {
            begin(rest);
        } else if (tape == null) {
            voice.line(
                    Mark.NOTE,
                    "ldb EVAL \"script\" 1 key argument goes through a script line by line, on a copy of this world.");
        } else {
            go(first, more);
        }
    }

    private void begin(String rest) {
        try {
            List<Command> commands = CommandText.parse(rest);
            Command eval = commands.get(0);
            if (commands.size() != 1 || eval.argv().size() < 3) {
                voice.line(Mark.TROUBLE, "ldb takes one EVAL with its number of keys.");
                return;
            }
            command = new Command(1, eval.text(), eval.argv(), client.get());
            ScriptTape recorded = worlds.recordScript(client.get(), eval.argv());
            tape = recorded;
            source = new String(eval.argv().get(1), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            breakpoints.clear();
            at = 0;
            if (recorded.stops().isEmpty()) {
                end(recorded);
                return;
            }
            show();
            voice.line(
                    Mark.NOTE,
                    "ldb step goes on, ldb back goes back, ldb break 3 and ldb continue run to a line, ldb print and"
                            + " ldb watch x show variables, ldb accept runs it for good, ldb end forgets it.");
        } catch (CommandText.SyntaxException e) {
            voice.line(Mark.TROUBLE, "That can't be read: " + e.getMessage());
        }
    }

    private void go(String word, String rest) {
        switch (word) {
            case "step", "s", "next", "n" -> move(at + 1);
            case "back", "b" -> move(at - 1);
            case "continue", "c" -> move(nextBreakpoint());
            case "start" -> move(0);
            case "break" -> toggle(rest);
            case "print", "p" -> print(rest);
            case "watch" -> watch(rest);
            case "list", "whole", "l" -> list(1, source.size());
            case "accept" -> accept();
            case "end", "abort" -> {
                tape = null;
                voice.line(Mark.NOTE, "Nothing has happened: it was a copy.");
            }
            default ->
                voice.line(
                        Mark.TROUBLE,
                        "ldb step, back, continue, start, break LINE, print [NAME], watch NAME, list, accept or"
                                + " end.");
        }
    }

    private ScriptTape tape() {
        if (tape == null) {
            throw new IllegalStateException("no script is recorded");
        }
        return tape;
    }

    private void move(int to) {
        if (to < 0) {
            voice.line(Mark.NOTE, "This is where the script begins.");
            return;
        }
        if (to >= tape().stops().size() || tape().stops().get(to).line() == 0) {
            at = Math.max(0, Math.min(to, tape().stops().size()) - 1);
            calls(to);
            end(tape());
            return;
        }
        at = to;
        show();
    }

    private int nextBreakpoint() {
        for (int i = at + 1; i < tape().stops().size(); i++) {
            if (breakpoints.contains(tape().stops().get(i).line())) {
                return i;
            }
        }
        return tape().stops().size();
    }

    private void calls(int stop) {
        if (stop < tape().stops().size()) {
            tape().stops().get(stop).calls().forEach(line -> voice.line(Mark.DETAIL, shorter(line)));
        }
    }

    private void show() {
        ScriptTape.Stop stop = tape().stops().get(at);
        calls(at);
        list(stop.line() - AROUND, stop.line() + AROUND);
        for (String variable : stop.variables()) {
            if (watched.stream().anyMatch(name -> variable.startsWith("<value> " + name + " ="))) {
                voice.line(Mark.DETAIL, shorter(variable.replace("<value> ", "")));
            }
        }
    }

    private void end(ScriptTape ended) {
        if (ended.outcome().isPresent()) {
            voice.line(Mark.NOTE, "The script is at its end and answers:");
            screen.print(Replies.show(ended.outcome().get(), List.of()));
            voice.line(Mark.NOTE, "ldb back goes back into it, ldb accept runs it for good.");
        } else {
            voice.line(
                    Mark.NOTE,
                    "The script goes on; only its first " + ended.stops().size() + " lines were recorded.");
        }
    }

    private void list(int from, int to) {
        int line = tape().stops().isEmpty() ? 0 : tape().stops().get(at).line();
        List<String> lines = new ArrayList<>();
        for (int i = Math.max(1, from); i <= Math.min(source.size(), to); i++) {
            String mark = i == line ? "→" : breakpoints.contains(i) ? "●" : " ";
            lines.add(mark + " " + (i < 10 ? " " : "") + i + "  " + Printable.line(source.get(i - 1)));
        }
        voice.drawing(lines);
    }

    private void toggle(String rest) {
        if (!rest.matches("[0-9]{1,5}") || Integer.parseInt(rest) > source.size() || Integer.parseInt(rest) < 1) {
            voice.line(Mark.TROUBLE, "ldb break takes a line of the script, 1 to " + source.size() + ".");
            return;
        }
        int line = Integer.parseInt(rest);
        if (!breakpoints.remove(line)) {
            breakpoints.add(line);
        }
        voice.line(
                Mark.NOTE,
                breakpoints.isEmpty()
                        ? "No breakpoint is set."
                        : "Breakpoints: "
                                + breakpoints.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
    }

    private void print(String name) {
        List<String> variables =
                tape().stops().isEmpty() ? List.of() : tape().stops().get(at).variables();
        List<String> wanted = variables.stream()
                .filter(line -> name.isEmpty() || line.startsWith("<value> " + name + " ="))
                .map(line -> shorter(line.replace("<value> ", "")))
                .toList();
        if (wanted.isEmpty()) {
            voice.line(
                    Mark.NOTE,
                    name.isEmpty()
                            ? "No local variable has a value yet."
                            : "There is no local variable " + name + " here.");
        }
        wanted.forEach(line -> voice.line(Mark.DETAIL, line));
        given().forEach(line -> {
            if (name.isEmpty() || line.startsWith(name.toUpperCase(Locale.ROOT))) {
                voice.line(Mark.DETAIL, line);
            }
        });
    }

    /** KEYS and ARGV, as they were given. */
    private List<String> given() {
        Command eval = command;
        List<String> lines = new ArrayList<>();
        if (eval != null) {
            String number = new String(eval.argv().get(2), StandardCharsets.UTF_8);
            int keys = number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0;
            for (int i = 3; i < eval.argv().size(); i++) {
                boolean key = i - 3 < keys;
                lines.add((key ? "KEYS[" + (i - 2) : "ARGV[" + (i - 2 - keys)) + "] = "
                        + shorter(Printable.bytes(eval.argv().get(i))));
            }
        }
        return lines;
    }

    private void watch(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,60}")) {
            voice.line(Mark.TROUBLE, "ldb watch takes the name of a local variable.");
            return;
        }
        if (!watched.remove(name)) {
            watched.add(name);
        }
        voice.line(
                Mark.NOTE,
                watched.isEmpty() ? "No variable is watched." : "Watched: " + String.join(", ", watched) + ".");
    }

    private void accept() {
        Command eval = command;
        tape = null;
        if (eval != null) {
            run.accept(eval);
        }
    }

    private static String shorter(String line) {
        String safe = Printable.line(line);
        return safe.length() > MAX_LINE ? safe.substring(0, MAX_LINE) + "…" : safe;
    }
}
