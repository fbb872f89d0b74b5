package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts functions into tables. */
final class Registry {
    private final Map<String, LuaString> typeNames = new HashMap<>();

    void add(LuaTable table, String name, LuaFunction.Body body) {
        table.setStr(LuaString.of(name), LuaFunction.of(body));
    }

    /** The name of the value's type as a shared string. */
    LuaString typeName(@Nullable Object v) {
        return typeNames.computeIfAbsent(Lua.typeName(v), LuaString::of);
    }
}
