package io.redislab.lab.sql;

import java.util.List;
import java.util.Optional;

/**
 * What a statement answers.
 *
 * @param table rows, of a statement that has some
 * @param tag as in {@code UPDATE 1}; empty for a mere question
 */
public record SqlResult(Optional<Table> table, String tag) {
    /** A column. @param number whether it holds numbers, which stand at the right */
    public record Column(String name, boolean number) {}

    /** Rows of texts, as PostgreSQL writes values; NULL is empty. */
    public record Table(List<Column> columns, List<List<String>> rows) {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }
}
