package io.redislab.server;

import io.redislab.engine.Clock;
import io.redislab.engine.ServerLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Redis' log: {@code pid:role day month year time level message}, a line each, to standard output or appended to a file.
 * The file is opened for each line, so that it may be moved away.
 */
public final class LogFile implements ServerLog {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final Clock clock;
    private final ZoneId zone = ZoneId.systemDefault();
    private final long pid = ProcessHandle.current().pid();
    private final OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    private Level least = Level.NOTICE;
    private @Nullable Path file;
    private char role = 'C';

    public LogFile(Clock clock) {
        this.clock = clock;
    }

    /** Lines that matter less are left out. */
    public void setLeast(Level level) {
        least = level;
    }

    /** Where lines go; empty for standard output. */
    public void setFile(Optional<Path> path) {
        file = path.orElse(null);
    }

    /** Why a file can't be written to, in the system's words; empty when it can. A missing one is made, as Redis does. */
    public static Optional<String> fault(Path path) {
        try {
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("No such file or directory");
        } catch (AccessDeniedException e) {
            return Optional.of("Permission denied");
        } catch (FileSystemException e) {
            return Optional.of(String.valueOf(e.getReason()));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** 'C' before the server runs, then 'M'. */
    public void setRole(char letter) {
        role = letter;
    }

    /** From any thread, so that a signal can say that it came. */
    @Override
    public synchronized void log(Level level, String line) {
        if (level.compareTo(least) < 0) {
            return;
        }
        ZonedDateTime now = ZonedDateTime.ofInstant(Instant.ofEpochMilli(clock.wallMillis()), zone);
        StringBuilder text = new StringBuilder(64 + line.length());
        text.append(pid).append(':').append(role).append(' ');
        padded(text, now.getDayOfMonth(), 2).append(' ');
        text.append(MONTHS[now.getMonthValue() - 1])
                .append(' ')
                .append(now.getYear())
                .append(' ');
        padded(text, now.getHour(), 2).append(':');
        padded(text, now.getMinute(), 2).append(':');
        padded(text, now.getSecond(), 2).append('.');
        padded(text, now.getNano() / 1_000_000, 3).append(' ');
        text.append(mark(level)).append(' ').append(line).append('\n');
        write(text.toString());
    }

    private static char mark(Level level) {
        return switch (level) {
            case DEBUG -> '.';
            case VERBOSE -> '-';
            case NOTICE -> '*';
            case WARNING -> '#';
        };
    }

    /** What a signal's handler says, in a form of its own, with the time in s. */
    public synchronized void fromSignal(String line) {
        write(pid + ":signal-handler (" + clock.wallMillis() / 1000 + ") " + line + "\n");
    }

    /** Text that stands as it is, without time and level. */
    public synchronized void raw(String text) {
        write(text);
    }

    private static StringBuilder padded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(width - digits.length())).append(digits);
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path to = file;
        try {
            if (to == null) {
                standardOutput.write(bytes);
            } else {
                Files.write(to, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            // Redis too serves on when its log can't be written: there is nowhere left to say so.
            return;
        }
    }
}
