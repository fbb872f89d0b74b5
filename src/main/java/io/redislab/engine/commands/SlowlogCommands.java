package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandReplies;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.monitor.SlowLog;
import io.redislab.resp.ReplySink;
import java.util.Iterator;
import java.util.List;

/** SLOWLOG. */
public final class SlowlogCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "slowlog";

    private SlowlogCommands() {}

    public static List<Declaration> commands() {
        return List.of(command("SLOWLOG")
                .group(CommandGroup.SERVER)
                .since("2.2.12")
                .complexity("Depends on subcommand.")
                .summary("Shows the calls that took long.")
                .subcommands(
                        command("GET")
                                .syntax("[count:int]")
                                .since("2.2.12")
                                .complexity("O(N) where N is the number of entries returned")
                                .summary("Shows the latest slow calls, newest first.")
                                .flags(ADMIN, LOADING, STALE)
                                .history("4.0.0", "Added client IP address, port and name to the reply.")
                                .tips("request_policy:all_nodes", "nondeterministic_output")
                                .handler(SlowlogCommands::get),
                        command("HELP")
                                .since("6.2.0")
                                .complexity("O(1)")
                                .summary("Lists the subcommands of SLOWLOG.")
                                .flags(LOADING, STALE)
                                .handler(CommandReplies::help),
                        command("LEN")
                                .since("2.2.12")
                                .complexity("O(1)")
                                .summary("Counts the slow calls that are remembered.")
                                .flags(ADMIN, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output")
                                .handler(SlowlogCommands::len),
                        command("RESET")
                                .since("2.2.12")
                                .complexity("O(N) where N is the number of entries in the slowlog")
                                .summary("Forgets the slow calls.")
                                .flags(ADMIN, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .handler(SlowlogCommands::reset)));
    }

    static void get(Context c) {
        long count = 10;
        if (c.argc() == 3) {
            count = c.args()
                    .longBetween(-1, Long.MAX_VALUE, new RedisError("ERR count should be greater than or equal to -1"));
        } else if (c.argc() > 3) {
            throw CommandReplies.wrongSubcommand(c);
        }
        SlowLog log = c.engine().callLog().slowLog();
        int shown = (int) (count < 0 ? log.size() : Math.min(count, log.size()));
        c.reply().array(shown);
        Iterator<SlowLog.Entry> entries = log.newestFirst();
        for (int i = 0; i < shown; i++) {
            write(c.reply(), entries.next());
        }
    }

    private static void write(ReplySink reply, SlowLog.Entry entry) {
        reply.array(6);
        reply.integer(entry.id());
        reply.integer(entry.time());
        reply.integer(entry.micros());
        reply.array(entry.words().length);
        for (byte[] word : entry.words()) {
            reply.bulk(word);
        }
        reply.bulk(entry.address());
        reply.bulk(entry.name());
    }

    static void len(Context c) {
        c.reply().integer(c.engine().callLog().slowLog().size());
    }

    static void reset(Context c) {
        c.engine().callLog().slowLog().clear();
        c.reply().ok();
    }
}
