package io.redislab.engine.script;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.lua.CFormat;
import io.redislab.lua.HeapGauge;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaLimits;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaThread;
import io.redislab.lua.Meta;
import io.redislab.lua.lib.LuaLibraries;
import io.redislab.resp.Numbers;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One Lua world with its session: what runs scripts and calls commands for them. There is one for EVAL and one for
 * functions.
 */
final class ScriptHost {
    /** Instructions between two looks at the clock and at who wants the script to end. */
    static final long LOOK_EVERY = 100_000;
    /** What a command counts for in instructions, at least. */
    private static final int COMMAND_COST = 20;

    private static final int CACHED_NAMES = 64;
    private static final double EXACT = 1e15;

    private final Engine engine;
    private final Runnable checkWritable = this::checkWritable;
    private final LuaState state = new LuaState();
    private final LuaReplySink sink = new LuaReplySink(state);
    private final Session session;
    private final CommandTable commands;
    private final @Nullable Debugger debugger;
    /** The specs of names that were called before, found by the hash of the string that the script holds. */
    private final @Nullable LuaString[] cachedNames = new LuaString[CACHED_NAMES];

    private final @Nullable CommandSpec[] cachedSpecs = new CommandSpec[CACHED_NAMES];
    private @Nullable Context context;
    private @Nullable ScriptRun run;
    /** When the last call ended, on which thread, and what fuel that had left. */
    private long callEnd;

    private @Nullable LuaThread callThread;
    private int callFuel;

    /** A world for scripts of EVAL. @param debugger who watches them, or null */
    ScriptHost(Engine engine, @Nullable Debugger debugger) {
        this(engine, debugger, debugger != null);
        RedisLibrary.addEvalOnly(this);
        LuaLibraries.guardGlobals(state);
        state.addName(Names.KEYS);
        state.addName(Names.ARGV);
        LuaLibraries.protect(state);
    }

    /** A world with {@code redis} and the libraries, not protected yet. */
    ScriptHost(Engine engine) {
        this(engine, null, false);
    }

    private ScriptHost(Engine engine, @Nullable Debugger debugger, boolean debug) {
        this.engine = engine;
        this.debugger = debugger;
        this.commands = engine.commands();
        this.session = engine.internalSession(sink);
        session.markScript();
        LuaLibraries.open(state, debug);
        RedisLibrary.open(this);
        state.setInterrupt(s -> look(), LOOK_EVERY);
    }

    Engine engine() {
        return engine;
    }

    @Nullable
    Debugger debugger() {
        return debugger;
    }

    LuaState state() {
        return state;
    }

    Session session() {
        return session;
    }

    /** The script that runs, or null. */
    @Nullable
    ScriptRun run() {
        return run;
    }

    /** The running script. @throws LuaError when there is none, naming the function of the API that needs it */
    ScriptRun runFor(LuaFrame caller, String function) {
        ScriptRun current = run;
        if (current == null) {
            throw ScriptErrors.raise(caller, function + " can only be called inside a script invocation");
        }
        return current;
    }

    /** Gives what comes next fresh limits. */
    void restart() {
        LuaLimits limits = engine.scripting().limits();
        state.restart(limits, new HeapGauge(limits.memory()));
    }

    // ---- running

    /**
     * Runs a script from beginning to end and writes its reply.
     *
     * @param arguments those of the Lua function
     */
    void execute(ScriptRun newRun, LuaFunction function, Object[] arguments, ReplySink reply) {
        Session caller = newRun.caller();
        session.setScriptCaller(caller);
        session.setUser(caller.user());
        session.setScriptCaller(caller);
        session.select(caller.database());
        sink.setProtocol(2);
        newRun.start(engine.clock().monotonicNanos());
        run = newRun;
        callThread = null;
        engine.scripting().started(newRun, state);
        try {
            Object[] results = state.call(function, arguments);
            ErrorReplies errors = new ErrorReplies(engine.stats(), newRun.command());
            new LuaReplies(reply, sink.resp3(), errors).write(results.length == 0 ? null : results[0]);
        } catch (LuaError error) {
            fail(error, newRun, reply);
        } finally {
            run = null;
            session.setScriptCaller(null);
            engine.scripting().ended();
            state.closeCoroutines();
        }
    }

    private void fail(LuaError error, ScriptRun ended, ReplySink reply) {
        String text;
        boolean counted = false;
        String source = error.source() == null ? null : error.source().toString();
        String line = Integer.toString(error.line());
        if (error.value() instanceof LuaTable table) {
            LuaString message = Lua.toStringOrNull(table.getStr(Names.ERR));
            text = message == null ? "ERR unknown error" : Texts.of(message.untilNul());
            counted = Boolean.TRUE.equals(table.getStr(Names.IGNORE_STATS));
            if (source == null) {
                LuaString given = Lua.toStringOrNull(table.getStr(Names.SOURCE));
                LuaString givenLine = Lua.toStringOrNull(table.getStr(Names.LINE));
                source = given == null || givenLine == null ? null : given.toString();
                line = String.valueOf(givenLine);
            }
        } else if (source == null && !error.isAbort()) {
            // The error of an interpreter that has no memory left, which in C passes by the handler of errors.
            text = "ERR Error running script " + ended.name() + ", " + error.getMessage();
        } else {
            text = "ERR " + Texts.of(textOf(error.value()).untilNul());
        }
        if (source != null) {
            text += " script: " + ended.name() + ", on " + source + ":" + line + ".";
        }
        new ErrorReplies(engine.stats(), ended.command()).write(reply, text, counted);
    }

    /** What {@code tostring} makes of an error's value, which may be the script's own doing. */
    LuaString textOf(@Nullable Object value) {
        if (value instanceof LuaString s) {
            return s;
        }
        try {
            Object[] text = state.call(LuaFunction.of((frame, args) -> Meta.toText(frame, args[0])), value);
            return text[0] instanceof LuaString s ? s : LuaString.of(Lua.typeName(text[0]));
        } catch (LuaError e) {
            return LuaString.of(e.getMessage());
        }
    }

    /** Looks in on a running script: whether it must end, whether others want to be served meanwhile. */
    void look() {
        ScriptRun current = run;
        if (current == null) {
            return;
        }
        if (debugger != null) {
            debugger.look(
                    current.millis(engine.clock().monotonicNanos()),
                    engine.config().busyReplyThreshold());
        } else {
            engine.scripting().look(current, state);
        }
    }

    /** The script has stood in the debugger; that does not count as running. */
    void restartClock() {
        ScriptRun current = run;
        if (current != null) {
            current.start(engine.clock().monotonicNanos());
        }
    }

    // ---- calling commands

    /** {@code redis.call} and {@code redis.pcall}. */
    @Nullable
    Object call(LuaFrame caller, Object[] args, boolean raise) {
        ScriptRun current = runFor(caller, "redis.call/pcall");
        caller.thread.charge(COMMAND_COST);
        int count = args.length;
        if (count == 0) {
            return mistake(caller, "Please specify at least one argument for this redis lib call", raise);
        }
        byte[][] argv = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] word = word(args[i]);
            if (word == null) {
                return mistake(caller, "Lua redis lib command arguments must be strings or integers", raise);
            }
            argv[i] = word;
        }
        boolean shown = debugger != null && debugger.showsCalls();
        if (shown) {
            debugger.showCall(argv);
        }
        CommandSpec spec = find(args[0], argv);
        try {
            admit(current, spec, argv);
        } catch (RedisError refused) {
            if (shown) {
                debugger.showError(refused.text());
            }
            return refuse(caller, spec, refused, raise);
        }
        sink.begin();
        if (shown) {
            performShown(caller, debugger, current, spec, argv);
        } else {
            perform(caller, current, spec, argv, sink);
        }
        LuaError overflow = sink.overflow();
        if (overflow != null) {
            throw overflow;
        }
        Object result = sink.result();
        if (raise && sink.isError()) {
            throw LuaError.of(caller, result);
        }
        return result;
    }

    private static @Nullable Object mistake(LuaFrame caller, String message, boolean raise) {
        if (raise) {
            throw ScriptErrors.raise(caller, message);
        }
        return ScriptErrors.table(caller.state(), "ERR " + message);
    }

    private Object refuse(LuaFrame caller, @Nullable CommandSpec spec, RedisError refused, boolean raise) {
        engine.runner().countRefusal(spec, refused);
        LuaTable table = ScriptErrors.counted(state, refused.text());
        if (raise) {
            throw LuaError.of(caller, table);
        }
        return table;
    }

    /** The bytes of an argument, which may be the script's own; null when it is neither string nor number. */
    static byte @Nullable [] word(@Nullable Object arg) {
        if (arg instanceof LuaString s) {
            return s.bytes();
        } else if (arg instanceof Double d) {
            return number(d);
        }
        return null;
    }

    /** A number as C's {@code %.17g} prints it. */
    private static byte[] number(double d) {
        long n = (long) d;
        if (n == d && Math.abs(d) < EXACT && (n != 0 || Double.doubleToRawLongBits(d) == 0)) {
            return Numbers.longToBytes(n);
        }
        if (Double.isNaN(d) || Double.isInfinite(d)) {
            return LuaNumbers.format(d).bytes();
        }
        return CFormat.general(d, 17).getBytes(StandardCharsets.ISO_8859_1);
    }

    private @Nullable CommandSpec find(@Nullable Object name, byte[][] argv) {
        int slot = name instanceof LuaString s ? s.luaHash() & (CACHED_NAMES - 1) : -1;
        if (slot >= 0 && cachedNames[slot] == name) {
            return cachedSpecs[slot];
        }
        CommandSpec spec = commands.resolve(argv);
        if (slot >= 0 && spec != null && spec.parent() == null && !spec.isContainer()) {
            cachedNames[slot] = (LuaString) name;
            cachedSpecs[slot] = spec;
        }
        return spec;
    }

    /** @throws RedisError when the script may not make this call */
    private void admit(ScriptRun current, @Nullable CommandSpec spec, byte[][] argv) {
        if (spec == null) {
            throw new RedisError("ERR Unknown Redis command called from script");
        }
        if (!spec.accepts(argv.length)) {
            throw new RedisError("ERR Wrong number of args calling Redis command from script");
        }
        if (spec.has(CommandFlag.NOSCRIPT) && !engine.scripting().allowsAllCommands()) {
            throw new RedisError("ERR This Redis command is not allowed from script");
        }
        if (!session.user().isUnrestricted()) {
            engine.acl().checkScripted(current.caller(), spec, argv);
        }
        current.admit(spec, checkWritable);
    }

    private void checkWritable() {
        if (engine.persistence().loading().isActive()) {
            // A script of the AOF: it has written once already.
            return;
        }
        engine.replication().checkWrite();
        RedisError diskError = engine.persistence().diskError();
        if (diskError != null) {
            throw diskError;
        }
    }

    private void performShown(LuaFrame caller, Debugger shownBy, ScriptRun current, CommandSpec spec, byte[][] argv) {
        ReplyBuilder tree = new ReplyBuilder();
        tree.setProtocol(sink.protocol());
        perform(caller, current, spec, argv, tree);
        for (Reply reply : tree.take()) {
            shownBy.showReply(reply);
            sink.reply(reply);
        }
    }

    private void perform(LuaFrame caller, ScriptRun current, CommandSpec spec, byte[][] argv, ReplySink reply) {
        if (spec.has(CommandFlag.WRITE)) {
            // What is stored may be changed in place, the script's strings may not.
            for (int i = 1; i < argv.length; i++) {
                argv[i] = argv[i].clone();
            }
        }
        Context c = context;
        if (c == null) {
            c = engine.runner().nested(session, spec, argv, reply);
            context = c;
        }
        long start = start(caller.thread);
        if (current.reachesAof()) {
            callEnd = engine.runner().call(c, session, spec, argv, reply, false, start);
        } else {
            engine.propagation().mute(true);
            try {
                callEnd = engine.runner().call(c, session, spec, argv, reply, false, start);
            } finally {
                engine.propagation().mute(false);
            }
        }
        callThread = caller.thread;
        callFuel = callThread.fuel;
    }

    /**
     * When a call begins: when the one before has ended, if the script has done next to nothing in between. A look at the
     * clock is a tenth of a short call.
     */
    private long start(LuaThread thread) {
        int used = callFuel - thread.fuel;
        boolean atOnce = thread == callThread && used >= 0 && used <= COMMAND_COST + 2;
        return atOnce ? callEnd : engine.clock().monotonicNanos();
    }

    /** {@code redis.acl_check_cmd}. */
    boolean mayCall(LuaFrame caller, Object[] args) {
        ScriptRun current = runFor(caller, "redis.acl_check_cmd");
        if (args.length == 0) {
            throw ScriptErrors.raise(caller, "Please specify at least one argument for this redis lib call");
        }
        byte[][] argv = new byte[args.length][];
        for (int i = 0; i < args.length; i++) {
            byte[] word = word(args[i]);
            if (word == null) {
                throw ScriptErrors.raise(caller, "Lua redis lib command arguments must be strings or integers");
            }
            argv[i] = word;
        }
        CommandSpec spec = find(args[0], argv);
        if (spec == null) {
            throw ScriptErrors.raise(caller, "Invalid command passed to redis.acl_check_cmd()");
        }
        return engine.acl().test(current.caller().user(), spec, argv) == null;
    }

    /** {@code redis.setresp}. */
    void setProtocol(int version) {
        sink.setProtocol(version);
    }
}
