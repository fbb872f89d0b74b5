package io.redislab.lua.exec;

import io.redislab.lua.LuaFrame;
import org.jspecify.annotations.Nullable;

/** A statement that runs in a frame. */
abstract class Command {
    static final Command[] NONE = new Command[0];

    /** Says that a loop was broken. */
    static final Object BREAK = new Object();
    /** Says that the function returned nil. */
    static final Object NIL = new Object();

    /**
     * Runs the statement.
     *
     * @return null when the next statement follows, {@link #BREAK}, or what the function returns: {@link #NIL}, a
     *     value, {@link io.redislab.lua.Lua#NUM}, an array of values, or the frame of a call in tail position
     */
    abstract @Nullable Object run(LuaFrame f);
}
