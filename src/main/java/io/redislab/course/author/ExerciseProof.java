package io.redislab.course.author;

import io.redislab.course.Course;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Mistake;
import io.redislab.grading.Report;
import io.redislab.grading.Reports;
import io.redislab.grading.Requirement;
import io.redislab.grading.Where;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proves one exercise, in jobs that know nothing of each other. */
final class ExerciseProof {
    /** With how many seeds more each right answer is tried. */
    private static final int MORE_SEEDS = 2;
    /** How a report on a faulty exercise begins. */
    private static final Pattern PLACE = Pattern.compile("(\\S+):([0-9]{1,7}):([0-9]{1,7}): (.*)", Pattern.DOTALL);

    private final Course course;
    private final String id;
    private final Exercise exercise;
    private final Grader grader;
    private final boolean shells;
    private final long seed;
    private final Faults faults;
    /** Whether the exercise itself could not be run. */
    private volatile boolean faulty;

    /**
     * Proves an exercise.
     *
     * @param id by its file's name
     * @param shells whether answers for a shell can be run; otherwise they are left out
     */
    ExerciseProof(
            Course course, String id, Exercise exercise, Grader grader, boolean shells, long seed, Faults faults) {
        this.course = course;
        this.id = id;
        this.exercise = exercise;
        this.grader = grader;
        this.shells = shells;
        this.seed = seed;
        this.faults = faults;
    }

    List<Runnable> jobs() {
        List<Runnable> jobs = new ArrayList<>();
        jobs.add(this::untouched);
        List<Path> solutions = course.solutions(id);
        if (solutions.isEmpty()) {
            faults.error(
                    exercise.where(),
                    "no-solution",
                    "exercise " + id + " has no solution",
                    "add one to solutions/" + course.exerciseName(id).orElse(""));
        }
        solutions.stream().filter(this::isRun).forEach(path -> {
            jobs.add(() -> solution(path));
            jobs.add(() -> otherSeeds(path));
        });
        List<Path> wrong = course.wrongAnswers(id).stream().filter(this::isRun).toList();
        Set<String> unmet = ConcurrentHashMap.newKeySet();
        AtomicInteger left = new AtomicInteger(wrong.size());
        wrong.forEach(path -> jobs.add(() -> {
            text(path).flatMap(text -> grade(path, text)).ifPresent(report -> {
                wrongAnswer(path, report);
                report.requirements().stream().filter(r -> !r.met()).forEach(r -> unmet.add(r.id()));
            });
            if (left.decrementAndGet() == 0) {
                unbroken(unmet);
            }
        }));
        if (wrong.isEmpty()) {
            jobs.add(() -> unbroken(unmet));
        }
        return jobs;
    }

    private boolean isRun(Path answer) {
        return shells || !name(answer).endsWith(".sh");
    }

    private void untouched() {
        Report report = grader.grade(exercise, "", new Answer.Commands(List.of()), seed);
        if (!report.problem().isEmpty()) {
            faulty(report);
            return;
        }
        for (Requirement requirement : exercise.requirements()) {
            boolean met = report.requirements().stream()
                    .anyMatch(result -> result.met() && result.id().equals(requirement.id()));
            if (met && !requirement.invariant()) {
                faults.error(
                        requirement.where(),
                        "untouched",
                        "'" + requirement.id() + "' is met before anything was done",
                        "check more, or mark it invariant: yes");
            } else if (!met && requirement.invariant()) {
                faults.error(
                        requirement.where(),
                        "untouched",
                        "'" + requirement.id() + "' is not met from the start",
                        "mend its checks or the set-up, or take the mark invariant away");
            }
        }
    }

    /** Told once, however many answers come upon it. */
    private void faulty(Report report) {
        faulty = true;
        Matcher place = PLACE.matcher(report.problem().strip());
        boolean placed = place.matches();
        faults.error(
                placed
                        ? new Where(place.group(1), Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)))
                        : exercise.where(),
                "faulty",
                placed ? place.group(4) : report.problem().strip(),
                "mend it: until then no answer can be graded");
    }

    private Optional<Report> grade(Path path, String text) {
        return grade(path, text, seed);
    }

    private Optional<Report> grade(Path path, String text, long withSeed) {
        String name = name(path);
        try {
            return Optional.of(
                    grader.grade(exercise, name, Answer.read(name, text.getBytes(StandardCharsets.UTF_8)), withSeed));
        } catch (Answer.UnreadableAnswer e) {
            faults.error(at(path, 1), "syntax", e.getMessage(), "mend the file");
        }
        return Optional.empty();
    }

    /** What keeps a file from being read is reported by lint. */
    private Optional<String> text(Path path) {
        return course.text(course.root().relativize(path).toString());
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Where at(Path path, int line) {
        return new Where(course.root().relativize(path).toString(), line, 1);
    }

    private void solution(Path path) {
        String text = text(path).orElse(null);
        Report report = text == null ? null : grade(path, text).orElse(null);
        if (report == null) {
            return;
        }
        if (report.status() == Report.Status.FAULTY_EXERCISE) {
            faulty(report);
        } else if (!report.passed()) {
            faults.error(
                    at(path, 1),
                    "solution",
                    "this solution does not pass:\n" + Reports.text(report).stripTrailing(),
                    "mend it, or the checks that it does not meet");
        } else {
            superfluous(path, text);
        }
    }

    /** What passes with one seed only passes by luck. */
    private void otherSeeds(Path path) {
        String text = text(path).orElse(null);
        if (text == null) {
            return;
        }
        for (long other = seed + 1; other <= seed + MORE_SEEDS; other++) {
            Report report = grade(path, text, other).orElse(null);
            if (report != null && !report.passed()) {
                if (!grade(path, text).map(Report::passed).orElse(false)) {
                    // It is reported already.
                    return;
                }
                faults.error(
                        at(path, 1),
                        "solution",
                        "this solution does not pass with the seed " + other + ":\n"
                                + Reports.text(report).stripTrailing(),
                        "redislab check " + id + " … --seed " + other + " shows it");
                return;
            }
        }
    }

    /** Leaves out one command after the other; each time something must fail. */
    private void superfluous(Path path, String text) {
        for (Omission omission : Omission.all(name(path), text)) {
            if (!omission.optional() && grader.passes(exercise, omission.answer(), seed)) {
                faults.error(
                        at(path, omission.line()),
                        "superfluous",
                        "it passes without this command",
                        "check what it is for, or end the line with " + omission.mark());
            }
        }
    }

    /** @param unmet what wrong answers have broken */
    private void unbroken(Set<String> unmet) {
        for (Requirement requirement : exercise.requirements()) {
            if (!faulty && requirement.invariant() && !unmet.contains(requirement.id())) {
                faults.error(
                        requirement.where(),
                        "unbroken",
                        "no wrong answer breaks '" + requirement.id() + "'",
                        "add one that does to solutions/…/wrong");
            }
        }
    }

    private void wrongAnswer(Path path, Report report) {
        if (report.passed()) {
            faults.error(
                    at(path, 1),
                    "wrong-passes",
                    "this wrong answer passes",
                    "add a requirement or a variant that it fails, or make it a right answer");
            return;
        }
        if (report.status() == Report.Status.FAULTY_EXERCISE) {
            faulty(report);
            return;
        }
        List<String> own = exercise.mistakes().stream()
                .filter(mistake -> mistake.answers().contains(name(path)))
                .map(Mistake::id)
                .toList();
        List<String> got = report.mistakes().stream().map(Report.Recognized::id).toList();
        for (String expected : own) {
            if (!got.contains(expected)) {
                String others = got.isEmpty() ? "no message" : String.join(", ", got);
                faults.error(
                        at(path, 1),
                        "message",
                        "it should get '" + expected + "' and gets " + others + "\n"
                                + Reports.text(report).stripTrailing(),
                        "mend the mistake's when: or unmet:");
            }
        }
    }
}
