package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import java.util.List;

/** Unions, intersections and differences of sorted sets and sets. */
public final class SortedSetCombinationCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "zdiff zdiffstore zinter zintercard zinterstore zunion zunionstore";

    private SortedSetCombinationCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("ZDIFF")
                        .syntax("numkeys:int key... [WITHSCORES]")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity("O(L + (N-K)log(N)) worst case where L is the total number of elements in all the"
                                + " sets, N is the size of the first set, and K is the size of the result set.")
                        .summary("Gives the members of the first set that none of the others has.")
                        .flags(READONLY)
                        .keys(firstKey().counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SortedSetCombinationCommands::zdiff),
                command("ZDIFFSTORE")
                        .syntax("destination:key numkeys:int key...")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity("O(L + (N-K)log(N)) worst case where L is the total number of elements in all the"
                                + " sets, N is the size of the first set, and K is the size of the result set.")
                        .summary("Stores the members of the first set that none of the others has.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(1, 2, 3))
                        .handler(SortedSetCombinationCommands::zdiffstore),
                command("ZINTER")
                        .syntax("numkeys:int key... [WEIGHTS weight:int...] [AGGREGATE <aggregate: SUM | MIN | MAX>] "
                                + "[WITHSCORES]")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity(
                                "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the"
                                        + " number of input sorted sets and M being the number of elements in the"
                                        + " resulting sorted set.")
                        .summary("Gives the members that all of several sets have.")
                        .flags(READONLY)
                        .keys(firstKey().counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SortedSetCombinationCommands::zinter),
                command("ZINTERCARD")
                        .syntax("numkeys:int key... [LIMIT limit:int]")
                        .group(CommandGroup.SORTED_SET)
                        .since("7.0.0")
                        .complexity(
                                "O(N*K) worst case with N being the smallest input sorted set, K being the number of "
                                        + "input sorted sets.")
                        .summary("Counts the members that all of several sets have.")
                        .flags(READONLY)
                        .keys(firstKey().counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SortedSetCombinationCommands::zintercard),
                command("ZINTERSTORE")
                        .syntax("destination:key numkeys:int key... [WEIGHTS weight:int...] [AGGREGATE <aggregate: SUM "
                                + "| MIN | MAX>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity(
                                "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the"
                                        + " number of input sorted sets and M being the number of elements in the"
                                        + " resulting sorted set.")
                        .summary("Stores the members that all of several sets have.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(1, 2, 3))
                        .handler(SortedSetCombinationCommands::zinterstore),
                command("ZUNION")
                        .syntax("numkeys:int key... [WEIGHTS weight:int...] [AGGREGATE <aggregate: SUM | MIN | MAX>] "
                                + "[WITHSCORES]")
                        .group(CommandGroup.SORTED_SET)
                        .since("6.2.0")
                        .complexity(
                                "O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M "
                                        + "being the number of elements in the resulting sorted set.")
                        .summary("Gives the members that any of several sets has.")
                        .flags(READONLY)
                        .keys(firstKey().counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SortedSetCombinationCommands::zunion),
                command("ZUNIONSTORE")
                        .syntax("destination:key numkeys:int key... [WEIGHTS weight:int...] [AGGREGATE <aggregate: SUM "
                                + "| MIN | MAX>]")
                        .group(CommandGroup.SORTED_SET)
                        .since("2.0.0")
                        .complexity(
                                "O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M "
                                        + "being the number of elements in the resulting sorted set.")
                        .summary("Stores the members that any of several sets has.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(1, 2, 3))
                        .handler(SortedSetCombinationCommands::zunionstore));
    }

    private static void zunion(Context context) {
        reply(context, Combination.Kind.UNION);
    }

    private static void zinter(Context context) {
        reply(context, Combination.Kind.INTERSECTION);
    }

    private static void zdiff(Context context) {
        reply(context, Combination.Kind.DIFFERENCE);
    }

    private static void zunionstore(Context context) {
        store(context, Combination.Kind.UNION, "zunionstore");
    }

    private static void zinterstore(Context context) {
        store(context, Combination.Kind.INTERSECTION, "zinterstore");
    }

    private static void zdiffstore(Context context) {
        store(context, Combination.Kind.DIFFERENCE, "zdiffstore");
    }

    private static void zintercard(Context context) {
        Combination combination = Combination.parse(context, Combination.Kind.INTERSECTION, Combination.Use.COUNT);
        context.reply().integer(combination.countIntersection());
    }

    private static void reply(Context context, Combination.Kind kind) {
        Combination combination = Combination.parse(context, kind, Combination.Use.REPLY);
        SortedSetValue result = combination.combine();
        ScoredReply reply = new ScoredReply(context.reply(), combination.withScores());
        reply.header(result.size());
        SortedSetCursor cursor = result.first();
        if (cursor != null) {
            do {
                reply.entry(cursor);
            } while (cursor.next());
        }
    }

    private static void store(Context context, Combination.Kind kind, String event) {
        byte[] destination = context.args().key();
        Combination combination = Combination.parse(context, kind, Combination.Use.STORE);
        SortedSetValue result = combination.combine();
        context.reply().integer(result.size());
        if (result.isEmpty()) {
            StoredResult.remove(context, destination);
            return;
        }
        Configuration config = context.config();
        result.convertToPackIfSmall(config.zsetMaxListpackEntries(), config.zsetMaxListpackValue());
        StoredResult.store(context, destination, result, EventType.ZSET, event);
    }
}
