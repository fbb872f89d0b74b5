package io.redislab.lua;

/** What a host does from time to time while a script runs, such as looking at the clock. */
@FunctionalInterface
public interface LuaInterrupt {
    /**
     * Called every so many instructions, in the thread that runs the script (deep recursion and coroutines have
     * threads of their own; the others wait meanwhile). May throw {@link LuaError#abort} to end the script.
     */
    void tick(LuaState state);
}
