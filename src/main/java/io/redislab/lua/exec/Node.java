package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaNamed;
import io.redislab.lua.LuaString;
import org.jspecify.annotations.Nullable;

/** An expression that evaluates itself in a frame. */
abstract class Node implements LuaNamed {
    static final Node[] NONE = new Node[0];

    /** Its one value. */
    abstract @Nullable Object value(LuaFrame f);

    /** Its one value when that is a number, else {@link Lua#TAG} with the value in {@link LuaFrame#obj}. */
    double number(LuaFrame f) {
        Object v = value(f);
        if (v instanceof Double d) {
            return d;
        }
        f.obj = v;
        return Lua.TAG;
    }

    /** Whether its one value counts as true. */
    boolean test(LuaFrame f) {
        return Lua.truthy(value(f));
    }

    /** Puts its one value into a slot of a frame, which may be another. */
    void into(LuaFrame f, LuaFrame target, int slot) {
        target.set(slot, value(f));
    }

    /** All its values: an array unless there is exactly one. */
    @Nullable
    Object values(LuaFrame f) {
        return value(f);
    }

    /** Its values, or {@link Lua#NUM} when there is one number, which is then in {@link io.redislab.lua.LuaThread}. */
    @Nullable
    Object raw(LuaFrame f) {
        return value(f);
    }

    boolean isMulti() {
        return false;
    }

    /** Whether {@link #number} is the better question because no box exists yet. */
    boolean prefersNumber() {
        return false;
    }

    @Override
    public @Nullable String kind() {
        return null;
    }

    @Override
    public LuaString name() {
        return LuaString.EMPTY;
    }

    /** Evaluates a list of which the last may give many. */
    static Object[] list(LuaFrame f, Node[] nodes, boolean multi) {
        int n = nodes.length;
        if (n == 0) {
            return Lua.NONE;
        }
        if (!multi) {
            Object[] values = new Object[n];
            for (int i = 0; i < n; i++) {
                values[i] = nodes[i].value(f);
            }
            return values;
        }
        Object[] first = new Object[n];
        for (int i = 0; i < n - 1; i++) {
            first[i] = nodes[i].value(f);
        }
        Object last = nodes[n - 1].values(f);
        if (!(last instanceof Object[] many)) {
            first[n - 1] = last;
            return first;
        }
        if (n == 1) {
            return many;
        }
        Object[] values = new Object[n - 1 + many.length];
        System.arraycopy(first, 0, values, 0, n - 1);
        System.arraycopy(many, 0, values, n - 1, many.length);
        return values;
    }
}
