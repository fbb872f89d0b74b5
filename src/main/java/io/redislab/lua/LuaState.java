package io.redislab.lua;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Lua world: its globals, the metatable of strings, its random numbers, and what bounds its scripts. A state is
 * used by one thread at a time; only {@link #kill} may be called from another.
 */
public final class LuaState {
    private final LuaMemory memory = new LuaMemory();
    private final LuaThread main = new LuaThread(this, null);
    private final LuaTable globals = new LuaTable(memory, 0, 0);
    private final LuaRandom random = new LuaRandom();
    private final LuaCarriers carriers = new LuaCarriers();
    private final HostCalls hostCalls = new HostCalls();
    private @Nullable LuaTable stringMetatable;
    private LuaThread current = main;
    private LuaLimits limits = LuaLimits.DEFAULT;
    private @Nullable LuaInterrupt interrupt;
    private long interruptEvery;
    private long nextInterrupt;
    private long instructions;
    private volatile @Nullable Object killedWith;
    private @Nullable LuaDebugHook debugHook;
    /** The names in the libraries' tables, as the very objects that stand there. */
    private final Map<LuaString, LuaString> names = new HashMap<>();

    public LuaMemory memory() {
        return memory;
    }

    public LuaTable globals() {
        return globals;
    }

    public LuaRandom random() {
        return random;
    }

    public LuaTable newTable() {
        return new LuaTable(memory, 0, 0);
    }

    public LuaTable newTable(int arraySize, int hashSize) {
        return new LuaTable(memory, arraySize, hashSize);
    }

    public @Nullable LuaTable stringMetatable() {
        return stringMetatable;
    }

    public void setStringMetatable(LuaTable metatable) {
        stringMetatable = metatable;
    }

    /**
     * The string that stands for all that are equal to it, so that a look into a library's table mostly ends at the first
     * comparison.
     */
    public LuaString name(LuaString text) {
        return names.getOrDefault(text, text);
    }

    public void addName(LuaString text) {
        names.putIfAbsent(text, text);
    }

    /** The thread that is running. */
    public LuaThread current() {
        return current;
    }

    void setCurrent(LuaThread thread) {
        current = thread;
    }

    LuaCarriers carriers() {
        return carriers;
    }

    public LuaLimits limits() {
        return limits;
    }

    // ---- running

    /**
     * Gives the scripts to come fresh limits, and forgets an earlier {@link #kill}.
     *
     * @param gauge tells how much memory the script holds
     */
    public void restart(LuaLimits limits, LuaMemory.Gauge gauge) {
        this.limits = limits;
        memory.restart(limits.memory(), limits.stringBytes(), gauge);
        instructions = 0;
        nextInterrupt = interruptEvery;
        killedWith = null;
    }

    /** Has the host look in every so many instructions. */
    public void setInterrupt(@Nullable LuaInterrupt interrupt, long every) {
        this.interrupt = interrupt;
        interruptEvery = every;
        nextInterrupt = instructions + every;
    }

    /** The debugger for chunks compiled for debugging. */
    public void setDebugHook(@Nullable LuaDebugHook hook) {
        debugHook = hook;
    }

    public @Nullable LuaDebugHook debugHook() {
        return debugHook;
    }

    /** Ends the running script soon with an error that it can't catch; from any thread. */
    public void kill(Object errorValue) {
        killedWith = errorValue;
    }

    /** Whether {@link #kill} was called since {@link #restart}. */
    public boolean isKilled() {
        return killedWith != null;
    }

    /** How many instructions were counted since {@link #restart}. */
    public long instructions() {
        return instructions;
    }

    /**
     * Calls a function from outside of any script.
     *
     * @return its results
     * @throws LuaError for an error that the script did not catch
     */
    public Object[] call(LuaFunction function, Object... args) {
        LuaFrame base = LuaFrame.base(main);
        Object[][] results = new Object[1][];
        Thread before = hostCalls.enter();
        LuaError error;
        try {
            error = main.protect(base, () -> {
                main.enterNative(base);
                results[0] = Lua.all(function.call(base, args));
                main.leaveNative();
            });
        } finally {
            hostCalls.leave(before);
        }
        if (error != null) {
            throw error;
        }
        return results[0];
    }

    /**
     * Runs something on the thread that called {@link #call}, which waits while a script goes on in another one. What it
     * throws comes back.
     */
    public void onHostThread(Runnable action) {
        hostCalls.run(action);
    }

    HostCalls hostCalls() {
        return hostCalls;
    }

    /** Ends all coroutines that are suspended. The host calls it when a script is over. */
    public void closeCoroutines() {
        carriers.close();
    }

    /** Counts instructions; answers how many may be spent before the next look. */
    int spend(long steps, int slice) {
        instructions += steps;
        Object killed = killedWith;
        if (killed != null) {
            throw LuaError.abort(killed);
        }
        if (limits.instructions() > 0 && instructions > limits.instructions()) {
            throw LuaError.abort(LuaString.of("script exceeded its limit of instructions"));
        }
        if (interrupt != null && instructions >= nextInterrupt) {
            nextInterrupt = instructions + interruptEvery;
            interrupt.tick(this);
        }
        return slice;
    }
}
