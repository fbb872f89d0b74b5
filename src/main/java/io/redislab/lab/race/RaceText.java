package io.redislab.lab.race;

import io.redislab.lab.TimeText;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a race, one line after the other, from a file or as it is typed:
 *
 * <pre>
 * setup SET lock A EX 30
 * a GET lock
 * a DEL lock            if a1 = A
 * b SET lock B NX
 * clock +31s
 * holds GET lock = B    if b1 = OK
 * </pre>
 *
 * <p>A line {@code crash} takes the power away, at any time.
 *
 * <p>{@code a1} is the reply to a's first step; <code>{{a1 + 1}}</code> in a command stands for its value. Commands that
 * nobody may come between stand in one line, with {@code ;} between them; the reply is the last one's. {@code ok(a3, b3)}
 * counts the replies that are neither nil nor an error.
 */
public final class RaceText {
    private static final int MAX_STEPS = 16;
    private static final String WORD = "(\"[^\"]*\"|'[^']*'|\\S+)";
    private static final String OPERATOR = "(=|!=|<=|>=|<|>)";
    private static final Pattern CONDITIONAL =
            Pattern.compile("^(.*?)\\s+if\\s+(ok\\([^)]*\\)|" + WORD + ")\\s+" + OPERATOR + "\\s+" + WORD + "$");
    private static final Pattern COMPARISON =
            Pattern.compile("^(.+?)\\s+" + OPERATOR + "\\s+(ok\\([^)]*\\)|" + WORD + ")$");
    private static final Pattern NAME = Pattern.compile("[a-d][0-9]{1,2}");
    private static final Pattern VALUE = Pattern.compile("\\{\\{(.*?)}}");

    private final List<Command> setup = new ArrayList<>();
    private final List<Race.Step> steps = new ArrayList<>();
    private final List<Race.Invariant> holds = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    /** In which line each step stands. */
    private final List<Integer> stepLines = new ArrayList<>();

    private final List<Integer> holdLines = new ArrayList<>();
    private int number;

    /** What a line can't be read for. */
    public static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    /** The race in a text; a fault names its line. */
    public static Race read(String text) throws Fault {
        RaceText race = new RaceText();
        for (String line : text.lines().toList()) {
            try {
                race.add(line);
            } catch (Fault e) {
                throw new Fault("line " + race.number + ": " + e.getMessage());
            }
        }
        return race.race();
    }

    /** Adds a line. */
    public void add(String text) throws Fault {
        number++;
        String line = CommandText.withoutComment(text).strip();
        if (line.isEmpty()) {
            return;
        }
        int blank = line.indexOf(' ');
        String first = blank < 0 ? line : line.substring(0, blank);
        String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
        if (first.equals(Race.CRASH)) {
            if (!rest.isEmpty()) {
                throw new Fault("crash stands alone");
            }
            steps.add(new Race.Step(Race.CRASH, name(Race.CRASH), "the power goes", Optional.empty(), 0));
        } else if (rest.isEmpty()) {
            throw new Fault("'" + first + "' is followed by nothing");
        } else {
            add(first, rest);
        }
        while (stepLines.size() < steps.size()) {
            stepLines.add(number);
        }
        while (holdLines.size() < holds.size()) {
            holdLines.add(number);
        }
        if (steps.size() > MAX_STEPS) {
            throw new Fault("more than " + MAX_STEPS + " steps have too many orders to be looked at");
        }
    }

    private void add(String first, String rest) throws Fault {
        switch (first) {
            case "setup" -> setup.addAll(commands(rest));
            case "clock" -> clock(rest);
            case "holds" -> holds(rest);
            default -> {
                if (!first.matches("[a-d]")) {
                    throw new Fault("'" + first + "' is no client: a, b, c or d, or one of setup, clock, crash, holds");
                }
                step(first, rest);
            }
        }
    }

    private static List<Command> commands(String text) throws Fault {
        try {
            return CommandText.parse(text);
        } catch (CommandText.SyntaxException e) {
            throw new Fault(e.getMessage());
        }
    }

    private void clock(String rest) throws Fault {
        long micros = TimeText.duration(rest.startsWith("+") ? rest.substring(1) : rest)
                .orElseThrow(() -> new Fault("'" + rest + "' is no time, as in clock +30s"));
        steps.add(new Race.Step(
                Race.CLOCK, name(Race.CLOCK), "clock +" + rest.replace("+", ""), Optional.empty(), micros));
    }

    private void step(String client, String rest) throws Fault {
        Matcher conditional = CONDITIONAL.matcher(rest);
        Optional<Race.Condition> when = Optional.empty();
        String text = rest;
        if (conditional.matches()) {
            text = conditional.group(1);
            when = Optional.of(condition(conditional.group(2), conditional.group(4), conditional.group(5)));
        }
        for (String part : parts(text)) {
            commands(part.replace("{{", "").replace("}}", ""));
        }
        steps.add(new Race.Step(client, name(client), text.strip(), when, 0));
    }

    /** The commands of one step. */
    static List<String> parts(String text) {
        return List.of(text.split("\\s+;\\s+"));
    }

    private String name(String actor) {
        String letter = actor.equals(Race.CLOCK) ? "t" : actor.equals(Race.CRASH) ? "x" : actor;
        return letter + counts.merge(actor, 1, Integer::sum);
    }

    private void holds(String rest) throws Fault {
        Matcher conditional = CONDITIONAL.matcher(rest);
        Optional<Race.Condition> when = Optional.empty();
        String text = rest;
        if (conditional.matches()) {
            text = conditional.group(1);
            when = Optional.of(condition(conditional.group(2), conditional.group(4), conditional.group(5)));
        }
        Matcher comparison = COMPARISON.matcher(text.strip());
        if (!comparison.matches()) {
            throw new Fault("'" + text + "' compares nothing: holds GET lock = B");
        }
        String left = comparison.group(1).strip();
        boolean own = NAME.matcher(left).matches() || left.startsWith("ok(");
        if (!own) {
            commands(left);
        }
        holds.add(new Race.Invariant(
                own ? "" : left,
                condition(own ? left : "reply", comparison.group(2), comparison.group(3)),
                when,
                rest));
    }

    private static Race.Condition condition(String left, String operator, String right) {
        return new Race.Condition(unquoted(left), operator, unquoted(right));
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() >= 2
                && (word.charAt(0) == '"' || word.charAt(0) == '\'')
                && word.charAt(word.length() - 1) == word.charAt(0);
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    /** What was read so far. */
    public Race race() throws Fault {
        checkNames();
        List<String> actors = steps.stream().map(Race.Step::actor).distinct().toList();
        if (actors.size() < 2) {
            throw new Fault("a race needs the steps of at least two clients");
        }
        if (holds.isEmpty()) {
            throw new Fault("a line with holds is missing: what must be true, whatever the order");
        }
        return new Race(setup, steps, holds);
    }

    /** Each reply that a line speaks of is that of a step; a client's own, of an earlier one. */
    private void checkNames() throws Fault {
        List<String> names = steps.stream().map(Race.Step::name).toList();
        for (int i = 0; i < steps.size(); i++) {
            Race.Step step = steps.get(i);
            List<String> used = new ArrayList<>();
            Matcher values = VALUE.matcher(step.text());
            while (values.find()) {
                NAME.matcher(values.group(1)).results().forEach(result -> used.add(result.group()));
            }
            step.when().ifPresent(when -> used.addAll(replies(when)));
            for (String name : used) {
                check(name, names, stepLines.get(i));
                if (name.startsWith(step.actor()) && names.indexOf(name) >= i) {
                    throw new Fault(
                            "line " + stepLines.get(i) + ": " + name + " is the reply to this step or a later one");
                }
            }
        }
        for (int i = 0; i < holds.size(); i++) {
            Race.Invariant invariant = holds.get(i);
            List<String> used = new ArrayList<>();
            if (invariant.command().isEmpty()) {
                used.addAll(replies(invariant.condition()));
            }
            invariant.when().ifPresent(when -> used.addAll(replies(when)));
            for (String name : used) {
                check(name, names, holdLines.get(i));
            }
        }
    }

    /** The replies that a condition looks at: what stands on its left, or within {@code ok(…)}. */
    private static List<String> replies(Race.Condition condition) {
        String left = condition.left();
        return left.startsWith("ok(")
                ? List.of(left.substring(3, left.length() - 1).strip().split("\\s*,\\s*"))
                : List.of(left);
    }

    private static void check(String name, List<String> names, int line) throws Fault {
        if (!names.contains(name)) {
            throw new Fault("line " + line + ": '" + name + "' is the reply of no step: a1 is that of a's first one");
        }
    }

    /** The lines that were added, for whoever wants to see them again. */
    public int size() {
        return setup.size() + steps.size() + holds.size();
    }
}
