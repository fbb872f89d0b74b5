package io.redislab.engine.persistence;

import java.util.OptionalInt;

/**
 * What stands for a background save or rewrite among the system's processes. In Redis it is the child that does the work;
 * here it does nothing but be there: it has a pid for the log and the temporary file, and whoever kills it ends the work.
 */
public interface JobProcess {
    /** None but the server's own. */
    JobProcess OWN = new JobProcess() {
        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public OptionalInt killedBy() {
            return OptionalInt.empty();
        }

        @Override
        public void end() {}
    };

    /** Starts processes. */
    @FunctionalInterface
    interface Starter {
        /** @param name what it is called where processes are listed */
        JobProcess start(String name);
    }

    long pid();

    /** The signal that has ended it before {@link #end}; empty while it is there. */
    OptionalInt killedBy();

    /** The work is at its end, and so is the process. */
    void end();
}
