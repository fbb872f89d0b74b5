package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** A local variable that a closure has captured; the value lies as in a frame's slot. */
public final class Cell {
    public @Nullable Object o;
    public double d;

    public Cell() {
        d = Lua.TAG;
    }

    public @Nullable Object get() {
        Object v = o;
        return v == Lua.NUM ? Lua.box(d) : v;
    }

    public void set(@Nullable Object value) {
        o = value;
        d = value instanceof Double x ? x : Lua.TAG;
    }

    public void setD(double value) {
        o = Lua.NUM;
        d = value;
    }
}
