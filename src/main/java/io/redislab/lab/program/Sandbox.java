package io.redislab.lab.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How somebody's program is kept from this machine. */
enum Sandbox {
    /**
     * Linux with bubblewrap: no network, no processes but its own, of the file system only the system's programs, to be
     * read, and its own folder.
     */
    BUBBLEWRAP,
    /** Nothing keeps it. It has a process group of its own and an almost empty environment. */
    NONE;

    private static final String NOBODY = "65534";
    private static final String[] FOLDERS = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"};
    private static final String[] FILES = {"/etc/alternatives", "/etc/ld.so.cache"};

    /** The first that works here. It is tried: a container may have bwrap and not allow what it does. */
    static Sandbox best() {
        Path probe = Path.of("/tmp");
        boolean works = program("bwrap").isPresent() && works(BUBBLEWRAP.command(probe, List.of("/bin/sh", "-c", ":")));
        return works ? BUBBLEWRAP : NONE;
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(5, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where a program of the system is. */
    static Optional<Path> program(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether the program becomes somebody else: root has no limit on processes, and may too much. */
    static boolean drops() {
        return "root".equals(System.getProperty("user.name"))
                && program("setpriv").isPresent();
    }

    /** Gives a file or folder of the box to whom the program becomes. */
    void handOver(Path path) throws IOException {
        if (this == BUBBLEWRAP && drops()) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** The words that start a program in it. @param box the one folder into which it may write */
    List<String> command(Path box, List<String> words) {
        List<String> command = new ArrayList<>();
        if (this == BUBBLEWRAP) {
            if (drops()) {
                command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
            }
            command.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
            command.addAll(List.of("--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"));
            Stream.concat(Stream.of(FOLDERS), Stream.of(FILES))
                    .forEach(path -> command.addAll(List.of("--ro-bind-try", path, path)));
            command.addAll(List.of("--bind", box.toString(), box.toString(), "--chdir", box.toString()));
        } else {
            program("setsid").ifPresent(path -> command.add(path.toString()));
        }
        command.addAll(words);
        return command;
    }
}
