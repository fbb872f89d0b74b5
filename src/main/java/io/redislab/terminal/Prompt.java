package io.redislab.terminal;

import java.util.List;
import java.util.function.Supplier;

/**
 * What stands before the line that is typed, and below it.
 *
 * @param text as in {@code lab> }
 * @param status asked for whenever the screen is drawn: what is to be done, and from the right end of the line what may be
 *     left out first
 */
record Prompt(String text, Supplier<StatusLine> status) {
    /**
     * The line below the prompt.
     *
     * @param task what is to be done now
     * @param facts where the learner is, progress, client, clock: the least important last
     */
    record StatusLine(String task, List<String> facts) {
        StatusLine {
            facts = List.copyOf(facts);
        }

        static final StatusLine EMPTY = new StatusLine("", List.of());
    }
}
