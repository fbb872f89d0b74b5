package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/**
 * A Lua error on its way to the nearest {@code pcall}: any value, mostly a string that begins with its position. It
 * carries no Java stack trace and knows where in the script it arose.
 */
public final class LuaError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Object value;
    private final boolean abort;
    private @Nullable LuaString source;
    private int line = -1;

    private LuaError(@Nullable Object value, boolean abort) {
        super(null, null, false, false);
        this.value = value;
        this.abort = abort;
    }

    /** An error with any value; where it arose is looked up from the frame. */
    public static LuaError of(LuaFrame frame, @Nullable Object value) {
        return new LuaError(value, false).at(frame);
    }

    /** An error with a text and no position. */
    public static LuaError plain(String message) {
        return new LuaError(LuaString.of(message), false);
    }

    /** An error that no {@code pcall} of the script catches: the host wants the script to end. */
    public static LuaError abort(Object value) {
        return new LuaError(value, true);
    }

    static LuaError outOfMemory() {
        return plain("not enough memory");
    }

    /** Remembers the innermost Lua function at or above the frame. */
    LuaError at(@Nullable LuaFrame frame) {
        LuaFrame f = frame;
        while (f != null && f.isHost()) {
            f = f.parent;
        }
        if (f != null) {
            source = f.source();
            line = f.line();
        }
        return this;
    }

    LuaError at(LuaFrame frame, int line) {
        source = frame.source();
        this.line = line;
        return this;
    }

    public @Nullable Object value() {
        return value;
    }

    public boolean isAbort() {
        return abort;
    }

    /** The chunk's name as it was given to the compiler, or null when no Lua code was running. */
    public @Nullable LuaString source() {
        return source;
    }

    /** The line in the chunk, or -1. */
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        Object v = value;
        LuaString text = Lua.toStringOrNull(v);
        return text != null ? text.toString() : "(error object is a " + Lua.typeName(v) + " value)";
    }
}
