package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.SetValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Intersection, union and difference of sets: to be seen, counted or stored. A key that is not there is an empty set. */
final class SetAlgebra {
    private SetAlgebra() {}

    /** A result in the making. */
    private static final class Result implements SetValue.Visitor {
        private final SetValue set = SetValue.createInts();
        private final int maxIntset;

        private Result(Context context) {
            maxIntset = context.config().setMaxIntsetEntries();
        }

        @Override
        public boolean integer(long member) {
            set.add(member, maxIntset);
            return true;
        }

        @Override
        public boolean bytes(byte[] member) {
            set.add(member, maxIntset);
            return true;
        }
    }

    /** Hands on those members of a set that are in all others, or in none of them. */
    private record Filter(List<SetValue> others, boolean inAll, SetValue.Visitor next) implements SetValue.Visitor {
        @Override
        public boolean integer(long member) {
            return !passes(set -> set.contains(member)) || next.integer(member);
        }

        @Override
        public boolean bytes(byte[] member) {
            return !passes(set -> set.contains(member)) || next.bytes(member);
        }

        private boolean passes(Predicate<SetValue> contains) {
            for (SetValue other : others) {
                if (contains.test(other) != inAll) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Counter implements SetValue.Visitor {
        private final long limit;
        private long count;

        /** @param limit 0 for none */
        private Counter(long limit) {
            this.limit = limit;
        }

        @Override
        public boolean integer(long member) {
            return ++count != limit;
        }

        @Override
        public boolean bytes(byte[] member) {
            return ++count != limit;
        }
    }

    /** The sets of the keys from argv[from] to before argv[to]; null where there is no key. */
    private static List<@Nullable SetValue> read(Context context, int from, int to) {
        List<@Nullable SetValue> sets = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            sets.add(context.readValue(context.arg(i), SetValue.class));
        }
        return sets;
    }

    private static void reply(Context context, SetValue result) {
        context.reply().set(result.size());
        result.forEach(new ElementReply(context.reply()));
    }

    /** Puts the result in the place of whatever the key holds, or deletes the key if it is empty; replies with its size. */
    private static void store(Context context, byte[] destination, SetValue result, String event) {
        if (result.isEmpty()) {
            StoredResult.remove(context, destination);
        } else {
            StoredResult.store(context, destination, result, EventType.SET, event);
        }
        context.reply().integer(result.size());
    }

    // Intersection

    /** Visits what all sets share, the smallest set's members one by one. */
    private static void intersect(Context context, List<@Nullable SetValue> sets, SetValue.Visitor visitor) {
        List<SetValue> all = new ArrayList<>(sets.size());
        for (SetValue set : sets) {
            if (set == null) {
                return;
            }
            all.add(set);
        }
        all.sort(Comparator.comparingInt(SetValue::size));
        SetValue smallest = all.get(0);
        all.removeIf(set -> set == smallest);
        context.work((long) smallest.size() * Math.max(1, all.size()));
        smallest.forEachWhile(new Filter(all, true, visitor));
    }

    private static SetValue intersection(Context context, int from) {
        Result result = new Result(context);
        intersect(context, read(context, from, context.argc()), result);
        return result.set;
    }

    static void sinter(Context context) {
        reply(context, intersection(context, 1));
    }

    static void sinterstore(Context context) {
        store(context, context.arg(1), intersection(context, 2), "sinterstore");
    }

    static void sintercard(Context context) {
        Arguments args = context.args();
        long keys = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR numkeys should be greater than 0"));
        if (keys > args.remaining()) {
            throw new RedisError("ERR Number of keys can't be greater than number of args");
        }
        int end = 2 + (int) keys;
        args.seek(end);
        long limit = 0;
        while (args.hasNext()) {
            if (args.remaining() < 2 || !args.option("LIMIT")) {
                throw RedisError.SYNTAX;
            }
            limit = args.longBetween(0, Long.MAX_VALUE, new RedisError("ERR LIMIT can't be negative"));
        }
        Counter counter = new Counter(limit);
        intersect(context, read(context, 2, end), counter);
        context.reply().integer(counter.count);
    }

    // Union

    private static SetValue union(Context context, int from) {
        Result result = new Result(context);
        for (SetValue set : read(context, from, context.argc())) {
            if (set != null) {
                context.work(set.size());
                set.forEachWhile(result);
            }
        }
        return result.set;
    }

    static void sunion(Context context) {
        reply(context, union(context, 1));
    }

    static void sunionstore(Context context) {
        store(context, context.arg(1), union(context, 2), "sunionstore");
    }

    // Difference

    private static SetValue difference(Context context, int from) {
        List<@Nullable SetValue> sets = read(context, from, context.argc());
        Result result = new Result(context);
        SetValue first = sets.get(0);
        List<SetValue> others = new ArrayList<>(sets.size());
        long otherMembers = 0;
        for (SetValue set : sets.subList(1, sets.size())) {
            if (set != null) {
                others.add(set);
                otherMembers += set.size();
            }
        }
        if (first == null || others.contains(first)) {
            return result.set;
        }
        long lookups = (long) first.size() * (others.size() + 1);
        // Looking up is cheaper than removing, the more so as most members are found early.
        if (lookups / 2 <= first.size() + otherMembers) {
            others.sort(Comparator.comparingInt(SetValue::size).reversed());
            context.work(lookups);
            first.forEachWhile(new Filter(others, false, result));
        } else {
            context.work(first.size() + otherMembers);
            first.forEachWhile(result);
            others.forEach(other -> other.forEachWhile(new Removal(result.set)));
        }
        return result.set;
    }

    private record Removal(SetValue from) implements SetValue.Visitor {
        @Override
        public boolean integer(long member) {
            from.remove(member);
            return !from.isEmpty();
        }

        @Override
        public boolean bytes(byte[] member) {
            from.remove(member);
            return !from.isEmpty();
        }
    }

    static void sdiff(Context context) {
        reply(context, difference(context, 1));
    }

    static void sdiffstore(Context context) {
        store(context, context.arg(1), difference(context, 2), "sdiffstore");
    }
}
