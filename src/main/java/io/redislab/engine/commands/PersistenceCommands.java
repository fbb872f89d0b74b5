package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ADMIN;
import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redislab.engine.command.CommandFlag.NO_MULTI;
import static io.redislab.engine.command.CommandFlag.SENTINEL;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.ServerEnd;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.persistence.Persistence;
import java.util.List;

/** When the data go to the disk, and the end of the server. */
public final class PersistenceCommands {
    public static final String NAMES = "bgrewriteaof bgsave lastsave save shutdown";

    private PersistenceCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("BGREWRITEAOF")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Writes the AOF anew, as short as it can be, while clients are served.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                        .handler(PersistenceCommands::bgrewriteaof),
                command("BGSAVE")
                        .syntax("[SCHEDULE]@3.2.2")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Writes all data into the RDB file while clients are served.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                        .history("3.2.2", "Added the `SCHEDULE` option.")
                        .handler(PersistenceCommands::bgsave),
                command("LASTSAVE")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells when the RDB file was last written.")
                        .flags(LOADING, STALE, FAST)
                        .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
                        .tips("nondeterministic_output")
                        .handler(PersistenceCommands::lastsave),
                command("SAVE")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of keys in all databases")
                        .summary("Writes all data into the RDB file; everyone waits.")
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, NO_MULTI)
                        .handler(PersistenceCommands::save),
                command("SHUTDOWN")
                        .syntax("[nosave_save: NOSAVE | SAVE] [NOW]@7.0.0 [FORCE]@7.0.0 [ABORT]@7.0.0")
                        .group(CommandGroup.SERVER)
                        .since("1.0.0")
                        .complexity("O(N) when saving, where N is the total number of keys in all databases when "
                                + "saving data, otherwise O(1)")
                        .summary("Brings the data onto the disk and ends the server.")
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, SENTINEL, ALLOW_BUSY)
                        .history("7.0.0", "Added the `NOW`, `FORCE` and `ABORT` modifiers.")
                        .handler(PersistenceCommands::shutdown));
    }

    private static void save(Context context) {
        Persistence persistence = context.engine().persistence();
        if (persistence.rdb().isInProgress()) {
            throw new RedisError("ERR Background save already in progress");
        }
        if (!persistence.rdb().saveCounted()) {
            throw new RedisError("ERR");
        }
        context.reply().ok();
    }

    private static void bgsave(Context context) {
        Arguments args = context.args();
        boolean schedule = args.option("SCHEDULE");
        args.end();
        Persistence persistence = context.engine().persistence();
        if (persistence.rdb().isInProgress()) {
            throw new RedisError("ERR Background save already in progress");
        }
        if (!persistence.hasJob() && !context.insideExec()) {
            persistence.rdb().startBackground();
            context.reply().status("Background saving started");
        } else if (schedule || context.insideExec()) {
            persistence.rdb().schedule();
            context.reply().status("Background saving scheduled");
        } else {
            throw new RedisError("ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE"
                    + " SCHEDULE in order to schedule a BGSAVE whenever possible.");
        }
    }

    private static void lastsave(Context context) {
        context.reply().integer(context.engine().persistence().rdb().lastSaveSeconds());
    }

    private static void bgrewriteaof(Context context) {
        Persistence persistence = context.engine().persistence();
        if (persistence.aof().isRewriteInProgress()) {
            throw new RedisError("ERR Background append only file rewriting already in progress");
        }
        if (persistence.hasJob() || context.insideExec()) {
            persistence.aof().scheduleRewrite();
            context.reply().status("Background append only file rewriting scheduled");
        } else if (persistence.aof().startRewrite()) {
            context.reply().status("Background append only file rewriting started");
        } else {
            throw new RedisError("ERR Can't execute an AOF background rewriting. Please check the server logs for more"
                    + " information.");
        }
    }

    private static void shutdown(Context context) {
        Arguments args = context.args();
        boolean noSave = false;
        boolean save = false;
        boolean now = false;
        boolean force = false;
        boolean abort = false;
        while (args.hasNext()) {
            if (args.option("NOSAVE")) {
                noSave = true;
            } else if (args.option("SAVE")) {
                save = true;
            } else if (args.option("NOW")) {
                now = true;
            } else if (args.option("FORCE")) {
                force = true;
            } else if (args.option("ABORT")) {
                abort = true;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        if ((noSave && save) || (abort && (noSave || save || now || force))) {
            throw RedisError.SYNTAX;
        }
        ServerEnd end = context.engine().end();
        if (abort) {
            if (!end.abort()) {
                throw new RedisError("ERR No shutdown in progress.");
            }
            context.reply().ok();
            return;
        }
        if (!now && !context.mayBlock()) {
            throw new RedisError("ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client");
        }
        if (!noSave) {
            context.engine().scripting().requireNone();
        }
        end.begin(context, new ServerEnd.Request(save, noSave, now, force));
    }
}
