package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlDatabase.SqlSession;
import io.redislab.lab.sql.SqlText.Statement;
import java.io.IOException;
import java.util.List;

/** Runs statements as psql does, and shows what they answer as psql does. */
public final class PsqlRun {
    private final SqlSession session;
    private final PsqlFormat format;
    private final boolean quiet;
    private final Output output;

    /** Where it is shown. */
    public interface Output {
        void print(String text) throws IOException;

        void complain(String text) throws IOException;
    }

    /** @param quiet whether tags such as {@code UPDATE 1} are left out */
    public PsqlRun(SqlSession session, PsqlFormat format, boolean quiet, Output output) {
        this.session = session;
        this.format = format;
        this.quiet = quiet;
        this.output = output;
    }

    /** What {@code -c} gives: statements that are kept all or none. Answers false when one failed. */
    public boolean command(String text) throws IOException, SqlProblem {
        if (text.strip().startsWith("\\")) {
            output.complain("invalid command " + text.strip().split("\\s", 2)[0]
                    + ": redislab's stand-in for psql knows SQL only\n");
            return false;
        }
        List<Statement> statements = SqlText.statements(text);
        boolean several = statements.size() > 1;
        if (several) {
            session.begin();
        }
        boolean ok = true;
        for (Statement statement : statements) {
            ok = ok && run(statement, text, statement.from(), "");
        }
        if (several) {
            session.end(ok);
        }
        return ok;
    }

    /**
     * What a file or a pipe gives: one statement after the other. Answers false when it was to stop at an error.
     *
     * @param prefix of errors, to which the line is added; empty for none
     */
    public boolean script(String text, String prefix, boolean stopOnError) throws IOException {
        for (Statement statement : SqlText.statements(text)) {
            String whole = text.substring(statement.from(), Math.min(text.length(), statement.end() + 1));
            long line = text.substring(0, statement.end())
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            if (!run(statement, whole, 0, prefix.isEmpty() ? "" : prefix + line + ": ") && stopOnError) {
                return false;
            }
        }
        return true;
    }

    private boolean run(Statement statement, String shown, int offset, String prefix) throws IOException {
        try {
            SqlResult result = session.run(statement.text());
            if (result.table().isPresent()) {
                output.print(format.show(result.table().get()));
            }
            if (!quiet && !result.tag().isEmpty()) {
                output.print(result.tag() + "\n");
            }
            return true;
        } catch (SqlProblem problem) {
            output.complain(prefix + "ERROR:  " + problem.getMessage() + "\n"
                    + (problem.position() < 0 ? "" : place(shown, offset + problem.position()))
                    + (problem.detail().isEmpty() ? "" : "DETAIL:  " + problem.detail() + "\n"));
            return false;
        }
    }

    private static String place(String text, int position) {
        int at = Math.min(position, text.length());
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        String head = "LINE " + line + ": ";
        return head + text.substring(start, end < 0 ? text.length() : end) + "\n"
                + " ".repeat(head.length() + at - start) + "^\n";
    }
}
