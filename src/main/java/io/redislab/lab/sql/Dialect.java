package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlText.Token;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in H2's words what PostgreSQL has others for. */
final class Dialect {
    private Dialect() {}

    static String translate(String sql, Connection connection) throws SQLException {
        String text = rowToJson(sql, connection);
        List<Token> tokens = SqlText.tokens(text);
        if (tokens.size() > 1 && tokens.get(0).is("truncate") && !tokens.get(1).is("table")) {
            return "TRUNCATE TABLE " + text.substring(tokens.get(1).from());
        }
        text = replaceWord(text, "timestamptz", "timestamp with time zone");
        text = withColumns(text, connection);
        text = upsert(text).orElse(text);
        return returning(text).orElse(text);
    }

    private static String replaceWord(String sql, String word, String by) {
        StringBuilder out = new StringBuilder(sql);
        List<Token> tokens = SqlText.tokens(sql);
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).is(word)) {
                out.replace(tokens.get(i).from(), tokens.get(i).to(), by);
            }
        }
        return out.toString();
    }

    // ---- row_to_json(u) ----

    /**
     * {@code row_to_json(u)}, and {@code to_json} and {@code u.*} as well, becomes an object of the columns of what
     * {@code u} names in FROM.
     */
    private static String rowToJson(String sql, Connection connection) throws SQLException {
        StringBuilder out = new StringBuilder(sql);
        List<Token> tokens = SqlText.tokens(sql);
        for (int i = tokens.size() - 4; i >= 0; i--) {
            boolean call = (tokens.get(i).is("row_to_json") || tokens.get(i).is("to_json"))
                    && tokens.get(i + 1).text().equals("(")
                    && tokens.get(i + 2).isName();
            boolean all = call
                    && i + 5 < tokens.size()
                    && tokens.get(i + 3).text().equals(".")
                    && tokens.get(i + 4).text().equals("*");
            int last = i + (all ? 5 : 3);
            if (!call || !tokens.get(last).text().equals(")")) {
                continue;
            }
            Optional<String> source = source(sql, tokens, tokens.get(i + 2).name());
            if (source.isPresent()) {
                String row = tokens.get(i + 2).text();
                String object = columns(connection, source.get()).stream()
                        .map(name ->
                                "'" + name.replace("'", "''") + "': " + row + ".\"" + name.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(", ", "JSON_OBJECT(", ")"));
                boolean named = last + 1 < tokens.size()
                        && !tokens.get(last + 1).is("from")
                        && !tokens.get(last + 1).text().equals(",");
                String name = tokens.get(i).name();
                out.replace(tokens.get(i).from(), tokens.get(last).to(), named ? object : object + " AS " + name);
            }
        }
        return out.toString();
    }

    /** What a name stands for in FROM: a table, or a question in brackets. */
    private static Optional<String> source(String sql, List<Token> tokens, String name) {
        for (int i = 0; i < tokens.size() - 1; i++) {
            Token before = tokens.get(i);
            if (!(before.is("from") || before.is("join") || before.text().equals(","))) {
                continue;
            }
            int last = tokens.get(i + 1).text().equals("(") ? SqlText.closing(tokens, i + 1) : i + 1;
            int alias = last + 1;
            if (alias < tokens.size() && tokens.get(alias).is("as")) {
                alias++;
            }
            boolean named = alias < tokens.size()
                    && tokens.get(alias).isName()
                    && tokens.get(alias).name().equals(name);
            boolean itself = last == i + 1
                    && tokens.get(last).isName()
                    && tokens.get(last).name().equals(name);
            if (named || itself) {
                return Optional.of(
                        sql.substring(tokens.get(i + 1).from(), tokens.get(last).to()));
            }
        }
        return Optional.empty();
    }

    // ---- INSERT with fewer values than columns ----

    /** In PostgreSQL the first columns get them. */
    private static String withColumns(String sql, Connection connection) throws SQLException {
        List<Token> tokens = SqlText.tokens(sql);
        boolean insert = tokens.size() > 4
                && tokens.get(0).is("insert")
                && tokens.get(3).is("values")
                && tokens.get(4).text().equals("(");
        if (!insert) {
            return sql;
        }
        int depth = 0;
        int values = 1;
        for (int i = 4; i < SqlText.closing(tokens, 4); i++) {
            String text = tokens.get(i).text();
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            values += depth == 1 && text.equals(",") ? 1 : 0;
        }
        List<String> columns;
        try {
            columns = columns(connection, tokens.get(2).text());
        } catch (SQLException e) {
            // There is no such table, as the statement itself will say.
            return sql;
        }
        if (values >= columns.size()) {
            return sql;
        }
        int at = tokens.get(3).from();
        return sql.substring(0, at) + "(" + String.join(", ", columns.subList(0, values)) + ") " + sql.substring(at);
    }

    private static List<String> columns(Connection connection, String source) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + source + " AS it WHERE FALSE")) {
            ResultSetMetaData data = rows.getMetaData();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                names.add(data.getColumnLabel(i));
            }
        }
        return names;
    }

    // ---- INSERT … ON CONFLICT (key) DO UPDATE ----

    private static Optional<String> upsert(String sql) {
        List<Token> tokens = SqlText.tokens(sql);
        int conflict = find(tokens, 0, "on", "conflict", "(");
        int update = find(tokens, Math.max(conflict, 0), "do", "update", "set");
        boolean insert = tokens.size() > 4
                && tokens.get(0).is("insert")
                && tokens.get(3).text().equals("(");
        if (conflict < 0 || update < 0 || !insert) {
            return Optional.empty();
        }
        int values = SqlText.closing(tokens, 3) + 1;
        if (!tokens.get(values).is("values")) {
            return Optional.empty();
        }
        String table = tokens.get(2).text();
        List<String> columns = names(tokens, 3);
        String on = names(tokens, conflict + 2).stream()
                .map(key -> table + "." + key + " = excluded." + key)
                .collect(Collectors.joining(" AND "));
        return Optional.of("MERGE INTO " + table + " USING ("
                + sql.substring(tokens.get(values).from(), tokens.get(conflict).from()) + ") excluded ("
                + String.join(", ", columns) + ") ON (" + on + ") WHEN MATCHED THEN UPDATE SET "
                + sql.substring(tokens.get(update + 2).to()) + " WHEN NOT MATCHED THEN INSERT ("
                + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(column -> "excluded." + column).collect(Collectors.joining(", ")) + ")");
    }

    private static int find(List<Token> tokens, int from, String... words) {
        for (int i = from; i + words.length <= tokens.size(); i++) {
            boolean all = true;
            for (int k = 0; k < words.length; k++) {
                all &= tokens.get(i + k).is(words[k]);
            }
            if (all) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> names(List<Token> tokens, int open) {
        return tokens.subList(open + 1, SqlText.closing(tokens, open)).stream()
                .filter(Token::isName)
                .map(Token::text)
                .toList();
    }

    // ---- RETURNING ----

    private static Optional<String> returning(String sql) {
        List<Token> tokens = SqlText.tokens(sql);
        int at = find(tokens, 0, "returning");
        boolean change = !tokens.isEmpty()
                && (tokens.get(0).is("insert")
                        || tokens.get(0).is("update")
                        || tokens.get(0).is("delete"));
        if (at < 0 || !change) {
            return Optional.empty();
        }
        return Optional.of("SELECT " + sql.substring(tokens.get(at).to()) + " FROM "
                + (tokens.get(0).is("delete") ? "OLD" : "FINAL") + " TABLE ("
                + sql.substring(0, tokens.get(at).from()) + ")");
    }
}
