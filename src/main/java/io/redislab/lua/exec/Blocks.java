package io.redislab.lua.exec;

import io.redislab.lua.Cell;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaFrame;
import org.jspecify.annotations.Nullable;

/** Sequences, branches, returns, functions, and assignments of several values. */
final class Blocks {
    private Blocks() {}

    static Command sequence(Command[] commands) {
        return switch (commands.length) {
            case 0 -> new Nothing();
            case 1 -> commands[0];
            case 2 -> new Two(commands[0], commands[1]);
            default -> new Sequence(commands);
        };
    }

    private static final class Nothing extends Command {
        @Override
        @Nullable
        Object run(LuaFrame f) {
            return null;
        }
    }

    private static final class Two extends Command {
        private final Command first;
        private final Command second;

        Two(Command first, Command second) {
            this.first = first;
            this.second = second;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Object r = first.run(f);
            return r != null ? r : second.run(f);
        }
    }

    private static final class Sequence extends Command {
        private final Command[] commands;

        Sequence(Command[] commands) {
            this.commands = commands;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            for (Command c : commands) {
                Object r = c.run(f);
                if (r != null) {
                    return r;
                }
            }
            return null;
        }
    }

    static final class If extends Command {
        private final Node condition;
        private final Command then;
        private final @Nullable Command otherwise;

        If(Node condition, Command then, @Nullable Command otherwise) {
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            if (condition.test(f)) {
                return then.run(f);
            }
            return otherwise == null ? null : otherwise.run(f);
        }
    }

    static final class Break extends Command {
        @Override
        Object run(LuaFrame f) {
            return BREAK;
        }
    }

    static final class ReturnNothing extends Command {
        @Override
        Object run(LuaFrame f) {
            return Lua.NONE;
        }
    }

    static final class ReturnOne extends Command {
        private final Node value;

        ReturnOne(Node value) {
            this.value = value;
        }

        @Override
        Object run(LuaFrame f) {
            Object v = value.raw(f);
            return v == null ? NIL : v;
        }
    }

    static final class ReturnMany extends Command {
        private final Node[] values;
        private final boolean multi;

        ReturnMany(Node[] values) {
            this.values = values;
            this.multi = values[values.length - 1].isMulti();
        }

        @Override
        Object run(LuaFrame f) {
            return Node.list(f, values, multi);
        }
    }

    /** A value in parentheses: of many values only the first. */
    static final class First extends Node {
        private final Node inner;

        First(Node inner) {
            this.inner = inner;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            return inner.value(f);
        }

        @Override
        double number(LuaFrame f) {
            return inner.number(f);
        }

        @Override
        boolean prefersNumber() {
            return inner.prefersNumber();
        }
    }

    /** Makes a closure. A source of -1 - i is the enclosing function's upvalue i, others are slots with cells. */
    static final class Function extends Node {
        private final Proto proto;
        private final int[] sources;

        Function(Proto proto, int[] sources) {
            this.proto = proto;
            this.sources = sources;
        }

        @Override
        Object value(LuaFrame f) {
            Cell[] cells = new Cell[sources.length];
            for (int i = 0; i < cells.length; i++) {
                int s = sources[i];
                cells[i] = s < 0 ? f.function.upvalues[-1 - s] : (Cell) f.o[s];
            }
            f.thread.state.memory().charge(32 + 8L * cells.length);
            return new LuaClosure(proto, cells, f.function.globals);
        }
    }

    /** Where a value of a multiple assignment or declaration goes. */
    interface Target {
        /** Evaluates what must be known before the values, such as the table; may put two objects at the place. */
        default void prepare(LuaFrame f, Object[] room, int at) {}

        void store(LuaFrame f, Object[] room, int at, @Nullable Object value);
    }

    /** Several targets or values at once: all values are there before the first, which is the last, is stored. */
    static final class Many extends Command {
        private final Target[] targets;
        private final Node[] values;
        private final boolean multi;
        private final boolean backwards;

        Many(Target[] targets, Node[] values, boolean backwards) {
            this.targets = targets;
            this.values = values;
            this.multi = values.length > 0 && values[values.length - 1].isMulti();
            this.backwards = backwards;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            int n = targets.length;
            Object[] room = new Object[2 * n];
            for (int i = 0; i < n; i++) {
                targets[i].prepare(f, room, 2 * i);
            }
            Object[] all = Node.list(f, values, multi && values.length <= n);
            for (int i = 0; i < n; i++) {
                int at = backwards ? n - 1 - i : i;
                targets[at].store(f, room, 2 * at, at < all.length ? all[at] : null);
            }
            return null;
        }
    }
}
