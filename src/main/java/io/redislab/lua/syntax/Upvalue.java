package io.redislab.lua.syntax;

import io.redislab.lua.LuaString;
import org.jspecify.annotations.Nullable;

/**
 * A variable of an enclosing function.
 *
 * @param variable the variable when it belongs to the function directly around
 * @param index otherwise the index of that function's own upvalue
 */
public record Upvalue(LuaString name, @Nullable Variable variable, int index) {}
