package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** An expression that messages can call by name. */
public interface LuaNamed {
    /** {@code local}, {@code global}, {@code field}, {@code upvalue}, {@code method}, or null without a name. */
    @Nullable
    String kind();

    LuaString name();
}
