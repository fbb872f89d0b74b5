package io.redislab.grading;

import java.util.List;
import java.util.Map;

/**
 * Other data to try an answer on.
 *
 * @param setup runs after the exercise's own set-up
 */
public record Variant(Where where, String id, String title, Map<String, Variable> variables, List<Check> setup) {
    public Variant {
        variables = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(variables));
        setup = List.copyOf(setup);
    }
}
