package io.redislab.engine.script;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Ascii;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.exec.LuaCompiler;
import io.redislab.lua.lib.LuaLibraries;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Lua world of functions, and the loading of libraries into it. */
final class FunctionHost {
    private static final LuaString CHUNK = LuaString.of("@user_function");
    private static final LuaString INDEX = LuaString.of("__index");
    private static final long LOAD_MILLIS = 500;
    private static final String BAD_NAME = "Library names can only contain letters, numbers, or underscores(_) and must"
            + " be at least one character long";

    private final ScriptHost host;
    private final Engine engine;
    /** The globals of libraries: empty, and what they show changes between loading and running. */
    private final LuaTable environment;

    private final LuaTable environmentMeta;
    private final LuaTable loadingGlobals;
    private @Nullable FunctionLibrary loading;
    private long loadingSince;
    private boolean hurried;

    FunctionHost(Engine engine) {
        this.engine = engine;
        host = new ScriptHost(engine);
        LuaState state = host.state();
        state.setInterrupt(s -> look(), ScriptHost.LOOK_EVERY);
        LuaLibraries.guardGlobals(state);
        LuaLibraries.protect(state);
        loadingGlobals = state.newTable();
        LuaTable api = RedisLibrary.forLoading(host, this::register);
        LuaLibraries.guard(state, api);
        loadingGlobals.setStr(LuaString.of("redis"), api);
        LuaLibraries.guard(state, loadingGlobals);
        LuaLibraries.protect(loadingGlobals);
        environment = state.newTable();
        environmentMeta = state.newTable();
        environmentMeta.setStr(INDEX, state.globals());
        environmentMeta.setReadOnly(true);
        environment.setMetatable(environmentMeta);
        environment.setReadOnly(true);
    }

    ScriptHost host() {
        return host;
    }

    /** Ends a library that takes too long to load. */
    private void look() {
        if (loading == null) {
            host.look();
        } else if (hurried && (engine.clock().monotonicNanos() - loadingSince) / 1_000_000 > LOAD_MILLIS) {
            throw LuaError.abort(ScriptErrors.fatal(host.state(), "FUNCTION LOAD timeout"));
        }
    }

    /**
     * Makes a library of its text.
     *
     * @param known the libraries that are there
     * @param replace whether it may have the name of one of them
     * @param hurried whether it must be loaded in half a second
     * @throws RedisError what is wrong with it
     */
    FunctionLibrary load(byte[] code, FunctionLibraries known, boolean replace, boolean hurried) {
        Shebang.OfLibrary first = Shebang.ofLibrary(code);
        String name = Texts.of(first.name());
        if (!FunctionLibraries.isName(name)) {
            throw new RedisError("ERR " + BAD_NAME);
        }
        if (!Ascii.equalsIgnoreCase(first.engine(), "lua")) {
            throw new RedisError("ERR Engine '" + Texts.of(first.engine()) + "' not found");
        }
        if (known.library(name) != null && !replace) {
            throw new RedisError("ERR Library '" + name + "' already exists");
        }
        FunctionLibrary library = new FunctionLibrary(name, code);
        fill(library, Arrays.copyOfRange(code, first.length(), code.length), hurried);
        if (library.functions().isEmpty()) {
            throw new RedisError("ERR No functions registered");
        }
        return library;
    }

    private void fill(FunctionLibrary library, byte[] text, boolean inHurry) {
        LuaState state = host.state();
        host.restart();
        LuaClosure chunk;
        try {
            chunk = LuaCompiler.compile(state, text, CHUNK, environment, false);
        } catch (LuaError e) {
            throw new RedisError("ERR Error compiling function: " + Texts.of(ScriptErrors.text(e)));
        }
        environmentMeta.setStr(INDEX, loadingGlobals);
        loading = library;
        loadingSince = engine.clock().monotonicNanos();
        hurried = inHurry;
        try {
            state.call(chunk);
        } catch (LuaError e) {
            throw new RedisError("ERR Error registering functions: " + message(e));
        } finally {
            loading = null;
            environmentMeta.setStr(INDEX, state.globals());
            state.closeCoroutines();
        }
    }

    private String message(LuaError e) {
        if (e.value() instanceof LuaTable table) {
            LuaString text = Lua.toStringOrNull(table.getStr(Names.ERR));
            return text == null ? "ERR unknown error" : Texts.of(text.untilNul());
        }
        return "ERR " + Texts.of(host.textOf(e.value()).untilNul());
    }

    // ---- redis.register_function

    private Object register(LuaFrame caller, Object[] args) {
        FunctionLibrary library = loading;
        if (library == null) {
            throw ScriptErrors.raise(caller, "redis.register_function can only be called on FUNCTION LOAD command");
        }
        if (args.length < 1 || args.length > 2) {
            throw ScriptErrors.raise(caller, "wrong number of arguments to redis.register_function");
        }
        FunctionLibrary.Function function = args.length == 1 ? named(caller, args[0]) : positional(caller, args);
        if (!FunctionLibraries.isName(function.name())) {
            throw ScriptErrors.raise(caller, BAD_NAME);
        }
        if (library.functions().putIfAbsent(function.name(), function) != null) {
            throw ScriptErrors.raise(caller, "Function already exists in the library");
        }
        return Lua.NONE;
    }

    private static FunctionLibrary.Function positional(LuaFrame caller, Object[] args) {
        LuaString name = Lua.toStringOrNull(args[0]);
        if (name == null) {
            throw ScriptErrors.raise(caller, "first argument to redis.register_function must be a string");
        }
        if (!(args[1] instanceof LuaFunction callback)) {
            throw ScriptErrors.raise(caller, "second argument to redis.register_function must be a function");
        }
        return new FunctionLibrary.Function(Texts.of(name), null, EnumSet.noneOf(ScriptFlag.class), callback);
    }

    private static FunctionLibrary.Function named(LuaFrame caller, @Nullable Object arg) {
        if (!(arg instanceof LuaTable table)) {
            throw ScriptErrors.raise(
                    caller,
                    "calling redis.register_function with a single argument is only applicable to Lua table"
                            + " (representing named arguments).");
        }
        LuaString name = null;
        LuaString description = null;
        LuaFunction callback = null;
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            LuaString key = Lua.toStringOrNull(table.keyAt(i));
            if (key == null) {
                throw ScriptErrors.raise(caller, "named argument key given to redis.register_function is not a string");
            }
            Object value = table.valueAt(i);
            switch (key.untilNul().toString().toLowerCase(Locale.ROOT)) {
                case "function_name" -> name = string(caller, "function_name", value);
                case "description" -> description = string(caller, "description", value);
                case "callback" -> {
                    if (!(value instanceof LuaFunction function)) {
                        throw ScriptErrors.raise(
                                caller, "callback argument given to redis.register_function must be a function");
                    }
                    callback = function;
                }
                case "flags" -> readFlags(caller, value, flags);
                default -> throw ScriptErrors.raise(caller, "unknown argument given to redis.register_function");
            }
        }
        if (name == null) {
            throw ScriptErrors.raise(caller, "redis.register_function must get a function name argument");
        }
        if (callback == null) {
            throw ScriptErrors.raise(caller, "redis.register_function must get a callback argument");
        }
        return new FunctionLibrary.Function(Texts.of(name), description, flags, callback);
    }

    private static LuaString string(LuaFrame caller, String argument, @Nullable Object value) {
        LuaString text = Lua.toStringOrNull(value);
        if (text == null) {
            throw ScriptErrors.raise(caller, argument + " argument given to redis.register_function must be a string");
        }
        return text;
    }

    private static void readFlags(LuaFrame caller, @Nullable Object value, Set<ScriptFlag> flags) {
        if (!(value instanceof LuaTable list)) {
            throw ScriptErrors.raise(
                    caller, "flags argument to redis.register_function must be a table representing function flags");
        }
        for (int i = 1; list.getInt(i) != null; i++) {
            LuaString name = Lua.toStringOrNull(list.getInt(i));
            ScriptFlag flag = name == null
                    ? null
                    : ScriptFlag.named(name.untilNul().toString().toLowerCase(Locale.ROOT));
            if (flag == null) {
                throw ScriptErrors.raise(caller, "unknown flag given");
            }
            flags.add(flag);
        }
    }
}
