package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.script.FunctionReplies;
import io.redislab.engine.script.Scripting;
import io.redislab.engine.script.Scripting.RestorePolicy;
import io.redislab.resp.WireText;
import java.util.List;

/** FUNCTION: libraries of functions, which stay with the data. */
public final class FunctionCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "function";

    private static final String[] ON_ALL_SHARDS = {"request_policy:all_shards", "response_policy:all_succeeded"};

    private FunctionCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("FUNCTION")
                .group(CommandGroup.SCRIPTING)
                .since("7.0.0")
                .complexity("Depends on subcommand.")
                .summary("The commands around libraries of functions.")
                .categories()
                .subcommands(
                        command("DELETE")
                                .syntax("library-name")
                                .since("7.0.0")
                                .complexity("O(1)")
                                .summary("Takes a library away with all its functions.")
                                .flags(NOSCRIPT, WRITE)
                                .tips(ON_ALL_SHARDS)
                                .handler(FunctionCommands::delete),
                        command("DUMP")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of functions")
                                .summary("Packs all libraries for FUNCTION RESTORE.")
                                .flags(NOSCRIPT)
                                .handler(FunctionCommands::dump),
                        command("FLUSH")
                                .syntax("[async: ASYNC | SYNC]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of functions deleted")
                                .summary("Takes all libraries away.")
                                .arity(-2)
                                .flags(NOSCRIPT, WRITE)
                                .tips(ON_ALL_SHARDS)
                                .handler(FunctionCommands::flush),
                        command("HELP")
                                .since("7.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("KILL")
                                .since("7.0.0")
                                .complexity("O(1)")
                                .summary("Ends the function that runs, unless it has written.")
                                .flags(NOSCRIPT, ALLOW_BUSY)
                                .tips("request_policy:all_shards", "response_policy:one_succeeded")
                                .handler(FunctionCommands::kill),
                        command("LIST")
                                .syntax("[LIBRARYNAME library-name-pattern] [withcode=WITHCODE]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of functions")
                                .summary("Describes the libraries and their functions.")
                                .flags(NOSCRIPT)
                                .tips("nondeterministic_output_order")
                                .handler(FunctionCommands::list),
                        command("LOAD")
                                .syntax("[replace=REPLACE] function-code")
                                .since("7.0.0")
                                .complexity("O(1) (considering compilation time is redundant)")
                                .summary("Makes a library of its text.")
                                .flags(NOSCRIPT, WRITE, DENYOOM)
                                .tips(ON_ALL_SHARDS)
                                .handler(FunctionCommands::load),
                        command("RESTORE")
                                .syntax("serialized-value [policy: FLUSH | APPEND | REPLACE]")
                                .since("7.0.0")
                                .complexity("O(N) where N is the number of functions on the payload")
                                .summary("Unpacks what FUNCTION DUMP packed.")
                                .flags(NOSCRIPT, WRITE, DENYOOM)
                                .tips(ON_ALL_SHARDS)
                                .handler(FunctionCommands::restore),
                        command("STATS")
                                .since("7.0.0")
                                .complexity("O(1)")
                                .summary("Tells which function runs, and how many there are.")
                                .flags(NOSCRIPT, ALLOW_BUSY)
                                .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                                .handler(FunctionCommands::stats)));
    }

    private static Scripting scripting(Context context) {
        return context.engine().scripting();
    }

    private static void load(Context context) {
        boolean replace = false;
        for (int i = 2; i < context.argc() - 1; i++) {
            if (!Ascii.equalsIgnoreCase(context.arg(i), "replace")) {
                throw new RedisError("ERR Unknown option given: " + text(context.arg(i)));
            }
            replace = true;
        }
        boolean hurried = !context.session().mustBeObeyed();
        String name = scripting(context).loadLibrary(context.arg(context.argc() - 1), replace, hurried);
        context.addDirty(1);
        context.reply().bulk(name);
    }

    private static String text(byte[] word) {
        return WireText.of(word);
    }

    private static void delete(Context context) {
        if (!scripting(context).deleteLibrary(context.arg(2))) {
            throw new RedisError("ERR Library not found");
        }
        context.addDirty(1);
        context.reply().ok();
    }

    private static void flush(Context context) {
        if (context.argc() > 3) {
            throw tooMany(context);
        }
        ScriptingCommands.checkFlushMode(context, "ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        scripting(context).flushLibraries();
        context.addDirty(1);
        context.reply().ok();
    }

    private static RedisError tooMany(Context context) {
        return new RedisError("ERR unknown subcommand or wrong number of arguments for '" + text(context.arg(1))
                + "'. Try FUNCTION HELP.");
    }

    private static void dump(Context context) {
        context.reply().bulk(scripting(context).dumpLibraries());
    }

    private static void restore(Context context) {
        if (context.argc() > 4) {
            throw tooMany(context);
        }
        RestorePolicy policy = RestorePolicy.APPEND;
        if (context.argc() == 4) {
            policy = policy(context.arg(3));
        }
        scripting(context).restoreLibraries(context.arg(2), policy);
        context.addDirty(1);
        context.reply().ok();
    }

    private static RestorePolicy policy(byte[] word) {
        for (RestorePolicy policy : RestorePolicy.values()) {
            if (Ascii.equalsIgnoreCase(word, policy.name())) {
                return policy;
            }
        }
        throw new RedisError("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    }

    private static void list(Context context) {
        boolean withCode = false;
        byte[] pattern = null;
        for (int i = 2; i < context.argc(); i++) {
            byte[] word = context.arg(i);
            if (!withCode && Ascii.equalsIgnoreCase(word, "withcode")) {
                withCode = true;
            } else if (pattern == null && Ascii.equalsIgnoreCase(word, "libraryname")) {
                if (i + 1 >= context.argc()) {
                    throw new RedisError("ERR library name argument was not given");
                }
                pattern = context.arg(++i);
            } else {
                throw new RedisError("ERR Unknown argument " + text(word));
            }
        }
        FunctionReplies.list(context.reply(), scripting(context), pattern, withCode);
    }

    private static void kill(Context context) {
        scripting(context).kill(false);
        context.reply().ok();
    }

    private static void stats(Context context) {
        FunctionReplies.stats(context.reply(), scripting(context));
    }
}
