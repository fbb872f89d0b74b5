package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** A line of execution with its own depth: the main one, or a coroutine's. */
public final class LuaThread {
    /** C calls may nest this deep: calls from functions of the host, metamethods, the parser's levels. */
    public static final int MAX_C_CALLS = 200;

    private static final int FIRST_CALL_LIMIT = 16383;
    private static final int LATER_CALL_LIMIT = 19999;
    /** Deeper calls go on in a Java thread with a large stack; what ends at the limit of C calls does not get there. */
    private static final int HOP_DEPTH = 210;

    private static final int SLICE = 4096;
    private static final long STACK_BYTES = 1L << 30;

    public final LuaState state;
    /** The result of a function that answered {@link Lua#NUM}. */
    public double num;
    /** Steps left before {@link #refuel} looks around. */
    public int fuel = SLICE;
    /** How many calls are under way. */
    public int depth;
    /** Beyond this depth {@link #deep} is asked. */
    public int softLimit = HOP_DEPTH;

    private int granted = SLICE;
    private int callLimit = FIRST_CALL_LIMIT;
    private int nativeCalls;
    private int baseNativeCalls;
    private final @Nullable LuaCoroutine coroutine;

    LuaThread(LuaState state, @Nullable LuaCoroutine coroutine) {
        this.state = state;
        this.coroutine = coroutine;
    }

    /** The coroutine that this is, null for the main thread. */
    public @Nullable LuaCoroutine coroutine() {
        return coroutine;
    }

    /** Called when the fuel is used up: counts it, lets the host look, and ends the script when it must end. */
    public void refuel() {
        long used = (long) granted - fuel;
        granted = state.spend(used, SLICE);
        fuel = granted;
    }

    /**
     * {@link #refuel()}, where code of a script runs.
     *
     * @param line of the code, for the error that ends the script
     */
    public void refuel(LuaFrame frame, int line) {
        try {
            refuel();
        } catch (LuaError error) {
            throw error.source() == null ? error.at(frame, line) : error;
        }
    }

    /** Charges work that is done in one go. */
    public void charge(int steps) {
        fuel -= steps;
        if (fuel < 0) {
            refuel();
        }
    }

    /** Reports all that was used and leaves nothing, before another thread goes on. */
    void settle() {
        state.spend((long) granted - fuel, SLICE);
        granted = SLICE;
        fuel = SLICE;
    }

    /**
     * Runs a call that is deeper than usual on a larger stack.
     *
     * @param frame the callee's frame, already counted in {@link #depth}
     */
    public @Nullable Object deep(LuaFrame frame) {
        if (depth > callLimit) {
            callLimit = LATER_CALL_LIMIT;
            LuaFrame caller = frame.parent;
            depth--;
            throw LuaError.of(caller, LuaString.of(caller.where(1) + "stack overflow"));
        }
        int saved = softLimit;
        softLimit = callLimit;
        try {
            return onBigStack(frame);
        } finally {
            softLimit = saved;
        }
    }

    /** Runs a frame's body on a larger stack. */
    public @Nullable Object onBigStack(LuaFrame frame) {
        return BigStack.call(state, STACK_BYTES, () -> frame.function.code.runBody(frame));
    }

    /** Counts a call from a function of the host. */
    void enterHost(LuaFrame host) {
        depth++;
        enterNative(host);
    }

    void leaveHost() {
        depth--;
        nativeCalls--;
    }

    /** Counts a call that C would make on its own stack, such as one of a metamethod. */
    public void enterNative(LuaFrame frame) {
        if (++nativeCalls >= MAX_C_CALLS) {
            if (nativeCalls == MAX_C_CALLS) {
                throw LuaError.of(frame, LuaString.of(frame.where(1) + "C stack overflow"));
            } else if (nativeCalls >= MAX_C_CALLS + MAX_C_CALLS / 8) {
                throw LuaError.of(frame, LuaString.of("error in error handling"));
            }
        }
    }

    public void leaveNative() {
        nativeCalls--;
    }

    /** How many C calls are under way. */
    public int nativeCalls() {
        return nativeCalls;
    }

    boolean canYield() {
        return nativeCalls <= baseNativeCalls;
    }

    /** A coroutine's body counts as one C call, from which it may yield. */
    void startCoroutine() {
        nativeCalls = 1;
        baseNativeCalls = 1;
    }

    /**
     * Runs protected code: errors of the script come back as a value, and depths are as they were before.
     *
     * @return the error, or null when all went well; aborts pass through
     */
    public @Nullable LuaError protect(LuaFrame frame, Runnable body) {
        int savedDepth = depth;
        int savedNative = nativeCalls;
        int savedSoft = softLimit;
        LuaError error;
        try {
            body.run();
            return null;
        } catch (LuaError e) {
            error = e;
        } catch (StackOverflowError e) {
            error = LuaError.of(frame, LuaString.of("stack overflow"));
        } catch (OutOfMemoryError e) {
            error = LuaError.of(frame, LuaString.of("not enough memory"));
        }
        depth = savedDepth;
        nativeCalls = savedNative;
        softLimit = savedSoft;
        if (error.isAbort()) {
            throw error;
        }
        return error;
    }
}
