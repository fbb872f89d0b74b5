package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Grades answers. Each requirement is looked at in a fork of the world that the answer has made, so none sees what another
 * one's check did. The same answer with the same seed gives the same report.
 */
public final class Grader {
    private final World.Source worlds;
    private final Programs programs;

    /** A grader that runs no programs. */
    public Grader(World.Source worlds) {
        this(worlds, Programs.NONE);
    }

    public Grader(World.Source worlds, Programs programs) {
        this.worlds = worlds;
        this.programs = programs;
    }

    /** Grades an answer from a file in worlds of its own. */
    public Report grade(Exercise exercise, String answerName, Answer answer, long seed) {
        String name = Printable.line(answerName);
        try {
            return new Grading(worlds, programs, exercise, name, seed).grade(answer);
        } catch (FaultyExercise e) {
            return failed(exercise, name, seed, Report.Status.FAULTY_EXERCISE, e.where() + ": " + e.getMessage());
        } catch (Checker.NeedsEngine e) {
            return failed(exercise, name, seed, Report.Status.CANNOT_RUN, e.getMessage());
        } catch (Answer.UnreadableAnswer e) {
            return failed(exercise, name, seed, Report.Status.CANNOT_RUN, e.getMessage());
        } catch (Budget.Exceeded e) {
            return failed(exercise, name, seed, Report.Status.CANNOT_RUN, e.getMessage());
        } catch (UncheckedIOException e) {
            return failed(exercise, name, seed, Report.Status.CANNOT_RUN, e.getMessage());
        }
    }

    /** Whether an answer passes. Explains nothing, and so costs much less than a report. */
    public boolean passes(Exercise exercise, Answer answer, long seed) {
        try {
            return new Grading(worlds, programs, exercise, "", seed).passes(answer);
        } catch (FaultyExercise
                | Checker.NeedsEngine
                | Answer.UnreadableAnswer
                | Budget.Exceeded
                | UncheckedIOException e) {
            return false;
        }
    }

    /** The report of an answer to an exercise that can't be read itself. */
    public static Report faulty(String exercise, String answerName, long seed, String problem) {
        return failed(exercise, "", Printable.line(answerName), Report.Status.FAULTY_EXERCISE, seed, problem);
    }

    /** The report of an answer that can't even be read. */
    public static Report unreadable(Exercise exercise, String answerName, long seed, String problem) {
        return failed(exercise, Printable.line(answerName), seed, Report.Status.CANNOT_RUN, problem);
    }

    private static Report failed(Exercise exercise, String name, long seed, Report.Status status, String problem) {
        return failed(exercise.id(), exercise.title(), name, status, seed, problem);
    }

    private static Report failed(
            String id, String title, String name, Report.Status status, long seed, String problem) {
        return new Report(
                id,
                title,
                name,
                status,
                seed,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Printable.lines(problem));
    }

    /**
     * Grades what a learner did at the prompt: the requirements on the live world, then the variants on fresh ones, on which
     * the same commands are sent again.
     *
     * @param world is not changed
     * @param reached ids of requirements that were met at an earlier check; sticky ones stay met
     */
    public Report gradeSession(Exercise exercise, World world, Trace trace, Set<String> reached, long seed) {
        try {
            return new Grading(worlds, programs, exercise, "", seed).gradeSession(world, trace, reached);
        } catch (FaultyExercise e) {
            return failed(exercise, "", seed, Report.Status.FAULTY_EXERCISE, e.where() + ": " + e.getMessage());
        } catch (Checker.NeedsEngine | Budget.Exceeded e) {
            return failed(exercise, "", seed, Report.Status.CANNOT_RUN, e.getMessage());
        }
    }

    /** A fresh world in which the exercise's set-up has run. The caller closes it. */
    public World start(Exercise exercise) {
        return prepare(worlds.fresh(exercise.clock()), exercise, Scopes.of(exercise.variables(), 0), List.of());
    }

    static World prepare(World world, Exercise exercise, Scope scope, List<Check> more) {
        try {
            prepare(world, scope, exercise.setup());
            prepare(world, scope, more);
            return world;
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /**
     * Runs a set-up: an exercise's, a chapter's or a step's.
     *
     * @throws FaultyExercise when one of its commands fails
     */
    public static void prepare(World world, List<Check> setup) {
        prepare(world, Scope.EMPTY, setup);
    }

    /**
     * Runs an exercise's set-up in a learner's new world, with the values of seed 0.
     *
     * @throws FaultyExercise when one of its commands fails
     */
    public static void prepare(World world, Exercise exercise) {
        prepare(world, Scopes.of(exercise.variables(), 0), exercise.setup());
    }

    private static void prepare(World world, Scope scope, List<Check> setup) {
        new Checker(world, Trace.EMPTY, scope, Caller.FUNCTIONS, 0).run(setup).ifPresent(finding -> {
            throw new FaultyExercise(finding.where(), "the set-up says: " + finding.sentence());
        });
    }

    /**
     * Looks whether a step of a lesson is done.
     *
     * @param world a fork that may be changed
     * @return what is still missing, or empty
     */
    public static Optional<Finding> missing(List<Check> checks, World world, Trace trace) {
        return new Checker(world, trace, Scope.EMPTY, Caller.FUNCTIONS, 0).run(checks);
    }

    /**
     * Puts an answer that has passed beside the author's.
     *
     * @param candidates the author's, in order; those that can't be run are left out
     */
    private Comparison compare(Exercise exercise, Answer own, List<Comparison.Candidate> candidates, long seed) {
        boolean races = exercise.requirements().stream().anyMatch(each -> contains(each.checks(), Check.Race.class));
        boolean crashes =
                exercise.requirements().stream().anyMatch(each -> contains(each.checks(), Check.Restart.class));
        List<Comparison.Row> rows = new ArrayList<>();
        for (Comparison.Candidate candidate : candidates) {
            Exercise.Approach approach = candidate.approach();
            effort(exercise, candidate.answer(), seed)
                    .ifPresent(effort -> rows.add(new Comparison.Row(
                            approach.title(),
                            approach.note(),
                            effort,
                            Comparison.safety(approach.raceSafe(), races, effort),
                            Comparison.safety(approach.crashSafe(), crashes, effort))));
        }
        effort(exercise, own, seed).ifPresent(effort -> {
            // What takes just the same is the same way, so that the author's word on it holds.
            Comparison.Row same = rows.stream()
                    .filter(row -> row.effort().equals(effort))
                    .findFirst()
                    .orElse(new Comparison.Row(
                            "",
                            "",
                            effort,
                            Comparison.safety(Optional.empty(), races, effort),
                            Comparison.safety(Optional.empty(), crashes, effort)));
            rows.add(0, new Comparison.Row("yours", "", effort, same.races(), same.crashes()));
        });
        return new Comparison(rows);
    }

    /** What is shown after a pass: a question, and the answer beside the author's. */
    public Report.AfterPass afterPass(Exercise exercise, Answer own, List<Comparison.Candidate> candidates, long seed) {
        String question =
                exercise.reflection().map(Exercise.Reflection::question).orElse("");
        return new Report.AfterPass(question.strip(), compare(exercise, own, candidates, seed));
    }

    private static boolean contains(List<Check> checks, Class<? extends Check> kind) {
        return checks.stream().anyMatch(kind::isInstance);
    }

    private Optional<Effort> effort(Exercise exercise, Answer answer, long seed) {
        try {
            return Optional.of(new Grading(worlds, programs, exercise, "", seed).effort(answer));
        } catch (Answer.UnreadableAnswer
                | FaultyExercise
                | Checker.NeedsEngine
                | Budget.Exceeded
                | UncheckedIOException e) {
            // There is nothing to compare then; what is wrong with the author's answer, the course's test tells.
            return Optional.empty();
        }
    }

    /** Sends commands, as a learner would. */
    public static Trace send(World world, List<Command> commands) {
        return send(world, commands, command -> {});
    }

    static Trace send(World world, List<Command> commands, Consumer<Command> after) {
        List<Trace.Entry> entries = new ArrayList<>();
        for (Command command : commands) {
            try {
                Reply reply = world.client(command.client()).call(command.argv());
                entries.add(new Trace.Entry(entries.size() + 1, command, reply));
                after.accept(command);
            } catch (UncheckedIOException e) {
                throw new UncheckedIOException(
                        place(command) + ": " + e.getCause().getMessage(), e.getCause());
            }
        }
        return new Trace(entries);
    }

    /** Where a command of an answer is, for people. */
    static String place(Command command) {
        String line = command.line() > 0 ? "line " + command.line() + ", " : "";
        return line + ReplyText.cut(Printable.line(command.text()));
    }
}
