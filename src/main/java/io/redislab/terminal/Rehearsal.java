package io.redislab.terminal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A first session without a learner, on a terminal that nobody sees and in a folder that is thrown away. The launcher has
 * Java write a class-data archive of what it needed, with which later starts take half the time.
 */
public final class Rehearsal {
    private static final String TYPED = "PING\rSET greeting hello\rGET greeting\rhelp\rmap\rnext\rcheck\rhint\rquit\r";

    private Rehearsal() {}

    /** Plays the session and answers the exit code. */
    public static int play(Path course) throws IOException {
        Path folder = Files.createTempDirectory("redislab-rehearsal");
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .provider("jni")
                .type("xterm-256color")
                .encoding(StandardCharsets.UTF_8)
                .size(new Size(80, 24))
                .streams(
                        new ByteArrayInputStream(TYPED.getBytes(StandardCharsets.UTF_8)),
                        OutputStream.nullOutputStream())
                .build()) {
            return Lab.open(
                    new LabOptions(course, false, Optional.of(folder.resolve("data"))),
                    new JLineScreen(terminal, Style.COLOUR, () -> 0));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
