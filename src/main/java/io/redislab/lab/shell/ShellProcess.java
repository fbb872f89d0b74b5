package io.redislab.lab.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A bash in a {@link ShellRoom}: at the terminal, or with a script. */
public final class ShellProcess {
    private final ProcessBuilder builder;

    private ShellProcess(List<String> command, Path room, Path home, String place) {
        builder = new ProcessBuilder(command);
        ShellRoom.furnish(builder.environment(), room, home, place);
    }

    /** One that talks to the learner. */
    public static ShellProcess interactive(Path room, Path home, String place) {
        Path settings = home.toAbsolutePath().normalize().resolve("bin/shell/bashrc");
        return new ShellProcess(List.of("bash", "--rcfile", settings.toString(), "-i"), room, home, place);
    }

    /** One that runs a script. */
    public static ShellProcess script(Path room, Path home, List<String> fileAndArguments) {
        List<String> command = new ArrayList<>(List.of("bash", "--"));
        command.addAll(fileAndArguments);
        return new ShellProcess(command, room, home, "");
    }

    /** One that runs a single program, whose words are taken as they are. */
    public static ShellProcess program(Path room, Path home, List<String> words) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\"", "bash"));
        command.addAll(words);
        return new ShellProcess(command, room, home, "");
    }

    /** How it is started, for who wants it otherwise: around it, elsewhere, or with other input and output. */
    public ProcessBuilder builder() {
        return builder;
    }

    /**
     * Runs it with this process' own input and output.
     *
     * @param started gets the process, to pass signals on
     * @return its exit code, 128 and more when a signal has ended it
     * @throws IOException when there is no bash
     */
    public int run(Consumer<Process> started) throws IOException {
        Process process = builder.inheritIO().start();
        started.accept(process);
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }
}
