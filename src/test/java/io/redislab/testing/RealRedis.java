package io.redislab.testing;

import io.redislab.client.RemoteConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real redis-server, started for one test on a Unix socket and ended with it. */
public final class RealRedis implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final boolean temporary;

    private RealRedis(Process process, Path folder, boolean temporary) {
        this.process = process;
        this.folder = folder;
        this.temporary = temporary;
    }

    /** Whether there is a redis-server on the PATH. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }

    /** Starts a server with an empty configuration and these further options: {@code "--maxmemory", "1mb"}. */
    public static RealRedis start(String... options) throws IOException {
        return start(Files.createTempDirectory("redislab-real-redis"), true, options);
    }

    /** As {@link #start}, with the files of a folder, which stays. */
    public static RealRedis startIn(Path folder, String... options) throws IOException {
        return start(folder, false, options);
    }

    private static RealRedis start(Path folder, boolean temporary, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "redis-server", "--port", "0", "--unixsocket", "socket", "--save", "", "--dir", folder.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        RealRedis redis = new RealRedis(process, folder, temporary);
        StringBuilder log = new StringBuilder();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            log.append(line).append('\n');
            if (line.contains("eady to accept connections")) {
                return redis;
            }
        }
        redis.close();
        throw new IOException("redis-server did not start:\n" + log);
    }

    /** Where its files are. */
    public Path folder() {
        return folder;
    }

    /** Where it listens. */
    public SocketAddress address() {
        return UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    /** The Unix socket that it listens at. */
    public Path socket() {
        return folder.resolve("socket");
    }

    /** Ends it as kill -9 does; its files stay until {@link #close}. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public RemoteConnection connect() throws IOException {
        return RemoteConnection.unix(socket());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            if (!temporary) {
                return;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
