package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends the commands of an attempt once more, to find out since when something is so. */
final class Replay {
    /** With more commands than these it would take too long. */
    private static final int MAX_COMMANDS = 400;

    private final Attempt attempt;
    private final Optional<Long> clock;
    private final Supplier<World> fresh;
    /** By requirement: {@link #history}. */
    private final Map<String, List<Optional<Finding>>> histories = new HashMap<>();

    /**
     * @param clock when the exercise begins, Unix ms; empty for now
     * @param fresh makes worlds like the one that the attempt began in
     */
    Replay(Attempt attempt, Optional<Long> clock, Supplier<World> fresh) {
        this.attempt = attempt;
        this.clock = clock;
        this.fresh = fresh;
    }

    /**
     * Whether nothing is wrong but that time has passed while the learner was typing: the same commands sent at once meet
     * the requirement, and no longer do so when as much time has passed.
     */
    boolean isOnlyLate(Requirement requirement, Finding finding) {
        if (clock.isEmpty() || isTooLong()) {
            return false;
        }
        Duration passed = Duration.ofMillis(now(attempt.world()) - clock.get());
        try (World again = fresh.get()) {
            Attempt atOnce =
                    attempt.in(again, Grader.send(again, attempt.trace().commands()), attempt.workBefore());
            if (passed.isNegative() || atOnce.look(requirement).isPresent()) {
                return false;
            }
            again.control().ifPresent(control -> control.turn(passed));
            return atOnce.look(requirement)
                    .filter(later -> later.subject().equals(finding.subject()))
                    .isPresent();
        }
    }

    private boolean isTooLong() {
        return attempt.trace().entries().size() > MAX_COMMANDS;
    }

    /** A world's time, Unix ms. */
    private static long now(World world) {
        return ReplyText.items(world.examiner().call("TIME"))
                .flatMap(items -> ReplyText.scalar(items.get(0)))
                .map(Long::parseLong)
                .map(seconds -> seconds * 1000)
                .orElse(0L);
    }

    /** What was found before the first command, and after each. */
    private List<Optional<Finding>> history(Requirement requirement) {
        return histories.computeIfAbsent(requirement.id(), id -> replay(requirement));
    }

    private List<Optional<Finding>> replay(Requirement requirement) {
        List<Optional<Finding>> history = new ArrayList<>();
        try (World world = fresh.get()) {
            long before = Attempt.work(world);
            List<Trace.Entry> entries = new ArrayList<>();
            history.add(attempt.in(world, Trace.EMPTY, before).look(requirement));
            for (Command command : attempt.trace().commands()) {
                Reply reply = world.client(command.client()).call(command.argv());
                entries.add(new Trace.Entry(entries.size() + 1, command, reply));
                history.add(attempt.in(world, new Trace(entries), before).look(requirement));
            }
        }
        return history;
    }

    /** Whether a requirement was met at some time, whatever came later. */
    boolean wasMet(Requirement requirement) {
        return !isTooLong() && history(requirement).stream().anyMatch(Optional::isEmpty);
    }

    /** The last command that made the finding what it is; none when it has been so from the start. */
    Optional<Report.Cause> cause(Requirement requirement, Finding finding) {
        if (attempt.trace().entries().isEmpty() || isTooLong()) {
            return Optional.empty();
        }
        List<Optional<Finding>> history = history(requirement);
        int last = history.size() - 1;
        if (!same(history.get(last), finding)) {
            // The commands did something else this time, so nothing can be said.
            return Optional.empty();
        }
        while (last > 0 && same(history.get(last - 1), finding)) {
            last--;
        }
        if (last == 0) {
            return Optional.empty();
        }
        Trace.Entry entry = attempt.trace().entries().get(last - 1);
        return Optional.of(new Report.Cause(
                entry.number(),
                entry.command().line(),
                ReplyText.cut(Printable.line(entry.command().text()))));
    }

    private static boolean same(Optional<Finding> one, Finding other) {
        return one.isPresent()
                && one.get().subject().equals(other.subject())
                && one.get().actual().equals(other.actual());
    }
}
