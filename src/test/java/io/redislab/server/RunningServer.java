package io.redislab.server;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

/** An engine on sockets in this process, on a thread of its own. */
final class RunningServer implements AutoCloseable {
    private final CompletableFuture<Server> started = new CompletableFuture<>();
    private final Thread thread;
    private final Path folder;
    private final int port;
    private volatile boolean stopped;
    private volatile Engine engine;

    /** @param settings name and value, in turn */
    RunningServer(String... settings) {
        try {
            folder = Files.createTempDirectory("redislab-server");
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Configuration config = Configuration.defaults();
        try {
            for (int i = 0; i < settings.length; i += 2) {
                config.set(settings[i], settings[i + 1].split(" ", -1));
            }
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
        engine = new Engine(Clock.system(), new Random(1), config);
        thread = new Thread(null, () -> run(engine), "server under test", 64L << 20);
        thread.start();
        started.join();
    }

    private void run(Engine of) {
        try (Server server = new Server(of)) {
            server.listeners().tcp(List.of("127.0.0.1"), port, 511);
            server.listeners().unix(socketPath(), 0, 511);
            server.tls().load();
            server.listeners().tls(List.of("127.0.0.1"), of.config().tlsPort(), 511);
            started.complete(server);
            server.run(() -> stopped);
        } catch (IOException | ConfigException | RuntimeException e) {
            started.completeExceptionally(e);
        }
    }

    int port() {
        return port;
    }

    SocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Path socketPath() {
        return folder.resolve("socket");
    }

    /** Looks at the engine, on its thread. */
    <T> T inspect(Callable<T> look) throws Exception {
        FutureTask<T> task = new FutureTask<>(look);
        started.join().execute(task);
        return task.get();
    }

    /** Has the server warm up, as one that is a process of its own does. */
    void warmUp() throws Exception {
        inspect(() -> {
            started.join().warmUp();
            return true;
        });
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() throws IOException {
        started.join().execute(() -> stopped = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(folder);
    }
}
