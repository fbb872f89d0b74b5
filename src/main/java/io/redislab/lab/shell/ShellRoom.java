package io.redislab.lab.shell;

import io.redislab.engine.Clock;
import io.redislab.lab.Worlds;
import io.redislab.lab.door.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a shell needs to reach a world: a folder that only its owner can enter, in it the socket of the world's server and
 * that of the {@link Desk}.
 */
public final class ShellRoom implements AutoCloseable {
    private static final String SERVER = "redis.sock";
    private static final String DESK = "desk.sock";

    private final Path folder;
    private final Container container;
    private final PsqlStandIn psql;
    private final Desk desk;

    private ShellRoom(Path folder, Container container, PsqlStandIn psql, Desk desk) {
        this.folder = folder;
        this.container = container;
        this.psql = psql;
        this.desk = desk;
    }

    /**
     * Opens a room.
     *
     * @param folder that only its owner can enter, with a path short enough for sockets
     * @param gate sees what programs do in the world before it happens
     */
    public static ShellRoom open(Path folder, Worlds worlds, Clock clock, Gate gate) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Container container = new Container(worlds, absolute.resolve(SERVER), gate);
        PsqlStandIn psql = new PsqlStandIn();
        try {
            Desk desk = Desk.open(
                    absolute.resolve(DESK),
                    Map.of("docker", new DockerStandIn(container, clock), "psql", psql, "bc", new BcStandIn()));
            return new ShellRoom(absolute, container, psql, desk);
        } catch (IOException e) {
            container.close();
            throw e;
        }
    }

    public Path folder() {
        return folder;
    }

    /** A shell has gone: a server that was stopped in it starts again. */
    public void resume() throws IOException {
        container.start("the server starts again");
    }

    /** As {@link #resume}, in a room that another process has opened. */
    public static void resumeFrom(Path folder) throws IOException {
        // Should that process be gone, there is nothing to start.
        OutputStream nowhere = OutputStream.nullOutputStream();
        new DeskClient(InputStream.nullInputStream(), nowhere, nowhere)
                .call(folder.toAbsolutePath().resolve(DESK).toString(), List.of("docker", ".resume"));
    }

    @Override
    public void close() throws IOException {
        desk.close();
        psql.close();
        container.close();
    }

    /**
     * What a shell's environment needs so that its programs reach the room in this folder, whichever process has opened it.
     *
     * @param home where the program is installed
     * @param place as the prompt shows it
     */
    public static void furnish(Map<String, String> environment, Path folder, Path home, String place) {
        Path room = folder.toAbsolutePath();
        Path programs = home.toAbsolutePath().normalize().resolve("bin");
        String own = programs.resolve("shell") + ":" + programs;
        environment.put("REDISLAB_SOCKET", room.resolve(SERVER).toString());
        environment.put("REDISLAB_DESK", room.resolve(DESK).toString());
        environment.put("REDISLAB_PLACE", place);
        environment.put("REDISLAB_PATH", own);
        // What is only there where the machine has none comes last.
        environment.put(
                "PATH",
                own + ":" + environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin") + ":"
                        + programs.resolve("shell/missing"));
    }
}
