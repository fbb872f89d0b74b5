package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import org.jspecify.annotations.Nullable;

/** An expression whose value is mostly a number. */
abstract class NumberNode extends Node {
    @Override
    abstract double number(LuaFrame f);

    @Override
    final @Nullable Object value(LuaFrame f) {
        double x = number(f);
        return Lua.isTag(x) ? f.obj : (Object) Lua.box(x);
    }

    @Override
    void into(LuaFrame f, LuaFrame target, int slot) {
        double x = number(f);
        if (Lua.isTag(x)) {
            target.set(slot, f.obj);
        } else {
            target.setD(slot, x);
        }
    }

    @Override
    @Nullable
    Object raw(LuaFrame f) {
        double x = number(f);
        if (Lua.isTag(x)) {
            return f.obj;
        }
        f.thread.num = x;
        return Lua.NUM;
    }

    @Override
    boolean prefersNumber() {
        return true;
    }
}
