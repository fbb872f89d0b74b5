package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.ALLOW_BUSY;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.LOADING;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.SKIP_SLOWLOG;
import static io.redislab.engine.command.CommandFlag.STALE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;

import io.redislab.engine.CommandRunner;
import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.keyspace.WatchedKeys;
import java.util.List;

/**
 * MULTI, EXEC and what belongs to them. Queueing itself, and that EXEC aborts after a refused command, is {@link
 * CommandRunner}'s.
 */
public final class TransactionCommands {
    public static final String NAMES = "discard exec multi unwatch watch";

    private TransactionCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("DISCARD")
                        .group(CommandGroup.TRANSACTIONS)
                        .since("2.0.0")
                        .complexity("O(N), when N is the number of queued commands")
                        .summary("Ends a transaction without running what was queued.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .handler(TransactionCommands::discard),
                command("EXEC")
                        .group(CommandGroup.TRANSACTIONS)
                        .since("1.2.0")
                        .complexity("Depends on commands in the transaction")
                        .summary("Runs everything queued since MULTI, with nobody in between.")
                        .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG)
                        .handler(TransactionCommands::exec),
                command("MULTI")
                        .group(CommandGroup.TRANSACTIONS)
                        .since("1.2.0")
                        .complexity("O(1)")
                        .summary("Begins a transaction: what follows is queued until EXEC.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .handler(TransactionCommands::multi),
                command("UNWATCH")
                        .group(CommandGroup.TRANSACTIONS)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Watches no key any more.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .handler(TransactionCommands::unwatch),
                command("WATCH")
                        .syntax("key...")
                        .group(CommandGroup.TRANSACTIONS)
                        .since("2.2.0")
                        .complexity("O(1) for every key.")
                        .summary("Lets the next EXEC do nothing if one of the keys has changed by then.")
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .keys(firstKey().to(-1).readOnly())
                        .handler(TransactionCommands::watch));
    }

    private static void multi(Context context) {
        if (context.session().transaction() != null) {
            throw new RedisError("ERR MULTI calls can not be nested");
        }
        context.session().setTransaction(new Transaction());
        context.reply().ok();
    }

    private static void discard(Context context) {
        if (context.session().transaction() == null) {
            throw new RedisError("ERR DISCARD without MULTI");
        }
        context.engine().discardTransaction(context.session());
        context.reply().ok();
    }

    private static void exec(Context context) {
        Engine engine = context.engine();
        Session session = context.session();
        Transaction transaction = session.transaction();
        if (transaction == null) {
            throw new RedisError("ERR EXEC without MULTI");
        }
        // Each queued call propagates itself.
        context.preventPropagation();
        WatchedKeys watched = session.watched();
        boolean changed = watched.isDirty() || context.keyspace().watchedExpired(watched);
        if (transaction.hasFailed() || changed) {
            engine.discardTransaction(session);
            if (transaction.hasFailed()) {
                throw new RedisError("EXECABORT Transaction discarded because of previous errors.");
            }
            context.reply().nilArray();
            return;
        }
        context.keyspace().unwatchAll(watched);
        context.reply().array(transaction.queue().size());
        CommandRunner runner = engine.runner();
        Context nested = runner.nested(session, context.spec(), context.argv(), context.reply());
        for (Transaction.Queued queued : transaction.queue()) {
            try {
                // The rules may have changed since the call was queued.
                if (!session.user().isUnrestricted()) {
                    engine.acl().checkQueued(session, queued.spec(), queued.argv());
                }
                runner.call(nested, session, queued.spec(), queued.argv(), context.reply(), true);
            } catch (RedisError forbidden) {
                engine.stats().countError(forbidden.text());
                context.reply().error(forbidden.text());
            }
        }
        engine.discardTransaction(session);
    }

    private static void watch(Context context) {
        Session session = context.session();
        if (session.transaction() != null) {
            throw new RedisError("ERR WATCH inside MULTI is not allowed");
        }
        WatchedKeys watched = session.watched();
        Arguments args = context.args();
        // What has changed already can't be made good by watching more.
        while (args.hasNext() && !watched.isDirty()) {
            context.keyspace().watch(watched, context.database(), args.key());
        }
        context.reply().ok();
    }

    private static void unwatch(Context context) {
        context.keyspace().unwatchAll(context.session().watched());
        context.reply().ok();
    }
}
