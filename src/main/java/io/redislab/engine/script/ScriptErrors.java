package io.redislab.engine.script;

import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;

/** The tables by which scripts see errors: {@code {err = 'CODE message'}}. */
final class ScriptErrors {
    private ScriptErrors() {}

    /**
     * The table for an error's text.
     *
     * @param text code first; a text without a blank counts as a message and gets the code ERR
     */
    static LuaTable table(LuaState state, String text) {
        LuaTable table = state.newTable(0, 4);
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        String trimmed = text.substring(0, end);
        table.setStr(
                Names.ERR,
                Texts.lua(trimmed.indexOf(' ') < 0 ? "ERR " + trimmed : trimmed).untilNul());
        return table;
    }

    /** As {@link #table}, for an error that the statistics have counted already. */
    static LuaTable counted(LuaState state, String text) {
        LuaTable table = table(state, text);
        table.setStr(Names.IGNORE_STATS, true);
        return table;
    }

    /** Raises an error of the API: what is wrong in the script. */
    static LuaError raise(LuaFrame caller, String message) {
        return LuaError.of(caller, table(caller.state(), "ERR " + message));
    }

    /** The value that ends a script from outside. */
    static LuaTable fatal(LuaState state, String message) {
        return table(state, "ERR " + message);
    }

    static LuaString text(LuaError error) {
        return LuaString.of(error.getMessage());
    }
}
