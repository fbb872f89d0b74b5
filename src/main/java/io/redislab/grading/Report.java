package io.redislab.grading;

import java.util.List;
import java.util.Optional;

/**
 * What the examiner found. All texts are safe to show on a terminal.
 *
 * @param answer the answer's name, as in {@code 07.1-anna.redis}
 * @param after what is shown after a pass
 * @param problem why it could not be run, or what is wrong with the exercise; empty otherwise
 * @param errors error replies to the answer's own commands, which are not counted but worth knowing
 */
public record Report(
        String exercise,
        String title,
        String answer,
        Status status,
        long seed,
        List<Result> requirements,
        List<VariantResult> variants,
        List<Recognized> mistakes,
        List<String> errors,
        Optional<AfterPass> after,
        String problem) {
    public Report {
        requirements = List.copyOf(requirements);
        variants = List.copyOf(variants);
        mistakes = List.copyOf(mistakes);
        errors = List.copyOf(errors);
    }

    /** How it went; {@link #exitCode} is what {@code redislab check} ends with. */
    public enum Status {
        PASSED(0),
        NOT_PASSED(1),
        CANNOT_RUN(2),
        FAULTY_EXERCISE(3);

        private final int exitCode;

        Status(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    /**
     * One requirement.
     *
     * @param finding why it is not met
     * @param kept met at an earlier check, which still counts
     * @param cause the learner's own command since which it is so
     * @param advice a line for when it is not met
     */
    public record Result(
            String id,
            String title,
            int weight,
            boolean met,
            Optional<String> stage,
            Optional<Finding> finding,
            boolean kept,
            Optional<Cause> cause,
            String advice) {

        /** Of a requirement, which is met when nothing was found. */
        static Result of(Requirement requirement, Optional<Finding> finding, boolean kept, Optional<Cause> cause) {
            return new Result(
                    requirement.id(),
                    requirement.title(),
                    requirement.weight(),
                    finding.isEmpty(),
                    requirement.stage(),
                    finding,
                    kept,
                    cause,
                    requirement.advice().orElse(""));
        }

        /** The same, met. */
        Result inTime() {
            return new Result(id, title, weight, true, stage, Optional.empty(), false, Optional.empty(), advice);
        }
    }

    /** @param number of the command among the answer's, from 1; {@code line} of the file */
    public record Cause(int number, int line, String command) {}

    /** @param question to think about, Markdown; empty when there is none */
    public record AfterPass(String question, Comparison comparison) {}

    /** With what is shown after a pass. */
    public Report with(AfterPass more) {
        return new Report(
                exercise,
                title,
                answer,
                status,
                seed,
                requirements,
                variants,
                mistakes,
                errors,
                Optional.of(more),
                problem);
    }

    /** The answer on other data. @param data what the seed has drawn, as in {@code limit = 17}; may be empty */
    public record VariantResult(String id, String title, String data, boolean passed, List<Result> unmet) {
        public VariantResult {
            unmet = List.copyOf(unmet);
        }
    }

    /** A known mistake, with its explanation in Markdown. */
    public record Recognized(String id, String message) {}

    public boolean passed() {
        return status == Status.PASSED;
    }

    public int max() {
        return requirements.stream().mapToInt(Result::weight).sum();
    }

    /** Points: a requirement that fails on some variant gives none. */
    public int points() {
        return requirements.stream()
                .filter(Result::met)
                .filter(result -> variants.stream()
                        .flatMap(variant -> variant.unmet().stream())
                        .noneMatch(unmet -> unmet.id().equals(result.id())))
                .mapToInt(Result::weight)
                .sum();
    }

    public long metCount() {
        return requirements.stream().filter(Result::met).count();
    }
}
