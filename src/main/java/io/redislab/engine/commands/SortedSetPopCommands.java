package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.BLOCKING;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.Numbers;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands that take members from the ends of sorted sets, and may wait for them. */
public final class SortedSetPopCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "bzmpop bzpopmax bzpopmin zmpop zpopmax zpopmin";

    private SortedSetPopCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("BZMPOP")
                        .syntax("timeout:double numkeys:int key... <where: MIN | MAX> [COUNT count:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("7.0.0")
                        .complexity("O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of "
                                + "elements in the sorted set, and M being the number of elements popped.")
                        .summary("Takes the members with the lowest or highest scores from the first sorted set that"
                                + " has any; waits for one.")
                        .flags(WRITE, BLOCKING)
                        .keys(keyAt(2).counted(0, 1).readWrite().access().delete())
                        .keyFinder(KeyFinders.counted(0, 2, 3))
                        .handler(SortedSetPopCommands::bzmpop),
                command("BZPOPMAX")
                        .syntax("key... timeout:double")
                        .group(CommandGroup.SORTED_SET)
                        .since("5.0.0")
                        .complexity("O(log(N)) with N being the number of elements in the sorted set.")
                        .summary("Takes the member with the highest score; waits for one.")
                        .flags(WRITE, NOSCRIPT, FAST, BLOCKING)
                        .keys(firstKey().to(-2).readWrite().access().delete())
                        .history("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                        .handler(SortedSetPopCommands::bzpopmax),
                command("BZPOPMIN")
                        .syntax("key... timeout:double")
                        .group(CommandGroup.SORTED_SET)
                        .since("5.0.0")
                        .complexity("O(log(N)) with N being the number of elements in the sorted set.")
                        .summary("Takes the member with the lowest score; waits for one.")
                        .flags(WRITE, NOSCRIPT, FAST, BLOCKING)
                        .keys(firstKey().to(-2).readWrite().access().delete())
                        .history("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                        .handler(SortedSetPopCommands::bzpopmin),
                command("ZMPOP")
                        .syntax("numkeys:int key... <where: MIN | MAX> [COUNT count:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("7.0.0")
                        .complexity("O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of "
                                + "elements in the sorted set, and M being the number of elements popped.")
                        .summary("Takes the members with the lowest or highest scores from the first sorted set that"
                                + " has any.")
                        .flags(WRITE)
                        .keys(firstKey().counted(0, 1).readWrite().access().delete())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SortedSetPopCommands::zmpop),
                command("ZPOPMAX")
                        .syntax("key [count:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("5.0.0")
                        .complexity(
                                "O(log(N)*M) with N being the number of elements in the sorted set, and M being the "
                                        + "number of elements popped.")
                        .summary("Takes the members with the highest scores.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .handler(SortedSetPopCommands::zpopmax),
                command("ZPOPMIN")
                        .syntax("key [count:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("5.0.0")
                        .complexity(
                                "O(log(N)*M) with N being the number of elements in the sorted set, and M being the "
                                        + "number of elements popped.")
                        .summary("Takes the members with the lowest scores.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .handler(SortedSetPopCommands::zpopmin));
    }

    private static final byte[] ZPOPMIN = "ZPOPMIN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZPOPMAX = "ZPOPMAX".getBytes(StandardCharsets.US_ASCII);

    private static void zpopmin(Context context) {
        pop(context, false);
    }

    private static void zpopmax(Context context) {
        pop(context, true);
    }

    private static void pop(Context context, boolean highest) {
        if (context.argc() > 3) {
            throw RedisError.SYNTAX;
        }
        boolean counted = context.argc() == 3;
        long count = 1;
        if (counted) {
            context.args().seek(2);
            count = context.args()
                    .longBetween(0, Long.MAX_VALUE, new RedisError("ERR value is out of range, must be positive"));
        }
        KeyEntry entry = context.writeEntry(context.arg(1), SortedSetValue.class);
        if (entry == null || count == 0) {
            context.reply().emptyArray();
            return;
        }
        int popped = (int) Math.min(count, size(entry));
        ScoredReply reply = new ScoredReply(
                context.reply(), true, counted && context.reply().resp3());
        reply.header(popped);
        take(context, entry, highest, popped, reply);
    }

    private static int size(KeyEntry entry) {
        return ((SortedSetValue) entry.value()).size();
    }

    /** Replies with so many members of one end and removes them. */
    private static void take(Context context, KeyEntry entry, boolean highest, int count, ScoredReply reply) {
        SortedSetValue set = (SortedSetValue) entry.value();
        SortedSetCursor cursor = highest ? set.last() : set.first();
        for (int i = 0; cursor != null && i < count; i++) {
            reply.entry(cursor);
            cursor.advance(highest);
        }
        int size = set.size();
        set.removeRanks(highest ? size - count : 0, highest ? size - 1 : count - 1);
        context.work(count);
        context.shrunk(entry, set.isEmpty(), EventType.ZSET, highest ? "zpopmax" : "zpopmin", count);
    }

    private static void zmpop(Context context) {
        Pop pop = Pop.parse(context.args());
        for (byte[] key : pop.keys) {
            KeyEntry entry = context.writeEntry(key, SortedSetValue.class);
            if (entry != null) {
                pop.serve(context, entry);
                return;
            }
        }
        context.reply().nilArray();
    }

    private static void bzmpop(Context context) {
        byte[] timeout = context.args().next();
        Pop pop = Pop.parse(context.args());
        pop.serveOrWait(context, Context.timeoutMillis(timeout));
    }

    private static void bzpopmin(Context context) {
        popOrWait(context, false);
    }

    private static void bzpopmax(Context context) {
        popOrWait(context, true);
    }

    private static void popOrWait(Context context, boolean highest) {
        byte[][] argv = context.argv();
        List<byte[]> keys = Arrays.asList(argv).subList(1, argv.length - 1);
        new Pop(keys, highest, Pop.ONE).serveOrWait(context, Context.timeoutMillis(argv[argv.length - 1]));
    }

    /**
     * A pop from the first of several keys that has members.
     *
     * @param count at most; {@link #ONE} for a single member, which is replied in a flat array with its key
     */
    private record Pop(List<byte[]> keys, boolean highest, long count) {
        static final long ONE = -1;

        /** Reads from the number of keys on. */
        static Pop parse(Arguments args) {
            long numkeys = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR numkeys should be greater than 0"));
            if (numkeys >= args.remaining()) {
                throw RedisError.SYNTAX;
            }
            List<byte[]> keys = new ArrayList<>();
            for (long i = 0; i < numkeys; i++) {
                keys.add(args.key());
            }
            boolean highest = !args.option("MIN");
            if (highest && !args.option("MAX")) {
                throw RedisError.SYNTAX;
            }
            long count = 1;
            if (args.remaining() >= 2 && args.option("COUNT")) {
                count = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR count should be greater than 0"));
            }
            args.end();
            return new Pop(keys, highest, count);
        }

        void serveOrWait(Context context, long timeoutMillis) {
            for (byte[] key : keys) {
                KeyEntry entry = context.writeEntry(key, SortedSetValue.class);
                if (entry != null) {
                    serve(context, entry);
                    return;
                }
            }
            ReplySink later = context.reply();
            if (context.mayBlock()) {
                context.block(keys, timeoutMillis, false, this::retry, later::nilArray);
            } else {
                later.nilArray();
            }
        }

        private boolean retry(Context context, byte[] key) {
            KeyEntry entry = context.write(key);
            if (entry == null || !(entry.value() instanceof SortedSetValue)) {
                return false;
            }
            serve(context, entry);
            return true;
        }

        private void serve(Context context, KeyEntry entry) {
            byte[] key = entry.key();
            byte[] command = highest ? ZPOPMAX : ZPOPMIN;
            ReplySink reply = context.reply();
            if (count == ONE) {
                reply.array(3);
                reply.bulk(key);
                take(context, entry, highest, 1, new ScoredReply(reply, true, false));
                context.propagateAs(command, key);
                return;
            }
            int popped = (int) Math.min(count, size(entry));
            reply.array(2);
            reply.bulk(key);
            reply.array(popped);
            take(context, entry, highest, popped, new ScoredReply(reply, true, true));
            context.propagateAs(command, key, Numbers.longToBytes(popped));
        }
    }
}
