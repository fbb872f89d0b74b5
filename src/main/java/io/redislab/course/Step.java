package io.redislab.course;

import io.redislab.grading.Check;
import io.redislab.grading.Where;
import java.util.List;
import java.util.Optional;

/**
 * One step of a chapter.
 *
 * @param id unique in the course, as in {@code 7/rank}; progress is kept by it, so it never changes
 * @param text what is shown on entering, Markdown
 * @param textLine the line of the step's file on which the text starts; 0 for {@code EXERCISE}
 * @param task one line that stays in sight while the learner works; empty for {@code READ}
 * @param setup runs on entering the step for the first time
 * @param checks all hold when the step is done; empty for {@code READ} and {@code EXERCISE}
 * @param question to be answered before the checks count
 * @param hints from a nudge to nearly the answer
 * @param done one line after it is done
 * @param solution commands that do it; used by the course's test
 * @param teaches commands that are taught here, for lint and review
 * @param covers what it covers of the guide, for the coverage table
 * @param exercise the id of an {@code EXERCISE} step's exercise
 * @param fingerprint of all that decides what the learner does here
 * @param whole whether all of it could be read; learners never see one that is not
 */
public record Step(
        Where where,
        String id,
        Kind kind,
        String title,
        String text,
        int textLine,
        String task,
        List<Check> setup,
        List<Check> checks,
        Optional<Question> question,
        List<String> hints,
        String done,
        List<String> solution,
        List<String> teaches,
        List<String> covers,
        Optional<String> exercise,
        String fingerprint,
        boolean whole) {
    public Step {
        setup = List.copyOf(setup);
        checks = List.copyOf(checks);
        hints = List.copyOf(hints);
        solution = List.copyOf(solution);
        teaches = List.copyOf(teaches);
        covers = List.copyOf(covers);
    }

    public enum Kind {
        /** Only to be read. */
        READ,
        /** A command to be typed as shown. */
        TYPE,
        /** Something to be reached on one's own way. */
        TASK,
        /** What will happen? Then see. */
        PREDICT,
        /** Something is broken; mend it. */
        REPAIR,
        /** Find a figure out. */
        MEASURE,
        /** An exercise of its own. */
        EXERCISE
    }

    /**
     * A question with answers to choose from.
     *
     * @param ask Markdown
     */
    public record Question(String ask, List<Choice> choices) {
        public Question {
            choices = List.copyOf(choices);
        }
    }

    /** @param why said after it was chosen: why it is right, or why not */
    public record Choice(String text, boolean right, String why) {}
}
