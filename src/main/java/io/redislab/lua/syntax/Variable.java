package io.redislab.lua.syntax;

import io.redislab.lua.LuaString;

/** A local variable of one function. */
public final class Variable {
    private final LuaString name;
    private final int slot;
    private boolean captured;

    Variable(LuaString name, int slot) {
        this.name = name;
        this.slot = slot;
    }

    public LuaString name() {
        return name;
    }

    /** Its place in the frame; variables whose scopes do not meet may share one. */
    public int slot() {
        return slot;
    }

    /** Whether an inner function uses it, so that it needs a cell. Known once its function is parsed. */
    public boolean captured() {
        return captured;
    }

    void capture() {
        captured = true;
    }
}
