package io.redislab.lab.sql;

import io.redislab.lab.sql.SqlDatabase.SqlSession;
import io.redislab.lab.sql.SqlText.Statement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs statements and psql's own commands as psql does, and shows what they answer as psql does. */
public final class PsqlRun {
    /** What psql has besides. */
    private static final Set<String> NOT_HERE = Set.of(
            "\\l",
            "\\du",
            "\\dn",
            "\\df",
            "\\di",
            "\\ds",
            "\\dp",
            "\\copy",
            "\\i",
            "\\ir",
            "\\timing",
            "\\c",
            "\\e",
            "\\g",
            "\\gx",
            "\\h",
            "\\?",
            "\\w",
            "\\o",
            "\\watch",
            "\\if",
            "\\prompt",
            "\\password",
            "\\d+",
            "\\dt+");

    private static final String KNOWN = "\\d \\dt \\dv \\x \\t \\a \\f \\pset \\set \\unset \\echo \\conninfo \\q";

    private final SqlSession session;
    private final Output output;
    private boolean quiet;
    private final boolean echoes;
    private final Map<String, String> variables = new TreeMap<>();
    private PsqlFormat format;
    private boolean ended;

    /** Where it is shown. */
    public interface Output {
        void print(String text) throws IOException;

        void complain(String text) throws IOException;
    }

    /**
     * @param quiet whether tags such as {@code UPDATE 1} are left out
     * @param echoes whether statements are shown before they run
     */
    public PsqlRun(SqlSession session, PsqlFormat format, boolean quiet, boolean echoes, Output output) {
        this.session = session;
        this.format = format;
        this.quiet = quiet;
        this.echoes = echoes;
        this.output = output;
    }

    /** A variable, for {@code :name} in scripts. */
    public void set(String name, String value) {
        variables.put(name, value);
    }

    /** Whether {@code \q} came. */
    public boolean hasEnded() {
        return ended;
    }

    /** What {@code -c} gives: a command of psql's, or statements that are kept all or none. Answers false when one failed. */
    public boolean command(String text) throws IOException, SqlProblem {
        if (text.strip().startsWith("\\")) {
            return own(text.strip(), "");
        }
        List<Statement> statements = SqlText.statements(text);
        if (echoes && !statements.isEmpty()) {
            output.print(text + "\n");
        }
        boolean several = statements.size() > 1 && !session.isInTransaction();
        if (several) {
            session.begin();
        }
        boolean ok = true;
        for (Statement statement : statements) {
            ok = ok && run(statement.text(), text, statement.from(), "");
        }
        if (several) {
            session.end(ok);
        }
        return ok;
    }

    /**
     * What a file or a pipe gives: one statement or command of psql's after the other. Answers false when it was to stop at
     * an error.
     *
     * @param prefix of errors, to which the line is added; empty for none
     */
    public boolean script(String text, String prefix, boolean stopOnError) throws IOException {
        for (Statement statement : SqlText.script(text)) {
            if (ended) {
                return true;
            }
            long line = text.substring(0, statement.end())
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            String place = prefix.isEmpty() ? "" : prefix + line + ": ";
            boolean ok;
            if (statement.text().startsWith("\\")) {
                ok = own(statement.text(), place);
            } else {
                String whole = fill(text.substring(statement.from(), Math.min(text.length(), statement.end() + 1)));
                if (echoes) {
                    output.print(whole + "\n");
                }
                ok = run(fill(statement.text()), whole, 0, place);
            }
            if (!ok && stopOnError) {
                return false;
            }
        }
        return true;
    }

    private String fill(String sql) {
        return variables.isEmpty() ? sql : SqlText.fill(sql, variables);
    }

    private boolean run(String sql, String shown, int offset, String prefix) throws IOException {
        try {
            SqlResult result = session.run(sql);
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
                    + (problem.detail().isEmpty() ? "" : "DETAIL:  " + problem.detail() + "\n")
                    + (problem.hint().isEmpty() ? "" : "HINT:  " + problem.hint() + "\n"));
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

    // ---- psql's own commands ----

    private boolean own(String line, String prefix) throws IOException {
        String[] words = line.split("\\s+", 3);
        String first = words.length > 1 ? words[1].replaceAll("^'(.*)'$|;$", "$1") : "";
        String second = words.length > 2 ? words[2].replaceAll("^'(.*)'$", "$1") : "";
        switch (words[0]) {
            case "\\d" -> {
                return first.isEmpty() ? relations(List.of("BASE TABLE", "VIEW")) : describe(first, prefix);
            }
            case "\\dt" -> {
                return relations(List.of("BASE TABLE"));
            }
            case "\\dv" -> {
                return relations(List.of("VIEW"));
            }
            case "\\x" -> expand(isOn(first, !format.expanded()));
            case "\\t" -> showTuplesOnly(isOn(first, !format.tuplesOnly()));
            case "\\a" -> align(format.layout() != PsqlFormat.Layout.ALIGNED);
            case "\\f" -> {
                format = format.withSeparator(first);
                say("Field separator is \"" + first + "\".");
            }
            case "\\pset" -> {
                return option(first, second, prefix);
            }
            case "\\set" -> set(first, second);
            case "\\unset" -> variables.remove(first);
            case "\\echo" -> output.print((first + " " + second).strip() + "\n");
            case "\\conninfo" ->
                output.print("You are connected to database \"postgres\" as user \"postgres\": the lab's own.\n");
            case "\\q" -> ended = true;
            default -> {
                output.complain(fault(prefix) + "invalid command " + words[0] + "\n"
                        + (NOT_HERE.contains(words[0]) ? "redislab's stand-in knows " + KNOWN + ".\n" : ""));
                return false;
            }
        }
        return true;
    }

    /** In a file psql says where, and that it is an error. */
    private static String fault(String prefix) {
        return prefix.isEmpty() ? "" : prefix + "error: ";
    }

    private static boolean isOn(String word, boolean otherwise) {
        return word.isEmpty() ? otherwise : word.equals("on") || word.equals("1") || word.equals("true");
    }

    private void expand(boolean yes) throws IOException {
        format = format.withExpanded(yes);
        say("Expanded display is " + (yes ? "on." : "off."));
    }

    private void showTuplesOnly(boolean yes) throws IOException {
        format = format.withTuplesOnly(yes);
        say("Tuples only is " + (yes ? "on." : "off."));
    }

    private void say(String line) throws IOException {
        if (!quiet) {
            output.print(line + "\n");
        }
    }

    private void align(boolean yes) throws IOException {
        format = format.withLayout(yes ? PsqlFormat.Layout.ALIGNED : PsqlFormat.Layout.UNALIGNED);
        say("Output format is " + (yes ? "aligned" : "unaligned") + ".");
    }

    /** Sets what an option asked for, without a word. Answers false when it is not known. */
    public boolean configure(String name, String value, String prefix) throws IOException {
        boolean before = quiet;
        quiet = true;
        boolean ok = option(name, value, prefix);
        quiet = before;
        return ok;
    }

    /** One of the settings of {@code \pset}; answers false when it is not known. */
    private boolean option(String name, String value, String prefix) throws IOException {
        switch (name) {
            case "null" -> {
                session.showNullAs(value);
                say("Null display is \"" + value + "\".");
            }
            case "format" -> {
                if (!List.of("aligned", "unaligned", "csv").contains(value)) {
                    output.complain(prefix + "\\pset: allowed formats here are aligned, csv, unaligned\n");
                    return false;
                }
                format = format.withLayout(PsqlFormat.Layout.valueOf(value.toUpperCase(Locale.ROOT)));
                say("Output format is " + value + ".");
            }
            case "expanded", "x" -> expand(isOn(value, !format.expanded()));
            case "tuples_only", "t" -> showTuplesOnly(isOn(value, !format.tuplesOnly()));
            case "fieldsep" -> {
                format = format.withSeparator(value);
                say("Field separator is \"" + value + "\".");
            }
            case "pager" -> say("Pager usage is off.");
            default -> {
                output.complain(prefix + "\\pset: unknown option: " + name + "\n");
                return false;
            }
        }
        return true;
    }

    private boolean relations(List<String> kinds) throws IOException {
        try {
            Catalog.Description found = new Catalog(session.connection()).relations(kinds);
            if (found.table().rows().isEmpty()) {
                output.complain("Did not find any relations.\n");
            } else {
                output.print(format.show(found.table(), found.title(), found.footer()));
            }
            return true;
        } catch (SQLException e) {
            output.complain("ERROR:  " + e.getMessage() + "\n");
            return false;
        }
    }

    private boolean describe(String name, String prefix) throws IOException {
        String table = name.startsWith("public.") ? name.substring("public.".length()) : name;
        try {
            Catalog.Description found = new Catalog(session.connection()).table(table);
            if (found.table().rows().isEmpty()) {
                output.complain(fault(prefix) + "Did not find any relation named \"" + name + "\".\n");
                return false;
            }
            output.print(format.show(found.table(), found.title(), found.footer()));
            return true;
        } catch (SQLException e) {
            output.complain(prefix + "ERROR:  " + e.getMessage() + "\n");
            return false;
        }
    }
}
