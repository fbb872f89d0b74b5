package io.redislab.lab.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's processes, as Linux shows them in /proc; elsewhere there are none to be seen. What a sandbox holds need not be
 * looked for: it ends as a whole.
 */
final class Tasks {
    private static final Path ALL = Path.of("/proc");

    private final boolean sandboxed;

    private Tasks(boolean sandboxed) {
        this.sandboxed = sandboxed;
    }

    static Tasks seenBy(Sandbox sandbox) {
        return new Tasks(sandbox != Sandbox.NONE);
    }

    private static List<Path> all() {
        try (Stream<Path> found = Files.list(ALL)) {
            return found.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** How many threads run for the owner of a file. */
    long ofItsUser(Path file) throws IOException {
        Object user = Files.getAttribute(file, "unix:uid");
        long count = 0;
        for (Path process : all()) {
            try {
                if (user.equals(Files.getAttribute(process, "unix:uid"))) {
                    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
                        count += threads.count();
                    }
                }
            } catch (IOException e) {
                // It has just ended.
            }
        }
        return count;
    }

    /** How many processes are in a group: those whose parents have ended are nobody's descendants any more. */
    long inGroup(long group) {
        if (sandboxed) {
            return 0;
        }
        String wanted = Long.toString(group);
        return all().stream().filter(process -> wanted.equals(group(process))).count();
    }

    private static String group(Path process) {
        String stat = read(process.resolve("stat"));
        // The name, in brackets, may hold anything; the state, the parent and the group follow.
        String[] rest = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", 4);
        return rest.length == 4 ? rest[2] : "";
    }

    /** Ends who has left family and group, and is known by the environment. */
    void endThoseWith(String variable) {
        if (!sandboxed) {
            endThose("environ", variable);
        }
    }

    /** Ends who is started with a word that holds this: a sandbox that was about to begin when its parent was ended. */
    void endThoseNaming(Path path) {
        endThose("cmdline", path.toString());
    }

    private static void endThose(String file, String text) {
        all().stream()
                .filter(process -> read(process.resolve(file)).contains(text))
                .map(process ->
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString())))
                .flatMap(Optional::stream)
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Empty when it has ended, or is not ours to look at. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
