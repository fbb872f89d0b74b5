package io.redislab.lua;

import io.redislab.lua.exec.LuaCompiler;
import io.redislab.lua.lib.LuaLibraries;
import java.nio.charset.StandardCharsets;

/** Runs scripts as EVAL does, without keys and without commands. */
final class LuaHarness {
    private final LuaState state = new LuaState();

    LuaHarness() {
        LuaLibraries.open(state, false);
        LuaTable globals = state.globals();
        globals.setStr(LuaString.of("redis"), state.newTable());
        LuaLibraries.guardGlobals(state);
        LuaLibraries.protect(state);
        globals.setStr(LuaString.of("KEYS"), state.newTable());
        globals.setStr(LuaString.of("ARGV"), state.newTable());
    }

    LuaState state() {
        return state;
    }

    LuaClosure compile(String script) {
        return LuaCompiler.compile(
                state,
                script.getBytes(StandardCharsets.ISO_8859_1),
                LuaString.of("@user_script"),
                state.globals(),
                false);
    }

    /** The script's result or error as one line, {@code OK value} or {@code ERR message}. */
    String run(String script) {
        state.restart(LuaLimits.DEFAULT, requested -> 0);
        LuaClosure function;
        try {
            function = compile(script);
        } catch (LuaError e) {
            return "ERR Error compiling script (new function): " + e.getMessage();
        }
        try {
            Object[] results = state.call(function);
            return "OK " + show(results.length == 0 ? null : results[0]);
        } catch (LuaError e) {
            String where = e.source() == null ? "" : " " + e.source() + ":" + e.line();
            return "ERR " + message(e.value()) + where;
        } finally {
            state.closeCoroutines();
        }
    }

    private static String message(Object value) {
        if (value instanceof LuaTable t && t.getStr(LuaString.of("err")) instanceof LuaString s) {
            return s.toString();
        }
        LuaString text = Lua.toStringOrNull(value);
        return text == null ? String.valueOf(value == null ? "nil" : Lua.typeName(value)) : text.toString();
    }

    /** The value as Redis converts it, with a list's elements between brackets. */
    static String show(Object v) {
        if (v instanceof LuaString s) {
            return s.toString();
        } else if (v instanceof Double d) {
            return "(" + (long) d.doubleValue() + ")";
        } else if (v instanceof Boolean b) {
            return b ? "(1)" : "(nil)";
        } else if (v instanceof LuaTable t) {
            StringBuilder out = new StringBuilder("[");
            for (int i = 1; t.getInt(i) != null; i++) {
                out.append(i == 1 ? "" : ", ").append(show(t.getInt(i)));
            }
            return out.append(']').toString();
        }
        return "(nil)";
    }
}
