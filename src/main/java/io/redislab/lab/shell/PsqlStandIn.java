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
import java.util.List;

/** {@code psql} on the database behind the cache: commands by {@code -c}, {@code -f} or a pipe. */
final class PsqlStandIn implements StandIn, AutoCloseable {
    private final SqlDatabase database = new SqlDatabase();

    /** What was asked for by options. */
    private static final class Options {
        private final List<String> commands = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private boolean tuplesOnly;
        private PsqlFormat.Layout layout = PsqlFormat.Layout.ALIGNED;
        private boolean quiet;
        private boolean stopOnError;
        private String separator = "|";
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
                boolean takesValue = "cfFdUhpvPRo".indexOf(letter) >= 0;
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
                default -> '?';
            };
        }

        private boolean option(char letter, Iterator<String> value) {
            switch (letter) {
                case 'c' -> commands.add(value.hasNext() ? value.next() : "");
                case 'f' -> files.add(value.hasNext() ? value.next() : "");
                case 'F' -> separator = value.hasNext() ? value.next() : "";
                case 'v' -> stopOnError |= value.hasNext() && value.next().matches("ON_ERROR_STOP(=(1|on|true))?");
                case 'd', 'U', 'h', 'p' -> {
                    if (value.hasNext()) {
                        value.next();
                    }
                }
                case 't' -> tuplesOnly = true;
                case 'A' -> layout = PsqlFormat.Layout.UNALIGNED;
                case ',' -> layout = PsqlFormat.Layout.CSV;
                case 'q' -> quiet = true;
                case 'X', 'w', '1' -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public int run(DeskCall call) throws IOException {
        Options options = new Options();
        options.read(call.arguments());
        if (!options.unknown.isEmpty()) {
            call.complain("psql: " + options.unknown
                    + "\nredislab's stand-in knows -c -f -t -A -F -q -v ON_ERROR_STOP=1" + " and --csv.\n");
            return 1;
        }
        PsqlFormat format = new PsqlFormat(options.layout, options.tuplesOnly, options.separator);
        try (SqlDatabase.SqlSession session = database.connect()) {
            PsqlRun run = new PsqlRun(session, format, options.quiet, new PsqlRun.Output() {
                @Override
                public void print(String text) throws IOException {
                    call.print(text);
                }

                @Override
                public void complain(String text) throws IOException {
                    call.complain(text);
                }
            });
            for (String command : options.commands) {
                if (!run.command(command)) {
                    return 1;
                }
            }
            for (String file : options.files) {
                Path path = call.path(file);
                if (!Files.isReadable(path)) {
                    call.complain("psql: error: " + file + ": No such file or directory\n");
                    return 1;
                }
                String text = Files.readString(path, StandardCharsets.UTF_8);
                if (!run.script(text, "psql:" + file + ":", options.stopOnError)) {
                    return 3;
                }
            }
            if (options.commands.isEmpty() && options.files.isEmpty()) {
                return run.script(call.input(), "", options.stopOnError) ? 0 : 3;
            }
            return 0;
        } catch (SqlProblem e) {
            call.complain("psql: error: " + e.getMessage() + "\n");
            return 2;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
