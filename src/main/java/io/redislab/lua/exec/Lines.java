package io.redislab.lua.exec;

import io.redislab.lua.LuaCode;
import io.redislab.lua.LuaDebugHook;
import io.redislab.lua.LuaFrame;
import org.jspecify.annotations.Nullable;

/** What tells the debugger of lines. Only code that is compiled for debugging has these nodes. */
final class Lines {
    private Lines() {}

    private static void event(LuaFrame f, int line, LuaCode.Local[] locals) {
        f.hookLocals = locals;
        if (f.hookLine != line) {
            f.hookLine = line;
            f.pc = -line;
            LuaDebugHook hook = f.state().debugHook();
            if (hook != null) {
                hook.line(f, line);
            }
        }
    }

    /** A statement at its line. */
    static final class Statement extends Command {
        private final Command command;
        private final int line;
        private final LuaCode.Local[] locals;

        Statement(Command command, int line, LuaCode.Local[] locals) {
            this.command = command;
            this.line = line;
            this.locals = locals;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            event(f, line, locals);
            return command.run(f);
        }
    }

    /** A condition at its line. */
    static final class Condition extends Node {
        private final Node condition;
        private final int line;
        private final LuaCode.Local[] locals;

        Condition(Node condition, int line, LuaCode.Local[] locals) {
            this.condition = condition;
            this.line = line;
            this.locals = locals;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            event(f, line, locals);
            return condition.value(f);
        }
    }

    /** The end of a loop's round: the loop's own line, if it is another, and then every line counts again. */
    static final class Round extends Command {
        private final Command body;
        private final int line;
        private final LuaCode.Local[] locals;

        /** @param line the loop's line, 0 when its condition tells of it */
        Round(Command body, int line, LuaCode.Local[] locals) {
            this.body = body;
            this.line = line;
            this.locals = locals;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Object r = body.run(f);
            if (r == null) {
                if (line > 0) {
                    event(f, line, locals);
                }
                f.hookLine = 0;
            }
            return r;
        }
    }
}
