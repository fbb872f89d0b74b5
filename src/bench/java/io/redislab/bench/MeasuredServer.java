package io.redislab.bench;

import io.redislab.client.RemoteConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server in a process and a folder of its own, as a user would start it. */
final class MeasuredServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final int port;
    private Process process;

    private MeasuredServer(String name, String program, List<String> options) throws IOException {
        this.name = name;
        folder = Files.createTempDirectory("measured-" + name);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        command = new ArrayList<>(List.of(program.split(" ", -1)));
        command.addAll(List.of("--port", Integer.toString(port), "--dir", folder.toString(), "--save", ""));
        command.addAll(options);
        process = launch();
    }

    /** Starts {@code bin/redislab server} of this checkout. */
    static MeasuredServer redislab(String... options) throws IOException {
        return new MeasuredServer(
                "redislab", Path.of("bin", "redislab").toAbsolutePath() + " server", List.of(options));
    }

    /** Starts the redis-server on the PATH. */
    static MeasuredServer redis(String... options) throws IOException {
        return new MeasuredServer("Redis", "redis-server", List.of(options));
    }

    /** Both, redislab first. */
    static List<MeasuredServer> both(String... options) throws IOException {
        return List.of(redislab(options), redis(options));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        Process started = builder.start();
        while (true) {
            try (RemoteConnection connection = connect()) {
                // What loads a file answers errors meanwhile.
                if (!connection.call("PING").toString().contains("LOADING")) {
                    return started;
                }
            } catch (IOException | UncheckedIOException e) {
                if (!started.isAlive()) {
                    throw new IOException(name + " did not start:\n" + Files.readString(folder.resolve("log")), e);
                }
            }
            sleep();
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Ends it without a save, and starts it with the files that it has. */
    void restart() throws IOException {
        end();
        process = launch();
    }

    String name() {
        return name;
    }

    RemoteConnection connect() throws IOException {
        return RemoteConnection.tcp("127.0.0.1", port, TIMEOUT);
    }

    /** Sends commands in pipelines and reads their replies. */
    void pipeline(Commands commands, int count, int batch) throws IOException {
        try (RemoteConnection connection = connect()) {
            for (int i = 0; i < count; i += batch) {
                int until = Math.min(count, i + batch);
                for (int j = i; j < until; j++) {
                    connection.send(bytes(commands.words(j)));
                }
                connection.flush();
                for (int j = i; j < until; j++) {
                    connection.receive();
                }
            }
        }
    }

    /** Names the words of a command by its number. */
    @FunctionalInterface
    interface Commands {
        List<String> words(int index);
    }

    private static List<byte[]> bytes(List<String> words) {
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** What the process has in memory. */
    double residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("the system does not say what memory " + name + " has");
    }

    /** How long the thread that serves clients has run, in ms. Only Linux tells. */
    double servedMillis() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            double most = 0;
            for (Path thread : threads.toList()) {
                most = Math.max(most, servedMillis(thread));
            }
            return most;
        }
    }

    private static double servedMillis(Path thread) throws IOException {
        try {
            String called = Files.readString(thread.resolve("comm")).trim();
            if (!List.of("redislab-engine", "redis-server").contains(called)) {
                return 0;
            }
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]) / 1e6;
        } catch (NoSuchFileException e) {
            // It has just ended.
            return 0;
        }
    }

    private void end() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        end();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
