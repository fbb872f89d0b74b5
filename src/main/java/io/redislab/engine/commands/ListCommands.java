package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.BLOCKING;
import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.NOSCRIPT;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.QuicklistCursor;
import io.redislab.resp.ReplySink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists: elements in order, pushed and popped at both ends, by clients that may wait for them. */
public final class ListCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "blmove blmpop blpop brpop brpoplpush lindex linsert llen lmove lmpop lpop lpos "
            + "lpush lpushx lrange lrem lset ltrim rpop rpoplpush rpush rpushx";

    private ListCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("BLMOVE")
                        .syntax("source:key destination:key <wherefrom: LEFT | RIGHT> <whereto: LEFT | RIGHT> "
                                + "timeout:double")
                        .group(CommandGroup.LIST)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Moves an element from one end of a list to one of another; waits for one if there "
                                + "is none.")
                        .flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).readWrite().insert())
                        .handler(ListCommands::blmove),
                command("BLMPOP")
                        .syntax("timeout:double numkeys:int key... <where: LEFT | RIGHT> [COUNT count:int]")
                        .group(CommandGroup.LIST)
                        .since("7.0.0")
                        .complexity("O(N+M) where N is the number of provided keys and M is the number of elements "
                                + "returned.")
                        .summary("Pops elements from the first list that has some; waits until one has.")
                        .flags(WRITE, BLOCKING)
                        .keys(keyAt(2).counted(0, 1).readWrite().access().delete())
                        .keyFinder(KeyFinders.counted(0, 2, 3))
                        .handler(ListCommands::blmpop),
                command("BLPOP")
                        .syntax("key... timeout:double")
                        .group(CommandGroup.LIST)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of provided keys.")
                        .summary("Pops the first element of the first list that has one; waits until one has.")
                        .flags(WRITE, NOSCRIPT, BLOCKING)
                        .keys(firstKey().to(-2).readWrite().access().delete())
                        .history("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                        .handler(ListCommands::blpop),
                command("BRPOP")
                        .syntax("key... timeout:double")
                        .group(CommandGroup.LIST)
                        .since("2.0.0")
                        .complexity("O(N) where N is the number of provided keys.")
                        .summary("Pops the last element of the first list that has one; waits until one has.")
                        .flags(WRITE, NOSCRIPT, BLOCKING)
                        .keys(firstKey().to(-2).readWrite().access().delete())
                        .history("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                        .handler(ListCommands::brpop),
                command("BRPOPLPUSH")
                        .syntax("source:key destination:key timeout:double")
                        .group(CommandGroup.LIST)
                        .since("2.2.0")
                        .complexity("O(1)")
                        .summary("Moves the last element of a list to the head of another; waits for one if there is "
                                + "none.")
                        .flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).readWrite().insert())
                        .history("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                        .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
                        .handler(ListCommands::brpoplpush),
                command("LINDEX")
                        .syntax("key index:int")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity(
                                "O(N) where N is the number of elements to traverse to get to the element at index. "
                                        + "This makes asking for the first or the last element of the list O(1).")
                        .summary("Reads the element at an index.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .handler(ListCommands::lindex),
                command("LINSERT")
                        .syntax("key <where: BEFORE | AFTER> pivot element")
                        .group(CommandGroup.LIST)
                        .since("2.2.0")
                        .complexity("O(N) where N is the number of elements to traverse before seeing the value pivot. "
                                + "This means that inserting somewhere on the left end on the list (head) can be "
                                + "considered O(1) and inserting somewhere on the right end (tail) is O(N).")
                        .summary("Puts an element before or behind another one.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().readWrite().insert())
                        .handler(ListCommands::linsert),
                command("LLEN")
                        .syntax("key")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells how many elements a list has.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(ListCommands::llen),
                command("LMOVE")
                        .syntax("source:key destination:key <wherefrom: LEFT | RIGHT> <whereto: LEFT | RIGHT>")
                        .group(CommandGroup.LIST)
                        .since("6.2.0")
                        .complexity("O(1)")
                        .summary("Moves an element from one end of a list to one of another.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).readWrite().insert())
                        .handler(ListCommands::lmove),
                command("LMPOP")
                        .syntax("numkeys:int key... <where: LEFT | RIGHT> [COUNT count:int]")
                        .group(CommandGroup.LIST)
                        .since("7.0.0")
                        .complexity("O(N+M) where N is the number of provided keys and M is the number of elements "
                                + "returned.")
                        .summary("Pops elements from the first of the lists that has some.")
                        .flags(WRITE)
                        .keys(firstKey().counted(0, 1).readWrite().access().delete())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(ListCommands::lmpop),
                command("LPOP")
                        .syntax("key [count:int]@6.2.0")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of elements returned")
                        .summary("Pops elements from a list's head.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .history("6.2.0", "Added the `count` argument.")
                        .handler(ListCommands::lpop),
                command("LPOS")
                        .syntax("key element [RANK rank:int] [COUNT num-matches:int] [MAXLEN len:int]")
                        .group(CommandGroup.LIST)
                        .since("6.0.6")
                        .complexity("O(N) where N is the number of elements in the list, for the average case. When "
                                + "searching for elements near the head or the tail of the list, or when the MAXLEN "
                                + "option is provided, the command may run in constant time.")
                        .summary("Finds where an element stands in a list.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .handler(ListCommands::lpos),
                command("LPUSH")
                        .syntax("key element...")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(1) for each element added, so O(N) to add N elements when the command is called "
                                + "with multiple arguments.")
                        .summary("Puts elements at a list's head; makes the list if there is none.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .history("2.4.0", "Accepts multiple `element` arguments.")
                        .handler(ListCommands::lpush),
                command("LPUSHX")
                        .syntax("key element...")
                        .group(CommandGroup.LIST)
                        .since("2.2.0")
                        .complexity("O(1) for each element added, so O(N) to add N elements when the command is called "
                                + "with multiple arguments.")
                        .summary("Puts elements at a list's head, if the list is there.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .history("4.0.0", "Accepts multiple `element` arguments.")
                        .handler(ListCommands::lpushx),
                command("LRANGE")
                        .syntax("key start:int stop:int")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(S+N) where S is the distance of start offset from HEAD for small lists, from "
                                + "nearest end (HEAD or TAIL) for large lists; and N is the number of elements in the "
                                + "specified range.")
                        .summary("Reads the elements from one index to another.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .handler(ListCommands::lrange),
                command("LREM")
                        .syntax("key count:int element")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(N+M) where N is the length of the list and M is the number of elements removed.")
                        .summary("Removes elements that equal a value.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .handler(ListCommands::lrem),
                command("LSET")
                        .syntax("key index:int element")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(N) where N is the length of the list. Setting either the first or the last "
                                + "element of the list is O(1).")
                        .summary("Replaces the element at an index.")
                        .flags(WRITE, DENYOOM)
                        .keys(firstKey().readWrite().update())
                        .handler(ListCommands::lset),
                command("LTRIM")
                        .syntax("key start:int stop:int")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of elements to be removed by the operation.")
                        .summary("Keeps only the elements from one index to another.")
                        .flags(WRITE)
                        .keys(firstKey().readWrite().delete())
                        .handler(ListCommands::ltrim),
                command("RPOP")
                        .syntax("key [count:int]@6.2.0")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of elements returned")
                        .summary("Pops elements from a list's tail.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .history("6.2.0", "Added the `count` argument.")
                        .handler(ListCommands::rpop),
                command("RPOPLPUSH")
                        .syntax("source:key destination:key")
                        .group(CommandGroup.LIST)
                        .since("1.2.0")
                        .complexity("O(1)")
                        .summary("Moves the last element of a list to the head of another.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).readWrite().insert())
                        .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
                        .handler(ListCommands::rpoplpush),
                command("RPUSH")
                        .syntax("key element...")
                        .group(CommandGroup.LIST)
                        .since("1.0.0")
                        .complexity("O(1) for each element added, so O(N) to add N elements when the command is called "
                                + "with multiple arguments.")
                        .summary("Puts elements at a list's tail; makes the list if there is none.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .history("2.4.0", "Accepts multiple `element` arguments.")
                        .handler(ListCommands::rpush),
                command("RPUSHX")
                        .syntax("key element...")
                        .group(CommandGroup.LIST)
                        .since("2.2.0")
                        .complexity("O(1) for each element added, so O(N) to add N elements when the command is called "
                                + "with multiple arguments.")
                        .summary("Puts elements at a list's tail, if the list is there.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .history("4.0.0", "Accepts multiple `element` arguments.")
                        .handler(ListCommands::rpushx));
    }

    // Pushing

    private static void lpush(Context context) {
        push(context, true, true);
    }

    private static void rpush(Context context) {
        push(context, false, true);
    }

    private static void lpushx(Context context) {
        push(context, true, false);
    }

    private static void rpushx(Context context) {
        push(context, false, false);
    }

    private static void push(Context context, boolean atHead, boolean create) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, ListValue.class);
        if (entry == null && !create) {
            context.reply().integer(0);
            return;
        }
        if (entry == null) {
            entry = create(context, key);
        }
        Quicklist list = listOf(entry);
        int threshold = context.keyspace().listPackedThreshold();
        for (int i = 2; i < context.argc(); i++) {
            list.push(context.arg(i), atHead, threshold);
        }
        int pushed = context.argc() - 2;
        context.work(pushed);
        context.reply().integer(list.size());
        context.modified(entry, EventType.LIST, atHead ? "lpush" : "rpush", pushed);
    }

    static Quicklist listOf(KeyEntry entry) {
        return ((ListValue) entry.value()).list();
    }

    /** Puts an empty list where no key is. */
    static KeyEntry create(Context context, byte[] key) {
        return context.put(
                key,
                null,
                new ListValue(
                        context.config().listMaxListpackSize(), context.config().listCompressDepth()));
    }

    // Reading

    private static @Nullable Quicklist read(Context context) {
        ListValue value = context.readValue(context.arg(1), ListValue.class);
        return value == null ? null : value.list();
    }

    private static void llen(Context context) {
        Quicklist list = read(context);
        context.reply().integer(list == null ? 0 : list.size());
    }

    private static void lindex(Context context) {
        Quicklist list = read(context);
        if (list == null) {
            context.reply().nil();
            return;
        }
        QuicklistCursor cursor = list.cursorAt(Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER), true);
        if (cursor != null && cursor.next()) {
            cursor.get(new ElementReply(context.reply()));
        } else {
            context.reply().nil();
        }
    }

    /**
     * What LRANGE and LTRIM are told.
     *
     * @param first from 0 on
     * @param count 0 when the range is empty
     */
    private record Range(int first, int count) {
        static Range of(long start, long stop, int size) {
            long first = Math.max(0, start < 0 ? size + start : start);
            long last = Math.min(size - 1L, stop < 0 ? size + stop : stop);
            return first > last ? new Range(0, 0) : new Range((int) first, (int) (last - first + 1));
        }
    }

    private static void lrange(Context context) {
        long start = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        long stop = Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER);
        Quicklist list = read(context);
        Range range = list == null ? new Range(0, 0) : Range.of(start, stop, list.size());
        if (list == null || range.count() == 0) {
            context.reply().emptyArray();
        } else {
            reply(context, list, range.first(), range.count(), true);
        }
    }

    /** Replies with so many elements, which must be there, from an index on. */
    static void reply(Context context, Quicklist list, int from, int count, boolean forward) {
        context.work(count);
        ReplySink reply = context.reply();
        reply.array(count);
        ElementReply sink = new ElementReply(reply);
        QuicklistCursor cursor = list.cursorAt(from, forward);
        for (int i = 0; i < count && cursor != null && cursor.next(); i++) {
            cursor.get(sink);
        }
    }

    private static void lpos(Context context) {
        ListPositions.lpos(context);
    }

    // Changing inside

    private static void linsert(Context context) {
        boolean after = Ascii.equalsIgnoreCase(context.arg(2), "after");
        if (!after && !Ascii.equalsIgnoreCase(context.arg(2), "before")) {
            throw RedisError.SYNTAX;
        }
        KeyEntry entry = context.writeEntry(context.arg(1), ListValue.class);
        if (entry == null) {
            context.reply().integer(0);
            return;
        }
        Quicklist list = listOf(entry);
        QuicklistCursor cursor = list.cursor(true);
        int visited = 0;
        boolean found = false;
        while (!found && cursor.next()) {
            found = cursor.matches(context.arg(3));
            visited++;
        }
        context.work(visited);
        if (!found) {
            context.reply().integer(-1);
            return;
        }
        int threshold = context.keyspace().listPackedThreshold();
        if (after) {
            cursor.insertAfter(context.arg(4), threshold);
        } else {
            cursor.insertBefore(context.arg(4), threshold);
        }
        context.modified(entry, EventType.LIST, "linsert", 1);
        context.reply().integer(list.size());
    }

    private static void lset(Context context) {
        KeyEntry entry = context.writeEntry(context.arg(1), ListValue.class);
        if (entry == null) {
            throw RedisError.NO_SUCH_KEY;
        }
        long index = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (!listOf(entry).replace(index, context.arg(3), context.keyspace().listPackedThreshold())) {
            throw RedisError.OUT_OF_RANGE;
        }
        context.reply().ok();
        context.modified(entry, EventType.LIST, "lset", 1);
    }

    private static void lrem(Context context) {
        long count = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        KeyEntry entry = context.writeEntry(context.arg(1), ListValue.class);
        long removed = 0;
        if (entry != null) {
            Quicklist list = listOf(entry);
            context.work(list.size());
            long wanted = count == 0 ? Long.MAX_VALUE : Math.abs(count);
            QuicklistCursor cursor = list.cursor(count >= 0);
            while (removed != wanted && cursor.next()) {
                if (cursor.matches(context.arg(3))) {
                    cursor.remove();
                    removed++;
                }
            }
            if (removed > 0) {
                context.shrunk(entry, list.isEmpty(), EventType.LIST, "lrem", removed);
            }
        }
        context.reply().integer(removed);
    }

    private static void ltrim(Context context) {
        long start = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        long stop = Arguments.parseLong(context.arg(3), RedisError.NOT_AN_INTEGER);
        KeyEntry entry = context.writeEntry(context.arg(1), ListValue.class);
        if (entry != null) {
            Quicklist list = listOf(entry);
            int size = list.size();
            Range kept = Range.of(start, stop, size);
            list.removeRange(kept.first() + kept.count(), size);
            list.removeRange(0, kept.first());
            context.work(size - kept.count());
            context.shrunk(entry, list.isEmpty(), EventType.LIST, "ltrim", size - kept.count());
        }
        context.reply().ok();
    }

    // Popping and moving

    private static void lpop(Context context) {
        ListPops.pop(context, true);
    }

    private static void rpop(Context context) {
        ListPops.pop(context, false);
    }

    private static void lmpop(Context context) {
        ListPops.popFirstFilled(context);
    }

    private static void blpop(Context context) {
        ListPops.popOrWait(context, true);
    }

    private static void brpop(Context context) {
        ListPops.popOrWait(context, false);
    }

    private static void blmpop(Context context) {
        ListPops.popFirstFilledOrWait(context);
    }

    private static void lmove(Context context) {
        ListMoves.lmove(context);
    }

    private static void rpoplpush(Context context) {
        ListMoves.rpoplpush(context);
    }

    private static void blmove(Context context) {
        ListMoves.blmove(context);
    }

    private static void brpoplpush(Context context) {
        ListMoves.brpoplpush(context);
    }
}
