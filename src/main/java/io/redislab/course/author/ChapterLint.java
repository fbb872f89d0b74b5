package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.Course;
import io.redislab.course.CourseRules;
import io.redislab.course.Step;
import io.redislab.course.StepSolution;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Check;
import io.redislab.grading.Where;
import io.redislab.resp.CommandText.Command;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks at one chapter without running it: nothing is asked that was not said before, and no hint says it all at once. */
final class ChapterLint {
    private static final List<String> PROMPTS = List.of("lab> ", "redis> ", "127.0.0.1:6379> ");

    private final Course course;
    private final Chapter chapter;
    private final Faults faults;
    /** Everything that was said so far. */
    private final StringBuilder said;

    /** @param before what was said in the chapters that this one needs */
    ChapterLint(Course course, Chapter chapter, Faults faults, String before) {
        this.course = course;
        this.chapter = chapter;
        this.faults = faults;
        this.said = new StringBuilder(before);
    }

    /** Answers all that was said up to the end of the chapter. */
    String run() {
        counts();
        for (Step step : chapter.steps()) {
            if (step.exercise().isPresent()) {
                exercise(step, step.exercise().get());
                continue;
            }
            said.append('\n').append(words(step));
            SourceText source = SourceText.of(course, step.where().file());
            commands(step, source);
            names(step);
            hints(step, source);
            blocks(step);
        }
        return said.toString();
    }

    /** All that a learner reads in a step before they act. */
    private static String words(Step step) {
        StringBuilder words = new StringBuilder()
                .append(step.title())
                .append('\n')
                .append(step.text())
                .append('\n')
                .append(step.task())
                .append('\n')
                .append(step.done())
                .append('\n')
                .append(String.join("\n", step.teaches()));
        step.question().ifPresent(question -> {
            words.append('\n').append(question.ask());
            question.choices().forEach(choice -> words.append('\n')
                    .append(choice.text())
                    .append('\n')
                    .append(choice.why()));
        });
        return words.toString();
    }

    private void exercise(Step step, String id) {
        if (!course.exerciseIds().contains(id)) {
            faults.error(
                    step.where(),
                    "no-exercise",
                    "there is no exercise " + id,
                    "redislab course new exercise TITLE --chapter " + chapter.id() + " makes one");
        }
    }

    private void commands(Step step, SourceText source) {
        String before = said.toString();
        for (Command command : CommandWords.parse(StepSolution.commands(step))) {
            String name = CommandWords.name(CommandWords.words(command));
            if (!CommandWords.mentions(before, name)) {
                faults.error(
                        source.find("solution", command.text()),
                        "not-taught",
                        name + " is needed here and was not taught",
                        "name it in this step's text or in an earlier step, or put its chapter into needs:");
            }
        }
    }

    private void names(Step step) {
        NamesInTask before = new NamesInTask(said.toString());
        Checks.flat(step.checks()).forEach(check -> {
            if (check instanceof Check.Key key && !key.key().contains("{{") && !before.gives(key.key())) {
                faults.error(
                        check.where(),
                        "not-in-task",
                        "the key '" + key.key() + "' was not named so far",
                        "say it in the task or in the text");
            }
        });
    }

    private void hints(Step step, SourceText source) {
        Set<String> told = new HashSet<>(CommandWords.shown(step.text() + "\n\n" + step.task()));
        step.question().ifPresent(question -> told.addAll(CommandWords.shown(question.ask())));
        Set<String> telling = new HashSet<>();
        for (Command command : CommandWords.parse(StepSolution.commands(step))) {
            List<String> words = CommandWords.words(command);
            if (words.size() > 1 && !told.contains(CommandWords.normal(words))) {
                telling.add(CommandWords.normal(words));
            }
        }
        // The last hint may say it all.
        for (String hint : step.hints().subList(0, Math.max(0, step.hints().size() - 1))) {
            if (!telling.isEmpty() && CommandWords.shown(hint).containsAll(telling)) {
                faults.error(
                        source.find("hints", hint),
                        "hint-quotes-solution",
                        "a hint that is not the last quotes the solution: " + String.join(", ", telling),
                        "leave gaps (…), or move it to the end");
            }
        }
    }

    /** A block that looks like a session is checked only when it is called one. */
    private void blocks(Step step) {
        String fence = "";
        int number = step.textLine() - 1;
        for (String line : step.text().lines().toList()) {
            number++;
            if (line.startsWith("```")) {
                fence = fence.isEmpty() ? line : "";
            } else if (!fence.isEmpty()
                    && !fence.equals("```transcript")
                    && PROMPTS.stream().anyMatch(line::startsWith)) {
                faults.error(
                        new Where(step.where().file(), number, 1),
                        "not-a-transcript",
                        "this shows a session, and nothing checks it",
                        "start the block with ```transcript and its commands with lab>");
                fence = "```transcript";
            }
        }
    }

    // ---- what the course asks of a chapter ----

    private void counts() {
        CourseRules rules = course.rules();
        int checked = Figures.checked(chapter);
        atLeast(rules.checkedSteps(), checked, "checked steps");
        atLeast(rules.predictions(), Figures.count(chapter, Step.Kind.PREDICT), "predictions");
        atLeast(rules.repairs(), Figures.count(chapter, Step.Kind.REPAIR), "repairs");
        atLeast(rules.measurements(), Figures.count(chapter, Step.Kind.MEASURE), "measurements");
        int typed = Figures.count(chapter, Step.Kind.TYPE);
        rules.typedPercent()
                .filter(percent -> typed * 100 > checked * percent)
                .ifPresent(percent -> rule(String.format(
                        Locale.ROOT,
                        "%d of %d checked steps are only typed, the course allows %d %%",
                        typed,
                        checked,
                        percent)));
    }

    private void atLeast(Optional<Integer> least, int count, String what) {
        least.filter(n -> count < n)
                .ifPresent(n -> rule("it has " + count + " " + what + ", the course asks for " + n));
    }

    private void rule(String message) {
        faults.error(
                new Where("lessons/" + chapter.info().folder().orElse("") + "/lesson.yaml", 1, 1),
                "rules",
                "chapter " + chapter.id() + ": " + message,
                "add steps, or change rules: in course.yaml");
    }
}
