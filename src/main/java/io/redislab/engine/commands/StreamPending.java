package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** XPENDING: a summary of what a group has pending, or the pending entries one by one. */
final class StreamPending {
    private StreamPending() {}

    /** What entries are asked for; those of all consumers where {@code consumer} is null. */
    private record Filter(long minIdle, StreamId start, StreamId end, long count, byte @Nullable [] consumer) {
        static Filter parse(Context context) {
            int at = 3;
            long minIdle = 0;
            if (Ascii.equalsIgnoreCase(context.arg(3), "IDLE")) {
                minIdle = Arguments.parseLong(context.arg(4), RedisError.NOT_AN_INTEGER);
                if (context.argc() < 8) {
                    throw RedisError.SYNTAX;
                }
                at = 5;
            }
            long count = Math.max(0, Arguments.parseLong(context.arg(at + 2), RedisError.NOT_AN_INTEGER));
            StreamId start = StreamArguments.intervalStart(context.arg(at));
            StreamId end = StreamArguments.intervalEnd(context.arg(at + 1));
            byte[] consumer = at + 3 < context.argc() ? context.arg(at + 3) : null;
            return new Filter(minIdle, start, end, count, consumer);
        }
    }

    static void xpending(Context context) {
        boolean summary = context.argc() == 3;
        if (!summary && (context.argc() < 6 || context.argc() > 9)) {
            throw RedisError.SYNTAX;
        }
        Filter filter = summary ? null : Filter.parse(context);
        byte[] key = context.arg(1);
        StreamGroup group = StreamArguments.group(context.read(key), key, context.arg(2), "");
        if (filter == null) {
            summary(context.reply(), group);
        } else {
            entries(context, group, filter);
        }
    }

    private static void summary(ReplySink reply, StreamGroup group) {
        NavigableMap<StreamId, PendingEntry> pending = group.pending();
        reply.array(4);
        reply.integer(pending.size());
        if (pending.isEmpty()) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        StreamReplies.id(reply, pending.firstKey());
        StreamReplies.id(reply, pending.lastKey());
        List<StreamConsumer> busy = group.consumers().values().stream()
                .filter(consumer -> !consumer.pending().isEmpty())
                .toList();
        reply.array(busy.size());
        for (StreamConsumer consumer : busy) {
            reply.array(2);
            reply.bulk(consumer.name());
            reply.bulkLong(consumer.pending().size());
        }
    }

    private static void entries(Context context, StreamGroup group, Filter filter) {
        NavigableMap<StreamId, PendingEntry> pending = group.pending();
        if (filter.consumer() != null) {
            StreamConsumer consumer = group.consumer(filter.consumer());
            if (consumer == null) {
                context.reply().emptyArray();
                return;
            }
            pending = consumer.pending();
        }
        List<PendingEntry> found = new ArrayList<>();
        for (PendingEntry entry : pending.tailMap(filter.start(), true).values()) {
            if (found.size() >= filter.count() || entry.id().isAfter(filter.end())) {
                break;
            }
            context.work(1);
            if (filter.minIdle() == 0 || context.now() - entry.deliveryMillis() >= filter.minIdle()) {
                found.add(entry);
            }
        }
        ReplySink reply = context.reply();
        reply.array(found.size());
        for (PendingEntry entry : found) {
            reply.array(4);
            StreamReplies.id(reply, entry.id());
            StreamReplies.owner(reply, entry);
            reply.integer(Math.max(0, context.now() - entry.deliveryMillis()));
            reply.integer(entry.deliveryCount());
        }
    }
}
