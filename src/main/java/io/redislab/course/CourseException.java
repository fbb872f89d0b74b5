package io.redislab.course;

import io.redislab.course.yaml.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A part of the course can't be used. */
public final class CourseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public CourseException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults == null ? List.of() : faults;
    }
}
