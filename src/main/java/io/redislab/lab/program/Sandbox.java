package io.redislab.lab.program;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    /** The same by {@code unshare} and a script of ours. */
    UNSHARE,
    /** Nothing keeps it. It has a process group of its own and an almost empty environment. */
    NONE;

    private static final String NOBODY = "65534";
    private static final Path INSIDE = Path.of("/answer");
    private static final String[] FOLDERS = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"};
    private static final String[] FILES = {"/etc/alternatives", "/etc/ld.so.cache"};

    /** The first that works here. It is tried: a container may have the programs and not allow what they do. */
    static Sandbox best() {
        return Stream.of(BUBBLEWRAP, UNSHARE)
                .filter(each -> program(each.tool()).isPresent() && each.works())
                .findFirst()
                .orElse(NONE);
    }

    private String tool() {
        return this == BUBBLEWRAP ? "bwrap" : "unshare";
    }

    boolean works() {
        try {
            Path box = Files.createTempDirectory("redislab-");
            try {
                handOver(box);
                Process process = new ProcessBuilder(command(box, List.of("/bin/sh", "-c", ":")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                boolean ended = process.waitFor(5, TimeUnit.SECONDS);
                process.destroyForcibly();
                return ended && process.exitValue() == 0;
            } finally {
                Files.deleteIfExists(box);
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where a program is, by the PATH. */
    static Optional<Path> program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Sandbox::real);
    }

    /** Where a link leads: the link's own folder may not be seen in the sandbox. A busybox would lose its name. */
    private static Path real(Path path) {
        try {
            Path real = path.toRealPath();
            return path.getFileName().equals(real.getFileName()) ? real : path;
        } catch (IOException e) {
            return path;
        }
    }

    /** Whether the program becomes somebody else: root has no limit on processes, and may too much. */
    static boolean drops() {
        return "root".equals(System.getProperty("user.name"))
                && program("setpriv").isPresent();
    }

    /** Gives a file or folder of the box to whom the program becomes. */
    void handOver(Path path) throws IOException {
        if (drops()) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Where the program sees the box: always at the same place, so that nothing which it prints differs between runs. */
    Path inside(Path box) {
        return this == NONE ? box : INSIDE;
    }

    /** The words that start a program in it. @param box the one folder into which it may write */
    List<String> command(Path box, List<String> words) {
        List<String> command = new ArrayList<>();
        if (drops()) {
            program("setpriv").ifPresent(path -> command.add(path.toString()));
            command.addAll(List.of("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        switch (this) {
            case BUBBLEWRAP -> {
                command.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
                command.addAll(List.of("--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"));
                Stream.concat(Stream.of(FOLDERS), Stream.of(FILES))
                        .forEach(path -> command.addAll(List.of("--ro-bind-try", path, path)));
                command.addAll(List.of("--bind", box.toString(), INSIDE.toString(), "--chdir", INSIDE.toString()));
            }
            case UNSHARE -> {
                command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "--pid", "--net", "--ipc"));
                command.addAll(List.of("--uts", "--fork", "--kill-child"));
                command.addAll(List.of("/bin/sh", "-c", script(), "isolate", box.toString(), INSIDE.toString()));
            }
            case NONE -> program("setsid").ifPresent(path -> command.add(path.toString()));
        }
        command.addAll(words);
        return command;
    }

    private static String script() {
        try (InputStream in = Sandbox.class.getResourceAsStream("/io/redislab/lab/program/isolate.sh")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks isolate.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
