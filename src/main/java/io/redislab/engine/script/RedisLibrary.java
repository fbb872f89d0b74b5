package io.redislab.engine.script;

import io.redislab.engine.ServerLog;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code redis} that scripts use. */
final class RedisLibrary {
    private static final int VERSION_NUMBER = 0x0007_000f;
    private static final String VERSION = "7.0.15";
    private static final List<ServerLog.Level> LEVELS =
            List.of(ServerLog.Level.DEBUG, ServerLog.Level.VERBOSE, ServerLog.Level.NOTICE, ServerLog.Level.WARNING);

    private final ScriptHost host;
    private final LuaTable table;

    private RedisLibrary(ScriptHost host, LuaTable table) {
        this.host = host;
        this.table = table;
    }

    /** Puts {@code redis} into the globals of a host's state. */
    static void open(ScriptHost host) {
        LuaState state = host.state();
        LuaTable table = state.newTable();
        RedisLibrary lib = new RedisLibrary(host, table);
        lib.add("call", (caller, args) -> host.call(caller, args, true));
        lib.add("pcall", (caller, args) -> host.call(caller, args, false));
        lib.addLog();
        lib.addVersion();
        lib.add("setresp", lib::setResp);
        lib.add("sha1hex", lib::sha1hex);
        lib.add("error_reply", lib::errorReply);
        lib.add("status_reply", lib::statusReply);
        lib.add("set_repl", lib::setRepl);
        lib.set("REPL_NONE", 0.0);
        lib.set("REPL_AOF", (double) ScriptRun.TO_AOF);
        lib.set("REPL_SLAVE", (double) ScriptRun.TO_REPLICAS);
        lib.set("REPL_REPLICA", (double) ScriptRun.TO_REPLICAS);
        lib.set("REPL_ALL", (double) (ScriptRun.TO_AOF | ScriptRun.TO_REPLICAS));
        lib.add("acl_check_cmd", (caller, args) -> Lua.bool(host.mayCall(caller, args)));
        state.globals().setStr(LuaString.of("redis"), table);
    }

    /** What only EVAL scripts have: functions for the debugger, and one of the past. */
    static void addEvalOnly(ScriptHost host) {
        LuaState state = host.state();
        LuaTable table =
                (LuaTable) java.util.Objects.requireNonNull(state.globals().getStr(LuaString.of("redis")));
        RedisLibrary lib = new RedisLibrary(host, table);
        Debugger debugger = host.debugger();
        lib.add("breakpoint", (caller, args) -> {
            if (debugger != null) {
                debugger.breakSoon();
            }
            return Lua.bool(debugger != null);
        });
        lib.add("debug", (caller, args) -> {
            if (debugger != null) {
                debugger.show(args);
            }
            return Lua.NONE;
        });
        lib.add("replicate_commands", (caller, args) -> Lua.TRUE);
        state.globals().setStr(LuaString.of("__redis__err__handler"), LuaFunction.of(RedisLibrary::describe));
    }

    /** The smaller table {@code redis} that a library sees while it is loaded. */
    static LuaTable forLoading(ScriptHost host, LuaFunction.Body registerFunction) {
        LuaTable table = host.state().newTable();
        RedisLibrary lib = new RedisLibrary(host, table);
        lib.add("register_function", registerFunction);
        lib.addLog();
        lib.addVersion();
        return table;
    }

    private void add(String name, LuaFunction.Body body) {
        table.setStr(LuaString.of(name), LuaFunction.of(body));
    }

    private void set(String name, Object value) {
        table.setStr(LuaString.of(name), value);
    }

    private void addLog() {
        add("log", this::log);
        for (int level = 0; level < LEVELS.size(); level++) {
            set("LOG_" + LEVELS.get(level).name(), (double) level);
        }
    }

    private void addVersion() {
        set("REDIS_VERSION_NUM", (double) VERSION_NUMBER);
        set("REDIS_VERSION", LuaString.of(VERSION));
    }

    /** An error as the table that describes it; for scripts that find this function among the globals. */
    private static Object describe(LuaFrame caller, Object[] args) {
        Object error = args.length == 0 ? null : args[0];
        if (error instanceof LuaTable) {
            return error;
        }
        LuaTable described = caller.state().newTable(0, 1);
        LuaString text = Lua.toStringOrNull(error);
        described.setStr(Names.ERR, LuaString.of("ERR " + (text == null ? Lua.typeName(error) : text)));
        return described;
    }

    private Object setResp(LuaFrame caller, Object[] args) {
        host.runFor(caller, "redis.setresp");
        if (args.length != 1) {
            throw ScriptErrors.raise(caller, "redis.setresp() requires one argument.");
        }
        int version = whole(args[0]);
        if (version != 2 && version != 3) {
            throw ScriptErrors.raise(caller, "RESP version must be 2 or 3.");
        }
        host.setProtocol(version);
        return Lua.NONE;
    }

    /** A number as C casts it to an int, where what does not fit becomes the smallest; what is no number counts as 0. */
    private static int whole(@Nullable Object value) {
        double d = Lua.toNumber(value);
        boolean fits = d > Integer.MIN_VALUE && d < -(double) Integer.MIN_VALUE;
        return Lua.isTag(d) ? 0 : fits ? (int) d : Integer.MIN_VALUE;
    }

    private Object sha1hex(LuaFrame caller, Object[] args) {
        if (args.length != 1) {
            throw ScriptErrors.raise(caller, "wrong number of arguments");
        }
        LuaString text = Lua.toStringOrNull(args[0]);
        return LuaString.of(Sha1.hex(text == null ? new byte[0] : text.bytes()));
    }

    private @Nullable Object errorReply(LuaFrame caller, Object[] args) {
        if (args.length != 1 || !(args[0] instanceof LuaString text)) {
            return ScriptErrors.table(caller.state(), "ERR wrong number or type of arguments");
        }
        String given = Texts.of(text.untilNul());
        return ScriptErrors.table(caller.state(), given.startsWith("-") ? given.substring(1) : given);
    }

    private @Nullable Object statusReply(LuaFrame caller, Object[] args) {
        if (args.length != 1 || !(args[0] instanceof LuaString text)) {
            return ScriptErrors.table(caller.state(), "ERR wrong number or type of arguments");
        }
        LuaTable reply = caller.state().newTable(0, 1);
        reply.setStr(Names.OK, text);
        return reply;
    }

    private Object setRepl(LuaFrame caller, Object[] args) {
        ScriptRun run = host.runFor(caller, "redis.set_repl");
        if (args.length != 1) {
            throw ScriptErrors.raise(caller, "redis.set_repl() requires two arguments.");
        }
        int targets = whole(args[0]);
        if ((targets & ~(ScriptRun.TO_AOF | ScriptRun.TO_REPLICAS)) != 0) {
            throw ScriptErrors.raise(
                    caller, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }
        run.setReplication(targets);
        return Lua.NONE;
    }

    private Object log(LuaFrame caller, Object[] args) {
        if (args.length < 2) {
            throw ScriptErrors.raise(caller, "redis.log() requires two arguments or more.");
        }
        if (Lua.isTag(Lua.toNumber(args[0]))) {
            throw ScriptErrors.raise(caller, "First argument must be a number (log level).");
        }
        int level = whole(args[0]);
        if (level < 0 || level >= LEVELS.size()) {
            throw ScriptErrors.raise(caller, "Invalid debug level.");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < args.length; i++) {
            LuaString part = Lua.toStringOrNull(args[i]);
            if (part != null) {
                text.append(i == 1 ? "" : " ").append(Texts.of(part));
            }
        }
        host.engine().log().log(LEVELS.get(level), text.toString());
        return Lua.NONE;
    }
}
