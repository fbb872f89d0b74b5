package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlText.Token;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database with a table of users, in memory: made when it is first asked for, gone when closed. Statements run as a user
 * who has no rights beyond the data, so that SQL reaches neither files nor code. May be used from any thread.
 */
public final class SqlDatabase implements AutoCloseable {
    private static final List<String> CONTENT = List.of(
            "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, email text UNIQUE, data text,"
                    + " last_login timestamp)",
            """
            INSERT INTO users VALUES
            (1, 'Ada Lovelace', 'ada@example.com', '{"plan":"pro"}', '2024-01-15 10:30:00'),
            (2, 'Alan Turing', 'alan@example.com', '{"plan":"free"}', '2024-01-14 09:00:00'),
            (3, 'Grace Hopper', 'grace@example.com', '{"plan":"pro"}', '2024-01-13 18:45:00'),
            (1000, 'John Doe', 'john@example.com', '{"plan":"free"}', '2024-01-12 08:15:00'),
            (1001, 'Jane Roe', 'jane@example.com', '{"plan":"pro"}', '2024-01-11 12:00:00')\
            """,
            "CREATE USER learner PASSWORD ''",
            "GRANT ALTER ANY SCHEMA TO learner",
            "GRANT ALL ON SCHEMA public TO learner");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern VIOLATED = Pattern.compile("(?s)violation: \"(.*?) ON \\w+\\.(\\w+)\\((\\w+)");
    private static final Pattern KEY = Pattern.compile("/\\* (?:key:)?\\d+ \\*/ '?(.*?)'?(?:,| \\)|\\)\")");
    private static final Pattern MARK = Pattern.compile("(?s)SQL statement \"(.*?)\\[\\*\\]");

    private static final String SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    /** While it is open, the database is there. */
    private @Nullable Connection owner;

    private synchronized void make() throws SQLException {
        if (owner != null) {
            return;
        }
        Connection connection = DriverManager.getConnection(url + SETTINGS, "owner", "");
        try (Statement statement = connection.createStatement()) {
            for (String each : CONTENT) {
                statement.execute(each);
            }
        }
        owner = connection;
    }

    /** A connection of its own. */
    public SqlSession connect() throws SqlProblem {
        try {
            make();
            return new SqlSession(DriverManager.getConnection(url, "learner", ""));
        } catch (SQLException e) {
            throw new SqlProblem(String.valueOf(e.getMessage()), "", -1);
        }
    }

    @Override
    public synchronized void close() {
        Connection connection = owner;
        if (connection == null) {
            return;
        }
        owner = null;
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // It was in memory only, and is gone.
            return;
        }
    }

    /** Somebody's connection, for one thread. */
    public static final class SqlSession implements AutoCloseable {
        private final Connection connection;
        private String shownNull = "";
        /** A statement of the transaction has failed: the others don't run. */
        private boolean aborted;

        private SqlSession(Connection connection) {
            this.connection = connection;
        }

        /** Statements that follow are kept all or none. */
        void begin() throws SqlProblem {
            try {
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                throw problem(e, "");
            }
        }

        void end(boolean keep) throws SqlProblem {
            try {
                if (keep) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw problem(e, "");
            }
        }

        /** What stands for NULL in tables; at first nothing. */
        void showNullAs(String text) {
            shownNull = text;
        }

        Connection connection() {
            return connection;
        }

        /** Runs one statement. */
        public SqlResult run(String sql) throws SqlProblem {
            try {
                String command = command(sql);
                boolean ends = command.equals("COMMIT") || command.equals("END") || command.equals("ROLLBACK");
                if (aborted && ends) {
                    aborted = false;
                    end(false);
                    return new SqlResult(Optional.empty(), "ROLLBACK");
                } else if (aborted) {
                    throw new SqlProblem(
                            "current transaction is aborted, commands ignored until end of transaction block", "", -1);
                }
                return execute(sql, command);
            } catch (SqlProblem problem) {
                aborted = isInTransaction();
                throw problem;
            }
        }

        boolean isInTransaction() throws SqlProblem {
            try {
                return !connection.getAutoCommit();
            } catch (SQLException e) {
                throw problem(e, "");
            }
        }

        private SqlResult execute(String sql, String command) throws SqlProblem {
            try (Statement statement = connection.createStatement()) {
                if (command.equals("BEGIN") || command.equals("START TRANSACTION")) {
                    connection.setAutoCommit(false);
                    return new SqlResult(Optional.empty(), command);
                } else if (command.equals("COMMIT") || command.equals("END") || command.equals("ROLLBACK")) {
                    end(!command.equals("ROLLBACK"));
                    return new SqlResult(Optional.empty(), command.equals("END") ? "COMMIT" : command);
                }
                boolean hasRows = statement.execute(Dialect.translate(sql, connection));
                if (!hasRows) {
                    return new SqlResult(Optional.empty(), tag(command, statement.getUpdateCount()));
                }
                try (ResultSet rows = statement.getResultSet()) {
                    SqlResult.Table table = table(rows, SqlText.functions(sql), shownNull);
                    boolean changes = command.equals("INSERT") || command.equals("UPDATE") || command.equals("DELETE");
                    return new SqlResult(
                            Optional.of(table),
                            changes ? tag(command, table.rows().size()) : "");
                }
            } catch (SQLException e) {
                throw problem(e, sql);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is in memory only.
                return;
            }
        }
    }

    private static String command(String sql) {
        List<Token> tokens = SqlText.tokens(sql);
        String first = tokens.get(0).text().toUpperCase(Locale.ROOT);
        return switch (first) {
            case "CREATE", "DROP", "ALTER", "START", "TRUNCATE" -> first + " " + object(tokens);
            default -> first;
        };
    }

    private static String object(List<Token> tokens) {
        return tokens.stream()
                .skip(1)
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .filter(word ->
                        !List.of("UNIQUE", "TEMP", "TEMPORARY", "OR", "REPLACE").contains(word))
                .findFirst()
                .filter(word -> List.of("TABLE", "INDEX", "VIEW", "SEQUENCE", "SCHEMA", "TRANSACTION")
                        .contains(word))
                .orElse("TABLE");
    }

    private static String tag(String command, int count) {
        return switch (command) {
            case "INSERT" -> "INSERT 0 " + count;
            case "UPDATE", "DELETE", "MERGE" -> command + " " + count;
            default -> command;
        };
    }

    // ---- values ----

    /**
     * @param functions by column: the function that it is the result of, or empty
     * @param shownNull what stands for NULL
     */
    private static SqlResult.Table table(ResultSet rows, List<String> functions, String shownNull) throws SQLException {
        ResultSetMetaData data = rows.getMetaData();
        List<SqlResult.Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            String label = data.getColumnLabel(i);
            boolean nameless = label.equals("?column?") || label.equals("char_length");
            String function = functions.size() == data.getColumnCount() ? functions.get(i - 1) : "";
            columns.add(new SqlResult.Column(
                    nameless && !function.isEmpty() ? function : label, isNumber(data.getColumnType(i))));
        }
        List<List<String>> texts = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                String text = text(rows, i, data.getColumnType(i));
                row.add(text == null ? shownNull : text);
            }
            texts.add(List.copyOf(row));
        }
        return new SqlResult.Table(columns, texts);
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.INTEGER,
                    Types.BIGINT,
                    Types.SMALLINT,
                    Types.TINYINT,
                    Types.NUMERIC,
                    Types.DECIMAL,
                    Types.DOUBLE,
                    Types.REAL,
                    Types.FLOAT -> true;
            default -> false;
        };
    }

    private static @Nullable String text(ResultSet rows, int column, int type) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return switch (type) {
            case Types.BOOLEAN -> rows.getBoolean(column) ? "t" : "f";
            case Types.DATE -> rows.getObject(column, Date.class).toString();
            case Types.TIMESTAMP ->
                withoutZeros(rows.getObject(column, Timestamp.class).toString());
            case Types.DOUBLE, Types.REAL, Types.FLOAT -> withoutZeros(text);
            default -> text;
        };
    }

    /** {@code 12:00:00.0} and {@code 1.0} without what says nothing. */
    private static String withoutZeros(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    // ---- errors ----

    private static SqlProblem problem(SQLException e, String sql) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf("; SQL statement:");
        String plain = end < 0 ? text : text.substring(0, end);
        String quoted = first(QUOTED, plain);
        return switch (String.valueOf(e.getSQLState())) {
            case "42S02", "42S03", "42S04" ->
                new SqlProblem("relation \"" + quoted + "\" does not exist", "", word(sql, quoted));
            case "42S22" -> new SqlProblem("column \"" + quoted + "\" does not exist", "", word(sql, quoted));
            case "42S01" -> new SqlProblem("relation \"" + quoted + "\" already exists", "", -1);
            case "42000", "42001" -> syntax(plain, sql);
            case "22018" ->
                new SqlProblem(
                        "invalid input syntax for type integer: \"" + quoted + "\"", "", word(sql, "'" + quoted + "'"));
            case "23502" ->
                new SqlProblem(
                        "null value in column \"" + quoted + "\" of relation \"" + table(sql)
                                + "\" violates not-null constraint",
                        "",
                        -1);
            case "23505" -> duplicate(plain);
            case "90022" ->
                new SqlProblem(
                        "function " + quoted + "() does not exist",
                        "",
                        word(sql, quoted),
                        "No function matches the given name and argument types. You might need to add explicit type"
                                + " casts.");
            case "90012" -> new SqlProblem("there is no parameter $1", "", word(sql, "$"));
            case "22012" -> new SqlProblem("division by zero", "", -1);
            case "90040" -> new SqlProblem("permission denied", "", -1);
            default -> new SqlProblem(plain, "", -1);
        };
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static int word(String sql, String word) {
        return SqlText.tokens(sql).stream()
                .filter(token -> token.is(word) || token.name().equals(word))
                .mapToInt(Token::from)
                .findFirst()
                .orElse(-1);
    }

    /** The table that a statement changes. */
    private static String table(String sql) {
        List<Token> tokens = SqlText.tokens(sql);
        int at = tokens.get(0).is("update") ? 1 : 2;
        return at < tokens.size() ? tokens.get(at).name() : "";
    }

    private static SqlProblem syntax(String plain, String sql) {
        Matcher mark = MARK.matcher(plain);
        int at = mark.find() ? mark.group(1).length() : sql.length();
        Optional<Token> near =
                SqlText.tokens(sql).stream().filter(token -> token.from() >= at).findFirst();
        return near.map(token -> new SqlProblem("syntax error at or near \"" + token.text() + "\"", "", token.from()))
                .orElseGet(() -> new SqlProblem("syntax error at end of input", "", sql.length()));
    }

    private static SqlProblem duplicate(String plain) {
        Matcher found = VIOLATED.matcher(plain);
        if (!found.find()) {
            return new SqlProblem("duplicate key value violates unique constraint", "", -1);
        }
        boolean primary = found.group(1).contains("PRIMARY KEY");
        String name = found.group(2) + (primary ? "_pkey" : "_" + found.group(3) + "_key");
        Matcher key = KEY.matcher(plain);
        return new SqlProblem(
                "duplicate key value violates unique constraint \"" + name + "\"",
                key.find() ? "Key (" + found.group(3) + ")=(" + key.group(1) + ") already exists." : "",
                -1);
    }
}
