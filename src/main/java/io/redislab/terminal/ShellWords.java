package io.redislab.terminal;

import io.redislab.engine.Clock;
import io.redislab.lab.LabFolder;
import io.redislab.lab.Voice;
import io.redislab.lab.Voice.Mark;
import io.redislab.lab.Worlds;
import io.redislab.lab.door.Gate;
import io.redislab.lab.shell.ShellProcess;
import io.redislab.lab.shell.ShellRoom;
import io.redislab.resp.ArgumentSplitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The word {@code shell}: the learner's own bash in the world, or a script in it. */
final class ShellWords implements AutoCloseable {
    private static final Set<String> PROGRAMS =
            Set.of("redis-benchmark", "redis-server", "docker", "psql", "aishell", "uuidgen", "bc");

    private final Worlds worlds;
    private final Voice voice;
    private final Screen screen;
    private final LabFolder folder;
    private @Nullable ShellRoom room;
    private boolean closed;
    private int lastCode;

    ShellWords(Worlds worlds, Voice voice, Screen screen, LabFolder folder) {
        this.worlds = worlds;
        this.voice = voice;
        this.screen = screen;
        this.folder = folder;
    }

    /** Where the program is installed. */
    private static Path home() {
        return Path.of(System.getProperty("redislab.home", "."));
    }

    private synchronized ShellRoom room() throws IOException {
        ShellRoom open = room;
        if (open == null) {
            open = ShellRoom.open(folder.shell(), worlds, Clock.system(), Gate.OPEN);
            room = open;
        }
        return open;
    }

    /** Shells in other windows can come in, once the prompt has been drawn and nobody waits for it. */
    void openSoon() {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::openNow);
    }

    private synchronized void openNow() {
        try {
            if (!closed) {
                room();
            }
        } catch (IOException e) {
            // The word shell tries again, and says what stands in the way.
            room = null;
        }
    }

    /** Opens a shell and comes back when it ends. */
    void shell(String rest) {
        Optional<List<byte[]>> words = ArgumentSplitter.split(rest.getBytes(StandardCharsets.UTF_8));
        if (words.isEmpty()) {
            voice.line(Mark.TROUBLE, "A quote is open in that line.");
            return;
        }
        List<String> script = words.get().stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
        if (!script.isEmpty() && !Files.isReadable(Path.of(script.get(0)))) {
            voice.line(Mark.TROUBLE, "There is no file " + script.get(0) + " that can be read.");
            return;
        }
        String place =
                (worlds.id() + " " + worlds.aside().map(Worlds.Aside::name).orElse("")).strip();
        visit(
                at -> script.isEmpty()
                        ? ShellProcess.interactive(at, home(), place)
                        : ShellProcess.script(at, home(), script),
                script.isEmpty());
    }

    /** Whether this is the name of a program that the shell has and the prompt has not. */
    static boolean isProgram(String word) {
        return PROGRAMS.contains(word);
    }

    /** Runs a program as the shell would, and comes back when it ends. All that it does is one step. */
    void program(List<byte[]> words) {
        List<String> command = words.stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
        worlds.beginStep(String.join(" ", command));
        try {
            visit(at -> ShellProcess.program(at, home(), command), false);
        } finally {
            worlds.endStep();
        }
    }

    private void visit(Function<Path, ShellProcess> shell, boolean talks) {
        try {
            lastCode = visit(screen, voice, shell.apply(room().folder()), talks);
            room().resume();
        } catch (IOException e) {
            lastCode = 1;
            voice.line(Mark.TROUBLE, "The shell can't be reached from here: " + e.getMessage());
        }
    }

    /** Starts a server again that a shell in another window has stopped. */
    void start() {
        try {
            room().resume();
            voice.line(
                    Mark.NOTE,
                    worlds.isStopped()
                            ? "The server does not start from its files. docker logs in the shell says why; undo can't"
                                    + " help while it is down."
                            : "The server has started again from its files.");
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, "The server can't be started: " + e.getMessage());
        }
    }

    /** What the last shell ended with. */
    int lastCode() {
        return lastCode;
    }

    /** A shell in the world of a lab that is open in another window. */
    static int visit(Screen screen, Voice voice, Path room) {
        int code = visit(screen, voice, ShellProcess.interactive(room, home(), ""), true);
        try {
            ShellRoom.resumeFrom(room);
        } catch (IOException e) {
            voice.line(Mark.TROUBLE, "The server of that lab can't be started again: " + e.getMessage());
        }
        return code;
    }

    private static int visit(Screen screen, Voice voice, ShellProcess shell, boolean talks) {
        if (talks && !screen.isInteractive()) {
            voice.line(Mark.NOTE, "A shell needs a terminal; redislab shell FILE runs a script without one.");
            return 1;
        }
        if (talks) {
            voice.line(
                    Mark.NOTE,
                    "Your own shell. redis-cli reaches this world, and what it does is yours, as if typed here."
                            + " exit takes you back.");
        }
        int[] code = {0};
        screen.lend(() -> {
            try {
                code[0] = shell.run(process -> {});
            } catch (IOException e) {
                code[0] = 127;
                voice.line(Mark.TROUBLE, "There is no bash that can be started: " + e.getMessage());
            }
        });
        return code[0];
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (room != null) {
            room.close();
            room = null;
        }
    }
}
