package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.SetValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets: members without order, each of them once. */
public final class SetCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "sadd scard sdiff sdiffstore sinter sintercard sinterstore sismember smembers "
            + "smismember smove spop srandmember srem sscan sunion sunionstore";

    private SetCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("SADD")
                        .syntax("key member...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(1) for each element added, so O(N) to add N elements when the command is called "
                                + "with multiple arguments.")
                        .summary("Adds members to a set.")
                        .flags(WRITE, DENYOOM, FAST)
                        .keys(firstKey().readWrite().insert())
                        .history("2.4.0", "Accepts multiple `member` arguments.")
                        .handler(SetCommands::sadd),
                command("SCARD")
                        .syntax("key")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells how many members a set has.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(SetCommands::scard),
                command("SDIFF")
                        .syntax("key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of elements in all given sets.")
                        .summary("Tells which members of the first set are in none of the others.")
                        .flags(READONLY)
                        .keys(firstKey().to(-1).readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(SetCommands::sdiff),
                command("SDIFFSTORE")
                        .syntax("destination:key key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of elements in all given sets.")
                        .summary("Stores the members of the first set that are in none of the others.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).to(-1).readOnly().access())
                        .handler(SetCommands::sdiffstore),
                command("SINTER")
                        .syntax("key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N*M) worst case where N is the cardinality of the smallest set and M is the "
                                + "number of sets.")
                        .summary("Tells which members all the sets share.")
                        .flags(READONLY)
                        .keys(firstKey().to(-1).readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(SetCommands::sinter),
                command("SINTERCARD")
                        .syntax("numkeys:int key... [LIMIT limit:int]")
                        .group(CommandGroup.SET)
                        .since("7.0.0")
                        .complexity("O(N*M) worst case where N is the cardinality of the smallest set and M is the "
                                + "number of sets.")
                        .summary("Counts the members that all the sets share.")
                        .flags(READONLY)
                        .keys(firstKey().counted(0, 1).readOnly().access())
                        .keyFinder(KeyFinders.counted(0, 1, 2))
                        .handler(SetCommands::sintercard),
                command("SINTERSTORE")
                        .syntax("destination:key key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N*M) worst case where N is the cardinality of the smallest set and M is the "
                                + "number of sets.")
                        .summary("Stores the members that all the sets share.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readWrite().update(),
                                keyAt(2).to(-1).readOnly().access())
                        .handler(SetCommands::sinterstore),
                command("SISMEMBER")
                        .syntax("key member")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Tells whether a set has a member.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly())
                        .handler(SetCommands::sismember),
                command("SMEMBERS")
                        .syntax("key")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the set cardinality.")
                        .summary("Reads all members of a set.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(SetCommands::smembers),
                command("SMISMEMBER")
                        .syntax("key member...")
                        .group(CommandGroup.SET)
                        .since("6.2.0")
                        .complexity("O(N) where N is the number of elements being checked for membership")
                        .summary("Tells of several members whether a set has them.")
                        .flags(READONLY, FAST)
                        .keys(firstKey().readOnly().access())
                        .handler(SetCommands::smismember),
                command("SMOVE")
                        .syntax("source:key destination:key member")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(1)")
                        .summary("Moves a member from one set to another.")
                        .flags(WRITE, FAST)
                        .keys(
                                firstKey().readWrite().access().delete(),
                                keyAt(2).readWrite().insert())
                        .handler(SetCommands::smove),
                command("SPOP")
                        .syntax("key [count:int]@3.2.0")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity(
                                "Without the count argument O(1), otherwise O(N) where N is the value of the passed "
                                        + "count.")
                        .summary("Takes random members out of a set.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().access().delete())
                        .history("3.2.0", "Added the `count` argument.")
                        .tips("nondeterministic_output")
                        .handler(SetCommands::spop),
                command("SRANDMEMBER")
                        .syntax("key [count:int]@2.6.0")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("Without the count argument O(1), otherwise O(N) where N is the absolute value of "
                                + "the passed count.")
                        .summary("Picks random members of a set.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .history("2.6.0", "Added the optional `count` argument.")
                        .tips("nondeterministic_output")
                        .handler(SetCommands::srandmember),
                command("SREM")
                        .syntax("key member...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the number of members to be removed.")
                        .summary("Removes members from a set.")
                        .flags(WRITE, FAST)
                        .keys(firstKey().readWrite().delete())
                        .history("2.4.0", "Accepts multiple `member` arguments.")
                        .handler(SetCommands::srem),
                command("SSCAN")
                        .syntax("key cursor:int [MATCH pattern] [COUNT count:int]")
                        .group(CommandGroup.SET)
                        .since("2.8.0")
                        .complexity(
                                "O(1) for every call. O(N) for a complete iteration, including enough command calls "
                                        + "for the cursor to return back to 0. N is the number of elements inside the "
                                        + "collection..")
                        .summary("Walks through a set's members, some at a time.")
                        .flags(READONLY)
                        .keys(firstKey().readOnly().access())
                        .tips("nondeterministic_output")
                        .handler(SetCommands::sscan),
                command("SUNION")
                        .syntax("key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of elements in all given sets.")
                        .summary("Tells which members are in any of the sets.")
                        .flags(READONLY)
                        .keys(firstKey().to(-1).readOnly().access())
                        .tips("nondeterministic_output_order")
                        .handler(SetCommands::sunion),
                command("SUNIONSTORE")
                        .syntax("destination:key key...")
                        .group(CommandGroup.SET)
                        .since("1.0.0")
                        .complexity("O(N) where N is the total number of elements in all given sets.")
                        .summary("Stores the members that are in any of the sets.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().overwrite().update(),
                                keyAt(2).to(-1).readOnly().access())
                        .handler(SetCommands::sunionstore));
    }

    private static void sadd(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.writeEntry(key, SetValue.class);
        if (entry == null) {
            entry = context.put(key, null, SetValue.createFor(context.arg(2)));
        }
        SetValue set = (SetValue) entry.value();
        int maxIntset = context.config().setMaxIntsetEntries();
        int added = 0;
        for (int i = 2; i < context.argc(); i++) {
            if (set.add(context.arg(i), maxIntset)) {
                added++;
            }
        }
        context.work(context.argc() - 2);
        if (added > 0) {
            context.modified(entry, EventType.SET, "sadd", added);
        }
        context.reply().integer(added);
    }

    private static void srem(Context context) {
        KeyEntry entry = context.writeEntry(context.arg(1), SetValue.class);
        int removed = 0;
        if (entry != null) {
            SetValue set = (SetValue) entry.value();
            for (int i = 2; i < context.argc() && !set.isEmpty(); i++) {
                if (set.remove(context.arg(i))) {
                    removed++;
                }
            }
            context.work(context.argc() - 2);
            if (removed > 0) {
                context.shrunk(entry, set.isEmpty(), EventType.SET, "srem", removed);
            }
        }
        context.reply().integer(removed);
    }

    private static void smove(Context context) {
        byte[] destination = context.arg(2);
        byte[] member = context.arg(3);
        KeyEntry from = context.write(context.arg(1));
        KeyEntry to = context.write(destination);
        if (from == null) {
            context.reply().integer(0);
            return;
        }
        if (!(from.value() instanceof SetValue source) || (to != null && !(to.value() instanceof SetValue))) {
            throw RedisError.WRONG_TYPE;
        }
        if (from == to) {
            context.reply().integer(source.contains(member) ? 1 : 0);
            return;
        }
        if (!source.remove(member)) {
            context.reply().integer(0);
            return;
        }
        context.shrunk(from, source.isEmpty(), EventType.SET, "srem", 1);
        if (to == null) {
            to = context.put(destination, null, SetValue.createFor(member));
        }
        if (((SetValue) to.value()).add(member, context.config().setMaxIntsetEntries())) {
            context.modified(to, EventType.SET, "sadd", 1);
        }
        context.reply().integer(1);
    }

    private static @Nullable SetValue read(Context context) {
        return context.readValue(context.arg(1), SetValue.class);
    }

    private static void sismember(Context context) {
        SetValue set = read(context);
        context.reply().integer(set != null && set.contains(context.arg(2)) ? 1 : 0);
    }

    private static void smismember(Context context) {
        SetValue set = read(context);
        int members = context.argc() - 2;
        context.work(members);
        context.reply().array(members);
        for (int i = 2; i < context.argc(); i++) {
            context.reply().integer(set != null && set.contains(context.arg(i)) ? 1 : 0);
        }
    }

    private static void scard(Context context) {
        SetValue set = read(context);
        context.reply().integer(set == null ? 0 : set.size());
    }

    private static void smembers(Context context) {
        SetValue set = read(context);
        if (set == null) {
            context.reply().set(0);
        } else {
            RandomMembers.replyAll(context, set);
        }
    }

    private static void sscan(Context context) {
        long cursor = ScanOptions.cursor(context.arg(2));
        SetValue set = read(context);
        ElementScan.run(context, cursor, set == null ? null : set::scan, 1);
    }

    private static void spop(Context context) {
        RandomMembers.spop(context);
    }

    private static void srandmember(Context context) {
        RandomMembers.srandmember(context);
    }

    private static void sinter(Context context) {
        SetAlgebra.sinter(context);
    }

    private static void sintercard(Context context) {
        SetAlgebra.sintercard(context);
    }

    private static void sinterstore(Context context) {
        SetAlgebra.sinterstore(context);
    }

    private static void sunion(Context context) {
        SetAlgebra.sunion(context);
    }

    private static void sunionstore(Context context) {
        SetAlgebra.sunionstore(context);
    }

    private static void sdiff(Context context) {
        SetAlgebra.sdiff(context);
    }

    private static void sdiffstore(Context context) {
        SetAlgebra.sdiffstore(context);
    }
}
