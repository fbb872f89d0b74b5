package io.redislab.course;

import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Finding;
import io.redislab.grading.Grader;
import io.redislab.grading.Mistake;
import io.redislab.grading.Report;
import io.redislab.grading.Reports;
import io.redislab.grading.Requirement;
import io.redislab.grading.Trace;
import io.redislab.grading.Where;
import io.redislab.grading.World;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proves a course: every step and every exercise fails untouched and passes with the author's solution, every wrong answer
 * gets its own message, no command of a solution is superfluous, and replies shown in lessons are real.
 */
public final class CourseTester {
    /** A line of a solution that ends so may be left out. */
    private static final String OPTIONAL = "# optional";

    private final Course course;
    private final World.Source worlds;
    private final Grader grader;
    private final long seed;
    private final Faults faults = new Faults();

    public CourseTester(Course course, World.Source worlds, long seed) {
        this.course = course;
        this.worlds = worlds;
        this.grader = new Grader(worlds);
        this.seed = seed;
    }

    /** Tests everything that is written. */
    public List<Fault> testAll() {
        for (ChapterInfo info : course.chapters()) {
            if (info.folder().isPresent()) {
                chapter(info.id());
            }
        }
        course.exerciseIds().forEach(this::exercise);
        return faults.sorted();
    }

    public List<Fault> testChapter(String id) {
        chapter(id);
        return faults.sorted();
    }

    public List<Fault> testExercise(String id) {
        exercise(id);
        return faults.sorted();
    }

    private void error(Where where, String code, String message, String advice) {
        faults.error(where, code, message, advice);
    }

    private <T> Optional<T> usable(Loaded<T> loaded) {
        loaded.faults().forEach(fault -> error(fault.where(), fault.code(), fault.message(), fault.advice()));
        return loaded.value();
    }

    private void chapter(String id) {
        Chapter chapter = usable(course.chapter(id)).orElse(null);
        if (chapter == null) {
            return;
        }
        try (World world = worlds.fresh(chapter.clock())) {
            Grader.prepare(world, chapter.setup());
            for (Step step : chapter.steps()) {
                Grader.prepare(world, step.setup());
                new Transcripts(step, this::error).test(world);
                if (!step.checks().isEmpty()) {
                    step(step, world);
                }
            }
        } catch (FaultyExercise e) {
            error(e.where(), "faulty", e.getMessage(), "");
        }
    }

    private void step(Step step, World world) {
        try {
            if (missing(step, world, Trace.EMPTY).isEmpty()) {
                error(step.where(), "untouched", step.id() + " is done before anything was typed", "check more");
            }
            Trace trace = Grader.send(world, CommandText.parse(String.join("\n", step.solution())));
            missing(step, world, trace)
                    .ifPresent(finding -> error(
                            finding.where(),
                            "solution",
                            "the solution of " + step.id() + " does not do it: " + finding.sentence(),
                            ""));
        } catch (CommandText.SyntaxException e) {
            error(step.where(), "syntax", "the solution can't be read: " + e.getMessage(), "");
        } catch (FaultyExercise e) {
            error(e.where(), "faulty", e.getMessage(), "");
        }
    }

    private static Optional<Finding> missing(Step step, World world, Trace trace) {
        try (World fork = world.fork()) {
            return Grader.missing(step.checks(), fork, trace);
        }
    }

    private void exercise(String id) {
        Exercise exercise = usable(course.exercise(id)).orElse(null);
        if (exercise == null) {
            return;
        }
        untouched(exercise);
        List<Path> solutions = course.solutions(id);
        if (solutions.isEmpty()) {
            error(exercise.where(), "no-solution", "exercise " + id + " has no solution", "add one to solutions/");
        }
        solutions.forEach(path -> solution(exercise, path));
        wrongAnswers(exercise);
        Set<String> names =
                new HashSet<>(solutions.stream().map(CourseTester::name).toList());
        for (Exercise.Approach approach : exercise.approaches()) {
            if (!names.contains(approach.answer())) {
                error(approach.where(), "reference", "there is no solution " + approach.answer(), "");
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private void untouched(Exercise exercise) {
        Report report = grader.grade(exercise, "", new Answer.Commands(List.of()), seed);
        if (!report.problem().isEmpty()) {
            error(exercise.where(), "faulty", report.problem(), "");
            return;
        }
        for (Requirement requirement : exercise.requirements()) {
            boolean met = report.requirements().stream()
                    .anyMatch(result -> result.met() && result.id().equals(requirement.id()));
            if (met && !requirement.invariant()) {
                error(
                        requirement.where(),
                        "untouched",
                        "'" + requirement.id() + "' is met before anything was done",
                        "check more, or mark it invariant: yes");
            } else if (!met && requirement.invariant()) {
                error(requirement.where(), "untouched", "'" + requirement.id() + "' is not met from the start", "");
            }
        }
    }

    private Optional<Report> grade(Exercise exercise, Path path) {
        try {
            return Optional.of(
                    grader.grade(exercise, name(path), Answer.read(name(path), Files.readAllBytes(path)), seed));
        } catch (Answer.UnreadableAnswer e) {
            error(at(path, 1), "syntax", e.getMessage(), "");
        } catch (IOException e) {
            error(at(path, 1), "no-file", e.getMessage(), "");
        }
        return Optional.empty();
    }

    private Where at(Path path, int line) {
        return new Where(course.root().relativize(path).toString(), line, 1);
    }

    private void solution(Exercise exercise, Path path) {
        Report report = grade(exercise, path).orElse(null);
        if (report == null) {
            return;
        }
        if (!report.passed()) {
            error(at(path, 1), "solution", "this solution does not pass:\n" + Reports.text(report), "");
        } else {
            superfluous(exercise, path);
        }
    }

    /** Leaves out one command after the other; each time something must fail. */
    private void superfluous(Exercise exercise, Path path) {
        if (!name(path).endsWith(".redis")) {
            return;
        }
        try {
            String text = Files.readString(path);
            List<String> lines = text.lines().toList();
            List<Command> commands = CommandText.parse(text);
            for (int i = 0; i < commands.size(); i++) {
                List<Command> fewer = new ArrayList<>(commands);
                Command left = fewer.remove(i);
                boolean optional = lines.get(left.line() - 1).endsWith(OPTIONAL);
                if (!optional
                        && grader.grade(exercise, "", new Answer.Commands(fewer), seed)
                                .passed()) {
                    error(
                            at(path, left.line()),
                            "superfluous",
                            "it passes without this command",
                            "check what it is for, or end the line with " + OPTIONAL);
                }
            }
        } catch (IOException | CommandText.SyntaxException e) {
            error(at(path, 1), "syntax", String.valueOf(e.getMessage()), "");
        }
    }

    private void wrongAnswers(Exercise exercise) {
        Set<String> files = new TreeSet<>();
        Set<String> unmet = new HashSet<>();
        for (Path path : course.wrongAnswers(exercise.id())) {
            files.add(name(path));
            grade(exercise, path).ifPresent(report -> {
                wrongAnswer(exercise, path, report);
                report.requirements().stream().filter(r -> !r.met()).forEach(r -> unmet.add(r.id()));
            });
        }
        for (Mistake mistake : exercise.mistakes()) {
            for (String answer : mistake.answers()) {
                if (!files.contains(answer)) {
                    error(mistake.where(), "reference", "there is no wrong answer " + answer, "");
                }
            }
        }
        for (Requirement requirement : exercise.requirements()) {
            if (requirement.invariant() && !unmet.contains(requirement.id())) {
                error(
                        requirement.where(),
                        "unbroken",
                        "no wrong answer breaks '" + requirement.id() + "'",
                        "add one that does to solutions/…/wrong");
            }
        }
    }

    private void wrongAnswer(Exercise exercise, Path path, Report report) {
        if (report.passed()) {
            error(at(path, 1), "wrong-passes", "this wrong answer passes", "check what is wrong with it");
            return;
        }
        if (report.status() == Report.Status.FAULTY_EXERCISE) {
            error(at(path, 1), "faulty", report.problem(), "");
            return;
        }
        Mistake expected = exercise.mistakes().stream()
                .filter(mistake -> mistake.answers().contains(name(path)))
                .findFirst()
                .orElse(null);
        if (expected == null) {
            error(at(path, 1), "no-message", "no mistake names this answer", "name it in answers: of a mistake");
            return;
        }
        List<String> got = report.mistakes().stream().map(Report.Recognized::id).toList();
        if (!got.contains(expected.id())) {
            String others = got.isEmpty() ? "no message" : String.join(", ", got);
            error(
                    at(path, 1),
                    "message",
                    "it should get '" + expected.id() + "' and gets " + others + "\n" + Reports.text(report),
                    "");
        }
    }

    /** For {@link Transcripts}. */
    interface Sink {
        void error(Where where, String code, String message, String advice);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
