package io.redislab.grading;

import java.util.List;

/**
 * A wrong answer that many give.
 *
 * @param when lines that all hold when this mistake was made
 * @param unmet requirements that are not met when it was made
 * @param tuned whether it is one that only shows with other data: all is met with the example's
 * @param message what went wrong and why, Markdown
 * @param answers files in the exercise's {@code wrong} folder that must get this message
 */
public record Mistake(
        Where where,
        String id,
        String message,
        List<Check> when,
        List<String> unmet,
        boolean tuned,
        List<String> answers) {
    public Mistake {
        when = List.copyOf(when);
        unmet = List.copyOf(unmet);
        answers = List.copyOf(answers);
    }
}
