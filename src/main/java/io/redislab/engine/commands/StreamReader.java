package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP: replies what is there, or waits until something is. */
final class StreamReader {
    /** Who waits gets no more than this many entries, unless COUNT says how many. */
    private static final long COUNT_AFTER_WAITING = 1000;

    private final Options options;
    private final List<byte[]> keys;
    /** For each key: entries behind this one are wanted. {@link StreamId#MAX} stands for {@code >}. */
    private final List<StreamId> after;

    private StreamReader(Options options, List<byte[]> keys, List<StreamId> after) {
        this.options = options;
        this.keys = keys;
        this.after = after;
    }

    /**
     * What stands before the streams.
     *
     * @param timeoutMillis -1 not to wait, 0 to wait for ever
     * @param count 0 for all
     * @param group null for XREAD, as the consumer is
     * @param streamsAt where the keys begin
     */
    private record Options(
            long timeoutMillis,
            long count,
            boolean noAck,
            byte @Nullable [] group,
            byte @Nullable [] consumer,
            int streamsAt) {
        static Options parse(Context context, boolean ofGroup) {
            Arguments args = context.args();
            long timeout = -1;
            long count = 0;
            boolean noAck = false;
            byte[] group = null;
            byte[] consumer = null;
            int streamsAt = 0;
            while (args.hasNext() && streamsAt == 0) {
                boolean more = args.remaining() > 1;
                if (more && args.option("BLOCK")) {
                    timeout = timeout(context);
                } else if (more && args.option("COUNT")) {
                    count = Math.max(0, args.longValue());
                } else if (more && args.option("STREAMS")) {
                    streamsAt = args.position();
                    if (args.remaining() % 2 != 0) {
                        throw new RedisError("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' "
                                + "must be specified.");
                    }
                } else if (args.remaining() > 2 && args.option("GROUP")) {
                    onlyOfGroup(ofGroup, "GROUP");
                    group = args.next();
                    consumer = args.next();
                } else if (args.option("NOACK")) {
                    onlyOfGroup(ofGroup, "NOACK");
                    noAck = true;
                } else {
                    throw RedisError.SYNTAX;
                }
            }
            if (streamsAt == 0) {
                throw RedisError.SYNTAX;
            }
            if (ofGroup && group == null) {
                throw new RedisError("ERR Missing GROUP option for XREADGROUP");
            }
            return new Options(timeout, count, noAck, group, consumer, streamsAt);
        }

        private static void onlyOfGroup(boolean ofGroup, String option) {
            if (!ofGroup) {
                throw new RedisError(
                        "ERR The " + option + " option is only supported by XREADGROUP. You called XREAD instead.");
            }
        }

        private static long timeout(Context context) {
            if (context.session().isScript()) {
                throw new RedisError("ERR " + StreamArguments.text(context.arg(0))
                        + " command is not allowed with BLOCK option from scripts");
            }
            long timeout = context.args().longValue(new RedisError("ERR timeout is not an integer or out of range"));
            if (timeout < 0) {
                throw new RedisError("ERR timeout is negative");
            }
            return timeout;
        }
    }

    static void xread(Context context) {
        run(context, false);
    }

    static void xreadgroup(Context context) {
        run(context, true);
    }

    private static void run(Context context, boolean ofGroup) {
        // Of reading through a group, the AOF gets the effects; of reading, nothing.
        context.preventPropagation();
        Options options = Options.parse(context, ofGroup);
        List<byte[]> keys = new ArrayList<>();
        List<StreamId> after = new ArrayList<>();
        int count = (context.argc() - options.streamsAt()) / 2;
        for (int i = options.streamsAt(); i < options.streamsAt() + count; i++) {
            keys.add(context.arg(i));
            after.add(after(context, options, context.arg(i), context.arg(i + count)));
        }
        StreamReader reader = new StreamReader(options, keys, after);
        if (reader.readNow(context)) {
            return;
        }
        if (options.timeoutMillis() == -1 || !context.mayBlock()) {
            context.reply().nilArray();
            return;
        }
        reader.wait(context);
    }

    private static StreamId after(Context context, Options options, byte[] key, byte[] word) {
        KeyEntry entry = context.read(key);
        StreamValue stream = entry == null ? null : StreamArguments.of(entry);
        byte[] group = options.group();
        if (group != null) {
            StreamArguments.group(entry, key, group, " in XREADGROUP with GROUP option");
        }
        if (StreamArguments.is(word, '$')) {
            if (group != null) {
                throw new RedisError("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the"
                        + " history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $"
                        + " ID would just return an empty result set.");
            }
            return stream == null ? StreamId.MIN : stream.lastId();
        }
        if (StreamArguments.is(word, '>')) {
            if (group == null) {
                throw new RedisError(
                        "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> "
                                + "<consumer> option.");
            }
            return StreamId.MAX;
        }
        return StreamArguments.id(word);
    }

    /** Replies what there is; false when there is nothing and nothing was replied. */
    private boolean readNow(Context context) {
        ReplySink reply = context.reply();
        int mark = -1;
        int served = 0;
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            KeyEntry entry = options.group() == null ? context.read(key) : StreamArguments.readForGroups(context, key);
            if (entry == null) {
                continue;
            }
            StreamValue stream = StreamArguments.of(entry);
            StreamGroup group = options.group() == null ? null : stream.group(options.group());
            StreamId from = after.get(i);
            boolean history = group != null && !from.equals(StreamId.MAX);
            if (group != null && !history) {
                from = group.lastId();
            }
            StreamId last = history ? null : stream.lastLiveId();
            if (!history && (last == null || !last.isAfter(from))) {
                continue;
            }
            if (served++ == 0) {
                mark = reply.openDeferred(reply.resp3() ? '%' : '*');
            }
            name(reply, key);
            if (group == null) {
                read(context, stream, from, options.count());
            } else if (history) {
                replyHistory(context, entry, group, from);
            } else {
                deliver(context, entry, group, options.count());
            }
        }
        if (served > 0) {
            reply.closeDeferred(mark, served);
        }
        return served > 0;
    }

    /** RESP3 has a map of keys to entries, RESP2 an array of pairs. */
    private static void name(ReplySink reply, byte[] key) {
        if (!reply.resp3()) {
            reply.array(2);
        }
        reply.bulk(key);
    }

    private static void read(Context context, StreamValue stream, StreamId from, long count) {
        StreamCursor cursor = stream.cursor(from.next(), StreamId.MAX, false);
        StreamReplies.entries(context.reply(), cursor, count);
        context.work(cursor.visited());
    }

    private StreamConsumer consumer(StreamEffects effects) {
        byte[] name = options.consumer();
        if (name == null) {
            throw new IllegalStateException("a group is read by a consumer");
        }
        return effects.consumer(name, options.noAck());
    }

    /** What the consumer got before and has not acknowledged. */
    private void replyHistory(Context context, KeyEntry entry, StreamGroup group, StreamId from) {
        StreamValue stream = StreamArguments.of(entry);
        StreamConsumer consumer = consumer(new StreamEffects(context, entry.key(), group));
        ReplySink reply = context.reply();
        int mark = reply.openDeferred('*');
        int replied = 0;
        for (PendingEntry pending : consumer.pending().tailMap(from, false).values()) {
            if (options.count() > 0 && replied >= options.count()) {
                break;
            }
            if (StreamReplies.entry(reply, stream, pending.id())) {
                pending.delivered(context.now(), pending.deliveryCount() + 1);
            } else {
                StreamReplies.deletedEntry(reply, pending.id());
            }
            replied++;
        }
        reply.closeDeferred(mark, replied);
        context.work(replied);
        changed(context, entry);
    }

    /** What no consumer of the group has got yet. */
    private void deliver(Context context, KeyEntry entry, StreamGroup group, long count) {
        StreamValue stream = StreamArguments.of(entry);
        StreamEffects effects = new StreamEffects(context, entry.key(), group);
        StreamConsumer consumer = consumer(effects);
        ReplySink reply = context.reply();
        int mark = reply.openDeferred('*');
        int replied = 0;
        StreamCursor cursor = stream.cursor(group.lastId().next(), StreamId.MAX, false);
        while ((count == 0 || replied < count) && cursor.next()) {
            StreamId id = cursor.id();
            group.moveTo(id, entriesRead(stream, group, id));
            StreamReplies.entry(reply, cursor);
            if (!options.noAck()) {
                effects.claimed(group.deliver(id, consumer, context.now()));
            }
            replied++;
        }
        if (options.noAck() && replied > 0) {
            effects.moved();
        }
        reply.closeDeferred(mark, replied);
        context.work(cursor.visited());
        changed(context, entry);
    }

    private static void changed(Context context, KeyEntry entry) {
        context.addDirty(1);
        context.database().account(entry);
    }

    /** The group's counter once it has read this entry, too. */
    private static long entriesRead(StreamValue stream, StreamGroup group, StreamId id) {
        if (group.entriesRead() != StreamGroup.UNKNOWN && !stream.hasTombstonesFrom(id)) {
            return group.entriesRead() + 1;
        }
        return stream.entriesAdded() > 0 ? stream.readCounterOf(id) : group.entriesRead();
    }

    private void wait(Context context) {
        Session session = context.session();
        Map<ByteKey, StreamId> wanted = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            wanted.putIfAbsent(new ByteKey(keys.get(i)), after.get(i));
        }
        context.block(
                keys,
                options.timeoutMillis(),
                options.group() != null,
                (again, key) -> serve(again, key, wanted),
                () -> session.sink().nilArray());
    }

    private boolean serve(Context context, byte[] key, Map<ByteKey, StreamId> wanted) {
        KeyEntry entry = context.database().findForChange(key);
        if (entry == null || !(entry.value() instanceof StreamValue stream)) {
            if (options.group() == null) {
                return false;
            }
            throw new RedisError("UNBLOCKED the stream key no longer exists");
        }
        StreamGroup group = options.group() == null ? null : stream.group(options.group());
        if (options.group() != null && group == null) {
            throw new RedisError("NOGROUP the consumer group this client was blocked on no longer exists");
        }
        StreamId from = group == null ? wanted.get(new ByteKey(key)) : group.lastId();
        if (from == null || !stream.lastId().isAfter(from)) {
            return false;
        }
        ReplySink reply = context.reply();
        if (reply.resp3()) {
            reply.map(1);
        } else {
            reply.array(1);
        }
        name(reply, key);
        long count = options.count() == 0 ? COUNT_AFTER_WAITING : options.count();
        if (group == null) {
            read(context, stream, from, count);
        } else {
            deliver(context, entry, group, count);
        }
        return true;
    }
}
