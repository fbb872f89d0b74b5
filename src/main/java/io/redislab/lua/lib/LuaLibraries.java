package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;

/** Installs the libraries that scripts have in Redis 7.0, in the same order, which {@code pairs} shows. */
public final class LuaLibraries {
    private LuaLibraries() {}

    /**
     * Fills a state's globals: the base functions, {@code string}, {@code table}, {@code math}, {@code coroutine},
     * {@code cjson}, {@code struct}, {@code cmsgpack} and {@code bit}. There is no {@code print}, {@code os},
     * {@code io}, {@code debug}, {@code dofile} or the like. Nothing is read-only yet.
     *
     * @param debug whether chunks that scripts load tell the debugger of their lines
     */
    public static void open(LuaState state, boolean debug) {
        Registry r = new Registry();
        LuaTable globals = state.globals();
        BaseLibrary.open(r, globals, debug);
        globals.setStr(LuaString.of("coroutine"), CoroutineLibrary.open(r, state));
        globals.setStr(LuaString.of("table"), TableLibrary.open(r, state));
        LuaTable string = StringLibrary.open(r, state);
        globals.setStr(LuaString.of("string"), string);
        LuaTable meta = state.newTable(0, 1);
        meta.setStr(LuaString.of("__index"), string);
        state.setStringMetatable(meta);
        globals.setStr(LuaString.of("math"), MathLibrary.open(r, state));
        globals.setStr(LuaString.of("cjson"), CjsonLibrary.open(r, state));
        globals.setStr(LuaString.of("struct"), StructLibrary.open(r, state));
        globals.setStr(LuaString.of("cmsgpack"), MsgpackLibrary.open(r, state));
        globals.setStr(LuaString.of("bit"), BitLibrary.open(r, state));
    }

    /** Makes reading an undefined global an error, as Redis does. */
    public static void guardGlobals(LuaState state) {
        guard(state, state.globals());
    }

    /** Makes reading a key that a table does not have an error about a global variable. */
    public static void guard(LuaState state, LuaTable table) {
        LuaTable meta = state.newTable();
        meta.setStr(LuaString.of("__index"), LuaFunction.of((caller, args) -> {
            LuaString name = args.length > 1 ? Lua.toStringOrNull(args[1]) : null;
            throw caller.error("Script attempted to access nonexistent global variable '"
                    + (name == null ? "(null)" : name.untilNul()) + "'");
        }));
        table.setMetatable(meta);
    }

    /** Makes the globals, all tables that they lead to and the metatable of strings read-only, as Redis does. */
    public static void protect(LuaState state) {
        protect(state.globals());
        addNames(state, state.globals());
        if (state.stringMetatable() != null) {
            state.stringMetatable().setReadOnly(true);
        }
    }

    private static void addNames(LuaState state, LuaTable table) {
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            if (table.keyAt(i) instanceof LuaString name) {
                state.addName(name);
            }
            if (table.valueAt(i) instanceof LuaTable inner && inner != state.globals()) {
                addNames(state, inner);
            }
        }
    }

    /** Makes a table, its metatable and all tables in them read-only. */
    public static void protect(LuaTable table) {
        if (table.readOnly()) {
            return;
        }
        table.setReadOnly(true);
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            if (table.valueAt(i) instanceof LuaTable inner) {
                protect(inner);
            }
        }
        if (table.metatable() != null) {
            protect(table.metatable());
        }
    }
}
