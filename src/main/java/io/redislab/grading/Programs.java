package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs answers that are programs for a shell. */
public interface Programs {
    /** Where there is nothing that could run them. */
    Programs NONE = new Programs() {
        @Override
        public Optional<String> refusal() {
            return Optional.of("answers for a shell can't be run here");
        }

        @Override
        public Program start(String source, long seed) {
            throw new IllegalStateException("there is nothing to run it");
        }
    };

    /** Why programs are not run; empty when they are. */
    Optional<String> refusal();

    /**
     * Prepares a program. The caller closes it.
     *
     * @param seed decides what chance decides in it
     */
    Program start(String source, long seed);

    /** One answer. Nothing that it started outlives it. Used by one thread. */
    interface Program extends AutoCloseable {
        /**
         * Runs the file itself, as bash would; what it defines is kept for calls. Answers what it sent.
         *
         * @param after is told each command after it has run
         */
        Trace run(World world, Consumer<Command> after);

        /** Whether the file has defined a shell function of this name. */
        boolean defines(String function);

        /** Begins to call a function; its first command is held. */
        Call begin(World world, List<String> words);

        /** The same where no other call begins before this one has ended, which takes less. */
        Call beginAlone(World world, List<String> words);

        /** Waits until every call that was begun holds a command or has ended. */
        void settle();

        @Override
        void close();
    }

    /** A call of a shell function, which goes on command by command. */
    interface Call {
        boolean ended();

        /** The command that is held, for people; empty when it has ended or waits in a command. */
        String held();

        /** Whether others could notice that the held command runs: not when it is only put into a transaction. */
        boolean isNoticed();

        /** Lets the held command run. */
        void step();

        /** What came of it, when it has ended. */
        Result result();

        /** Nobody wants to know how it ends: its connections are closed. */
        void abandon();
    }

    /**
     * What a call has printed.
     *
     * @param out without the line break at its end
     * @param status 0 when it says that all went well
     * @param errors what Redis replied to commands that failed
     */
    record Result(String out, String err, int status, List<String> errors) {
        public Result {
            errors = List.copyOf(errors);
        }
    }
}
