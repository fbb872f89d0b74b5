package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One grading: gives an answer in worlds of its own, and looks at what it has made of them. What it takes is limited. */
final class Grading {
    private final World.Source worlds;
    private final Programs programs;
    private final Exercise exercise;
    private final String name;
    private final long seed;
    private final Scope base;
    private final Budget budget;

    Grading(World.Source worlds, Programs programs, Exercise exercise, String name, long seed) {
        this.worlds = worlds;
        this.programs = programs;
        this.exercise = exercise;
        this.name = name;
        this.seed = seed;
        this.base = Scopes.of(exercise.variables(), seed);
        this.budget = new Budget(worlds::machineNanos);
    }

    Report grade(Answer answer) throws Answer.UnreadableAnswer {
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
            Attempt attempt = give(performance, world, base);
            Replay replay = replay(attempt);
            List<Report.Result> results = new ArrayList<>();
            for (Requirement requirement : exercise.requirements()) {
                results.add(result(requirement, attempt, replay, Set.of()));
            }
            return finish(attempt, performance, results);
        }
    }

    /** Gives the answer in a world. */
    private Attempt give(Performance performance, World world, Scope scope) {
        long before = Attempt.work(world);
        Trace trace = performance.perform(world, command -> {});
        return new Attempt(world, trace, scope, performance.caller(), before);
    }

    boolean passes(Answer answer) throws Answer.UnreadableAnswer {
        return perform(answer, this::passes);
    }

    private boolean passes(Performance performance) {
        Set<String> kept = new HashSet<>();
        try (World world = prepare(base, List.of())) {
            Attempt attempt = give(performance, world, base);
            for (Requirement requirement : exercise.requirements()) {
                boolean met = attempt.look(requirement).isEmpty();
                if (!met && !(requirement.sticky() && replay(attempt).wasMet(requirement))) {
                    return false;
                }
                if (!met) {
                    kept.add(requirement.id());
                }
            }
        }
        return variants(performance, kept).stream().allMatch(Report.VariantResult::passed);
    }

    private Replay replay(Attempt attempt) {
        return new Replay(attempt, exercise.clock(), () -> prepare(base, List.of()));
    }

    /** A world in which the exercise's set-up has run, and more. The caller closes it. */
    private World prepare(Scope scope, List<Check> more) {
        World world = new BudgetedWorld(worlds.fresh(exercise.clock()), budget);
        return Grader.prepare(world, exercise, scope, more);
    }

    Effort effort(Answer answer) throws Answer.UnreadableAnswer {
        return perform(answer, this::effort);
    }

    private Effort effort(Performance performance) {
        Caller.Metered caller = new Caller.Metered(performance.caller());
        try (World world = prepare(base, List.of())) {
            World.Control control = world.control().orElseThrow(() -> new Checker.NeedsEngine("what an answer takes"));
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
                    commands + caller.commands(), work + caller.work(), bytes, Math.max(steps.count(), caller.steps()));
        }
    }

    Report gradeSession(World live, Trace trace, Set<String> reached) {
        Attempt attempt = new Attempt(new BudgetedWorld(live, budget), trace, base, Caller.FUNCTIONS, 0);
        Replay replay = replay(attempt);
        List<Report.Result> results = new ArrayList<>();
        for (Requirement requirement : exercise.requirements()) {
            Report.Result result = result(requirement, attempt, replay, reached);
            boolean late = result.finding().isPresent()
                    && replay.isOnlyLate(requirement, result.finding().get());
            results.add(late ? result.inTime() : result);
        }
        return finish(attempt, Performance.of(trace.commands(), Caller.FUNCTIONS), results);
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

    private static Caller caller(Answer answer) {
        return answer instanceof Answer.Script script ? Caller.script(script.source()) : Caller.FUNCTIONS;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Report.Result result(Requirement requirement, Attempt attempt, Replay replay, Set<String> reached) {
        Optional<Finding> finding = attempt.look(requirement);
        boolean milestone = requirement.sticky() || requirement.stage().isPresent() && !requirement.invariant();
        boolean kept = finding.isPresent()
                && (milestone && reached.contains(requirement.id())
                        || requirement.sticky() && replay.wasMet(requirement));
        Optional<Report.Cause> cause =
                finding.isPresent() && !kept ? replay.cause(requirement, finding.get()) : Optional.empty();
        return Report.Result.of(requirement, kept ? Optional.empty() : finding, kept, cause);
    }

    private Report finish(Attempt attempt, Performance performance, List<Report.Result> results) {
        boolean met = results.stream().allMatch(Report.Result::met);
        List<Report.VariantResult> variants = met ? variants(performance, kept(results)) : List.of();
        boolean passed = met && variants.stream().allMatch(Report.VariantResult::passed);
        List<Report.Recognized> mistakes =
                passed ? List.of() : Recognition.mistakes(exercise, attempt, results, variants);
        return new Report(
                exercise.id(),
                exercise.title(),
                name,
                passed ? Report.Status.PASSED : Report.Status.NOT_PASSED,
                seed,
                results,
                variants,
                mistakes,
                Recognition.errors(attempt.trace()),
                Optional.empty(),
                "");
    }

    /** Milestones of earlier checks: what came later need not keep them, on other data either. */
    private static Set<String> kept(List<Report.Result> results) {
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
                Attempt attempt = give(performance, world, scope);
                for (Requirement requirement : exercise.requirements()) {
                    if (kept.contains(requirement.id())) {
                        continue;
                    }
                    attempt.look(requirement)
                            .ifPresent(finding -> unmet.add(
                                    Report.Result.of(requirement, Optional.of(finding), false, Optional.empty())));
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
}
