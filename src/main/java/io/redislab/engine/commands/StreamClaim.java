package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** XCLAIM and XAUTOCLAIM: pending entries go to another consumer. */
final class StreamClaim {
    /** XAUTOCLAIM looks at so many entries for each one that it may claim. */
    private static final int ATTEMPTS_PER_ENTRY = 10;

    private static final long MAX_COUNT = Long.MAX_VALUE / 16;

    private final Context context;
    private final KeyEntry entry;
    private final StreamValue stream;
    private final StreamGroup group;
    private final StreamEffects effects;
    private final byte[] name;
    private final long minIdle;
    private final boolean justId;
    /** Found, or made, when the first entry is claimed. */
    private @Nullable StreamConsumer consumer;

    private StreamClaim(Context context, @Nullable KeyEntry entry, StreamGroup group, long minIdle, boolean justId) {
        this.context = context;
        this.entry = Objects.requireNonNull(entry, "a group has a stream");
        this.stream = StreamArguments.of(entry);
        this.group = group;
        this.effects = new StreamEffects(context, context.arg(1), group);
        this.name = context.arg(3);
        this.minIdle = minIdle;
        this.justId = justId;
    }

    /** Whether somebody had the entry, and too recently. */
    private boolean isTooFresh(PendingEntry pending) {
        return minIdle > 0 && pending.consumer() != null && context.now() - pending.deliveryMillis() < minIdle;
    }

    private void claim(PendingEntry pending, long deliveryMillis, long deliveryCount) {
        StreamConsumer owner = consumer;
        if (owner == null) {
            owner = effects.consumer(name, false);
            consumer = owner;
        }
        pending.delivered(deliveryMillis, deliveryCount);
        group.assign(pending, owner);
        if (justId) {
            StreamReplies.id(context.reply(), pending.id());
        } else {
            StreamReplies.entry(context.reply(), stream, pending.id());
        }
        effects.claimed(pending);
        context.addDirty(1);
    }

    /** What is not in the stream any more can't be claimed, and does not stay pending either. */
    private void drop(PendingEntry pending) {
        effects.claimed(pending);
        context.addDirty(1);
        group.acknowledge(pending.id());
    }

    private static long minIdle(Context context, String command) {
        RedisError invalid = new RedisError("ERR Invalid min-idle-time argument for " + command);
        return Math.max(0, Arguments.parseLong(context.arg(4), invalid));
    }

    // ---- XCLAIM ----

    /**
     * What XCLAIM says behind its ids.
     *
     * @param deliveryMillis what becomes the time of the last delivery: Unix time in ms
     * @param retryCount -1 to count on
     */
    private record Options(boolean force, boolean justId, long deliveryMillis, long retryCount, StreamId lastId) {
        static Options parse(Context context, int from) {
            Arguments args = context.args();
            args.seek(from);
            boolean force = false;
            boolean justId = false;
            long time = -1;
            long retryCount = -1;
            StreamId lastId = StreamId.MIN;
            while (args.hasNext()) {
                boolean more = args.remaining() > 1;
                if (args.option("FORCE")) {
                    force = true;
                } else if (args.option("JUSTID")) {
                    justId = true;
                } else if (more && args.option("IDLE")) {
                    time = context.now() - number(args, "IDLE");
                } else if (more && args.option("TIME")) {
                    time = number(args, "TIME");
                } else if (more && args.option("RETRYCOUNT")) {
                    retryCount = number(args, "RETRYCOUNT");
                } else if (more && args.option("LASTID")) {
                    lastId = StreamArguments.id(args.next());
                } else {
                    throw new RedisError("ERR Unrecognized XCLAIM option '" + StreamArguments.text(args.next()) + "'");
                }
            }
            // A time that makes no sense, such as one to come, is now: clients reckon with their own clocks.
            boolean sensible = time >= 0 && time <= context.now();
            return new Options(force, justId, sensible ? time : context.now(), retryCount, lastId);
        }

        private static long number(Arguments args, String option) {
            return args.longValue(new RedisError("ERR Invalid " + option + " option argument for XCLAIM"));
        }
    }

    static void xclaim(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = StreamArguments.readForGroups(context, key);
        StreamGroup group = StreamArguments.group(entry, key, context.arg(2), "");
        long minIdle = minIdle(context, "XCLAIM");
        List<StreamId> ids = new ArrayList<>();
        int next = 5;
        for (StreamId id; next < context.argc() && (id = StreamId.parse(context.arg(next), 0)) != null; next++) {
            ids.add(id);
        }
        Options options = Options.parse(context, next);
        context.preventPropagation();
        boolean moved = options.lastId().isAfter(group.lastId());
        if (moved) {
            group.moveTo(options.lastId(), group.entriesRead());
        }
        StreamClaim claim = new StreamClaim(context, entry, group, minIdle, options.justId());
        int effects = claim.claimAll(ids, options);
        if (moved && effects == 0) {
            // Each effect of a claimed entry says it; without one it has to be said by itself.
            claim.effects.moved();
            context.addDirty(1);
        }
    }

    /** Returns how many entries were claimed or dropped. */
    private int claimAll(List<StreamId> ids, Options options) {
        ReplySink reply = context.reply();
        int mark = reply.openDeferred('*');
        int claimed = 0;
        int dropped = 0;
        for (StreamId id : ids) {
            PendingEntry pending = group.pending().get(id);
            if (!stream.contains(id)) {
                if (pending != null) {
                    drop(pending);
                    dropped++;
                }
                continue;
            }
            if (pending == null && options.force()) {
                pending = group.addPending(id, context.now(), 1);
            }
            if (pending == null || isTooFresh(pending)) {
                continue;
            }
            long counted = pending.deliveryCount() + (justId ? 0 : 1);
            claim(pending, options.deliveryMillis(), options.retryCount() >= 0 ? options.retryCount() : counted);
            claimed++;
        }
        reply.closeDeferred(mark, claimed);
        context.work(ids.size());
        context.database().account(entry);
        return claimed + dropped;
    }

    // ---- XAUTOCLAIM ----

    static void xautoclaim(Context context) {
        byte[] key = context.arg(1);
        KeyEntry entry = context.read(key);
        long minIdle = minIdle(context, "XAUTOCLAIM");
        StreamId start = StreamArguments.intervalStart(context.arg(5));
        Arguments args = context.args();
        args.seek(6);
        long count = 100;
        boolean justId = false;
        while (args.hasNext()) {
            if (args.remaining() > 1 && args.option("COUNT")) {
                count = args.longBetween(1, MAX_COUNT, new RedisError("ERR COUNT must be > 0"));
            } else if (args.option("JUSTID")) {
                justId = true;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        StreamGroup group = StreamArguments.group(entry, key, context.arg(2), "");
        context.database().findForChange(key);
        context.preventPropagation();
        new StreamClaim(context, entry, group, minIdle, justId).claimFrom(start, count);
    }

    private void claimFrom(StreamId start, long count) {
        List<PendingEntry> found = new ArrayList<>();
        Set<StreamId> gone = new LinkedHashSet<>();
        StreamId cursor = scan(start, count, found, gone);
        ReplySink reply = context.reply();
        reply.array(3);
        StreamReplies.id(reply, cursor);
        reply.array(found.size() - gone.size());
        for (PendingEntry pending : found) {
            if (gone.contains(pending.id())) {
                drop(pending);
            } else {
                claim(pending, context.now(), pending.deliveryCount() + (justId ? 0 : 1));
            }
        }
        reply.array(gone.size());
        gone.forEach(id -> StreamReplies.id(reply, id));
        context.database().account(entry);
    }

    /**
     * Finds pending entries that may be claimed, or that the stream has no more.
     *
     * @return where the next call goes on; 0-0 at the end
     */
    private StreamId scan(StreamId start, long count, List<PendingEntry> found, Set<StreamId> gone) {
        NavigableMap<StreamId, PendingEntry> all = group.pending();
        long attempts = count * ATTEMPTS_PER_ENTRY;
        Map.Entry<StreamId, PendingEntry> at = all.ceilingEntry(start);
        for (; at != null && attempts > 0 && found.size() < count; attempts--) {
            PendingEntry pending = at.getValue();
            context.work(1);
            if (!stream.contains(pending.id())) {
                gone.add(pending.id());
                found.add(pending);
            } else if (!isTooFresh(pending)) {
                found.add(pending);
            }
            at = all.higherEntry(at.getKey());
        }
        return at == null ? StreamId.MIN : at.getKey();
    }
}
