package io.redislab.lab.shell;

import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import io.redislab.grading.Check;
import io.redislab.lab.Worlds;
import io.redislab.lab.door.Doorway;
import io.redislab.lab.door.Gate;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The world's server as something that can be stopped and started, with its doorway and its files. */
final class Container implements AutoCloseable {
    private final Worlds worlds;
    private final Path socket;
    private final Gate gate;
    private @Nullable Doorway door;

    Container(Worlds worlds, Path socket, Gate gate) throws IOException {
        this.worlds = worlds;
        this.socket = socket;
        this.gate = gate;
        open();
    }

    private synchronized void open() throws IOException {
        if (door == null) {
            door = Doorway.open(socket, worlds.host(this::ended), gate);
        }
    }

    /** A program has ended the server by SHUTDOWN. On the engine's thread. */
    private void ended() {
        worlds.stop(Check.Ending.KILL);
        shut();
    }

    private synchronized void shut() {
        Doorway open = door;
        door = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    synchronized boolean isRunning() {
        return door != null;
    }

    /** Ends the server, in order or by killing it. */
    void stop(Check.Ending ending) {
        if (isRunning()) {
            worlds.stop(ending);
            shut();
        }
    }

    /** Starts a server that has ended. Answers why it does not start, in its log's words. */
    Optional<String> start(String text) throws IOException {
        if (isRunning()) {
            return Optional.empty();
        }
        Optional<String> failure = worlds.restart(text, Check.Ending.KILL).failure();
        if (failure.isEmpty()) {
            open();
        }
        return failure;
    }

    /** Sets a parameter of the running server; answers an error that it replied. */
    Optional<String> configure(String name, String value) {
        List<Reply> replies = worlds.look(world -> world.ask(
                "",
                List.of(
                        "CONFIG".getBytes(StandardCharsets.UTF_8),
                        "SET".getBytes(StandardCharsets.UTF_8),
                        name.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8))));
        return replies.stream()
                .filter(Reply.Failure.class::isInstance)
                .map(reply -> ((Reply.Failure) reply).text())
                .findFirst();
    }

    // ---- files ----

    boolean exists(String path) throws IOException {
        return worlds.onDisk(disk -> disk.exists(path) || disk.isFolder(path));
    }

    boolean isFolder(String path) throws IOException {
        return worlds.onDisk(disk -> disk.isFolder(path));
    }

    List<String> list(String path) throws IOException {
        return worlds.onDisk(disk -> disk.list(path));
    }

    byte[] read(String path) throws IOException {
        return worlds.onDisk(disk -> {
            try (InputStream in = disk.read(path)) {
                return in.readAllBytes();
            }
        });
    }

    void createFolder(String path) throws IOException {
        worlds.onDisk(disk -> {
            disk.createFolder(path);
            return true;
        });
    }

    void write(String path, byte[] bytes) throws IOException {
        worlds.onDisk(disk -> {
            try (OutputFile file = disk.create(path)) {
                file.write(bytes, 0, bytes.length);
                file.sync();
            }
            disk.syncFolder(Storage.folderOf(path));
            return true;
        });
    }

    /** A server that was stopped is there again when the shell has gone. */
    @Override
    public void close() throws IOException {
        start("the server starts again");
        shut();
    }
}
