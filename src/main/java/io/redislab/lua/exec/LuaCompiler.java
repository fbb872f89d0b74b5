package io.redislab.lua.exec;

import io.redislab.lua.BigStack;
import io.redislab.lua.Cell;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaThread;
import io.redislab.lua.syntax.FunctionBody;
import io.redislab.lua.syntax.Parser;

/** Source text becomes a function. */
public final class LuaCompiler {
    private static final long STACK_BYTES = 1L << 30;

    private LuaCompiler() {}

    /**
     * Compiles a chunk.
     *
     * @param name the chunk's name: {@code @file}, {@code =name}, or the text itself
     * @param globals the table in which its global names live
     * @param debug whether the code tells {@link LuaState#debugHook} of its lines, which costs time
     * @throws LuaError with the compiler's message
     */
    public static LuaClosure compile(LuaState state, byte[] source, LuaString name, LuaTable globals, boolean debug) {
        state.memory().charge(8L * source.length);
        LuaThread thread = state.current();
        thread.charge(source.length >> 3);
        int level = thread.nativeCalls();
        Proto proto;
        try {
            proto = build(state, source, name, level, debug, false);
        } catch (FunctionCompiler.TooDeep e) {
            proto = BigStack.call(state, STACK_BYTES, () -> build(state, source, name, level, debug, true));
        }
        return new LuaClosure(proto, new Cell[0], globals);
    }

    private static Proto build(LuaState state, byte[] source, LuaString name, int level, boolean debug, boolean deep) {
        FunctionBody body = Parser.parse(state, source, name, level);
        return new FunctionCompiler(name, debug, deep).compile(body);
    }
}
