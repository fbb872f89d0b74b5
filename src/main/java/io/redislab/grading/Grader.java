package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grades answers. Each requirement is looked at in a fork of the world that the answer has made, so none sees what another
 * one's check did. The same answer with the same seed gives the same report.
 */
public final class Grader {
    /** Finding the command that broke something replays the answer; past this many commands that takes too long. */
    private static final int MAX_REPLAY = 400;

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
            return new Run(exercise, name, seed).grade(answer);
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
            return new Run(exercise, "", seed).passes(answer);
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
            return new Run(exercise, "", seed).gradeSession(world, trace, reached);
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

    private static World prepare(World world, Exercise exercise, Scope scope, List<Check> more) {
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
            return Optional.of(new Run(exercise, "", seed).effort(answer));
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

    private static String place(Command command) {
        String line = command.line() > 0 ? "line " + command.line() + ", " : "";
        return line + ReplyText.cut(Printable.line(command.text()));
    }

    /** One grading. */
    private final class Run {
        private final Exercise exercise;
        private final String name;
        private final long seed;
        private final Scope base;
        private final Budget budget = new Budget(worlds::machineNanos);

        private Run(Exercise exercise, String name, long seed) {
            this.exercise = exercise;
            this.name = name;
            this.seed = seed;
            this.base = Scopes.of(exercise.variables(), seed);
        }

        private Report grade(Answer answer) throws Answer.UnreadableAnswer {
            return perform(answer, this::grade);
        }

        /** Makes it possible to give the answer, as often as it takes. */
        private <T> T perform(Answer answer, Function<Performance, T> with) throws Answer.UnreadableAnswer {
            if (answer instanceof Answer.Shell shell) {
                Optional<String> refusal = programs.refusal();
                if (refusal.isPresent()) {
                    throw new Answer.UnreadableAnswer(refusal.get());
                }
                try (Programs.Program program = programs.start(shell.source(), seed)) {
                    return with.apply(Performance.of(program));
                }
            }
            return with.apply(Performance.of(commands(answer), caller(answer)));
        }

        private Report grade(Performance performance) {
            try (World world = prepare(base, List.of())) {
                long before = work(world);
                Trace trace = performance.perform(world, command -> {});
                List<Report.Result> results = new ArrayList<>();
                for (Requirement requirement : exercise.requirements()) {
                    results.add(result(requirement, world, trace, performance.caller(), before, Set.of()));
                }
                return finish(world, trace, performance, before, results);
            }
        }

        private boolean passes(Answer answer) throws Answer.UnreadableAnswer {
            return perform(answer, this::passes);
        }

        private boolean passes(Performance performance) {
            Caller caller = performance.caller();
            Set<String> kept = new HashSet<>();
            try (World world = prepare(base, List.of())) {
                long before = work(world);
                Trace trace = performance.perform(world, command -> {});
                for (Requirement requirement : exercise.requirements()) {
                    boolean met = look(requirement, world, trace, base, caller, before)
                            .isEmpty();
                    if (!met && !(requirement.sticky() && wasMet(requirement, trace, caller))) {
                        return false;
                    }
                    if (!met) {
                        kept.add(requirement.id());
                    }
                }
            }
            return variants(performance, kept).stream().allMatch(Report.VariantResult::passed);
        }

        private World prepare(Scope scope, List<Check> more) {
            World world = new BudgetedWorld(worlds.fresh(exercise.clock()), budget);
            return Grader.prepare(world, exercise, scope, more);
        }

        private Effort effort(Answer answer) throws Answer.UnreadableAnswer {
            return perform(answer, this::effort);
        }

        private Effort effort(Performance performance) {
            Caller.Metered caller = new Caller.Metered(performance.caller());
            try (World world = prepare(base, List.of())) {
                World.Control control =
                        world.control().orElseThrow(() -> new Checker.NeedsEngine("what an answer takes"));
                long commandsBefore = control.commands();
                long workBefore = control.work();
                Steps steps = new Steps(control);
                Trace trace = performance.perform(world, steps::after);
                long commands = control.commands() - commandsBefore;
                long work = control.work() - workBefore;
                long bytes = control.memory();
                for (Requirement requirement : exercise.requirements()) {
                    try (World fork = world.fork()) {
                        new Checker(fork, trace, base, caller, workBefore).run(requirement.checks());
                        bytes += fork.control().map(World.Control::memory).orElse(0L) - control.memory();
                    }
                }
                return new Effort(
                        commands + caller.commands(),
                        work + caller.work(),
                        bytes,
                        Math.max(steps.count(), caller.steps()));
            }
        }

        private Report gradeSession(World live, Trace trace, Set<String> reached) {
            World world = new BudgetedWorld(live, budget);
            List<Report.Result> results = new ArrayList<>();
            for (Requirement requirement : exercise.requirements()) {
                Report.Result result = result(requirement, world, trace, Caller.FUNCTIONS, 0, reached);
                boolean late = result.finding().isPresent()
                        && isOnlyLate(requirement, result.finding().get(), world, trace);
                results.add(late ? result.inTime() : result);
            }
            return finish(world, trace, Performance.of(trace.commands(), Caller.FUNCTIONS), 0, results);
        }

        /**
         * Whether nothing is wrong but that time has passed while the learner was typing: the same commands sent at once meet
         * the requirement, and no longer do so when as much time has passed.
         */
        private boolean isOnlyLate(Requirement requirement, Finding finding, World live, Trace trace) {
            if (exercise.clock().isEmpty() || trace.entries().size() > MAX_REPLAY) {
                return false;
            }
            Duration passed = Duration.ofMillis(now(live) - exercise.clock().get());
            Caller caller = Caller.FUNCTIONS;
            try (World again = prepare(base, List.of())) {
                Trace sent = send(again, trace.commands());
                if (passed.isNegative()
                        || look(requirement, again, sent, base, caller, 0).isPresent()) {
                    return false;
                }
                again.control().ifPresent(control -> control.turn(passed));
                return look(requirement, again, sent, base, caller, 0)
                        .filter(later -> later.subject().equals(finding.subject()))
                        .isPresent();
            }
        }

        /** A world's time, Unix ms. */
        private static long now(World world) {
            return ReplyText.items(world.examiner().call("TIME"))
                    .flatMap(items -> ReplyText.scalar(items.get(0)))
                    .map(Long::parseLong)
                    .map(seconds -> seconds * 1000)
                    .orElse(0L);
        }

        private List<Command> commands(Answer answer) throws Answer.UnreadableAnswer {
            if (answer instanceof Answer.Commands commands) {
                return commands.commands();
            } else if (answer instanceof Answer.Library library) {
                return List.of(new Command(
                        1,
                        "FUNCTION LOAD REPLACE …",
                        List.of(bytes("FUNCTION"), bytes("LOAD"), bytes("REPLACE"), bytes(library.source())),
                        ""));
            } else if (answer instanceof Answer.Script) {
                if (exercise.functions().size() == 1) {
                    return List.of();
                }
                throw new Answer.UnreadableAnswer(
                        exercise.functions().isEmpty()
                                ? "this exercise asks for commands, not for a script; put them into a file that ends in"
                                        + " .redis"
                                : "this exercise asks for "
                                        + exercise.functions().size()
                                        + " functions; a .lua answer to it starts with #!lua name=… and registers"
                                        + " them");
            }
            throw new IllegalArgumentException("a program is no commands");
        }

        private Caller caller(Answer answer) {
            return answer instanceof Answer.Script script ? Caller.script(script.source()) : Caller.FUNCTIONS;
        }

        private byte[] bytes(String text) {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        private long work(World world) {
            return world.control().map(World.Control::work).orElse(0L);
        }

        private Optional<Finding> look(
                Requirement requirement, World world, Trace trace, Scope scope, Caller caller, long before) {
            try (World fork = world.fork()) {
                return new Checker(fork, trace, scope, caller, before).run(requirement.checks());
            }
        }

        private Report.Result result(
                Requirement requirement, World world, Trace trace, Caller caller, long before, Set<String> reached) {
            Optional<Finding> finding = look(requirement, world, trace, base, caller, before);
            boolean milestone = requirement.sticky() || requirement.stage().isPresent() && !requirement.invariant();
            boolean kept = finding.isPresent()
                    && (milestone && reached.contains(requirement.id())
                            || requirement.sticky() && wasMet(requirement, trace, caller));
            Optional<Report.Cause> cause =
                    finding.isPresent() && !kept ? cause(requirement, finding.get(), trace, caller) : Optional.empty();
            return new Report.Result(
                    requirement.id(),
                    requirement.title(),
                    requirement.weight(),
                    finding.isEmpty() || kept,
                    requirement.stage(),
                    kept ? Optional.empty() : finding,
                    kept,
                    cause,
                    requirement.advice().orElse(""));
        }

        /** Sends the commands one after the other to a new world and looks after each. */
        private List<Optional<Finding>> history(Requirement requirement, Trace trace, Caller caller) {
            List<Optional<Finding>> history = new ArrayList<>();
            try (World world = prepare(base, List.of())) {
                long before = work(world);
                List<Trace.Entry> entries = new ArrayList<>();
                history.add(look(requirement, world, Trace.EMPTY, base, caller, before));
                for (Command command : trace.commands()) {
                    Reply reply = world.client(command.client()).call(command.argv());
                    entries.add(new Trace.Entry(entries.size() + 1, command, reply));
                    history.add(look(requirement, world, new Trace(entries), base, caller, before));
                }
            }
            return history;
        }

        private boolean wasMet(Requirement requirement, Trace trace, Caller caller) {
            return trace.entries().size() <= MAX_REPLAY
                    && history(requirement, trace, caller).stream().anyMatch(Optional::isEmpty);
        }

        /** The last command that made the finding what it is; none when it has been so from the start. */
        private Optional<Report.Cause> cause(Requirement requirement, Finding finding, Trace trace, Caller caller) {
            if (trace.entries().isEmpty() || trace.entries().size() > MAX_REPLAY) {
                return Optional.empty();
            }
            List<Optional<Finding>> history = history(requirement, trace, caller);
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
            Trace.Entry entry = trace.entries().get(last - 1);
            return Optional.of(new Report.Cause(
                    entry.number(),
                    entry.command().line(),
                    ReplyText.cut(Printable.line(entry.command().text()))));
        }

        private boolean same(Optional<Finding> one, Finding other) {
            return one.isPresent()
                    && one.get().subject().equals(other.subject())
                    && one.get().actual().equals(other.actual());
        }

        private Report finish(
                World world, Trace trace, Performance performance, long before, List<Report.Result> results) {
            Caller caller = performance.caller();
            boolean met = results.stream().allMatch(Report.Result::met);
            List<Report.VariantResult> variants = met ? variants(performance, kept(results)) : List.of();
            boolean passed = met && variants.stream().allMatch(Report.VariantResult::passed);
            List<Report.Recognized> mistakes =
                    passed ? List.of() : mistakes(world, trace, caller, before, results, variants);
            return new Report(
                    exercise.id(),
                    exercise.title(),
                    name,
                    passed ? Report.Status.PASSED : Report.Status.NOT_PASSED,
                    seed,
                    results,
                    variants,
                    mistakes,
                    errors(trace),
                    Optional.empty(),
                    "");
        }

        /** Milestones of earlier checks: what came later need not keep them, on other data either. */
        private Set<String> kept(List<Report.Result> results) {
            return results.stream()
                    .filter(Report.Result::kept)
                    .map(Report.Result::id)
                    .collect(Collectors.toSet());
        }

        /** Up to the first that fails: authors put the smallest first. */
        private List<Report.VariantResult> variants(Performance performance, Set<String> kept) {
            List<Report.VariantResult> results = new ArrayList<>();
            for (Variant variant : exercise.variants()) {
                Scope scope = Scopes.of(base, variant.variables(), seed);
                List<Report.Result> unmet = new ArrayList<>();
                try (World world = prepare(scope, variant.setup())) {
                    long before = work(world);
                    Trace trace = performance.perform(world, command -> {});
                    for (Requirement requirement : exercise.requirements()) {
                        if (kept.contains(requirement.id())) {
                            continue;
                        }
                        look(requirement, world, trace, scope, performance.caller(), before)
                                .ifPresent(finding -> unmet.add(new Report.Result(
                                        requirement.id(),
                                        requirement.title(),
                                        requirement.weight(),
                                        false,
                                        requirement.stage(),
                                        Optional.of(finding),
                                        false,
                                        Optional.empty(),
                                        requirement.advice().orElse(""))));
                    }
                }
                results.add(new Report.VariantResult(
                        variant.id(), variant.title(), data(variant, scope), unmet.isEmpty(), unmet));
                if (!unmet.isEmpty()) {
                    break;
                }
            }
            return results;
        }

        private String data(Variant variant, Scope scope) {
            Map<String, Variable> drawn = new LinkedHashMap<>(exercise.variables());
            drawn.putAll(variant.variables());
            return drawn.keySet().stream()
                    .map(each -> each + " = " + Printable.line(scope.expand("{{" + each + "}}", variant.where())))
                    .collect(Collectors.joining(", "));
        }

        private List<Report.Recognized> mistakes(
                World world,
                Trace trace,
                Caller caller,
                long before,
                List<Report.Result> results,
                List<Report.VariantResult> variants) {
            Set<String> unmet = new HashSet<>();
            results.stream().filter(result -> !result.met()).forEach(result -> unmet.add(result.id()));
            variants.forEach(variant -> variant.unmet().forEach(result -> unmet.add(result.id())));
            List<Report.Recognized> recognized = new ArrayList<>();
            for (Mistake mistake : exercise.mistakes()) {
                if (!unmet.containsAll(mistake.unmet()) || mistake.tuned() && variants.isEmpty()) {
                    continue;
                }
                try (World fork = world.fork()) {
                    if (new Checker(fork, trace, base, caller, before)
                            .run(mistake.when())
                            .isEmpty()) {
                        recognized.add(new Report.Recognized(mistake.id(), mistake.message()));
                    }
                }
            }
            return recognized.isEmpty() ? unforeseen(trace, results, variants) : recognized;
        }

        /** What can be said of a mistake that the author has not foreseen. */
        private List<Report.Recognized> unforeseen(
                Trace trace, List<Report.Result> results, List<Report.VariantResult> variants) {
            List<Report.Recognized> said = new ArrayList<>();
            Stream<String> seen = Stream.concat(
                            results.stream(), variants.stream().flatMap(variant -> variant.unmet().stream()))
                    .flatMap(result -> result.finding().stream())
                    .map(Finding::actual);
            ErrorAdvice.on(Stream.concat(seen, errors(trace).stream()))
                    .ifPresent(text -> said.add(new Report.Recognized("error", text)));
            results.stream()
                    .flatMap(result -> result.finding().stream())
                    .filter(finding -> finding.expected().equals(Checker.A_FUNCTION))
                    .findFirst()
                    .filter(finding -> said.isEmpty())
                    .ifPresent(finding -> said.add(new Report.Recognized("no-function", howToMake(finding.subject()))));
            if (!variants.isEmpty()) {
                said.add(new Report.Recognized(
                        "other-data",
                        "All is right with the data of the task, and not with other data. Is there something in the"
                                + " answer that you have seen or counted, where the server should work it out?"));
            }
            return said;
        }

        private static String howToMake(String function) {
            String name = function.replaceFirst(",.*", "");
            return "There is no function `" + name
                    + "` yet. A library has one or several:\n\n```\nFUNCTION LOAD <<END\n"
                    + "#!lua name=mine\nredis.register_function('" + name
                    + "', function(keys, args) … end)\nEND\n```";
        }

        private List<String> errors(Trace trace) {
            List<String> errors = new ArrayList<>();
            for (Trace.Entry entry : trace.entries()) {
                if (entry.reply() instanceof Reply.Failure failure) {
                    errors.add(place(entry.command()) + ": " + Printable.line(failure.text()));
                }
            }
            return errors;
        }
    }
}
