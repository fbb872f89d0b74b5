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
        List<Check> checks) {
    public Requirement {
        checks = List.copyOf(checks);
    }
}
