package io.redislab.lua.exec;

import io.redislab.lua.Cell;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/** The places that a multiple assignment can store to. */
final class Targets {
    private Targets() {}

    record Local(int slot) implements Blocks.Target {
        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            f.set(slot, value);
        }
    }

    /** A captured local that is being declared. */
    record NewCell(int slot) implements Blocks.Target {
        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            Cell cell = new Cell();
            cell.set(value);
            f.o[slot] = cell;
            f.d[slot] = Lua.TAG;
        }
    }

    record Captured(int slot) implements Blocks.Target {
        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            f.cell(slot).set(value);
        }
    }

    record Up(int index) implements Blocks.Target {
        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            f.function.upvalues[index].set(value);
        }
    }

    record Global(LuaString name, int line) implements Blocks.Target {
        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            Meta.setIndex(f, line, f.function.globals, name, value, null);
        }
    }

    record Element(Node object, Node key, int line) implements Blocks.Target {
        @Override
        public void prepare(LuaFrame f, Object[] room, int at) {
            room[at] = object.value(f);
            room[at + 1] = key.value(f);
        }

        @Override
        public void store(LuaFrame f, Object[] room, int at, @Nullable Object value) {
            Meta.setIndex(f, line, room[at], room[at + 1], value, object);
        }
    }
}
