package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** Anything that can be called: a function of the host or a closure of a script. */
public abstract class LuaFunction {
    /** A function of the host, for lambdas. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does what the function does.
         *
         * @param caller the frame of the caller, from which come errors with positions, the thread and calls back
         * @return one value, or an {@code Object[]} of any number of values ({@link Lua#NONE} for none)
         */
        @Nullable
        Object call(LuaFrame caller, Object[] args);
    }

    /** Calls the function; the result is as {@link Body#call} says. */
    public abstract @Nullable Object call(LuaFrame caller, Object[] args);

    public static LuaFunction of(Body body) {
        return new LuaFunction() {
            @Override
            public @Nullable Object call(LuaFrame caller, Object[] args) {
                return body.call(caller, args);
            }
        };
    }
}
