package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** INFO, MONITOR, TIME. */
public final class ServerCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "info monitor time";

    private ServerCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("INFO")
                        .syntax("[section...]")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Shows the server's state and counters, by section.")
                        .flags(LOADING, STALE, SENTINEL)
                        .categories(AclCategory.DANGEROUS)
                        .history("7.0.0", "Added support for taking multiple section arguments.")
                        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                        .handler(ServerCommands::info),
                command("MONITOR")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .summary("Streams every command that the server runs.")
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .handler(ServerCommands::monitor),
                command("TIME")
                        .group(CommandGroup.SERVER)
                        .since("2.6.0")
                        .complexity("O(1)")
                        .summary("Tells the server's time in seconds and microseconds.")
                        .flags(LOADING, STALE, FAST)
                        .tips("nondeterministic_output")
                        .handler(ServerCommands::time));
    }

    static void time(Context c) {
        long micros = c.engine().clock().wallMicros();
        c.reply().array(2);
        c.reply().bulkLong(micros / 1_000_000);
        c.reply().bulkLong(micros % 1_000_000);
    }

    static void info(Context c) {
        List<String> sections = new ArrayList<>();
        while (c.args().hasNext()) {
            sections.add(new String(c.args().next(), StandardCharsets.UTF_8));
        }
        c.reply().verbatim("txt", c.engine().info().text(sections));
    }

    static void monitor(Context c) {
        if (!c.mayBlock()) {
            throw new RedisError("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        if (!c.session().isMonitor()) {
            c.engine().callLog().monitors().add(c.session());
            c.reply().ok();
        }
    }
}
