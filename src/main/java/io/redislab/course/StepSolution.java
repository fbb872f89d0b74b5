package io.redislab.course;

import io.redislab.course.yaml.Types;
import io.redislab.grading.Check;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A step's solution: commands, and between them the lab's words for time and for the end of a server. */
public final class StepSolution {
    private static final String CLOCK = "clock +";
    private static final Map<String, Check.Ending> ENDINGS = Map.of(
            "restart", Check.Ending.CLEAN,
            "kill", Check.Ending.KILL,
            "crash", Check.Ending.POWER);

    private StepSolution() {}

    /** What is done together. */
    public sealed interface Part {
        /** Commands for Redis. */
        record Commands(List<Command> commands) implements Part {
            public Commands {
                commands = List.copyOf(commands);
            }
        }

        /** The clock is turned. @param text as it is typed */
        record Turn(String text, Duration by) implements Part {}

        /** The server ends and starts again. @param text as it is typed */
        record Restart(String text, Check.Ending ending) implements Part {}
    }

    /**
     * What a learner does, in order.
     *
     * @throws CommandText.SyntaxException when a command can't be read
     */
    public static List<Part> parts(Step step) throws CommandText.SyntaxException {
        List<Part> parts = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (String line : step.solution()) {
            Optional<Part> word = word(line);
            if (word.isPresent()) {
                addCommands(pending, parts);
                parts.add(word.get());
            } else {
                pending.append(line).append('\n');
            }
        }
        addCommands(pending, parts);
        return parts;
    }

    private static void addCommands(StringBuilder pending, List<Part> to) throws CommandText.SyntaxException {
        List<Command> commands = CommandText.parse(pending.toString());
        if (!commands.isEmpty()) {
            to.add(new Part.Commands(commands));
        }
        pending.setLength(0);
    }

    /** What of it goes to Redis. */
    public static String commands(Step step) {
        return step.solution().stream().filter(line -> word(line).isEmpty()).collect(Collectors.joining("\n"));
    }

    private static Optional<Part> word(String line) {
        Check.Ending ending = ENDINGS.get(line);
        if (ending != null) {
            return Optional.of(new Part.Restart(line, ending));
        }
        Optional<Duration> time =
                line.startsWith(CLOCK) ? Types.duration(line.substring(CLOCK.length())) : Optional.empty();
        return time.map(by -> new Part.Turn(line, by));
    }
}
