package io.redislab.grading;

import java.util.List;
import java.util.Optional;

/**
 * One thing that an exercise asks for.
 *
 * @param weight points
 * @param invariant true before the learner did anything, and to be kept so
 * @param sticky once met, it stays met, whatever later commands do
 * @param advice shown when it is not met
 * @param covers what it covers of an outline, for the table of that
 */
public record Requirement(
        Where where,
        String id,
        String title,
        int weight,
        boolean invariant,
        boolean sticky,
        Optional<String> stage,
        Optional<String> advice,
        List<String> covers,
        List<Check> checks) {
    public Requirement {
        covers = List.copyOf(covers);
        checks = List.copyOf(checks);
    }
}
