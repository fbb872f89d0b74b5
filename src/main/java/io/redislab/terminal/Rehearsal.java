package io.redislab.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.OSUtils;

/**
 * Sessions without a learner, a first one and two that go on with it, on a terminal that nobody sees and in a folder that is
 * thrown away; the last one begins at what the one before has kept for it. The launcher has Java write a class-data archive
 * of what they needed, with which later starts take half the time.
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
            Learner learner = new Learner(pty, typed);
            inBackground(learner::look);
            inBackground(learner::type);
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

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Types key by key, each when the one before has been painted, and a line when the prompt is there: what comes faster
     * is taken as pasted, and does not need all that a learner needs.
     */
    private static final class Learner {
        private static final String PROMPT = "lab> ";
        /** A key that paints nothing, or a prompt that looks otherwise, is waited for no longer than that. */
        private static final long PATIENCE_MILLIS = 500;

        private final Pty pty;
        private final String typed;
        private final Semaphore painted = new Semaphore(0);
        private final Semaphore prompts = new Semaphore(0);

        private Learner(Pty pty, String typed) {
            this.pty = pty;
            this.typed = typed;
        }

        /** Takes what is shown away, so that there is room for more. */
        private void look() {
            try (InputStream shown = pty.getMasterInput()) {
                byte[] buffer = new byte[4096];
                for (int length = shown.read(buffer); length >= 0; length = shown.read(buffer)) {
                    painted.release();
                    if (new String(buffer, 0, length, StandardCharsets.UTF_8).contains(PROMPT)) {
                        prompts.release();
                    }
                }
            } catch (IOException e) {
                // It is closed.
                return;
            }
        }

        private void type() {
            try (OutputStream keys = pty.getMasterOutput()) {
                prompts.tryAcquire(10 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                for (int i = 0; i < typed.length(); i++) {
                    char key = typed.charAt(i);
                    Semaphore answer = key == '\r' ? prompts : painted;
                    answer.drainPermits();
                    keys.write(key);
                    keys.flush();
                    answer.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (IOException e) {
                // It is closed.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
