package io.redislab.lab.race;

import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Scope;
import io.redislab.grading.Where;
import io.redislab.resp.CommandText;
import io.redislab.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a race in every order. Orders share their beginnings, and where two beginnings lead to the same state (the same
 * keys, clients, replies and time) what follows is run once and counted for both, so that the count is exact and the work
 * is that of the different states.
 */
public final class RaceExplorer {
    private static final long MAX_STATES = 200_000;

    private final Race race;
    private final List<List<Race.Step>> lanes = new ArrayList<>();
    private final boolean crashes;
    private final Map<String, Outcome> known = new HashMap<>();
    private long states;

    /** Too many different states to be run. */
    public static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("more than " + MAX_STATES + " different states: leave a step or a client out");
        }
    }

    /**
     * What follows from a state.
     *
     * @param lane whose step comes next on the shortest way to a failure; -1 at the end
     * @param length how many steps are done on it; counts a change of client as a small part of a step
     */
    private record Outcome(long orders, long broken, int lane, int length) {}

    public RaceExplorer(Race race) {
        this.race = race;
        this.crashes = race.actors().contains(Race.CRASH);
        for (String actor : race.actors()) {
            lanes.add(race.steps().stream()
                    .filter(step -> step.actor().equals(actor))
                    .toList());
        }
    }

    /** Runs every order from this world, which is not changed. */
    public RaceRun run(RaceWorld start) throws TooLarge {
        try (RaceWorld world = start.copy()) {
            for (CommandText.Command command : race.setup()) {
                Reply reply = world.call("a", command.argv());
                if (reply instanceof Reply.Failure failure) {
                    throw new IllegalArgumentException("setup: " + command.text() + ": " + failure.text());
                }
            }
            Replies none = new Replies(Map.of());
            Outcome all = explore(world, new int[lanes.size()], none, -1);
            Optional<RaceRun.Failure> first = all.broken() == 0 ? Optional.empty() : Optional.of(story(world, none));
            return new RaceRun(all.orders(), all.broken(), states, first);
        }
    }

    private String key(RaceWorld world, int[] at, Replies replies, int last) {
        return Arrays.toString(at) + last + replies.key() + world.state(crashes);
    }

    private Outcome explore(RaceWorld world, int[] at, Replies replies, int last) throws TooLarge {
        String key = key(world, at, replies, last);
        Outcome seen = known.get(key);
        if (seen != null) {
            return seen;
        }
        if (++states > MAX_STATES) {
            throw new TooLarge();
        }
        long orders = 0;
        long broken = 0;
        int best = -1;
        int length = Integer.MAX_VALUE;
        for (int lane = 0; lane < at.length; lane++) {
            if (at[lane] == lanes.get(lane).size()) {
                continue;
            }
            try (RaceWorld next = world.copy()) {
                Race.Step step = lanes.get(lane).get(at[lane]);
                RaceRun.Done done = run(next, step, replies);
                at[lane]++;
                Outcome outcome = explore(next, at, replies.with(step.name(), done.reply()), lane);
                at[lane]--;
                orders += outcome.orders();
                broken += outcome.broken();
                int way = outcome.length() + (done.skipped() ? 0 : 100) + (last >= 0 && lane != last ? 1 : 0);
                if (outcome.broken() > 0 && way < length) {
                    length = way;
                    best = lane;
                }
            }
        }
        if (orders == 0) {
            orders = 1;
            broken = violated(world, replies) == null ? 0 : 1;
            length = 0;
        }
        Outcome outcome = new Outcome(orders, broken, best, length);
        known.put(key, outcome);
        return outcome;
    }

    private RaceRun.Done run(RaceWorld world, Race.Step step, Replies replies) {
        Reply none = new Reply.Nil();
        if (step.when().isPresent() && !replies.holds(step.when().get(), none)) {
            return new RaceRun.Done(step, step.text(), none, true);
        }
        if (step.actor().equals(Race.CLOCK)) {
            world.turn(step.micros());
            return new RaceRun.Done(step, step.text(), new Reply.Status("OK"), false);
        }
        if (step.actor().equals(Race.CRASH)) {
            world.crash();
            return new RaceRun.Done(step, step.text(), new Reply.Status("OK"), false);
        }
        String text = expand(step.text(), replies);
        Reply reply = none;
        for (String part : RaceText.parts(text)) {
            reply = call(world, step.actor(), part);
        }
        return new RaceRun.Done(step, text, reply, false);
    }

    private static String expand(String text, Replies replies) {
        Map<String, String> values = new HashMap<>();
        replies.byName().keySet().forEach(name -> {
            String value = replies.value(name);
            // A counter that is not there yet counts from 0, as INCR has it.
            values.put(name, value.equals("nil") ? "0" : value);
        });
        try {
            return new Scope(values).expand(text, Where.NOWHERE);
        } catch (FaultyExercise e) {
            throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
        }
    }

    private static Reply call(RaceWorld world, String client, String text) {
        try {
            List<CommandText.Command> commands = CommandText.parse(text);
            Reply reply = new Reply.Nil();
            for (CommandText.Command command : commands) {
                reply = world.call(client, command.argv());
            }
            return reply;
        } catch (CommandText.SyntaxException e) {
            throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Violation violated(RaceWorld world, Replies replies) {
        for (Race.Invariant invariant : race.holds()) {
            if (invariant.when().isPresent() && !replies.holds(invariant.when().get(), new Reply.Nil())) {
                continue;
            }
            Reply reply = new Reply.Nil();
            if (!invariant.command().isEmpty()) {
                try (RaceWorld look = world.copy()) {
                    reply = call(look, "examiner", invariant.command());
                }
            }
            if (!replies.holds(invariant.condition(), reply)) {
                String actual = invariant.command().isEmpty()
                        ? invariant.condition().left() + " is "
                                + Replies.excerpt(
                                        replies.value(invariant.condition().left()))
                        : invariant.command() + " → " + Replies.excerpt(Replies.text(reply));
                return new Violation(invariant.text(), actual);
            }
        }
        return null;
    }

    private record Violation(String invariant, String actual) {}

    /** Goes the shortest way to a failure once more and tells it. */
    private RaceRun.Failure story(RaceWorld start, Replies from) {
        List<RaceRun.Done> steps = new ArrayList<>();
        int[] at = new int[lanes.size()];
        Replies replies = from;
        int last = -1;
        try (RaceWorld world = start.copy()) {
            while (true) {
                Outcome outcome = known.get(key(world, at, replies, last));
                if (outcome == null || outcome.lane() < 0) {
                    Violation violation = violated(world, replies);
                    return violation == null
                            ? new RaceRun.Failure(steps, "", "")
                            : new RaceRun.Failure(steps, violation.invariant(), violation.actual());
                }
                last = outcome.lane();
                Race.Step step = lanes.get(last).get(at[last]++);
                RaceRun.Done done = run(world, step, replies);
                replies = replies.with(step.name(), done.reply());
                steps.add(done);
            }
        }
    }
}
