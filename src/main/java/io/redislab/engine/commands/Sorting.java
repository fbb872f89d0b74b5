package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Doubles;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.QuicklistCursor;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SORT does: fetch the elements, weigh them, sort them, and reply with a part of them or store it. */
final class Sorting {
    /** A stored result is packed like this, whatever is configured. */
    private static final int STORED_FILL = -2;

    private Sorting() {}

    /**
     * An element with what it is sorted by.
     *
     * @param score its own number, or that of its weight; 0 without a weight
     * @param weight only with BY and ALPHA; null when there is none
     */
    private record Weighed(byte[] element, double score, byte @Nullable [] weight) {}

    private static final Comparator<Weighed> BY_SCORE = (a, b) -> {
        // Other than Double.compare, zero and minus zero are the same.
        return a.score < b.score ? -1 : a.score > b.score ? 1 : Arrays.compareUnsigned(a.element, b.element);
    };

    /** What is stored is sorted by all bytes; what is shown like strings in C, which end with a zero byte. */
    private static Comparator<byte[]> alphabet(SortOptions options) {
        return options.store() != null
                ? Arrays::compareUnsigned
                : (a, b) -> Arrays.compareUnsigned(a, 0, lengthInC(a), b, 0, lengthInC(b));
    }

    private static int lengthInC(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return length;
    }

    private static Comparator<Weighed> order(SortOptions options) {
        Comparator<Weighed> order;
        if (!options.alpha()) {
            order = BY_SCORE;
        } else if (options.by() == null) {
            order = Comparator.comparing(Weighed::element, alphabet(options));
        } else {
            order = Comparator.comparing(Weighed::weight, Comparator.nullsFirst(alphabet(options)));
        }
        return options.descending() ? order.reversed() : order;
    }

    static void run(Context context, SortOptions given) {
        KeyEntry entry = context.read(context.arg(1));
        Value value = entry == null ? null : entry.value();
        if (value != null
                && !(value instanceof ListValue || value instanceof SetValue || value instanceof SortedSetValue)) {
            throw RedisError.WRONG_TYPE;
        }
        SortOptions options = given;
        if (given.unsorted()
                && value instanceof SetValue
                && (given.store() != null || context.session().isScript())) {
            // What is written or decided by a script must not depend on the order in a hash table.
            options = given.sortedByBytes();
        }
        if (entry != null && value instanceof SortedSetValue packed && packed.pack() != null) {
            // It is sorted as a skip list, and stays one.
            context.database().findForChange(context.arg(1));
            value = context.keyspace().open(entry);
            ((SortedSetValue) value).convertToSkipList();
        }
        Window window = Window.of(options, value == null ? 0 : size(value));
        List<byte[]> elements;
        if (value == null) {
            elements = List.of();
        } else if (options.unsorted()) {
            elements = inOrder(value, options.descending(), window);
        } else {
            elements = sorted(context, all(value), options).subList(window.first(), window.end());
        }
        context.work(value == null ? 0 : options.unsorted() ? elements.size() : size(value));
        if (options.store() == null) {
            reply(context, elements, options.gets());
        } else {
            store(context, options.store(), elements, options.gets());
        }
    }

    /**
     * The part that LIMIT lets through.
     *
     * @param end the first index that is out again
     */
    private record Window(int first, int end) {
        static Window of(SortOptions options, int size) {
            int first = (int) Math.min(Math.max(options.offset(), 0), size);
            int count = options.count() < 0 ? size : (int) Math.min(options.count(), size);
            return new Window(first, Math.min(size, first + count));
        }
    }

    private static int size(Value value) {
        if (value instanceof ListValue list) {
            return list.list().size();
        }
        return value instanceof SetValue set ? set.size() : ((SortedSetValue) value).size();
    }

    private static List<byte[]> all(Value value) {
        return inOrder(value, false, new Window(0, size(value)));
    }

    /** The elements as they stand in the value; a set's have no order that could be turned. */
    private static List<byte[]> inOrder(Value value, boolean descending, Window window) {
        int count = window.end() - window.first();
        List<byte[]> elements = new ArrayList<>(count);
        if (value instanceof ListValue list) {
            int from = descending ? list.list().size() - 1 - window.first() : window.first();
            QuicklistCursor cursor = list.list().cursorAt(from, !descending);
            while (elements.size() < count && cursor != null && cursor.next()) {
                elements.add(cursor.get());
            }
            return elements;
        }
        if (value instanceof SortedSetValue sortedSet) {
            int rank = descending ? sortedSet.size() - 1 - window.first() : window.first();
            SortedSetCursor cursor = count == 0 ? null : sortedSet.atRank(rank);
            for (boolean more = cursor != null; more && cursor != null; more = cursor.advance(descending)) {
                elements.add(cursor.member());
                if (elements.size() == count) {
                    break;
                }
            }
            return elements;
        }
        RandomMembers.members((SetValue) value)
                .subList(window.first(), window.end())
                .forEach(elements::add);
        return elements;
    }

    private static List<byte[]> sorted(Context context, List<byte[]> elements, SortOptions options) {
        List<Weighed> weighed = new ArrayList<>(elements.size());
        boolean unreadable = false;
        for (byte[] element : elements) {
            byte[] weight = options.by() == null ? element : options.by().lookup(context, element);
            double score = options.alpha() || weight == null ? 0 : Doubles.parseWeight(weight);
            unreadable |= Double.isNaN(score);
            weighed.add(new Weighed(element, score, options.alpha() ? weight : null));
        }
        if (unreadable) {
            throw new RedisError("ERR One or more scores can't be converted into double");
        }
        weighed.sort(order(options));
        List<byte[]> result = new ArrayList<>(weighed.size());
        weighed.forEach(one -> result.add(one.element()));
        return result;
    }

    private static void reply(Context context, List<byte[]> elements, List<SortPattern> gets) {
        ReplySink reply = context.reply();
        reply.array(elements.size() * Math.max(1, gets.size()));
        for (byte[] element : elements) {
            if (gets.isEmpty()) {
                reply.bulk(element);
            }
            for (SortPattern get : gets) {
                byte[] found = get.lookup(context, element);
                if (found == null) {
                    reply.nil();
                } else {
                    reply.bulk(found);
                }
            }
        }
    }

    private static void store(Context context, byte[] destination, List<byte[]> elements, List<SortPattern> gets) {
        Quicklist list = new Quicklist(STORED_FILL, 0);
        int threshold = context.keyspace().listPackedThreshold();
        for (byte[] element : elements) {
            if (gets.isEmpty()) {
                list.push(element, false, threshold);
            }
            for (SortPattern get : gets) {
                byte[] found = get.lookup(context, element);
                list.push(found == null ? StringValue.EMPTY : found, false, threshold);
            }
        }
        if (list.isEmpty()) {
            StoredResult.remove(context, destination);
        } else {
            StoredResult.store(context, destination, new ListValue(list), EventType.LIST, "sortstore");
            context.addDirty(list.size() - 1L);
        }
        context.reply().integer(list.size());
    }
}
