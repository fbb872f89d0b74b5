package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.Doubles;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.LexRange;
import io.redislab.engine.value.ScoreChange;
import io.redislab.engine.value.ScoreRange;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.ReplySink;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Commands on single members of sorted sets: adding, removing, scores, ranks, counts. */
public final class SortedSetCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES =
            "zadd zcard zcount zincrby zlexcount zmscore zrandmember zrank zrem zrevrank zscan " + "zscore";

    private SortedSetCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("ZADD")
                        .syntax("key [condition: NX | XX]@3.0.2 [comparison: GT | LT]@6.2.0 [change=CH]@3.0.2 "
                                + "[increment=INCR]@3.0.2 <score_member: score:double member>...")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity(
                                "O(log(N)) for each item added, where N is the number of elements in the sorted set.")
                        .summary("Adds members to a sorted set, or moves those that are there to a new score.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().update())
                        .history("2.4.0", "Accepts multiple elements.")
                        .history("3.0.2", "Added the `XX`, `NX`, `CH` and `INCR` options.")
                        .history("6.2.0", "Added the `GT` and `LT` options.")
                        .handler(SortedSetCommands::zadd),
                command("ZCARD")
                        .syntax("key")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity("O(1)")
                        .summary("Counts the members of a sorted set.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(SortedSetCommands::zcard),
                command("ZCOUNT")
                        .syntax("key min:double max:double")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity("O(log(N)) with N being the number of elements in the sorted set.")
                        .summary("Counts the members whose scores are in a range.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zcount),
                command("ZINCRBY")
                        .syntax("key increment:int member")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity("O(log(N)) where N is the number of elements in the sorted set.")
                        .summary("Adds to a member's score.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().access().update())
                        .handler(SortedSetCommands::zincrby),
                command("ZLEXCOUNT")
                        .syntax("key min max")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.8.9")
                        .complexity("O(log(N)) with N being the number of elements in the sorted set.")
                        .summary("Counts the members in a lexicographical range.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zlexcount),
                command("ZMSCORE")
                        .syntax("key member...")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity("O(N) where N is the number of members being requested.")
                        .summary("Gives the scores of several members.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zmscore),
                command("ZRANDMEMBER")
                        .syntax("key [options: count:int [WITHSCORES]]")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity("O(N) where N is the number of elements returned")
                        .summary("Picks members at random.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(SortedSetCommands::zrandmember),
                command("ZRANK")
                        .syntax("key member")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity("O(log(N))")
                        .summary("Tells how many members have a lower score.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zrank),
                command("ZREM")
                        .syntax("key member...")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity(
                                "O(M*log(N)) with N being the number of elements in the sorted set and M the number of "
                                        + "elements to be removed.")
                        .summary("Removes members.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().delete())
                        .history("2.4.0", "Accepts multiple elements.")
                        .handler(SortedSetCommands::zrem),
                command("ZREVRANK")
                        .syntax("key member")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity("O(log(N))")
                        .summary("Tells how many members have a higher score.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zrevrank),
                command("ZSCAN")
                        .syntax("key cursor:int [MATCH pattern] [COUNT count:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.8.0")
                        .complexity("O(1) for every call. O(N) for a complete iteration, including enough command calls"
                                + " for the cursor to return back to 0. N is the number of elements inside the"
                                + " collection..")
                        .summary("Walks through a sorted set, some members at a time.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(SortedSetCommands::zscan),
                command("ZSCORE")
                        .syntax("key member")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity("O(1)")
                        .summary("Gives a member's score.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SortedSetCommands::zscore));
    }

    private static void zadd(Context context) {
        add(context, false);
    }

    private static void zincrby(Context context) {
        add(context, true);
    }

    private static void add(Context context, boolean increments) {
        AddOptions options = AddOptions.parse(context.args(), increments);
        byte[][] argv = context.argv();
        int first = context.args().position();
        double[] scores = new double[(argv.length - first) / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Doubles.parse(argv[first + 2 * i], RedisError.NOT_A_FLOAT);
        }
        add(context, options, scores, first + 1, 2);
    }

    /**
     * Adds members to the sorted set at the call's first key and replies.
     *
     * @param firstMember where the first member stands among the call's words
     * @param step from one member to the next
     * @return how many members are new or have another score now
     */
    static int add(Context context, AddOptions options, double[] scores, int firstMember, int step) {
        byte[][] argv = context.argv();
        byte[] key = argv[1];
        Configuration config = context.config();
        int maxEntries = config.zsetMaxListpackEntries();
        int maxValue = config.zsetMaxListpackValue();
        KeyEntry entry = context.writeEntry(key, SortedSetValue.class);
        if (entry == null && !options.onlyPresent()) {
            entry = context.put(key, null, SortedSetValue.createFor(argv[firstMember], maxEntries, maxValue));
        }
        int added = 0;
        int updated = 0;
        boolean taken = false;
        ScoreChange change = options.change();
        if (entry != null) {
            SortedSetValue set = (SortedSetValue) entry.value();
            for (int i = 0; i < scores.length; i++) {
                switch (set.change(argv[firstMember + step * i], scores[i], change, maxEntries, maxValue)) {
                    case ADDED -> added++;
                    case UPDATED -> updated++;
                    case SAME -> taken = true;
                    case REFUSED -> {}
                    case NOT_A_NUMBER -> throw new RedisError("ERR resulting score is not a number (NaN)");
                }
            }
            context.work(scores.length);
            if (added + updated > 0) {
                context.modified(entry, EventType.ZSET, options.increment() ? "zincr" : "zadd", added + updated);
            }
        }
        if (!options.increment()) {
            context.reply().integer(options.countUpdates() ? added + updated : added);
        } else if (taken || added + updated > 0) {
            context.reply().doubleValue(change.score());
        } else {
            context.reply().nil();
        }
        return added + updated;
    }

    private static void zrem(Context context) {
        byte[][] argv = context.argv();
        KeyEntry entry = context.writeEntry(argv[1], SortedSetValue.class);
        int removed = 0;
        if (entry != null) {
            SortedSetValue set = (SortedSetValue) entry.value();
            for (int i = 2; i < argv.length && !set.isEmpty(); i++) {
                context.work(1);
                removed += set.remove(argv[i]) ? 1 : 0;
            }
            if (removed > 0) {
                context.shrunk(entry, set.isEmpty(), EventType.ZSET, "zrem", removed);
            }
        }
        context.reply().integer(removed);
    }

    private static @Nullable SortedSetValue read(Context context) {
        return context.readValue(context.arg(1), SortedSetValue.class);
    }

    private static void zcard(Context context) {
        SortedSetValue set = read(context);
        context.reply().integer(set == null ? 0 : set.size());
    }

    private static void zscore(Context context) {
        SortedSetValue set = read(context);
        context.work(1);
        score(context.reply(), set == null ? Double.NaN : set.score(context.arg(2)));
    }

    private static void score(ReplySink reply, double score) {
        if (Double.isNaN(score)) {
            reply.nil();
        } else {
            reply.doubleValue(score);
        }
    }

    private static void zmscore(Context context) {
        SortedSetValue set = read(context);
        int count = context.argc() - 2;
        context.work(count);
        context.reply().array(count);
        for (int i = 2; i < context.argc(); i++) {
            score(context.reply(), set == null ? Double.NaN : set.score(context.arg(i)));
        }
    }

    private static void zrank(Context context) {
        rank(context, false);
    }

    private static void zrevrank(Context context) {
        rank(context, true);
    }

    private static void rank(Context context, boolean reversed) {
        SortedSetValue set = read(context);
        int rank = set == null ? -1 : set.rank(context.arg(2));
        if (set == null || rank < 0) {
            context.reply().nil();
            return;
        }
        context.work(1);
        context.reply().integer(reversed ? set.size() - 1 - rank : rank);
    }

    private static void zcount(Context context) {
        ScoreRange range = RangeArguments.scores(context.arg(2), context.arg(3));
        SortedSetValue set = read(context);
        context.work(1);
        context.reply().integer(set == null ? 0 : set.countIn(range));
    }

    private static void zlexcount(Context context) {
        LexRange range = RangeArguments.members(context.arg(2), context.arg(3));
        SortedSetValue set = read(context);
        context.work(1);
        context.reply().integer(set == null ? 0 : set.countIn(range));
    }

    private static void zscan(Context context) {
        long cursor = ScanOptions.cursor(context.arg(2));
        SortedSetValue set = read(context);
        ElementScan.run(context, cursor, set == null ? null : set::scan, 2);
    }

    private static void zrandmember(Context context) {
        if (context.argc() > 2) {
            randomMembers(context);
            return;
        }
        SortedSetValue set = read(context);
        if (set == null) {
            context.reply().nil();
        } else {
            context.work(1);
            context.reply().bulk(set.random(context.random()).member());
        }
    }

    private static void randomMembers(Context context) {
        Arguments args = context.args();
        args.seek(2);
        long wanted = args.longValue();
        if (wanted == Long.MIN_VALUE) {
            throw new RedisError(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        boolean withScores = args.hasNext() && args.option("WITHSCORES");
        args.end();
        boolean tooMany = withScores && Math.abs(wanted) > Long.MAX_VALUE / 2;
        // Redis would go on until the client's output buffer is over its limit.
        boolean endless = -wanted > Integer.MAX_VALUE / 2;
        if (tooMany || endless) {
            throw new RedisError("ERR value is out of range");
        }
        SortedSetValue set = read(context);
        ScoredReply reply = new ScoredReply(context.reply(), withScores);
        if (set == null || wanted == 0) {
            context.reply().emptyArray();
        } else if (wanted < 0) {
            reply.header(-wanted);
            for (long i = 0; i < -wanted; i++) {
                reply.entry(set.random(context.random()));
                context.work(1);
            }
        } else {
            int count = (int) Math.min(wanted, set.size());
            reply.header(count);
            distinct(set, count, context.random(), reply);
            context.work(count);
        }
    }

    /** Replies with so many different members, in their order. */
    private static void distinct(SortedSetValue set, int count, RandomGenerator random, ScoredReply reply) {
        int size = set.size();
        BitSet ranks = new BitSet(size);
        for (int last = size - count; last < size; last++) {
            int rank = random.nextInt(last + 1);
            ranks.set(ranks.get(rank) ? last : rank);
        }
        for (int rank = ranks.nextSetBit(0); rank >= 0; rank = ranks.nextSetBit(rank + 1)) {
            SortedSetCursor cursor = set.atRank(rank);
            if (cursor != null) {
                reply.entry(cursor);
            }
        }
    }
}
