package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.LexRange;
import io.redislab.engine.value.ScoreRange;
import io.redislab.engine.value.SortedSetValue;
import java.util.List;
import java.util.function.ToIntFunction;

/** Commands on ranges of sorted sets, by rank, score or member: reading, storing, removing. */
public final class SortedSetRangeCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "zrange zrangebylex zrangebyscore zrangestore zremrangebylex zremrangebyrank "
            + "zremrangebyscore zrevrange zrevrangebylex zrevrangebyscore";

    private SortedSetRangeCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("ZRANGE")
                        .syntax("key start stop [sortby: BYSCORE | BYLEX]@6.2.0 [REV]@6.2.0 [LIMIT <offset_count: "
                                + "offset:int count:int>]@6.2.0 [WITHSCORES]")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements returned.")
                        .summary("Gives the members in a range of ranks, scores or names.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("6.2.0", "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.")
                        .handler(SortedSetRangeCommands::zrange),
                command("ZRANGEBYLEX")
                        .syntax("key min max [LIMIT <offset_count: offset:int count:int>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.8.9")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of"
                                        + " elements being returned. If M is constant (e.g. always asking for the first 10"
                                        + " elements with LIMIT), you can consider it O(log(N)).")
                        .summary("Gives the members in a lexicographical range.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
                        .handler(SortedSetRangeCommands::zrangebylex),
                command("ZRANGEBYSCORE")
                        .syntax("key min:double max:double [WITHSCORES]@2.0.0 [LIMIT <offset_count: offset:int "
                                + "count:int>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.0.5")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of"
                                        + " elements being returned. If M is constant (e.g. always asking for the first 10"
                                        + " elements with LIMIT), you can consider it O(log(N)).")
                        .summary("Gives the members whose scores are in a range.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("2.0.0", "Added the `WITHSCORES` modifier.")
                        .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
                        .handler(SortedSetRangeCommands::zrangebyscore),
                command("ZRANGESTORE")
                        .syntax("dst:key src:key min max [sortby: BYSCORE | BYLEX] [REV] [LIMIT <offset_count: "
                                + "offset:int count:int>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements stored into the destination key.")
                        .summary("Stores the members in a range of ranks, scores or names.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).readOnly().access())
                        .handler(SortedSetRangeCommands::zrangestore),
                command("ZREMRANGEBYLEX")
                        .syntax("key min max")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.8.9")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements removed by the operation.")
                        .summary("Removes the members in a lexicographical range.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .handler(SortedSetRangeCommands::zremrangebylex),
                command("ZREMRANGEBYRANK")
                        .syntax("key start:int stop:int")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements removed by the operation.")
                        .summary("Removes the members in a range of ranks.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .handler(SortedSetRangeCommands::zremrangebyrank),
                command("ZREMRANGEBYSCORE")
                        .syntax("key min:double max:double")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements removed by the operation.")
                        .summary("Removes the members whose scores are in a range.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .handler(SortedSetRangeCommands::zremrangebyscore),
                command("ZREVRANGE")
                        .syntax("key start:int stop:int [WITHSCORES]")
                        .group(CommandGroup.SORTED_SET)
                        .since("1.2.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of "
                                        + "elements returned.")
                        .summary("Gives the members in a range of ranks, the highest score first.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
                        .handler(SortedSetRangeCommands::zrevrange),
                command("ZREVRANGEBYLEX")
                        .syntax("key max min [LIMIT <offset_count: offset:int count:int>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.8.9")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of"
                                        + " elements being returned. If M is constant (e.g. always asking for the first 10"
                                        + " elements with LIMIT), you can consider it O(log(N)).")
                        .summary("Gives the members in a lexicographical range, from its end.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
                        .handler(SortedSetRangeCommands::zrevrangebylex),
                command("ZREVRANGEBYSCORE")
                        .syntax("key max:double min:double [WITHSCORES] [LIMIT <offset_count: offset:int count:int>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.2.0")
                        .complexity(
                                "O(log(N)+M) with N being the number of elements in the sorted set and M the number of"
                                        + " elements being returned. If M is constant (e.g. always asking for the first 10"
                                        + " elements with LIMIT), you can consider it O(log(N)).")
                        .summary("Gives the members whose scores are in a range, the highest first.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("2.1.6", "`min` and `max` can be exclusive.")
                        .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
                        .handler(SortedSetRangeCommands::zrevrangebyscore));
    }

    private static void zrange(Context context) {
        range(context, SortedSetRange.Rule.ANY);
    }

    private static void zrevrange(Context context) {
        range(context, SortedSetRange.Rule.REVERSED_RANKS);
    }

    private static void zrangebyscore(Context context) {
        range(context, SortedSetRange.Rule.SCORES);
    }

    private static void zrevrangebyscore(Context context) {
        range(context, SortedSetRange.Rule.REVERSED_SCORES);
    }

    private static void zrangebylex(Context context) {
        range(context, SortedSetRange.Rule.MEMBERS);
    }

    private static void zrevrangebylex(Context context) {
        range(context, SortedSetRange.Rule.REVERSED_MEMBERS);
    }

    private static void range(Context context, SortedSetRange.Rule rule) {
        byte[] key = context.args().key();
        SortedSetRange range = SortedSetRange.parse(context.args(), rule);
        SortedSetValue set = context.readValue(key, SortedSetValue.class);
        if (set == null) {
            context.reply().emptyArray();
            return;
        }
        ScoredReply reply = new ScoredReply(context.reply(), range.withScores());
        int known = range.count(set);
        if (known >= 0) {
            reply.header(known);
            range.visit(set, reply::entry);
            context.work(known);
        } else {
            int mark = reply.openDeferred();
            int count = range.visit(set, reply::entry);
            reply.closeDeferred(mark, count);
            context.work(count);
        }
    }

    private static void zrangestore(Context context) {
        byte[] destination = context.args().key();
        byte[] source = context.args().key();
        SortedSetRange range = SortedSetRange.parse(context.args(), SortedSetRange.Rule.STORED);
        SortedSetValue set = context.readValue(source, SortedSetValue.class);
        int maxEntries = context.config().zsetMaxListpackEntries();
        int maxValue = context.config().zsetMaxListpackValue();
        SortedSetValue result = new SortedSetValue();
        if (set != null) {
            if (range.count(set) > maxEntries) {
                result = SortedSetValue.createSkipList();
            }
            SortedSetValue target = result;
            range.visit(set, at -> target.put(at.member(), at.score(), maxEntries, maxValue));
        }
        context.work(result.size());
        context.reply().integer(result.size());
        if (result.isEmpty()) {
            StoredResult.remove(context, destination);
        } else {
            StoredResult.store(context, destination, result, EventType.ZSET, "zrangestore");
        }
    }

    private static void zremrangebyscore(Context context) {
        ScoreRange range = RangeArguments.scores(context.arg(2), context.arg(3));
        remove(context, "zremrangebyscore", set -> set.removeIn(range));
    }

    private static void zremrangebylex(Context context) {
        LexRange range = RangeArguments.members(context.arg(2), context.arg(3));
        remove(context, "zremrangebylex", set -> set.removeIn(range));
    }

    private static void zremrangebyrank(Context context) {
        Arguments args = context.args();
        args.seek(2);
        long start = args.longValue();
        long stop = args.longValue();
        remove(context, "zremrangebyrank", set -> {
            int from = SortedSetRange.firstRank(start, set.size());
            int to = SortedSetRange.lastRank(stop, set.size());
            return from > to ? 0 : set.removeRanks(from, to);
        });
    }

    private static void remove(Context context, String event, ToIntFunction<SortedSetValue> removal) {
        KeyEntry entry = context.writeEntry(context.arg(1), SortedSetValue.class);
        int removed = 0;
        if (entry != null) {
            SortedSetValue set = (SortedSetValue) entry.value();
            removed = removal.applyAsInt(set);
            context.work(removed);
            if (removed > 0) {
                context.shrunk(entry, set.isEmpty(), EventType.ZSET, event, removed);
            }
        }
        context.reply().integer(removed);
    }
}
