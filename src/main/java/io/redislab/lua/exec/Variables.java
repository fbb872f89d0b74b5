package io.redislab.lua.exec;

import io.redislab.lua.Cell;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/** Constants, and the reading and writing of variables. */
final class Variables {
    private Variables() {}

    static final class Constant extends Node {
        final @Nullable Object value;
        private final double number;

        Constant(@Nullable Object value) {
            this.value = value;
            this.number = value instanceof Double d ? d : Lua.TAG;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            return value;
        }

        @Override
        double number(LuaFrame f) {
            if (Lua.isTag(number)) {
                f.obj = value;
            }
            return number;
        }

        @Override
        void into(LuaFrame f, LuaFrame target, int slot) {
            target.o[slot] = value;
            target.d[slot] = number;
        }
    }

    /** A local that no inner function captures. */
    static final class Local extends Node {
        final int slot;
        private final LuaString name;

        Local(int slot, LuaString name) {
            this.slot = slot;
            this.name = name;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            Object v = f.o[slot];
            return v == Lua.NUM ? Lua.box(f.d[slot]) : v;
        }

        @Override
        double number(LuaFrame f) {
            double x = f.d[slot];
            if (Lua.isTag(x)) {
                f.obj = f.o[slot];
            }
            return x;
        }

        @Override
        boolean test(LuaFrame f) {
            return Lua.truthy(f.o[slot]);
        }

        @Override
        void into(LuaFrame f, LuaFrame target, int to) {
            target.o[to] = f.o[slot];
            target.d[to] = f.d[slot];
        }

        @Override
        @Nullable
        Object raw(LuaFrame f) {
            Object v = f.o[slot];
            if (v == Lua.NUM) {
                f.thread.num = f.d[slot];
            }
            return v;
        }

        @Override
        boolean prefersNumber() {
            return true;
        }

        @Override
        public String kind() {
            return "local";
        }

        @Override
        public LuaString name() {
            return name;
        }
    }

    /** A variable that lies in a cell. */
    private abstract static class InCell extends Node {
        private final LuaString name;
        private final String kind;

        InCell(LuaString name, String kind) {
            this.name = name;
            this.kind = kind;
        }

        abstract Cell cell(LuaFrame f);

        @Override
        @Nullable
        Object value(LuaFrame f) {
            return cell(f).get();
        }

        @Override
        double number(LuaFrame f) {
            Cell c = cell(f);
            if (Lua.isTag(c.d)) {
                f.obj = c.o;
            }
            return c.d;
        }

        @Override
        boolean test(LuaFrame f) {
            return Lua.truthy(cell(f).o);
        }

        @Override
        void into(LuaFrame f, LuaFrame target, int slot) {
            Cell c = cell(f);
            target.o[slot] = c.o;
            target.d[slot] = c.d;
        }

        @Override
        boolean prefersNumber() {
            return true;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public LuaString name() {
            return name;
        }
    }

    /** A local that inner functions capture. */
    static final class Captured extends InCell {
        private final int slot;

        Captured(int slot, LuaString name) {
            super(name, "local");
            this.slot = slot;
        }

        @Override
        Cell cell(LuaFrame f) {
            return (Cell) f.o[slot];
        }
    }

    static final class Up extends InCell {
        private final int index;

        Up(int index, LuaString name) {
            super(name, "upvalue");
            this.index = index;
        }

        @Override
        Cell cell(LuaFrame f) {
            return f.function.upvalues[index];
        }
    }

    static final class Global extends Node {
        private final LuaString name;
        private final int line;

        Global(LuaString name, int line) {
            this.name = name;
            this.line = line;
        }

        @Override
        @Nullable
        Object value(LuaFrame f) {
            LuaTable globals = f.function.globals;
            Object v = globals.getStr(name);
            return v != null || globals.metatable() == null ? v : Meta.index(f, line, globals, name, null);
        }

        @Override
        public String kind() {
            return "global";
        }

        @Override
        public LuaString name() {
            return name;
        }
    }

    /** All the further arguments. */
    static final class Vararg extends Node {
        @Override
        @Nullable
        Object value(LuaFrame f) {
            return f.varargs.length > 0 ? f.varargs[0] : null;
        }

        @Override
        @Nullable
        Object values(LuaFrame f) {
            Object[] all = f.varargs;
            return all.length == 1 ? all[0] : all;
        }

        @Override
        boolean isMulti() {
            return true;
        }
    }

    // ---- writing

    /** Puts a value into a local's slot. */
    static Command setLocal(int slot, Node value) {
        return value instanceof NumberNode ? new SetNumber(slot, value) : new SetLocal(slot, value);
    }

    /** Puts what is mostly a number into a local's slot. */
    private static final class SetNumber extends Command {
        private final int slot;
        private final Node value;

        SetNumber(int slot, Node value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            double x = value.number(f);
            if (Lua.isTag(x)) {
                f.set(slot, f.obj);
            } else {
                f.setD(slot, x);
            }
            return null;
        }
    }

    private static final class SetLocal extends Command {
        private final int slot;
        private final Node value;

        SetLocal(int slot, Node value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            value.into(f, f, slot);
            return null;
        }
    }

    /** Declares a captured local: every time it gets a new cell. */
    static final class DeclareCaptured extends Command {
        private final int slot;
        private final Node value;

        DeclareCaptured(int slot, Node value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Cell cell = new Cell();
            cell.set(value.value(f));
            f.o[slot] = cell;
            f.d[slot] = Lua.TAG;
            return null;
        }
    }

    /** A local function that may call itself: its cell is there before its value. */
    static final class DeclareFunction extends Command {
        private final int slot;
        private final Node value;

        DeclareFunction(int slot, Node value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Cell cell = new Cell();
            f.o[slot] = cell;
            f.d[slot] = Lua.TAG;
            cell.set(value.value(f));
            return null;
        }
    }

    private abstract static class SetCell extends Command {
        private final Node value;

        SetCell(Node value) {
            this.value = value;
        }

        abstract Cell cell(LuaFrame f);

        @Override
        @Nullable
        Object run(LuaFrame f) {
            if (value.prefersNumber()) {
                double x = value.number(f);
                if (Lua.isTag(x)) {
                    cell(f).set(f.obj);
                } else {
                    cell(f).setD(x);
                }
            } else {
                Object v = value.value(f);
                cell(f).set(v);
            }
            return null;
        }
    }

    static final class SetCaptured extends SetCell {
        private final int slot;

        SetCaptured(int slot, Node value) {
            super(value);
            this.slot = slot;
        }

        @Override
        Cell cell(LuaFrame f) {
            return (Cell) f.o[slot];
        }
    }

    static final class SetUp extends SetCell {
        private final int index;

        SetUp(int index, Node value) {
            super(value);
            this.index = index;
        }

        @Override
        Cell cell(LuaFrame f) {
            return f.function.upvalues[index];
        }
    }

    static final class SetGlobal extends Command {
        private final LuaString name;
        private final Node value;
        private final int line;

        SetGlobal(LuaString name, Node value, int line) {
            this.name = name;
            this.value = value;
            this.line = line;
        }

        @Override
        @Nullable
        Object run(LuaFrame f) {
            Meta.setIndex(f, line, f.function.globals, name, value.value(f), null);
            return null;
        }
    }
}
