package io.redislab.lab;

import io.redislab.course.Progress;
import io.redislab.course.Step;
import io.redislab.grading.FaultyExercise;
import io.redislab.grading.Finding;
import io.redislab.grading.Grader;
import io.redislab.grading.World;
import io.redislab.lab.Voice.Mark;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Steps that are no exercises, at the prompt: their text, question and task, and whether they are done. */
final class StepDesk {
    /** A milestone of a step whose question was answered. */
    private static final String ANSWERED = "answered";

    private final Notes notes;
    private final Worlds worlds;
    private final Voice voice;

    StepDesk(Notes notes, Worlds worlds, Voice voice) {
        this.notes = notes;
        this.worlds = worlds;
        this.voice = voice;
    }

    /** Shows a step: its text, its question, what to do. */
    void show(Step step, Voice to) {
        to.text(step.text());
        step.question().ifPresent(question -> showQuestion(step, question, to));
        if (!step.task().isEmpty() && !needsAnswer(step)) {
            showTask(step, to);
        }
    }

    void showTask(Step step, Voice to) {
        if (step.task().isEmpty()) {
            to.line(Mark.NOTE, "Nothing to do here but to read. next goes on.");
        } else {
            to.text((notes.isDone(step) ? "**Done:** " : "**Do:** ") + step.task());
        }
    }

    private void showQuestion(Step step, Step.Question question, Voice to) {
        to.text(question.ask());
        List<Step.Choice> choices = question.choices();
        Set<String> tried = notes.entry(step).milestones();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            boolean gone = tried.contains("not-" + (i + 1));
            list.append(i + 1)
                    .append(". ")
                    .append(choices.get(i).text())
                    .append(gone ? " — not this" : "")
                    .append('\n');
        }
        to.text(list.toString());
        if (needsAnswer(step)) {
            to.line(Mark.NOTE, "Type the number of your answer.");
        }
    }

    /** Whether the step's question has to be answered before anything else counts. */
    boolean needsAnswer(Step step) {
        return step.question().isPresent() && !notes.entry(step).milestones().contains(ANSWERED) && !notes.isDone(step);
    }

    /**
     * Takes a number as the answer to the step's open question.
     *
     * @return whether it was the right one
     */
    boolean answer(Step step, int chosen) {
        List<Step.Choice> choices = step.question().orElseThrow().choices();
        if (chosen < 1 || chosen > choices.size()) {
            voice.line(Mark.NOTE, "The answers have numbers from 1 to " + choices.size() + ".");
            return false;
        }
        Step.Choice choice = choices.get(chosen - 1);
        Progress.Entry entry = notes.entry(step);
        if (choice.right()) {
            notes.put(step, entry.reached(Set.of(ANSWERED)));
            voice.remark(Mark.MET, choice.why());
        } else {
            notes.put(step, entry.failed().reached(Set.of("not-" + chosen)));
            voice.remark(Mark.UNMET, choice.why());
            voice.line(Mark.NOTE, "Choose again.");
        }
        return choice.right();
    }

    /**
     * Looks whether an open step is done, and says so when it now is.
     *
     * @param quietly nothing is said of what is missing
     * @return whether it is done now
     */
    boolean look(Step step, boolean quietly) {
        Optional<Finding> missing = missing(step);
        if (missing.isEmpty()) {
            notes.pass(step);
            voice.remark(Mark.MET, step.done().isEmpty() ? "Done." : step.done());
        } else if (!quietly) {
            voice.line(Mark.UNMET, missing.get().subject());
            voice.line(Mark.DETAIL, "expected " + missing.get().expected());
            voice.line(Mark.DETAIL, missing.get().actual());
        }
        return missing.isEmpty();
    }

    private Optional<Finding> missing(Step step) {
        try (World world = worlds.examine()) {
            return Grader.missing(step.checks(), world, worlds.trace());
        } catch (FaultyExercise e) {
            return Optional.of(new Finding(e.where(), "this step is faulty", "a check that works", e.getMessage()));
        }
    }

    /** Shows how the step can be done, to those who have tried. */
    void solution(Step step) {
        if (step.solution().isEmpty()) {
            voice.line(Mark.NOTE, "There is nothing to solve here. next goes on.");
            return;
        }
        Progress.Entry entry = notes.entry(step);
        boolean done = notes.isDone(step);
        boolean tried = done
                || entry.attempts() > 0
                || entry.hints() >= step.hints().size()
                || !worlds.trace().entries().isEmpty();
        if (!tried) {
            voice.line(Mark.NOTE, "Try it first, or take a hint. Then solution shows how it can be done.");
            return;
        }
        if (!done) {
            notes.put(step, entry.sawSolution());
        }
        voice.text("```\n" + String.join("\n", step.solution()) + "\n```");
    }
}
