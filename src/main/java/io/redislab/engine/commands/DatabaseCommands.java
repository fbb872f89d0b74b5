package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import java.util.List;

/** Whole databases: counting, emptying and exchanging them. */
public final class DatabaseCommands {
    public static final String NAMES = "dbsize flushall flushdb swapdb";

    private DatabaseCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("DBSIZE")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Counts the keys of the selected database.")
                        .flags(READONLY, FAST)
                        .categories(AclCategory.KEYSPACE)
                        .tips("request_policy:all_shards", "response_policy:agg_sum")
                        .handler(DatabaseCommands::dbsize),
                command("FLUSHALL")
                        .syntax("[async: ASYNC@4.0.0 | SYNC@6.2.0]")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of keys in all databases")
                        .summary("Removes all keys of all databases.")
                        .flags(WRITE)
                        .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                        .history("4.0.0", "Added the `ASYNC` flushing mode modifier.")
                        .history("6.2.0", "Added the `SYNC` flushing mode modifier.")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .handler(DatabaseCommands::flushall),
                command("FLUSHDB")
                        .syntax("[async: ASYNC@4.0.0 | SYNC@6.2.0]")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of keys in the selected database")
                        .summary("Removes all keys of the selected database.")
                        .flags(WRITE)
                        .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                        .history("4.0.0", "Added the `ASYNC` flushing mode modifier.")
                        .history("6.2.0", "Added the `SYNC` flushing mode modifier.")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .handler(DatabaseCommands::flushdb),
                command("SWAPDB")
                        .syntax("index1:int index2:int")
                        .group(CommandGroup.SERVER)
                        .since("4.0.0")
                        .complexity("O(N) where N is the count of clients watching or blocking on keys from both "
                                + "databases.")
                        .summary("Exchanges two databases.")
                        .flags(WRITE, FAST)
                        .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                        .handler(DatabaseCommands::swapdb));
    }

    private static void dbsize(Context context) {
        context.reply().integer(context.database().size());
    }

    /** Whether Redis would free the memory in another thread. Here it is the garbage collector's to free. */
    private static boolean isLazy(Context context) {
        Arguments args = context.args();
        boolean lazily = context.config().lazyfreeLazyUserFlush();
        if (args.option("ASYNC")) {
            lazily = true;
        } else if (args.option("SYNC")) {
            lazily = false;
        }
        args.end();
        return lazily;
    }

    private static void flushdb(Context context) {
        flush(context, context.session().database(), isLazy(context));
        context.reply().ok();
    }

    private static void flushall(Context context) {
        flush(context, -1, isLazy(context));
        context.engine().persistence().rdb().flushedAll();
        context.reply().ok();
    }

    private static void flush(Context context, int database, boolean lazily) {
        long removed = context.keyspace().flush(database);
        if (lazily) {
            context.keyspace().countLazyFreed(removed);
        }
        context.work(removed);
        context.addDirty(removed);
        context.forcePropagation();
    }

    private static void swapdb(Context context) {
        int first = index(context, "first");
        int second = index(context, "second");
        int count = context.keyspace().count();
        if (first < 0 || first >= count || second < 0 || second >= count) {
            throw new RedisError("ERR DB index is out of range");
        }
        if (first != second) {
            context.keyspace().swap(first, second);
        }
        context.addDirty(1);
        context.reply().ok();
    }

    private static int index(Context context, String which) {
        RedisError invalid = new RedisError("ERR invalid " + which + " DB index");
        return (int) context.args().longBetween(Integer.MIN_VALUE, Integer.MAX_VALUE, invalid);
    }
}
