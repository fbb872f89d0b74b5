package io.redislab.engine.script;

import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A library of functions, as FUNCTION LOAD takes it. */
final class FunctionLibrary {
    /** A function that a library registered. */
    record Function(String name, @Nullable LuaString description, Set<ScriptFlag> flags, LuaFunction callback) {
        ScriptTraits traits() {
            return ScriptTraits.declared(flags);
        }
    }

    private final String name;
    private final byte[] code;
    private final Map<String, Function> functions = new LinkedHashMap<>();

    FunctionLibrary(String name, byte[] code) {
        this.name = name;
        this.code = code;
    }

    String name() {
        return name;
    }

    /** The whole text, the first line included. */
    byte[] code() {
        return code;
    }

    /** By name. */
    Map<String, Function> functions() {
        return functions;
    }
}
