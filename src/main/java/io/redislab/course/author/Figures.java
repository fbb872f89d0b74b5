package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.Step;

/** What is counted of a chapter; exercises do not count as steps. */
final class Figures {
    private Figures() {}

    static int count(Chapter chapter, Step.Kind kind) {
        return (int)
                chapter.steps().stream().filter(step -> step.kind() == kind).count();
    }

    /** Steps that have a check or a question. */
    static int checked(Chapter chapter) {
        return (int) chapter.steps().stream()
                .filter(step -> !step.checks().isEmpty() || step.question().isPresent())
                .count();
    }
}
