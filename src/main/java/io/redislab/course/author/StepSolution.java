package io.redislab.course.author;

import io.redislab.course.Step;
import io.redislab.course.yaml.Types;
import io.redislab.grading.Check;
import io.redislab.grading.Grader;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.resp.CommandText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A step's solution: commands, and between them the lab's words for time and for the end of a server. */
final class StepSolution {
    private static final String CLOCK = "clock +";
    private static final Map<String, Check.Ending> ENDINGS = Map.of(
            "restart", Check.Ending.CLEAN,
            "kill", Check.Ending.KILL,
            "crash", Check.Ending.POWER);

    private StepSolution() {}

    /** What of it goes to Redis. */
    static String commands(Step step) {
        return step.solution().stream().filter(line -> !isWord(line)).collect(Collectors.joining("\n"));
    }

    /** Does it as a learner would. */
    static Trace play(Step step, World world) throws CommandText.SyntaxException {
        List<Trace.Entry> entries = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (String line : step.solution()) {
            if (isWord(line)) {
                send(pending, world, entries);
                obey(line, world);
            } else {
                pending.append(line).append('\n');
            }
        }
        send(pending, world, entries);
        return new Trace(entries);
    }

    private static void send(StringBuilder pending, World world, List<Trace.Entry> entries)
            throws CommandText.SyntaxException {
        for (Trace.Entry entry :
                Grader.send(world, CommandText.parse(pending.toString())).entries()) {
            entries.add(new Trace.Entry(entries.size() + 1, entry.command(), entry.reply()));
        }
        pending.setLength(0);
    }

    private static boolean isWord(String line) {
        return ENDINGS.containsKey(line) || time(line).isPresent();
    }

    private static Optional<Duration> time(String line) {
        return line.startsWith(CLOCK) ? Types.duration(line.substring(CLOCK.length())) : Optional.empty();
    }

    private static void obey(String word, World world) {
        World.Control control = world.control().orElseThrow();
        Optional<Duration> time = time(word);
        if (time.isPresent()) {
            control.turn(time.get());
        } else {
            control.restart(ENDINGS.get(word));
        }
    }
}
