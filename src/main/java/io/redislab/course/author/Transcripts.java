package io.redislab.course.author;

import io.redislab.course.Step;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Where;
import io.redislab.grading.World;
import io.redislab.resp.CliFormat;
import io.redislab.resp.CommandText;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the blocks of a step's text that show a session: lines that start with {@code lab> } are commands, what follows is
 * what redis-cli would show. {@code …} in a shown line stands for anything. All blocks of a step run in one fork of the
 * world, in order.
 */
final class Transcripts {
    private static final String OPEN = "```transcript";
    private static final String CLOSE = "```";
    private static final String PROMPT = "lab> ";

    private final Step step;
    private final Faults faults;

    Transcripts(Step step, Faults faults) {
        this.step = step;
        this.faults = faults;
    }

    /** @param line of the step's file */
    private record Exchange(int line, String command, List<String> shown) {}

    void test(World world) {
        List<Exchange> exchanges = exchanges();
        if (exchanges.isEmpty()) {
            return;
        }
        try (World fork = world.fork()) {
            exchanges.forEach(exchange -> compare(exchange, fork));
        }
    }

    private void compare(Exchange exchange, World fork) {
        try {
            for (CommandText.Command command : CommandText.parse(exchange.command())) {
                Reply reply = fork.client(command.client()).call(command.argv());
                List<String> actual = CliFormat.forPeople(reply, command.argv())
                        .stripTrailing()
                        .lines()
                        .toList();
                if (!same(exchange.shown(), actual)) {
                    report(
                            exchange,
                            "shown is\n" + String.join("\n", exchange.shown()) + "\nbut `" + command.text()
                                    + "` replies\n" + String.join("\n", actual));
                }
            }
        } catch (CommandText.SyntaxException e) {
            report(exchange, "'" + exchange.command() + "': " + e.getMessage());
        }
    }

    private void report(Exchange exchange, String message) {
        Where where = new Where(step.where().file(), exchange.line(), 1);
        faults.error(where, "transcript", message, "show what is really replied; … stands for anything");
    }

    private static boolean same(List<String> shown, List<String> actual) {
        if (shown.equals(List.of("…"))) {
            return true;
        }
        if (shown.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < shown.size(); i++) {
            if (!fits(shown.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(String shown, String actual) {
        int gap = shown.indexOf('…');
        return gap < 0
                ? shown.equals(actual)
                : actual.length() >= shown.length() - 1
                        && actual.startsWith(shown.substring(0, gap))
                        && actual.endsWith(shown.substring(gap + 1));
    }

    private List<Exchange> exchanges() {
        List<Exchange> found = new ArrayList<>();
        String command = null;
        List<String> shown = new ArrayList<>();
        boolean inside = false;
        int number = step.textLine() - 1;
        int commandLine = 0;
        for (String line : step.text().lines().toList()) {
            number++;
            boolean starts = inside && line.startsWith(PROMPT);
            if (command != null && (starts || line.equals(CLOSE))) {
                found.add(new Exchange(commandLine, command, List.copyOf(shown)));
                command = null;
            }
            if (starts) {
                command = line.substring(PROMPT.length());
                commandLine = number;
                shown.clear();
            } else if (line.equals(OPEN)) {
                inside = true;
            } else if (line.equals(CLOSE)) {
                inside = false;
            } else if (command != null) {
                shown.add(line);
            }
        }
        return found;
    }
}
