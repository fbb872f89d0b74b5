package io.redislab.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer beside those of the author. The first row is the learner's. */
public record Comparison(List<Row> rows) {
    public Comparison {
        rows = List.copyOf(rows);
    }

    /** One of the author's ways, with its answer. */
    public record Candidate(Exercise.Approach approach, Answer answer) {}

    /** Whether an answer is right whatever others do, or wherever it is broken off. */
    public enum Safety {
        /** The author says so, the checks have tried it, or the data changes only once. */
        SAFE,
        UNSAFE,
        /** The data changes in several steps, and no check looks at what comes of it. */
        IN_STEPS
    }

    /**
     * One answer.
     *
     * @param note the author's; empty for one's own
     */
    public record Row(String title, String note, Effort effort, Safety races, Safety crashes) {}

    static Safety safety(Optional<Boolean> told, boolean tried, Effort effort) {
        if (told.isPresent()) {
            return told.get() ? Safety.SAFE : Safety.UNSAFE;
        }
        return tried || effort.steps() <= 1 ? Safety.SAFE : Safety.IN_STEPS;
    }

    /** The table's cells, with a head. */
    public List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "commands", "work", "bytes", "race-safe", "crash-safe"));
        for (Row row : rows) {
            Effort effort = row.effort();
            table.add(List.of(
                    row.title(),
                    Long.toString(effort.commands()),
                    Long.toString(effort.work()),
                    Long.toString(effort.bytes()),
                    show(row.races(), effort),
                    show(row.crashes(), effort)));
        }
        return table;
    }

    private static String show(Safety safety, Effort effort) {
        return switch (safety) {
            case SAFE -> "yes";
            case UNSAFE -> "no";
            case IN_STEPS -> "in " + effort.steps() + " steps";
        };
    }
}
