package io.redislab.grading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An exercise as the examiner and the lab need it.
 *
 * @param id as in {@code 7.1}
 * @param task Markdown
 * @param answers suffixes of answers that are taken: redis, lua, sh
 * @param clock the time at which its world starts, Unix ms
 * @param setup runs before the learner begins
 */
public record Exercise(
        Where where,
        String id,
        String title,
        int minutes,
        String task,
        List<String> answers,
        Optional<Long> clock,
        Map<String, Variable> variables,
        List<Check> setup,
        List<Function> functions,
        List<Stage> stages,
        List<Requirement> requirements,
        List<Variant> variants,
        List<Mistake> mistakes,
        Hints hints,
        Optional<Reflection> reflection,
        List<Approach> approaches) {
    public Exercise {
        answers = List.copyOf(answers);
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        setup = List.copyOf(setup);
        functions = List.copyOf(functions);
        stages = List.copyOf(stages);
        requirements = List.copyOf(requirements);
        variants = List.copyOf(variants);
        mistakes = List.copyOf(mistakes);
        approaches = List.copyOf(approaches);
    }

    public int points() {
        return requirements.stream().mapToInt(Requirement::weight).sum();
    }

    /** A name that an answer must provide, with what it takes, as the task says it. */
    public record Function(Where where, String name, List<String> keys, List<String> args) {
        public Function {
            keys = List.copyOf(keys);
            args = List.copyOf(args);
        }
    }

    /** A part of the task. */
    public record Stage(Where where, String id, String title) {}

    /** Markdown each, from a nudge to a worked step. */
    public record Hints(String nudge, String concept, String shape, String worked) {
        public List<String> levels() {
            return List.of(nudge, concept, shape, worked);
        }
    }

    /** A question to think about after a pass, and what the author thinks of it. */
    public record Reflection(String question, String answer) {}

    /** One of the author's answers, to be put beside the learner's own. */
    public record Approach(
            Where where,
            String title,
            String answer,
            String note,
            Optional<Boolean> raceSafe,
            Optional<Boolean> crashSafe) {}
}
