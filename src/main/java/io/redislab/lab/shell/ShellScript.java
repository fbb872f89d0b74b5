package io.redislab.lab.shell;

import io.redislab.engine.Clock;
import io.redislab.lab.EngineLoop;
import io.redislab.lab.LabFolder;
import io.redislab.lab.Worlds;
import io.redislab.lab.door.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A script in a fresh world, which goes with it. */
public final class ShellScript {
    private ShellScript() {}

    /**
     * Runs a script for bash with this process' own input and output.
     *
     * @param home where the program is installed
     * @param started gets the script's process
     * @return its exit code
     */
    public static int run(Path home, String file, List<String> arguments, Consumer<Process> started)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(file));
        words.addAll(arguments);
        try (LabFolder folder = LabFolder.apart(null);
                EngineLoop loop = new EngineLoop(
                        fault -> System.err.println("redislab: the engine has a fault, which is not yours: " + fault));
                Worlds worlds = new Worlds(loop, folder, "script", Clock.system(), event -> {})) {
            worlds.openForPrograms();
            try (ShellRoom room = ShellRoom.open(folder.shell(), worlds, Clock.system(), Gate.OPEN)) {
                return ShellProcess.script(room.folder(), home, words).run(started);
            }
        }
    }
}
