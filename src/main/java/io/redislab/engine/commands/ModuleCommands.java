package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redislab.engine.command.CommandFlag.PROTECTED;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** MODULE. */
public final class ModuleCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "module";

    private ModuleCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("MODULE")
                .group(CommandGroup.SERVER)
                .since("4.0.0")
                .complexity("Depends on subcommand.")
                .summary("Lists, loads and unloads modules.")
                .subcommands(
                        command("HELP")
                                .since("5.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of MODULE.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("LIST")
                                .since("4.0.0")
                                .complexity("O(N) where N is the number of loaded modules.")
                                .summary("Lists the modules that are loaded.")
                                .flags(ADMIN, NOSCRIPT)
                                .tips("nondeterministic_output_order")
                                .handler(ModuleCommands::list),
                        command("LOAD")
                                .syntax("path [arg...]")
                                .since("4.0.0")
                                .complexity("O(1)")
                                .summary("Loads a module from a file.")
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
                                .handler(ModuleCommands::load),
                        command("LOADEX")
                                .syntax("path [CONFIG <configs: name value>]... [ARGS <args: arg>...]")
                                .since("7.0.0")
                                .complexity("O(1)")
                                .summary("Loads a module and sets its parameters.")
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
                                .handler(ModuleCommands::load),
                        command("UNLOAD")
                                .syntax("name")
                                .since("4.0.0")
                                .complexity("O(1)")
                                .summary("Unloads a module.")
                                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
                                .handler(ModuleCommands::unload)));
    }

    static void list(Context c) {
        c.reply().emptyArray();
    }

    /** Modules are machine code for Redis itself: none can be loaded here, as when Redis can't read the file. */
    static void load(Context c) {
        c.engine()
                .log()
                .warning("Module " + new String(c.arg(2), StandardCharsets.UTF_8)
                        + " failed to load: this server runs no modules");
        throw new RedisError("ERR Error loading the extension. Please check the server logs.");
    }

    @SuppressWarnings("DoNotCallSuggester") // the command table calls it
    static void unload(Context c) {
        throw new RedisError("ERR Error unloading module: no such module with that name");
    }
}
