package io.redislab.lua;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled body of a function, shared by its closures. */
public abstract class LuaCode {
    /**
     * A place from which functions are called.
     *
     * @param kind {@code local}, {@code global}, {@code field}, {@code method} or {@code upvalue}; null without name
     */
    public record Site(
            int line, @Nullable String kind, @Nullable LuaString name) {}

    /**
     * A local variable as a debugger sees it.
     *
     * @param captured whether the slot holds a {@link Cell}
     */
    public record Local(LuaString name, int slot, boolean captured) {}

    private final LuaString source;
    private final int line;
    private final int lastLine;

    protected LuaCode(LuaString source, int line, int lastLine) {
        this.source = source;
        this.line = line;
        this.lastLine = lastLine;
    }

    /** The chunk's name as it was given to the compiler ({@code @user_script}, {@code =x} or the text itself). */
    public LuaString source() {
        return source;
    }

    /** The line where the function begins, 0 for a chunk. */
    public int line() {
        return line;
    }

    public int lastLine() {
        return lastLine;
    }

    public abstract Site site(int index);

    /** The names of the upvalues in the order of a closure's cells. */
    public abstract List<LuaString> upvalueNames();

    /** How many slots a frame has. */
    public abstract int slots();

    /** Puts arguments where the body looks for them. */
    public abstract void accept(LuaFrame frame, Object[] args);

    /**
     * Runs the body in a frame that holds its arguments.
     *
     * @return the results as {@link LuaFunction.Body} gives them, or {@link Lua#NUM} when there is one number, which
     *     then lies in {@link LuaThread#num}
     */
    public abstract @Nullable Object run(LuaFrame frame);

    /** {@link #run} without the count of depth. */
    public abstract @Nullable Object runBody(LuaFrame frame);
}
