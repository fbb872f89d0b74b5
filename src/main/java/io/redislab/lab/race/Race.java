package io.redislab.lab.race;

import io.redislab.resp.CommandText.Command;
import java.util.List;
import java.util.Optional;

/**
 * Clients that do their steps in no particular order, and what must hold whatever the order.
 *
 * @param setup what is done once before
 * @param steps of all clients, each client's own in their order
 * @param holds what must be true in the end
 */
public record Race(List<Command> setup, List<Step> steps, List<Invariant> holds) {
    /** Who turns the clock. */
    public static final String CLOCK = "clock";

    /** Who takes the power away. */
    public static final String CRASH = "crash";

    public Race {
        setup = List.copyOf(setup);
        steps = List.copyOf(steps);
        holds = List.copyOf(holds);
    }

    /**
     * One step: nobody comes in between its commands.
     *
     * @param actor a client's letter, {@link #CLOCK} or {@link #CRASH}
     * @param name of its reply, as in {@code a1}
     * @param text as it was written, with {@code {{names}}} of earlier replies
     * @param when whether it is done at all
     * @param micros how far the clock is turned, for the clock's steps
     */
    public record Step(String actor, String name, String text, Optional<Condition> when, long micros) {}

    /** A comparison of two words, each a literal or the name of a reply; {@code nil} for none. */
    public record Condition(String left, String operator, String right) {
        @Override
        public String toString() {
            return left + " " + operator + " " + right;
        }
    }

    /**
     * What must be true.
     *
     * @param command whose reply is compared, or empty when the condition stands for itself
     * @param condition with {@code reply} for the command's reply
     * @param when only then
     */
    public record Invariant(String command, Condition condition, Optional<Condition> when, String text) {}

    /** The clients in order of their first step, the clock and the power among them. */
    public List<String> actors() {
        return steps.stream().map(Step::actor).distinct().toList();
    }
}
