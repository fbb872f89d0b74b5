package io.redislab.server;

import io.redislab.engine.persistence.JobProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.OptionalInt;

/**
 * A {@link JobProcess} of the system's: a shell that waits for the end of its input, so that it can't outlive this process.
 */
final class HelperProcess implements JobProcess {
    /** As Redis' child, it leaves Ctrl-C at the terminal to the server. */
    private static final String WAIT = "trap '' INT; read end";

    private static final int SIGKILL = 9;
    private static final int KILLED = 128;

    private final Process process;

    private HelperProcess(Process process) {
        this.process = process;
    }

    /** Starts one; where that is not possible, the server's own process stands for the work. */
    static JobProcess start(String name) {
        try {
            return new HelperProcess(new ProcessBuilder("/bin/sh", "-c", WAIT, name)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            return OWN;
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OptionalInt killedBy() {
        if (process.isAlive()) {
            return OptionalInt.empty();
        }
        int code = process.exitValue();
        return OptionalInt.of(code > KILLED ? code - KILLED : SIGKILL);
    }

    @Override
    public void end() {
        process.destroyForcibly();
    }
}
