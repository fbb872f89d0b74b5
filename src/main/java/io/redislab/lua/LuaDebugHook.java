package io.redislab.lua;

/** A debugger: told of every line of the chunks that were compiled for debugging. */
@FunctionalInterface
public interface LuaDebugHook {
    /**
     * Called before the line runs. The frame gives the locals ({@link LuaFrame#hookLocals}), the function with its
     * upvalues, and the callers. May throw {@link LuaError#abort} to end the script.
     */
    void line(LuaFrame frame, int line);
}
