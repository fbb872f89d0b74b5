package io.redislab.lab.shell;

import io.redislab.lab.sql.PsqlFormat;
import io.redislab.lab.sql.PsqlRun;
import io.redislab.lab.sql.SqlDatabase;
import io.redislab.lab.sql.SqlProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code psql} on the database behind the cache: commands by {@code -c}, {@code -f} or a pipe. */
final class PsqlStandIn implements StandIn, AutoCloseable {
    private final SqlDatabase database = new SqlDatabase();

    /** A command, or a file with some. */
    private record Action(boolean file, String text) {}

    /** What was asked for by options. */
    private static final class Options {
        /** In the order in which they were given. */
        private final List<Action> actions = new ArrayList<>();

        private final Map<String, String> variables = new LinkedHashMap<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private PsqlFormat format = PsqlFormat.STANDARD;
        private boolean quiet;
        private boolean echoes;
        private boolean whole;
        private boolean version;
        private String file = "";
        private String unknown = "";

        private void read(List<String> words) {
            Iterator<String> rest = words.iterator();
            while (rest.hasNext()) {
                String word = rest.next();
                if (word.startsWith("--")) {
                    int equals = word.indexOf('=');
                    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
                    if (!option(
                            letter(name),
                            equals < 0
                                    ? rest
                                    : List.of(word.substring(equals + 1)).iterator())) {
                        unknown = "unrecognized option '" + word + "'";
                    }
                } else if (word.startsWith("-") && word.length() > 1) {
                    letters(word.substring(1), rest);
                }
                // Anything else names a database or a user, and there is one of each.
            }
        }

        private void letters(String letters, Iterator<String> rest) {
            for (int i = 0; i < letters.length(); i++) {
                char letter = letters.charAt(i);
                String value = letters.substring(i + 1);
                boolean takesValue = "cfFdUhpvPRoL".indexOf(letter) >= 0;
                if (!option(
                        letter, takesValue && !value.isEmpty() ? List.of(value).iterator() : rest)) {
                    unknown = "invalid option -- '" + letter + "'";
                    return;
                }
                if (takesValue) {
                    return;
                }
            }
        }

        private static char letter(String name) {
            return switch (name) {
                case "command" -> 'c';
                case "file" -> 'f';
                case "field-separator" -> 'F';
                case "dbname" -> 'd';
                case "username" -> 'U';
                case "host" -> 'h';
                case "port" -> 'p';
                case "set", "variable" -> 'v';
                case "tuples-only" -> 't';
                case "no-align" -> 'A';
                case "quiet" -> 'q';
                case "no-psqlrc" -> 'X';
                case "no-password" -> 'w';
                case "single-transaction" -> '1';
                case "csv" -> ',';
                case "expanded" -> 'x';
                case "pset" -> 'P';
                case "record-separator" -> 'R';
                case "output" -> 'o';
                case "echo-queries" -> 'e';
                case "version" -> 'V';
                default -> '?';
            };
        }

        private boolean option(char letter, Iterator<String> value) {
            switch (letter) {
                case 'c' -> actions.add(new Action(false, value.hasNext() ? value.next() : ""));
                case 'f' -> actions.add(new Action(true, value.hasNext() ? value.next() : ""));
                case 'F' -> format = format.withSeparator(value.hasNext() ? value.next() : "");
                case 'R' -> format = format.withRecordSeparator(value.hasNext() ? value.next() : "");
                case 'v' -> assign(variables, value);
                case 'P' -> assign(settings, value);
                case 'o' -> file = value.hasNext() ? value.next() : "";
                case 'd', 'U', 'h', 'p' -> {
                    if (value.hasNext()) {
                        value.next();
                    }
                }
                case 't' -> format = format.withTuplesOnly(true);
                case 'x' -> format = format.withExpanded(true);
                case 'A' -> format = format.withLayout(PsqlFormat.Layout.UNALIGNED);
                case ',' -> format = format.withLayout(PsqlFormat.Layout.CSV);
                case 'q' -> quiet = true;
                case 'e' -> echoes = true;
                case '1' -> whole = true;
                case 'V' -> version = true;
                case 'X', 'w' -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static void assign(Map<String, String> values, Iterator<String> word) {
        String text = word.hasNext() ? word.next() : "";
        int equals = text.indexOf('=');
        values.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    @Override
    public int run(DeskCall call) throws IOException {
        Options options = new Options();
        options.read(call.arguments());
        if (!options.unknown.isEmpty()) {
            call.complain("psql: " + options.unknown
                    + "\npsql: hint: redislab's stand-in knows -c -f -t -A -x -F -R -P -v -o -q -e -1 --csv.\n");
            return 1;
        }
        if (options.version) {
            call.print("psql (PostgreSQL) 15, as redislab stands in for it\n");
            return 0;
        }
        StringBuilder toFile = new StringBuilder();
        try (SqlDatabase.SqlSession session = database.connect()) {
            PsqlRun run = new PsqlRun(session, options.format, options.quiet, options.echoes, new PsqlRun.Output() {
                @Override
                public void print(String text) throws IOException {
                    if (options.file.isEmpty()) {
                        call.print(text);
                    } else {
                        toFile.append(text);
                    }
                }

                @Override
                public void complain(String text) throws IOException {
                    call.complain(text);
                }
            });
            return run(call, options, session, run);
        } catch (SqlProblem e) {
            call.complain("psql: error: " + e.getMessage() + "\n");
            return 2;
        } finally {
            if (!options.file.isEmpty()) {
                Files.writeString(call.path(options.file), toFile);
            }
        }
    }

    private static int run(DeskCall call, Options options, SqlDatabase.SqlSession session, PsqlRun run)
            throws IOException, SqlProblem {
        options.variables.forEach(run::set);
        for (Map.Entry<String, String> setting : options.settings.entrySet()) {
            if (!run.configure(setting.getKey(), setting.getValue(), "psql: error: ")) {
                call.complain("psql: error: could not set printing parameter \"" + setting.getKey() + "\"\n");
                return 1;
            }
        }
        if (!options.whole) {
            return runAll(call, options, run);
        }
        session.run("BEGIN");
        int code = runAll(call, options, run);
        session.run(code == 0 ? "COMMIT" : "ROLLBACK");
        return code;
    }

    private static int runAll(DeskCall call, Options options, PsqlRun run) throws IOException, SqlProblem {
        boolean stop = options.variables.getOrDefault("ON_ERROR_STOP", "off").matches("|1|on|true");
        if (options.actions.isEmpty()) {
            return run.script(call.input(), "", stop) ? 0 : 3;
        }
        int code = 0;
        for (Action action : options.actions) {
            if (run.hasEnded() || code != 0 && stop) {
                break;
            }
            code = action.file() ? runFile(call, action.text(), run, stop) : run.command(action.text()) ? 0 : 1;
        }
        return code;
    }

    private static int runFile(DeskCall call, String file, PsqlRun run, boolean stop) throws IOException {
        boolean standard = file.equals("-");
        Path path = call.path(file);
        if (!standard && !Files.isReadable(path)) {
            call.complain("psql: error: " + file + ": No such file or directory\n");
            return 1;
        }
        String text = standard ? call.input() : Files.readString(path, StandardCharsets.UTF_8);
        return run.script(text, "psql:" + (standard ? "<stdin>" : file) + ":", stop) ? 0 : 3;
    }

    @Override
    public void close() {
        database.close();
    }
}
