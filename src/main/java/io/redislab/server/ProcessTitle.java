package io.redislab.server;

import io.redislab.engine.config.Configuration;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ps} shows of the process. On Linux a process' command line lies in its own memory, and is shown from there:
 * so it is written over, as C programs do. The kernel tells where it lies, and lets a process write to its own memory
 * through a file. Elsewhere, and where that is not allowed, the process keeps the command line that Java was started with.
 */
final class ProcessTitle {
    private static final Path SELF = Path.of("/proc/self");
    /** The places in /proc/self/stat, counted from behind the name: where the command line begins, and where it ends. */
    private static final int FROM = 45;

    private static final int TO = 46;
    /** The kernel keeps so much of a name. */
    private static final int MOST_OF_NAME = 15;

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z-]+)}");

    private final Configuration config;
    private final String program;

    /** @param program what the server was called by whoever started it */
    ProcessTitle(Configuration config, String program) {
        this.config = config;
        this.program = program;
    }

    /** Shows it, now and whenever its template changes. */
    void follow() {
        if (!"yes".equals(config.get("set-proc-title"))) {
            return;
        }
        write(SELF.resolve("comm"), program.substring(program.lastIndexOf('/') + 1));
        show();
        config.onChange(this::show, "proc-title-template");
    }

    private void show() {
        try {
            String stat = Files.readString(SELF.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long from = Long.parseUnsignedLong(fields[FROM]);
            int length = Math.toIntExact(Long.parseUnsignedLong(fields[TO]) - from);
            byte[] line = Arrays.copyOf(text().getBytes(StandardCharsets.UTF_8), length);
            // Where its end is no zero, the kernel shows what stands before the first one, and no zeros behind it.
            line[length - 1] = line[length - 1] == 0 ? 1 : line[length - 1];
            try (RandomAccessFile memory =
                    new RandomAccessFile(SELF.resolve("mem").toFile(), "rw")) {
                memory.seek(from);
                memory.write(line);
            }
        } catch (IOException | ArithmeticException | IndexOutOfBoundsException | NumberFormatException e) {
            // No Linux, or one that does not let it: only the title is missing.
            return;
        }
    }

    private static void write(Path file, String name) {
        try {
            Files.writeString(file, name.substring(0, Math.min(MOST_OF_NAME, name.length())));
        } catch (IOException e) {
            // As above.
            return;
        }
    }

    /** The template, filled in. */
    String text() {
        return VARIABLE.matcher(config.get("proc-title-template"))
                .replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1))))
                .strip();
    }

    private String value(String variable) {
        return switch (variable) {
            case "title" -> program;
            case "listen-addr" -> listens();
            case "port" -> Integer.toString(config.port());
            case "tls-port" -> Integer.toString(config.tlsPort());
            case "unixsocket" -> config.unixsocket();
            case "config-file" -> {
                String file = config.configFile();
                yield file == null ? "-" : file;
            }
            default -> "";
        };
    }

    private String listens() {
        if (config.shownPort() == 0) {
            return "unixsocket:" + config.unixsocket();
        }
        return (config.bind().isEmpty() ? "*" : config.bind().get(0)) + ":" + config.shownPort();
    }
}
