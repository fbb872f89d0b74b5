package io.redislab.course;

import io.redislab.course.yaml.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What was read from a file, if it could be used, and what is wrong with it.
 *
 * @param value what learners get; empty when there is any fault
 * @param readable what could be read in spite of faults, for the author's tools
 * @param whole whether {@code readable} is all of it, so that it may be run
 */
public record Loaded<T>(Optional<T> value, List<Fault> faults, Optional<T> readable, boolean whole) {
    public Loaded {
        faults = List.copyOf(faults);
    }

    public Loaded(Optional<T> value, List<Fault> faults) {
        this(value, faults, value, true);
    }

    /** What was read, to be used only when nothing is wrong with it. */
    static <T> Loaded<T> of(Optional<T> readable, List<Fault> faults, boolean whole) {
        boolean usable = faults.stream().noneMatch(fault -> fault.severity() == Fault.Severity.ERROR);
        return new Loaded<>(usable ? readable : Optional.empty(), faults, readable, whole);
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
