package io.redislab.grading;

import io.redislab.resp.CommandText.Command;
import java.util.List;
import java.util.function.Consumer;

/** An answer that can be given again and again, each time in another world. */
interface Performance {
    /** Gives it. @param after is told each command after it has run, where there are commands */
    Trace perform(World world, Consumer<Command> after);

    /** Calls what it has defined. */
    Caller caller();

    /** Commands, and functions that they load; or a script that stands for every function. */
    static Performance of(List<Command> commands, Caller caller) {
        return new Performance() {
            @Override
            public Trace perform(World world, Consumer<Command> after) {
                return Grader.send(world, commands, after);
            }

            @Override
            public Caller caller() {
                return caller;
            }
        };
    }

    /** A program. */
    static Performance of(Programs.Program program) {
        Caller caller = new ProgramCaller(program);
        return new Performance() {
            @Override
            public Trace perform(World world, Consumer<Command> after) {
                return program.run(world, after);
            }

            @Override
            public Caller caller() {
                return caller;
            }
        };
    }
}
