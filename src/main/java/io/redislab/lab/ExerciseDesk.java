package io.redislab.lab;

import io.redislab.course.Course;
import io.redislab.course.Progress;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Report;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.Voice.Mark;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Exercises at the prompt: the task, the report of a check, the author's ways after a pass. */
final class ExerciseDesk {
    /** The author's answer is shown after so many checks that did not pass, or after all hints. */
    private static final int TRIES_BEFORE_SOLUTION = 2;

    private final Course course;
    private final Notes notes;
    private final Worlds worlds;
    private final Voice voice;
    private final Grader grader;

    ExerciseDesk(Course course, Notes notes, Worlds worlds, Voice voice, Grader grader) {
        this.course = course;
        this.notes = notes;
        this.worlds = worlds;
        this.voice = voice;
        this.grader = grader;
    }

    static void show(Exercise exercise, Voice to) {
        to.text(exercise.task());
        to.line(Mark.NOTE, "This exercise has a world of its own. check looks at what you have done, hint helps.");
    }

    void check(Exercise exercise) {
        Progress.Entry entry = notes.progress().entry(exercise.id());
        Report report = grade(exercise, entry);
        Set<String> met = new HashSet<>();
        report.requirements().stream().filter(Report.Result::met).forEach(result -> met.add(result.id()));
        Progress.Entry reached = entry.reached(met);
        voice.together(() -> {
            show(report);
            if (report.status() == Report.Status.PASSED) {
                praise(exercise, worlds.trace());
            }
        });
        switch (report.status()) {
            case PASSED -> notes.put(exercise.id(), reached.pass(course.fingerprint(exercise.id())));
            case NOT_PASSED -> notes.put(exercise.id(), reached.failed());
            case CANNOT_RUN, FAULTY_EXERCISE -> {
                // Says nothing about the learner, so nothing is noted.
            }
        }
    }

    private Report grade(Exercise exercise, Progress.Entry entry) {
        try (World world = worlds.examine()) {
            return grader.gradeSession(exercise, world, worlds.trace(), entry.milestones(), 0);
        }
    }

    private void show(Report report) {
        if (report.status() == Report.Status.FAULTY_EXERCISE) {
            voice.line(Mark.TROUBLE, "This exercise is faulty, which is not your fault: " + report.problem());
            return;
        }
        if (report.status() == Report.Status.CANNOT_RUN) {
            voice.line(Mark.TROUBLE, "The check could not be made: " + report.problem());
            return;
        }
        voice.heading(
                "Exercise " + report.exercise() + " · " + report.title(),
                report.metCount() + " of " + report.requirements().size() + " met");
        report.mistakes().forEach(mistake -> voice.text(mistake.message()));
        report.requirements().forEach(this::show);
        for (Report.VariantResult variant : report.variants()) {
            if (!variant.passed()) {
                String data = variant.data().isEmpty() ? "" : " (" + variant.data() + ")";
                voice.line(Mark.UNMET, "with other data: " + variant.title() + data);
                variant.unmet().forEach(result -> result.finding().ifPresent(finding -> {
                    voice.line(Mark.DETAIL, result.title());
                    voice.line(
                            Mark.DETAIL,
                            finding.subject() + ": " + finding.actual() + ", expected " + finding.expected());
                }));
            }
        }
    }

    private void show(Report.Result result) {
        voice.line(result.met() ? Mark.MET : Mark.UNMET, result.title() + (result.kept() ? " (reached before)" : ""));
        result.finding().ifPresent(finding -> {
            voice.line(Mark.DETAIL, finding.subject() + ": " + finding.actual());
            voice.line(Mark.DETAIL, "expected " + finding.expected());
        });
        result.cause()
                .ifPresent(cause ->
                        voice.line(Mark.DETAIL, "since your command " + cause.number() + ": " + cause.command()));
        if (!result.met() && !result.advice().isEmpty()) {
            voice.line(Mark.DETAIL, result.advice());
        }
    }

    private void praise(Exercise exercise, Trace trace) {
        voice.line(Mark.MET, "Exercise " + exercise.id() + " is done.");
        Report.AfterPass after =
                grader.afterPass(exercise, new Answer.Commands(trace.commands()), course.candidates(exercise), 0);
        if (!after.question().isEmpty()) {
            voice.text("**To think about:** " + after.question());
        }
        if (after.comparison().rows().size() > 1) {
            voice.table(after.comparison().table());
        }
        voice.line(Mark.NOTE, "solution shows other ways, next goes on.");
    }

    void solution(Exercise exercise) {
        Progress.Entry entry = notes.progress().entry(exercise.id());
        boolean passed = entry.passed();
        int hints = exercise.hints().levels().size();
        if (!passed && entry.attempts() < TRIES_BEFORE_SOLUTION && entry.hints() < hints) {
            voice.line(
                    Mark.NOTE,
                    "Try it first: solution is shown after " + TRIES_BEFORE_SOLUTION + " checks or all " + hints
                            + " hints.");
            return;
        }
        if (!passed) {
            notes.put(exercise.id(), entry.sawSolution());
        }
        List<Path> solutions = course.solutions(exercise.id());
        for (Exercise.Approach approach : exercise.approaches()) {
            solutions.stream()
                    .filter(path -> path.getFileName().toString().equals(approach.answer()))
                    .findFirst()
                    .ifPresent(path -> showAnswer(approach.title(), path, approach.note()));
            if (!passed) {
                voice.line(Mark.NOTE, "There are other ways. They are shown when yours works.");
                return;
            }
        }
        if (exercise.approaches().isEmpty() && !solutions.isEmpty()) {
            showAnswer("One way", solutions.get(0), "");
        }
        exercise.reflection().ifPresent(reflection -> {
            voice.text("**" + reflection.question().strip() + "**");
            voice.text(reflection.answer());
        });
    }

    private void showAnswer(String title, Path file, String note) {
        try {
            String content = Files.readString(file);
            voice.heading(title, "");
            voice.text("````\n" + Printable.lines(content).stripTrailing() + "\n````");
            if (!note.isEmpty()) {
                voice.text(note);
            }
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, file.getFileName() + " can't be read: " + e.getMessage());
        }
    }
}
