package io.redislab.course.yaml;

import io.redislab.grading.Where;
import java.util.Comparator;

/**
 * Something that an author has to mend.
 *
 * @param code a short name for the kind of fault, as in {@code unknown-key}
 * @param message what is wrong
 * @param advice what to do; may be empty
 */
public record Fault(Where where, Severity severity, String code, String message, String advice)
        implements Comparable<Fault> {
    /** An error keeps the file from being used; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private static final Comparator<Fault> ORDER = Comparator.comparing((Fault f) -> f.where.file())
            .thenComparing(f -> f.where.line())
            .thenComparing(f -> f.where.column())
            .thenComparing(Fault::message);

    @Override
    public int compareTo(Fault other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: error: message. advice}. */
    @Override
    public String toString() {
        return where + ": " + (severity == Severity.ERROR ? "error" : "warning") + ": " + message
                + (advice.isEmpty() ? "" : "\n    " + advice) + "  [" + code + "]";
    }
}
