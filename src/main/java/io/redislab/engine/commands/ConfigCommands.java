package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.config.ConfigAccess;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** CONFIG. */
public final class ConfigCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "config";

    private ConfigCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("CONFIG")
                .group(CommandGroup.SERVER)
                .since("2.0.0")
                .complexity("Depends on subcommand.")
                .summary("Reads and changes the server's configuration.")
                .categories()
                .subcommands(
                        command("GET")
                                .syntax("<parameter: parameter>...")
                                .since("2.0.0")
                                .complexity("O(N) when N is the number of configuration parameters provided")
                                .summary("Shows parameters whose names match a pattern.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .history("7.0.0", "Added the ability to pass multiple pattern parameters in one call")
                                .handler(ConfigCommands::get),
                        command("HELP")
                                .since("5.0.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of CONFIG.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("RESETSTAT")
                                .since("2.0.0")
                                .complexity("O(1)")
                                .summary("Sets the counters that INFO shows back to zero.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .handler(ConfigCommands::resetStat),
                        command("REWRITE")
                                .since("2.8.0")
                                .complexity("O(1)")
                                .summary("Writes the configuration that is in force into the configuration file.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .handler(ConfigCommands::rewrite),
                        command("SET")
                                .syntax("<parameter_value: parameter value>...")
                                .since("2.0.0")
                                .complexity("O(N) when N is the number of configuration parameters provided")
                                .summary("Changes parameters while the server runs.")
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .history("7.0.0", "Added the ability to set multiple parameters in one call.")
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .handler(ConfigCommands::set)));
    }

    private static List<byte[]> words(Context c) {
        return Arrays.asList(c.argv()).subList(2, c.argc());
    }

    static void get(Context c) {
        Map<String, byte[]> found = ConfigAccess.get(c.config(), words(c));
        c.reply().map(found.size());
        found.forEach((name, value) -> {
            c.reply().bulk(name);
            c.reply().bulk(value);
        });
    }

    static void set(Context c) {
        if (c.argc() % 2 != 0) {
            throw RedisError.SYNTAX;
        }
        for (int i = 2; i < c.argc(); i += 2) {
            if (ConfigAccess.isSensitive(c.arg(i))) {
                c.redact(i + 1);
            }
        }
        ConfigAccess.set(
                c.config(),
                words(c),
                new ConfigAccess.Situation(
                        c.session().isLocal(),
                        c.engine().persistence().loading().isActive(),
                        c.engine().log()::warning));
        c.reply().ok();
    }

    static void resetStat(Context c) {
        c.engine().resetStatistics();
        c.reply().ok();
    }

    static void rewrite(Context c) {
        ConfigAccess.rewrite(c.config(), c.engine().acl().configLines(), false);
        c.reply().ok();
    }
}
