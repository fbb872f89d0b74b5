package io.redislab.lua.exec;

import io.redislab.lua.Cell;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaIterators;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaThread;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/** The loops. Each round costs one step of the budget. */
final class Loops {
    private Loops() {}

    private static void step(LuaFrame f, LuaThread thread, int line) {
        if (--thread.fuel < 0) {
            thread.refuel(f, line);
        }
    }

    static final class While extends Command {
        private final Node condition;
        private final Command body;
        private final int line;

        While(Node condition, Command body, int line) {
            this.condition = condition;
            this.body = body;
            this.line = line;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            LuaThread thread = f.thread;
            while (condition.test(f)) {
                Object r = body.run(f);
                if (r != null) {
                    return r == BREAK ? null : r;
                }
                step(f, thread, line);
            }
            return null;
        }
    }

    static final class Repeat extends Command {
        private final Command body;
        private final Node condition;
        private final int line;

        Repeat(Command body, Node condition, int line) {
            this.body = body;
            this.condition = condition;
            this.line = line;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            LuaThread thread = f.thread;
            do {
                Object r = body.run(f);
                if (r != null) {
                    return r == BREAK ? null : r;
                }
                step(f, thread, line);
            } while (!condition.test(f));
            return null;
        }
    }

    static final class Numeric extends Command {
        private final Node from;
        private final Node to;
        private final Node step;
        private final int slot;
        private final boolean captured;
        private final Command body;
        private final int line;

        Numeric(Node from, Node to, Node step, int slot, boolean captured, Command body, int line) {
            this.from = from;
            this.to = to;
            this.step = step;
            this.slot = slot;
            this.captured = captured;
            this.body = body;
            this.line = line;
        }

        private double bound(LuaFrame f, @Nullable Object v, String what) {
            double x = Lua.toNumber(v);
            if (Lua.isTag(x)) {
                throw f.errorAt(line, "'for' " + what + " must be a number");
            }
            return x;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            double i = from.number(f);
            Object io = f.obj;
            double limit = to.number(f);
            Object lo = f.obj;
            double by = step.number(f);
            if (Lua.isTag(i)) {
                i = bound(f, io, "initial value");
            }
            if (Lua.isTag(limit)) {
                limit = bound(f, lo, "limit");
            }
            if (Lua.isTag(by)) {
                by = bound(f, f.obj, "step");
            }
            return loop(f, i - by, limit, by);
        }

        private @Nullable Object loop(LuaFrame f, double start, double limit, double by) {
            LuaThread thread = f.thread;
            double i = start;
            while (true) {
                i += by;
                if (by > 0 ? !(i <= limit) : !(limit <= i)) {
                    return null;
                }
                if (captured) {
                    Cell cell = new Cell();
                    cell.setD(i);
                    f.o[slot] = cell;
                } else {
                    f.setD(slot, i);
                }
                Object r = body.run(f);
                if (r != null) {
                    return r == BREAK ? null : r;
                }
                step(f, thread, line);
            }
        }
    }

    static final class Generic extends Command {
        private final Node[] values;
        private final boolean multi;
        private final int[] slots;
        private final boolean[] captured;
        private final Command body;
        private final int site;
        private final int line;

        Generic(Node[] values, int[] slots, boolean[] captured, Command body, int site, int line) {
            this.values = values;
            this.multi = values[values.length - 1].isMulti();
            this.slots = slots;
            this.captured = captured;
            this.body = body;
            this.site = site;
            this.line = line;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Object[] all = Node.list(f, values, multi);
            Object generator = all.length > 0 ? all[0] : null;
            Object state = all.length > 1 ? all[1] : null;
            Object control = all.length > 2 ? all[2] : null;
            Object r;
            if (generator instanceof LuaIterators.Next && state instanceof LuaTable table) {
                r = overTable(f, table, control);
            } else if (generator instanceof LuaIterators.IpairsStep
                    && state instanceof LuaTable table
                    && control instanceof Double d) {
                r = overList(f, table, (int) d.doubleValue());
            } else {
                r = general(f, generator, state, control);
            }
            return r == BREAK ? null : r;
        }

        private void assign(LuaFrame f, int index, @Nullable Object value) {
            if (index < slots.length) {
                int slot = slots[index];
                if (captured[index]) {
                    Cell cell = new Cell();
                    cell.set(value);
                    f.o[slot] = cell;
                } else {
                    f.set(slot, value);
                }
            }
        }

        private void assign(LuaFrame f, int index, double value) {
            if (captured[index]) {
                assign(f, index, (Object) Lua.box(value));
            } else {
                f.setD(slots[index], value);
            }
        }

        private void clearFrom(LuaFrame f, int index) {
            for (int i = index; i < slots.length; i++) {
                assign(f, i, null);
            }
        }

        private @Nullable Object overTable(LuaFrame f, LuaTable table, @Nullable Object start) {
            LuaThread thread = f.thread;
            Object layout = table.layout();
            f.pc = site;
            int position = LuaIterators.Next.position(f, table, start);
            while (position >= 0) {
                boolean inArray = position < table.arraySize();
                Object key = null;
                if (inArray) {
                    assign(f, 0, position + 1);
                } else {
                    key = table.keyAt(position);
                    assign(f, 0, key);
                }
                if (slots.length > 1) {
                    double x = inArray ? table.getNumD(position + 1) : Lua.TAG;
                    if (Lua.isTag(x)) {
                        assign(f, 1, table.valueAt(position));
                    } else {
                        assign(f, 1, x);
                    }
                    clearFrom(f, 2);
                }
                Object r = body.run(f);
                if (r != null) {
                    return r;
                }
                step(f, thread, line);
                if (table.layout() != layout) {
                    layout = table.layout();
                    f.pc = site;
                    position = LuaIterators.Next.position(f, table, inArray ? (Object) Lua.box(position + 1) : key);
                } else {
                    position = table.nextPosition(position);
                }
            }
            return null;
        }

        private @Nullable Object overList(LuaFrame f, LuaTable table, int start) {
            LuaThread thread = f.thread;
            for (int i = start + 1; ; i++) {
                double x = table.getNumD(i);
                Object v = null;
                if (Lua.isTag(x)) {
                    v = table.getInt(i);
                    if (v == null) {
                        return null;
                    }
                }
                assign(f, 0, i);
                if (slots.length > 1) {
                    if (v != null) {
                        assign(f, 1, v);
                    } else {
                        assign(f, 1, x);
                    }
                    clearFrom(f, 2);
                }
                Object r = body.run(f);
                if (r != null) {
                    return r;
                }
                step(f, thread, line);
            }
        }

        private @Nullable Object general(
                LuaFrame f, @Nullable Object generator, @Nullable Object state, @Nullable Object start) {
            LuaThread thread = f.thread;
            Object control = start;
            LuaFunction function;
            boolean direct = generator instanceof LuaFunction;
            if (generator instanceof LuaFunction h) {
                function = h;
            } else {
                function = Meta.callMetamethod(f, line, generator, null);
            }
            while (true) {
                Object[] args = direct ? new Object[] {state, control} : new Object[] {generator, state, control};
                f.pc = site;
                thread.enterNative(f);
                Object result = function.call(f, args);
                thread.leaveNative();
                if (result instanceof Object[] many) {
                    for (int i = 0; i < slots.length; i++) {
                        assign(f, i, i < many.length ? many[i] : null);
                    }
                    control = many.length > 0 ? many[0] : null;
                } else {
                    control = result;
                    assign(f, 0, result);
                    clearFrom(f, 1);
                }
                if (control == null) {
                    return null;
                }
                Object r = body.run(f);
                if (r != null) {
                    return r;
                }
                step(f, thread, line);
            }
        }
    }
}
