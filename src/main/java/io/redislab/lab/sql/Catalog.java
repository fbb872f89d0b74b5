package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlResult.Column;
import io.redislab.lab.sql.SqlResult.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a database holds, as psql's {@code \d} tells it. */
final class Catalog {
    private static final String OWNER = "postgres";

    /** What psql shows: a table with a title and lines below. */
    record Description(Table table, String title, List<String> footer) {}

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    private static Column text(String name) {
        return new Column(name, false);
    }

    private List<List<String>> rows(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        String value = found.getString(i);
                        row.add(value == null ? "" : value);
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** The tables of the learner, and views. @param kinds some of {@code BASE TABLE} and {@code VIEW} */
    Description relations(List<String> kinds) throws SQLException {
        List<List<String>> found = rows("SELECT table_schema, table_name, table_type FROM information_schema.tables"
                + " WHERE table_schema = 'public' ORDER BY 2");
        List<List<String>> shown = found.stream()
                .filter(row -> kinds.contains(row.get(2)))
                .map(row -> List.of(row.get(0), row.get(1), row.get(2).equals("VIEW") ? "view" : "table", OWNER))
                .toList();
        String count = "(" + shown.size() + (shown.size() == 1 ? " row)" : " rows)");
        return new Description(
                new Table(List.of(text("Schema"), text("Name"), text("Type"), text("Owner")), shown),
                "List of relations",
                List.of(count));
    }

    /** The columns of a table and its indexes; a description without rows when there is no such table. */
    Description table(String name) throws SQLException {
        List<List<String>> columns = new ArrayList<>();
        for (List<String> column : rows(
                "SELECT column_name, data_type, is_nullable, column_default, character_maximum_length,"
                        + " numeric_precision, numeric_scale, is_identity FROM information_schema.columns"
                        + " WHERE table_schema = 'public' AND table_name = ? ORDER BY ordinal_position",
                name)) {
            columns.add(List.of(
                    column.get(0),
                    type(column.get(1), column.get(4), column.get(5), column.get(6)),
                    "",
                    column.get(2).equals("NO") ? "not null" : "",
                    column.get(7).equals("YES")
                            ? "nextval('" + name + "_" + column.get(0) + "_seq'::regclass)"
                            : defaultValue(column.get(3), column.get(1))));
        }
        return new Description(
                new Table(
                        List.of(text("Column"), text("Type"), text("Collation"), text("Nullable"), text("Default")),
                        columns),
                "Table \"public." + name + "\"",
                indexes(name));
    }

    /** PostgreSQL says of a text what it is, and writes words small. */
    private static String defaultValue(String value, String type) {
        if (value.startsWith("'")) {
            return value + (type.equalsIgnoreCase("CHARACTER VARYING") ? "::character varying" : "::text");
        }
        return value.equals("TRUE") || value.equals("FALSE") ? value.toLowerCase(Locale.ROOT) : value;
    }

    private static String type(String type, String length, String precision, String scale) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "CHARACTER LARGE OBJECT" -> "text";
            case "CHARACTER VARYING" -> length.length() > 8 ? "text" : "character varying(" + length + ")";
            case "CHARACTER" -> "character(" + length + ")";
            case "TIMESTAMP" -> "timestamp without time zone";
            case "TIME" -> "time without time zone";
            case "NUMERIC" ->
                precision.length() > 4 || precision.isEmpty() ? "numeric" : "numeric(" + precision + "," + scale + ")";
            case "BINARY LARGE OBJECT", "BINARY VARYING" -> "bytea";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }

    private List<String> indexes(String table) throws SQLException {
        List<String> lines = new ArrayList<>();
        List<List<String>> found = rows(
                "SELECT i.index_name, i.index_type_name,"
                        + " LISTAGG(c.column_name, ', ') WITHIN GROUP (ORDER BY c.ordinal_position)"
                        + " FROM information_schema.indexes i JOIN information_schema.index_columns c"
                        + " ON i.index_schema = c.index_schema AND i.index_name = c.index_name"
                        + " WHERE i.table_schema = 'public' AND i.table_name = ? GROUP BY 1, 2 ORDER BY 2, 1",
                table);
        for (List<String> index : found) {
            String columns = index.get(2);
            String named = table + "_" + columns.replace(", ", "_");
            lines.add(
                    switch (index.get(1)) {
                        case "PRIMARY KEY" -> "    \"" + table + "_pkey\" PRIMARY KEY, btree (" + columns + ")";
                        case "UNIQUE INDEX" -> "    \"" + named + "_key\" UNIQUE CONSTRAINT, btree (" + columns + ")";
                        default -> "    \"" + index.get(0) + "\" btree (" + columns + ")";
                    });
        }
        if (!lines.isEmpty()) {
            lines.add(0, "Indexes:");
        }
        return lines;
    }
}
