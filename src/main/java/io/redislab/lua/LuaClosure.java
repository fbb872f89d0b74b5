package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** A function written in Lua, with the variables it has captured and its table of globals. */
public final class LuaClosure extends LuaFunction {
    public final LuaCode code;
    public final Cell[] upvalues;
    public final LuaTable globals;

    public LuaClosure(LuaCode code, Cell[] upvalues, LuaTable globals) {
        this.code = code;
        this.upvalues = upvalues;
        this.globals = globals;
    }

    @Override
    public @Nullable Object call(LuaFrame caller, Object[] args) {
        LuaFrame frame = new LuaFrame(this, code.slots(), caller);
        code.accept(frame, args);
        Object result = code.run(frame);
        return result == Lua.NUM ? Lua.box(frame.thread.num) : result;
    }
}
