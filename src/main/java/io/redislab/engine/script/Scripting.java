package io.redislab.engine.script;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session.ScriptDebugging;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaLimits;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.resp.ReplySink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's scripts and functions. The Lua worlds behind them are made when the first script comes.
 *
 * <p>While a script runs for longer than {@code busy-reply-threshold}, it calls {@link #whileBusy} from time to time so
 * that others get their BUSY and can end it.
 */
public final class Scripting {
    /** A command that calls scripts has these flags, and no other command has all of them. */
    private static final int CALLS_SCRIPTS = CommandFlag.NOSCRIPT.bit()
            | CommandFlag.SKIP_MONITOR.bit()
            | CommandFlag.STALE.bit()
            | CommandFlag.NO_MANDATORY_KEYS.bit();

    private static final int SHA_DIGITS = 40;

    private final Engine engine;
    private @Nullable ScriptCache cache;
    private @Nullable FunctionHost functionHost;
    private FunctionLibraries libraries = new FunctionLibraries();
    /** The texts of libraries that are not loaded yet. */
    private List<byte[]> inherited = List.of();

    private LuaLimits limits = LuaLimits.DEFAULT;
    private Runnable whileBusy = () -> {};
    private boolean allowsAllCommands;
    private @Nullable ScriptRun run;
    private @Nullable DebugSession debugging;
    private boolean stopped;
    /** The state in which a script runs now; read by other threads. */
    private volatile @Nullable LuaState runningState;

    public Scripting(Engine engine) {
        this.engine = engine;
    }

    // ---- settings

    /** What a script may use before it is ended with an error. */
    public LuaLimits limits() {
        return limits;
    }

    public void setLimits(LuaLimits newLimits) {
        limits = newLimits;
    }

    /**
     * What serves other clients' commands while a script is busy: takes in what has come, passes it to {@link
     * Engine#execute}, delivers the replies, and returns without waiting. It is called in the thread that owns the
     * engine, and does not call {@link Engine#poll}.
     */
    public void whileBusy(Runnable action) {
        whileBusy = action;
    }

    /** DEBUG SET-DISABLE-DENY-SCRIPTS: whether scripts may call commands that are not made for scripts. */
    public void setAllowsAllCommands(boolean yes) {
        allowsAllCommands = yes;
    }

    boolean allowsAllCommands() {
        return allowsAllCommands;
    }

    // ---- the script that runs

    /** Whether a script is under way, be it that it lets others be served or stands in the debugger. */
    public boolean isRunning() {
        return run != null;
    }

    /** @throws RedisError BUSY, when a script runs too long and the command can't wait for its end */
    public void checkBusy(CommandSpec spec) {
        ScriptRun current = run;
        if (current != null && current.isBusy() && !spec.has(CommandFlag.ALLOW_BUSY)) {
            throw current.busyError();
        }
    }

    /** @throws RedisError BUSY while a script runs */
    public void requireNone() {
        ScriptRun current = run;
        if (current != null) {
            throw current.busyError();
        }
    }

    /**
     * Ends the script that runs, whatever it has done, with an error that it can't catch. From any thread; what it has
     * written stays.
     */
    public void stop() {
        LuaState state = runningState;
        if (state != null) {
            state.kill(LuaString.of("Script stopped by user"));
        }
    }

    void started(ScriptRun started, LuaState state) {
        run = started;
        runningState = state;
    }

    /** Whether the last script ended because of {@link #stop}. */
    public boolean wasStopped() {
        return stopped;
    }

    void ended() {
        LuaState state = runningState;
        stopped = state != null && state.isKilled();
        run = null;
        runningState = null;
    }

    /** A script lets the world in. @throws LuaError when it has to end */
    void look(ScriptRun current, LuaState state) {
        if (!current.isBusy()) {
            long threshold = engine.config().busyReplyThreshold();
            if (threshold <= 0 || current.millis(engine.clock().monotonicNanos()) < threshold) {
                return;
            }
            current.setBusy();
            engine.log()
                    .warning("Slow script detected: still in execution after "
                            + current.millis(engine.clock().monotonicNanos())
                            + " milliseconds. You can try killing the script using the "
                            + (current.isEval() ? "SCRIPT KILL" : "FUNCTION KILL") + " command. Script name is: "
                            + current.name() + ".");
        }
        state.onHostThread(whileBusy);
        if (current.isKilled() || engine.shutdown() != null) {
            throw LuaError.abort(ScriptErrors.fatal(state, "Script killed by user with SCRIPT KILL..."));
        }
    }

    // ---- the debugger

    /** Whether everybody else waits for a script that stands in the debugger. */
    public boolean isHeldByDebugger() {
        return debugging != null && debugging.isSynchronous();
    }

    void debugEnded(DebugSession ended) {
        if (debugging == ended) {
            debugging = null;
            engine.blocking().releaseHeld();
        }
    }

    private void debug(Context context, boolean bySha) {
        if (bySha) {
            throw new RedisError("ERR Please use EVAL instead of EVALSHA for debugging");
        }
        boolean synchronous = context.session().scriptDebugging() == ScriptDebugging.SYNCHRONOUS;
        context.session().setScriptDebugging(ScriptDebugging.OFF);
        debugging = DebugSession.start(context, synchronous);
    }

    // ---- EVAL

    ScriptCache cache() {
        ScriptCache current = cache;
        if (current == null) {
            current = new ScriptCache(engine);
            cache = current;
        }
        return current;
    }

    /** EVAL, EVALSHA and their _RO forms. */
    public void eval(Context context, boolean bySha, boolean readOnly) {
        begin(context);
        byte[][] argv = context.argv();
        if (bySha && argv[1].length != SHA_DIGITS) {
            throw noScript();
        }
        if (context.session().scriptDebugging() != ScriptDebugging.OFF && !context.insideExec()) {
            debug(context, bySha);
            return;
        }
        int keys = keyCount(argv, RedisError.NOT_AN_INTEGER);
        ScriptCache.Script script;
        if (bySha) {
            script = cache().find(ScriptCache.lowerCase(argv[1]));
            if (script == null) {
                throw noScript();
            }
        } else {
            script = cache().load(argv[1]);
        }
        LuaClosure code = cache().code(script);
        ScriptRun newRun = new ScriptRun(
                context.session(), context.spec(), argv, script.sha(), true, script.traits(), readOnly, outOfMemory());
        evaluate(cache().host(), newRun, code, keys, context.reply());
    }

    /** Runs a script with its keys and arguments as globals. */
    static void evaluate(ScriptHost host, ScriptRun newRun, LuaClosure code, int keys, ReplySink reply) {
        LuaState state = host.state();
        byte[][] argv = newRun.argv();
        host.restart();
        state.globals().setStr(Names.KEYS, list(state, argv, 3, 3 + keys));
        state.globals().setStr(Names.ARGV, list(state, argv, 3 + keys, argv.length));
        host.execute(newRun, code, Lua.NONE, reply);
    }

    /** The call itself is no effect, and monitors see it before the commands of the script. */
    private void begin(Context context) {
        context.preventPropagation();
        if (!engine.callLog().monitors().sessions().isEmpty()) {
            engine.callLog().monitors().show(context);
        }
    }

    private static RedisError noScript() {
        return new RedisError("NOSCRIPT No matching script. Please use EVAL.");
    }

    static int keyCount(byte[][] argv, RedisError notANumber) {
        long keys = Arguments.parseLong(argv[2], notANumber);
        if (keys > argv.length - 3) {
            throw new RedisError("ERR Number of keys can't be greater than number of args");
        }
        if (keys < 0) {
            throw new RedisError("ERR Number of keys can't be negative");
        }
        return (int) keys;
    }

    private static LuaTable list(LuaState state, byte[][] argv, int from, int to) {
        LuaTable table = state.newTable(to - from, 0);
        for (int i = from; i < to; i++) {
            table.setInt(i - from + 1, LuaString.wrap(argv[i]));
        }
        return table;
    }

    private boolean outOfMemory() {
        return engine.runner().isOutOfMemory();
    }

    /** The name under which the script can be called now. @throws RedisError what is wrong with it */
    public String load(byte[] body) {
        return cache().load(body).sha();
    }

    public boolean exists(byte[] sha) {
        return cache != null && cache.find(ScriptCache.lowerCase(sha)) != null;
    }

    /** Forgets all scripts of EVAL, with all that they have left in their Lua world. */
    public void flush() {
        cache = null;
    }

    /** @throws RedisError NOTBUSY or UNKILLABLE, or when the running script is not of this kind */
    public void kill(boolean eval) {
        ScriptRun current = run;
        if (current == null) {
            throw new RedisError("NOTBUSY No scripts in execution right now.");
        }
        current.kill(eval);
    }

    // ---- functions

    private FunctionHost functionHost() {
        FunctionHost current = functionHost;
        if (current == null) {
            current = new FunctionHost(engine);
            functionHost = current;
        }
        return current;
    }

    /** FCALL and FCALL_RO. */
    public void fcall(Context context, boolean readOnly) {
        begin(context);
        byte[][] argv = context.argv();
        FunctionLibrary.Function function = libraries().function(Texts.of(argv[1]));
        if (function == null) {
            throw new RedisError("ERR Function not found");
        }
        int keys = keyCount(argv, new RedisError("ERR Bad number of keys provided"));
        ScriptHost host = functionHost().host();
        ScriptRun newRun = new ScriptRun(
                context.session(),
                context.spec(),
                argv,
                function.name(),
                false,
                function.traits(),
                readOnly,
                outOfMemory());
        host.restart();
        LuaState state = host.state();
        Object[] arguments = {list(state, argv, 3, 3 + keys), list(state, argv, 3 + keys, argv.length)};
        host.execute(newRun, function.callback(), arguments, context.reply());
    }

    /**
     * FUNCTION LOAD.
     *
     * @param hurried whether the library must be loaded in half a second
     * @return the library's name
     * @throws RedisError what is wrong with it
     */
    public String loadLibrary(byte[] code, boolean replace, boolean hurried) {
        FunctionLibrary library = functionHost().load(code, libraries(), replace, hurried);
        libraries.add(library);
        return library.name();
    }

    /** False when there is no such library. */
    public boolean deleteLibrary(byte[] name) {
        FunctionLibrary library = libraries().library(Texts.of(name));
        if (library == null) {
            return false;
        }
        libraries.remove(library);
        return true;
    }

    public void flushLibraries() {
        inherited = List.of();
        libraries = new FunctionLibraries();
        functionHost = null;
    }

    FunctionLibraries libraries() {
        if (!inherited.isEmpty()) {
            List<byte[]> codes = inherited;
            inherited = List.of();
            codes.forEach(code -> libraries.add(functionHost().load(code, libraries, true, false)));
        }
        return libraries;
    }

    /** The texts of all libraries, for files and forks. */
    public List<byte[]> libraryCodes() {
        List<byte[]> codes = new ArrayList<>(inherited);
        libraries.all().forEach(library -> codes.add(library.code()));
        return codes;
    }

    /** How a payload's libraries meet those that are there. */
    public enum RestorePolicy {
        FLUSH,
        APPEND,
        REPLACE
    }

    /** What FUNCTION DUMP replies. */
    public byte[] dumpLibraries() {
        return DumpPayload.ofFunctions(libraryCodes(), engine.config().rdbcompression());
    }

    /**
     * FUNCTION RESTORE.
     *
     * @throws RedisError when the payload is damaged or a name is taken; then nothing has changed
     */
    public void restoreLibraries(byte[] payload, RestorePolicy policy) {
        if (!DumpPayload.isSound(payload, false)) {
            throw new RedisError("ERR DUMP payload version or checksum are wrong");
        }
        List<byte[]> codes;
        try {
            codes = DumpPayload.readFunctions(payload);
        } catch (IOException e) {
            throw new RedisError("ERR " + e.getMessage());
        }
        FunctionLibraries restored = new FunctionLibraries();
        FunctionHost host = policy == RestorePolicy.FLUSH ? new FunctionHost(engine) : functionHost();
        for (byte[] code : codes) {
            restored.add(host.load(code, restored, false, false));
        }
        if (policy == RestorePolicy.FLUSH) {
            inherited = List.of();
            libraries = restored;
            functionHost = host;
        } else {
            libraries().join(restored, policy == RestorePolicy.REPLACE);
        }
    }

    /** Takes over the scripts, libraries and limits of another engine. */
    public void copyFrom(Scripting other) {
        restore(other.image());
        limits = other.limits;
    }

    /** Which scripts and libraries are known now. */
    public ScriptingImage image() {
        return new ScriptingImage(cache, libraryCodes());
    }

    /** Makes exactly the scripts and libraries of an image known, be it this engine's or another's. Compiles nothing yet. */
    public void restore(ScriptingImage image) {
        ScriptCache from = image.cache();
        cache = from == null ? null : new ScriptCache(engine, from, image.scriptCount());
        flushLibraries();
        inherited = image.libraries();
    }

    // ---- what others know of scripts

    /** The flags of this call: those of the command, or of EVAL and FCALL what the script has declared. */
    public int commandFlags(CommandSpec spec, byte[][] argv) {
        int flags = spec.flags();
        if ((flags & CALLS_SCRIPTS) != CALLS_SCRIPTS || argv.length < 2) {
            return flags;
        }
        ScriptTraits traits = traits(spec.name(), argv[1]);
        return traits == null ? flags : traits.commandFlags(flags);
    }

    private @Nullable ScriptTraits traits(String command, byte[] which) {
        if (command.startsWith("fcall")) {
            FunctionLibrary.Function function = libraries().function(Texts.of(which));
            return function == null ? null : function.traits();
        }
        if (command.startsWith("evalsha")) {
            ScriptCache.Script script =
                    cache == null || which.length != SHA_DIGITS ? null : cache.find(ScriptCache.lowerCase(which));
            return script == null ? null : script.traits();
        }
        try {
            return Shebang.ofScript(which).traits();
        } catch (RedisError malformed) {
            return null;
        }
    }

    /** The number of cached scripts of EVAL. */
    public int scriptCount() {
        return cache == null ? 0 : cache.size();
    }

    /** Bytes that the cached scripts of EVAL take. */
    public long scriptMemory() {
        return cache == null ? 0 : cache.memory();
    }

    public int functionCount() {
        return libraries().functionCount();
    }

    public int libraryCount() {
        return libraries().all().size();
    }

    /** Bytes that functions and libraries take. */
    public long functionMemory() {
        long bytes = 0;
        for (FunctionLibrary library : libraries().all()) {
            bytes += 200 + library.code().length + 100L * library.functions().size();
        }
        return bytes;
    }

    /** What FUNCTION STATS says of the running function. */
    public record Running(String name, List<byte[]> command, long millis) {}

    /** The function that runs now, or null. @throws RedisError when an EVAL script runs instead */
    public @Nullable Running running() {
        ScriptRun current = run;
        if (current == null) {
            return null;
        }
        if (current.isEval()) {
            throw current.busyError();
        }
        return new Running(
                current.name(),
                Arrays.asList(current.argv()),
                current.millis(engine.clock().monotonicNanos()));
    }
}
