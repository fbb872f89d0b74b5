package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import java.util.List;

/** PING, ECHO, SELECT. */
public final class ConnectionCommands {
    public static final String NAMES = "echo ping select";

    private ConnectionCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("ECHO")
                        .syntax("message")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Gives back what it gets.")
                        .flags(LOADING, STALE, FAST)
                        .handler(ConnectionCommands::echo),
                command("PING")
                        .syntax("[message]")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Answers PONG, or the message that it gets.")
                        .flags(FAST, CommandFlag.SENTINEL)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .handler(ConnectionCommands::ping),
                command("SELECT")
                        .syntax("index:int")
                        .group(CommandGroup.CONNECTION)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Goes to another database.")
                        .flags(LOADING, STALE, FAST)
                        .handler(ConnectionCommands::select));
    }

    static void ping(Context c) {
        if (c.argc() > 2) {
            throw new RedisError("ERR wrong number of arguments for 'ping' command");
        }
        if (c.session().protocol() == 2 && !c.session().subscriptions().isEmpty()) {
            c.reply().array(2);
            c.reply().bulk("pong");
            c.reply().bulk(c.argc() == 1 ? new byte[0] : c.arg(1));
        } else if (c.argc() == 1) {
            c.reply().status("PONG");
        } else {
            c.reply().bulk(c.arg(1));
        }
    }

    static void echo(Context c) {
        c.reply().bulk(c.arg(1));
    }

    static void select(Context c) {
        int index = c.args().intValue();
        if (index < 0 || index >= c.keyspace().count()) {
            throw new RedisError("ERR DB index is out of range");
        }
        c.select(index);
        c.reply().ok();
    }
}
