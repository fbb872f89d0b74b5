package io.redislab.course;

import io.redislab.course.yaml.Fault;
import java.util.List;
import java.util.Optional;

/** What was read from a file, if it could be used, and what is wrong with it. */
public record Loaded<T>(Optional<T> value, List<Fault> faults) {
    public Loaded {
        faults = List.copyOf(faults);
    }

    /**
     * The value.
     *
     * @throws CourseException when a fault kept it from being used
     */
    public T orThrow() {
        return value.orElseThrow(() -> new CourseException(faults));
    }
}
