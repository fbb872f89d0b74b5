package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.MAY_REPLICATE;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.SKIP_MONITOR;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.Outlet;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session.ScriptDebugging;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.command.KeySpec;
import java.util.List;

/** Scripts: EVAL and its kin, FCALL, SCRIPT. */
public final class ScriptingCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "eval eval_ro evalsha evalsha_ro fcall fcall_ro script";

    private static final String TIME = "Depends on the script that is executed.";

    private ScriptingCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                writing("EVAL", "script", "2.6.0", "Runs a script that the call brings along.", true)
                        .handler(context -> context.engine().scripting().eval(context, false, false)),
                reading("EVAL_RO", "script", "Runs a script that the call brings along and that does not write.")
                        .handler(context -> context.engine().scripting().eval(context, false, true)),
                writing("EVALSHA", "sha1", "2.6.0", "Runs a script that the server knows by its SHA1.", false)
                        .handler(context -> context.engine().scripting().eval(context, true, false)),
                reading("EVALSHA_RO", "sha1", "Runs a script that the server knows and that does not write.")
                        .handler(context -> context.engine().scripting().eval(context, true, true)),
                writing("FCALL", "function", "7.0.0", "Calls a function of a library.", true)
                        .complexity("Depends on the function that is executed.")
                        .handler(context -> context.engine().scripting().fcall(context, false)),
                reading("FCALL_RO", "function", "Calls a function of a library that does not write.")
                        .complexity("Depends on the function that is executed.")
                        .handler(context -> context.engine().scripting().fcall(context, true)),
                script());
    }

    private static Declaration writing(String name, String what, String since, String summary, boolean notes) {
        KeySpec keys = keyAt(2).counted(0, 1).readWrite().access().update();
        return call(name, what)
                .since(since)
                .summary(summary)
                .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE)
                .keys(
                        notes
                                ? keys.notes("We cannot tell how the keys will be used so we assume the worst, RW and"
                                        + " UPDATE")
                                : keys);
    }

    private static Declaration reading(String name, String what, String summary) {
        KeySpec keys = keyAt(2).counted(0, 1).readOnly().access();
        return call(name, what)
                .since("7.0.0")
                .summary(summary)
                .flags(NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, READONLY)
                .keys(
                        name.equals("EVALSHA_RO")
                                ? keys
                                : keys.notes("We cannot tell how the keys will be used so we assume the worst, RO and"
                                        + " ACCESS"));
    }

    private static Declaration call(String name, String what) {
        return command(name)
                .syntax(what + " numkeys:int [key...] [arg...]")
                .group(CommandGroup.SCRIPTING)
                .complexity(TIME)
                .arity(-3)
                .keyFinder(KeyFinders.counted(0, 2, 3));
    }

    private static Declaration script() {
        return command("SCRIPT")
                .group(CommandGroup.SCRIPTING)
                .since("2.6.0")
                .complexity("Depends on subcommand.")
                .summary("The commands around the cache of scripts.")
                .categories()
                .subcommands(
                        command("DEBUG")
                                .syntax("<mode: YES | SYNC | NO>")
                                .since("3.2.0")
                                .complexity("O(1)")
                                .summary("Has the next scripts run in the debugger, or not.")
                                .flags(NOSCRIPT)
                                .handler(ScriptingCommands::debug),
                        command("EXISTS")
                                .syntax("sha1...")
                                .since("2.6.0")
                                .complexity("O(N) with N being the number of scripts to check (so checking a single"
                                        + " script is an O(1) operation).")
                                .summary("Tells which scripts the server knows.")
                                .flags(NOSCRIPT)
                                .tips("request_policy:all_shards", "response_policy:agg_logical_and")
                                .handler(ScriptingCommands::exists),
                        command("FLUSH")
                                .syntax("[async: ASYNC | SYNC]@6.2.0")
                                .since("2.6.0")
                                .complexity("O(N) with N being the number of scripts in cache")
                                .summary("Forgets all scripts.")
                                .history("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.")
                                .arity(-2)
                                .flags(NOSCRIPT)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .handler(ScriptingCommands::flush),
                        command("HELP")
                                .since("5.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("KILL")
                                .since("2.6.0")
                                .complexity("O(1)")
                                .summary("Ends the script that runs, unless it has written.")
                                .flags(NOSCRIPT, ALLOW_BUSY)
                                .tips("request_policy:all_shards", "response_policy:one_succeeded")
                                .handler(ScriptingCommands::kill),
                        command("LOAD")
                                .syntax("script")
                                .since("2.6.0")
                                .complexity("O(N) with N being the length in bytes of the script body.")
                                .summary("Makes a script known without running it.")
                                .flags(NOSCRIPT, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .handler(ScriptingCommands::load));
    }

    private static void load(Context context) {
        context.reply().bulk(context.engine().scripting().load(context.arg(2)));
    }

    private static void exists(Context context) {
        context.reply().array(context.argc() - 2);
        for (int i = 2; i < context.argc(); i++) {
            context.reply().integer(context.engine().scripting().exists(context.arg(i)) ? 1 : 0);
        }
    }

    private static void flush(Context context) {
        checkFlushMode(context, "ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        context.engine().scripting().flush();
        context.reply().ok();
    }

    /** Freeing at once or later makes no difference here. */
    static void checkFlushMode(Context context, String otherwise) {
        boolean known = context.argc() == 2
                || (context.argc() == 3
                        && (Ascii.equalsIgnoreCase(context.arg(2), "sync")
                                || Ascii.equalsIgnoreCase(context.arg(2), "async")));
        if (!known) {
            throw new RedisError(otherwise);
        }
    }

    private static void kill(Context context) {
        context.engine().scripting().kill(true);
        context.reply().ok();
    }

    private static void debug(Context context) {
        Outlet.Buffers buffers = context.session().outlet().buffers();
        if (buffers.reply() > 0 || buffers.replyBlocks() > 0) {
            throw new RedisError("ERR SCRIPT DEBUG must be called outside a pipeline");
        }
        context.session().setScriptDebugging(debugging(context.arg(2)));
        context.reply().ok();
    }

    private static ScriptDebugging debugging(byte[] mode) {
        if (Ascii.equalsIgnoreCase(mode, "no")) {
            return ScriptDebugging.OFF;
        } else if (Ascii.equalsIgnoreCase(mode, "yes")) {
            return ScriptDebugging.FORKED;
        } else if (Ascii.equalsIgnoreCase(mode, "sync")) {
            return ScriptDebugging.SYNCHRONOUS;
        }
        throw new RedisError("ERR Use SCRIPT DEBUG YES/SYNC/NO");
    }
}
