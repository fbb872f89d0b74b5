package io.redislab.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.OSUtils;

/**
 * Sessions without a learner, a first one and two that go on with it, on a terminal that nobody sees and in a folder that is
 * thrown away; the last one begins at what the one before has kept for it. The launcher has Java write a class-data archive of what they needed, with which later starts take
 * half the time.
 */
public final class Rehearsal {
    private static final List<String> SESSIONS = List.of(
            "PING\rSET greeting hello\rGET greeting\rhelp\rmap\rnext\rcheck\rhint\rquit\r",
            "PING\rSET a 1\rGET a\rquit\r",
            "PING\rSET b 1\rGET b\rquit\r");

    private Rehearsal() {}

    /** Plays the sessions and answers the exit code of the last. */
    public static int play(Path course) throws IOException {
        Path folder = Files.createTempDirectory("redislab-rehearsal");
        try {
            int code = 0;
            LabOptions options = new LabOptions(course, false, Optional.of(folder.resolve("data")));
            for (int i = 0; i < SESSIONS.size(); i++) {
                Optional<SavedScreen> saved = SavedScreen.read(SavedScreen.file(options.dataFolder()));
                boolean last = i == SESSIONS.size() - 1;
                code = play(options, SESSIONS.get(i), last ? saved.map(SavedScreen::stamp) : Optional.empty());
            }
            return code;
        } finally {
            delete(folder);
        }
    }

    private static int play(LabOptions options, String typed, Optional<String> shown) throws IOException {
        JniTerminalProvider provider = new JniTerminalProvider();
        try (Pty pty = provider.open(new Attributes(), new Size(80, 24))) {
            Thread viewer = new Thread(() -> view(pty), "viewer");
            viewer.setDaemon(true);
            viewer.start();
            pty.getMasterOutput().write(typed.getBytes(StandardCharsets.UTF_8));
            lookForTerminal(provider);
            return Lab.open(options, () -> Screens.editor(pty, "xterm-256color"), shown);
        }
    }

    /** As a start on a real terminal begins. */
    private static void lookForTerminal(JniTerminalProvider provider) {
        if (Tty.isTerminal() || OSUtils.IS_WINDOWS) {
            return;
        }
        try {
            new Lab.Standard(false).open().close();
            provider.current(SystemStream.Output);
        } catch (IOException e) {
            // As it should be: there is none.
            return;
        }
    }

    /** Takes what is shown away, so that there is room for more. */
    private static void view(Pty pty) {
        try (InputStream shown = pty.getMasterInput()) {
            byte[] buffer = new byte[4096];
            while (shown.read(buffer) >= 0) {
                // Until the terminal is closed.
            }
        } catch (IOException e) {
            // It is closed.
            return;
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
