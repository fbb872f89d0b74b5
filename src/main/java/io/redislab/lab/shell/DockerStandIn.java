package io.redislab.lab.shell;

import io.redislab.engine.Clock;
import io.redislab.grading.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * {@code docker}, as far as a course needs it: the world's server is the one container there is. {@code exec} is done by
 * the shell script that calls this.
 */
final class DockerStandIn implements StandIn {
    private static final String KNOWN = "pull run ps exec restart stop start kill cp";
    private static final Set<String> RUN_OPTIONS_WITH_VALUE = Set.of(
            "-p", "--publish", "-v", "--volume", "-e", "--env", "--network", "--restart", "-m", "--memory", "-w", "-h");
    private static final int SHORT_ID = 12;

    private final Container container;
    private final Clock clock;
    private final String id;
    private final long createdMillis;
    /** What the course calls it before {@code run} gives it a name. */
    private String name = "my-redis";

    private String image = "redis:7";
    private boolean wasRun;
    private String exit = "0";
    private long startedMillis;
    private long endedMillis;

    DockerStandIn(Container container, Clock clock) {
        this.container = container;
        this.clock = clock;
        SplittableRandom random = new SplittableRandom();
        StringBuilder digits = new StringBuilder();
        while (digits.length() < 64) {
            digits.append(Character.forDigit(random.nextInt(16), 16));
        }
        this.id = digits.toString();
        this.createdMillis = clock.wallMillis();
        this.startedMillis = createdMillis;
    }

    @Override
    public synchronized int run(DeskCall call) throws IOException {
        Deque<String> words = new ArrayDeque<>(call.arguments());
        String command = words.isEmpty() ? "" : words.remove();
        return switch (command) {
            case "pull" -> pull(call, words);
            case "run" -> create(call, words);
            case "ps" -> list(call, words);
            case "restart" -> each(call, words, this::restart);
            case "stop" -> each(call, words, each -> stop(Check.Ending.CLEAN, "0"));
            case "start" -> each(call, words, this::start);
            case "kill" -> kill(call, words);
            case "cp" -> copy(call, words);
            case ".exec" -> mayExec(call, words);
            case ".resume" -> start("the server starts again").isPresent() ? 1 : 0;
            default -> {
                call.complain("docker: '" + command + "' is not there. In redislab's shell docker stands for the"
                        + " world's server, and knows " + KNOWN + ".\n");
                yield 1;
            }
        };
    }

    private static int pull(DeskCall call, Deque<String> words) throws IOException {
        words.removeIf(word -> word.startsWith("-"));
        String wanted = words.isEmpty() ? "redis" : words.getLast();
        if (!isRedis(wanted)) {
            call.complain("Error response from daemon: redislab's shell has no image but redis\n");
            return 1;
        }
        call.print(wanted + ": nothing to pull, the lab's own server stands in for it\n");
        return 0;
    }

    private static boolean isRedis(String image) {
        return image.matches("(docker\\.io/)?(library/)?redis(:.*)?");
    }

    // ---- run ----

    private int create(DeskCall call, Deque<String> words) throws IOException {
        String newName = "redis";
        boolean detached = false;
        while (!words.isEmpty() && words.peek().startsWith("-")) {
            String option = words.remove();
            if (option.equals("--name") && !words.isEmpty()) {
                newName = words.remove();
            } else if (option.startsWith("--name=")) {
                newName = option.substring("--name=".length());
            } else if (option.equals("-d") || option.equals("--detach")) {
                detached = true;
            } else if (RUN_OPTIONS_WITH_VALUE.contains(option) && !words.isEmpty()) {
                words.remove();
            }
        }
        String wanted = words.isEmpty() ? "" : words.remove();
        if (!isRedis(wanted)) {
            call.complain("docker: redislab's shell has no image but redis.\n");
            return 125;
        }
        if (!detached) {
            call.complain("docker: say run -d: the server runs already, beside your shell.\n");
            return 125;
        }
        if (wasRun && newName.equals(name)) {
            call.complain("docker: Error response from daemon: Conflict. The container name \"/" + name
                    + "\" is already in use by container \"" + id + "\".\n");
            return 125;
        }
        Optional<String> failure = container.start("docker run");
        if (failure.isEmpty() && !words.isEmpty() && words.remove().equals("redis-server")) {
            failure = configure(words);
        }
        if (failure.isPresent()) {
            call.complain("docker: Error response from daemon: " + failure.get() + "\n");
            return 125;
        }
        wasRun = true;
        name = newName;
        image = wanted;
        startedMillis = clock.wallMillis();
        call.print(id + "\n");
        return 0;
    }

    /** {@code --appendonly yes --save 900 1}: of a server that runs already, they are set. */
    private Optional<String> configure(Deque<String> words) {
        while (!words.isEmpty()) {
            String option = words.remove();
            if (!option.startsWith("--")) {
                return Optional.of("the stand-in starts no server from the file " + option);
            }
            StringBuilder value = new StringBuilder();
            while (!words.isEmpty() && !words.peek().startsWith("--")) {
                value.append(value.isEmpty() ? "" : " ").append(words.remove());
            }
            Optional<String> failure = container.configure(option.substring(2), value.toString());
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    // ---- ps ----

    private int list(DeskCall call, Deque<String> words) throws IOException {
        boolean all = words.contains("-a") || words.contains("--all");
        boolean quiet = words.contains("-q") || words.contains("--quiet");
        boolean shown = all || container.isRunning();
        if (quiet) {
            call.print(shown ? id.substring(0, SHORT_ID) + "\n" : "");
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"));
        if (shown) {
            boolean running = container.isRunning();
            rows.add(List.of(
                    id.substring(0, SHORT_ID),
                    image,
                    "\"redis-server\"",
                    ago(createdMillis) + " ago",
                    running ? "Up " + ago(startedMillis) : "Exited (" + exit + ") " + ago(endedMillis) + " ago",
                    running ? "6379/tcp" : "",
                    name));
        }
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length() + 3);
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
            }
            call.print(line.toString().stripTrailing() + "\n");
        }
        return 0;
    }

    private String ago(long millis) {
        long seconds = Math.max(0, clock.wallMillis() - millis) / 1000;
        if (seconds < 1) {
            return "Less than a second";
        }
        return seconds < 60
                ? seconds + (seconds == 1 ? " second" : " seconds")
                : seconds < 3600
                        ? seconds / 60 + (seconds < 120 ? " minute" : " minutes")
                        : seconds / 3600 + (seconds < 7200 ? " hour" : " hours");
    }

    // ---- its life ----

    private interface Change {
        /** Answers why it can't be done. */
        Optional<String> apply(String text) throws IOException;
    }

    private int each(DeskCall call, Deque<String> words, Change change) throws IOException {
        String text = "docker " + String.join(" ", call.arguments());
        List<String> names = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.remove();
            if (word.equals("-t") || word.equals("--time") || word.equals("--timeout")) {
                words.poll();
            } else if (!word.startsWith("-")) {
                names.add(word);
            }
        }
        int code = names.isEmpty() ? 1 : 0;
        if (names.isEmpty()) {
            call.complain("docker: say which container: " + name + "\n");
        }
        for (String each : names) {
            Optional<String> failure = known(each) ? change.apply(text) : Optional.of("No such container: " + each);
            if (failure.isPresent()) {
                call.complain("Error response from daemon: " + failure.get() + "\n");
                code = 1;
            } else {
                call.print(each + "\n");
            }
        }
        return code;
    }

    private boolean known(String container) {
        return container.equals(name) || (container.length() >= 3 && id.startsWith(container));
    }

    private Optional<String> restart(String text) throws IOException {
        stop(Check.Ending.CLEAN, "0");
        return start(text);
    }

    private Optional<String> start(String text) throws IOException {
        boolean running = container.isRunning();
        Optional<String> failure = container.start(text);
        if (!running && failure.isEmpty()) {
            startedMillis = clock.wallMillis();
        }
        return failure.map(log -> "the server does not start from its files. Its log says:\n" + log);
    }

    private Optional<String> stop(Check.Ending ending, String code) {
        if (container.isRunning()) {
            container.stop(ending);
            exit = code;
            endedMillis = clock.wallMillis();
        }
        return Optional.empty();
    }

    private int kill(DeskCall call, Deque<String> words) throws IOException {
        String signal = "KILL";
        Deque<String> names = new ArrayDeque<>();
        while (!words.isEmpty()) {
            String word = words.remove();
            if (word.equals("-s") || word.equals("--signal")) {
                signal = words.isEmpty() ? "" : words.remove();
            } else if (word.startsWith("--signal=")) {
                signal = word.substring("--signal=".length());
            } else {
                names.add(word);
            }
        }
        Check.Ending ending =
                switch (signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "")) {
                    case "KILL", "9" -> Check.Ending.KILL;
                    case "TERM", "15", "INT", "2" -> Check.Ending.CLEAN;
                    default -> Check.Ending.POWER;
                };
        if (ending == Check.Ending.POWER) {
            call.complain("docker: the stand-in knows the signals KILL, TERM and INT\n");
            return 1;
        }
        return each(call, names, text -> {
            if (!container.isRunning()) {
                return Optional.of("Cannot kill container: " + name + ": Container " + id + " is not running");
            }
            return stop(ending, ending == Check.Ending.KILL ? "137" : "0");
        });
    }

    private int mayExec(DeskCall call, Deque<String> words) throws IOException {
        String wanted = words.isEmpty() ? "" : words.getLast();
        if (!known(wanted)) {
            call.complain("Error response from daemon: No such container: " + wanted + "\n");
            return 1;
        }
        if (!container.isRunning()) {
            call.complain("Error response from daemon: container " + id + " is not running\n");
            return 1;
        }
        return 0;
    }

    // ---- cp ----

    private int copy(DeskCall call, Deque<String> words) throws IOException {
        words.removeIf(word -> word.startsWith("-") && word.length() > 1);
        if (words.size() != 2) {
            call.complain("docker: cp takes a source and a destination, as in cp " + name + ":/data/dump.rdb .\n");
            return 1;
        }
        String from = words.remove();
        String to = words.remove();
        boolean out = isInside(from);
        if (out == isInside(to)) {
            call.complain("docker: one of the two is in the container, as in " + name + ":/data/dump.rdb\n");
            return 1;
        }
        String owner = (out ? from : to).substring(0, (out ? from : to).indexOf(':'));
        if (!known(owner)) {
            call.complain("Error response from daemon: No such container: " + owner + "\n");
            return 1;
        }
        try {
            return out ? copyOut(call, inside(from), to) : copyIn(call, from, inside(to));
        } catch (IOException e) {
            call.complain("docker: " + e.getMessage() + "\n");
            return 1;
        }
    }

    private static boolean isInside(String path) {
        return path.matches("[A-Za-z0-9_.-]+:.*") && !path.startsWith(".");
    }

    private static String inside(String path) {
        String rest = path.substring(path.indexOf(':') + 1);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static String fileName(String path) {
        String[] parts = path.split("/+", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty()) {
                return parts[i];
            }
        }
        return "";
    }

    private int copyOut(DeskCall call, String from, String to) throws IOException {
        if (!container.exists(from)) {
            call.complain(
                    "Error response from daemon: Could not find the file " + from + " in container " + name + "\n");
            return 1;
        }
        Path target = call.path(to);
        if (Files.isDirectory(target)) {
            target = target.resolve(fileName(from));
        } else if (to.endsWith("/")) {
            call.complain("destination \"" + to + "\" must be a directory\n");
            return 1;
        }
        copied(call, copyOut(from, target), to);
        return 0;
    }

    private long copyOut(String from, Path to) throws IOException {
        if (!container.isFolder(from)) {
            byte[] bytes = container.read(from);
            Files.write(to, bytes);
            return bytes.length;
        }
        Files.createDirectories(to);
        long bytes = 0;
        for (String each : container.list(from)) {
            bytes += copyOut(from + "/" + each, to.resolve(each));
        }
        return bytes;
    }

    private int copyIn(DeskCall call, String from, String to) throws IOException {
        Path source = call.path(from);
        if (!Files.exists(source)) {
            call.complain("lstat " + source + ": no such file or directory\n");
            return 1;
        }
        String folder = to.length() > 1 && to.endsWith("/") ? to.substring(0, to.length() - 1) : to;
        String target = container.isFolder(folder) ? folder + "/" + fileName(source.toString()) : to;
        copied(call, copyIn(source, target), name + ":" + to);
        return 0;
    }

    private long copyIn(Path from, String to) throws IOException {
        if (!Files.isDirectory(from)) {
            byte[] bytes = Files.readAllBytes(from);
            container.write(to, bytes);
            return bytes.length;
        }
        container.createFolder(to);
        long bytes = 0;
        try (Stream<Path> files = Files.list(from)) {
            for (Path each : files.toList()) {
                bytes += copyIn(each, to + "/" + fileName(each.toString()));
            }
        }
        return bytes;
    }

    private static void copied(DeskCall call, long bytes, String to) throws IOException {
        call.complain("Successfully copied " + bytes + "B to " + to + "\n");
    }
}
