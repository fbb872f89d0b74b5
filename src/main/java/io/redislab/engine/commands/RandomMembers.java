package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.SetValue;
import io.redislab.resp.Numbers;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** SPOP and SRANDMEMBER: members by chance. The AOF gets what was taken, as SREM. */
final class RandomMembers {
    private static final byte[] SREM = "SREM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);

    /** Few enough members are left when there are so many taken for one that stays. */
    private static final int TAKEN_FOR_ONE_LEFT = 5;

    /** With so many members for one that is asked for, it is quicker to draw until all are different. */
    private static final int MEMBERS_FOR_ONE_DRAWN = 3;

    private RandomMembers() {}

    static void replyAll(Context context, SetValue set) {
        context.work(set.size());
        context.reply().set(set.size());
        set.forEach(new ElementReply(context.reply()));
    }

    static void spop(Context context) {
        if (context.argc() > 3) {
            throw RedisError.SYNTAX;
        }
        boolean single = context.argc() == 2;
        long count = single ? 1 : Arguments.parseCount(context.arg(2));
        KeyEntry entry = context.writeEntry(context.arg(1), SetValue.class);
        if (single) {
            popOne(context, entry);
        } else if (entry == null || count == 0) {
            context.reply().set(0);
        } else {
            popSome(context, entry, count);
        }
    }

    private static void popOne(Context context, @Nullable KeyEntry entry) {
        if (entry == null) {
            context.reply().nil();
            return;
        }
        SetValue set = (SetValue) entry.value();
        byte[] member = set.pop(context.random());
        context.work(1);
        context.propagateAs(SREM, entry.key(), member);
        context.reply().bulk(member);
        context.shrunk(entry, set.isEmpty(), EventType.SET, "spop", 1);
    }

    private static void popSome(Context context, KeyEntry entry, long count) {
        SetValue set = (SetValue) entry.value();
        int size = set.size();
        if (count >= size) {
            replyAll(context, set);
            context.propagateAs(DEL, entry.key());
            context.shrunk(entry, true, EventType.SET, "spop", size);
            return;
        }
        int taken = (int) count;
        context.reply().set(taken);
        if ((long) (size - taken) * TAKEN_FOR_ONE_LEFT > taken) {
            popByDrawing(context, entry, set, taken);
        } else {
            popAllButDrawn(context, entry, set, size - taken);
        }
        context.preventPropagation();
        context.modified(entry, EventType.SET, "spop", taken);
    }

    private static void popByDrawing(Context context, KeyEntry entry, SetValue set, int count) {
        context.work(count);
        for (byte[] member : draw(context, set, count)) {
            context.reply().bulk(member);
            context.propagateAs(SREM, entry.key(), member);
        }
    }

    /** Draws those that stay, of which there are few; they make a new set, which may be an intset again. */
    private static void popAllButDrawn(Context context, KeyEntry entry, SetValue set, int left) {
        context.work(set.size());
        List<byte[]> staying = draw(context, set, left);
        for (byte[] member : members(set)) {
            context.reply().bulk(member);
            context.propagateAs(SREM, entry.key(), member);
        }
        SetValue rest = SetValue.createFor(staying.get(0));
        staying.forEach(member -> rest.add(member, context.config().setMaxIntsetEntries()));
        context.put(entry.key(), entry, rest);
    }

    /** Takes so many members out of the set. */
    private static List<byte[]> draw(Context context, SetValue set, int count) {
        List<byte[]> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drawn.add(set.pop(context.random()));
        }
        return drawn;
    }

    /** All members; an intset's in their order. */
    static List<byte[]> members(SetValue set) {
        List<byte[]> members = new ArrayList<>(set.size());
        set.forEachWhile(new SetValue.Visitor() {
            @Override
            public boolean integer(long member) {
                return members.add(Numbers.longToBytes(member));
            }

            @Override
            public boolean bytes(byte[] member) {
                return members.add(member);
            }
        });
        return members;
    }

    static void srandmember(Context context) {
        if (context.argc() > 3) {
            throw RedisError.SYNTAX;
        }
        if (context.argc() == 2) {
            SetValue set = context.readValue(context.arg(1), SetValue.class);
            if (set == null) {
                context.reply().nil();
            } else {
                context.reply().bulk(set.random(context.random()));
            }
            return;
        }
        long count = Arguments.parseLong(context.arg(2), RedisError.NOT_AN_INTEGER);
        if (count == Long.MIN_VALUE) {
            throw new RedisError(
                    "ERR value is out of range, value must between -9223372036854775807 and" + " 9223372036854775807");
        }
        SetValue set = context.readValue(context.arg(1), SetValue.class);
        if (set == null || count == 0) {
            context.reply().emptyArray();
        } else if (count < 0 || count == 1) {
            drawAnew(context, set, Math.abs(count));
        } else if (count >= set.size()) {
            context.work(set.size());
            context.reply().array(set.size());
            set.forEach(new ElementReply(context.reply()));
        } else {
            drawDifferent(context, set, (int) count);
        }
    }

    /** Every member has the same chance in every draw, so that one can come more than once. */
    private static void drawAnew(Context context, SetValue set, long count) {
        if (count > Integer.MAX_VALUE) {
            // Redis would fill its memory with the reply.
            throw new RedisError("ERR value is out of range");
        }
        ReplySink reply = context.reply();
        context.work(count);
        reply.array((int) count);
        for (long i = 0; i < count; i++) {
            reply.bulk(set.random(context.random()));
        }
    }

    private static void drawDifferent(Context context, SetValue set, int count) {
        RandomGenerator random = context.random();
        ReplySink reply = context.reply();
        reply.array(count);
        if ((long) count * MEMBERS_FOR_ONE_DRAWN <= set.size()) {
            Set<ByteKey> drawn = new LinkedHashSet<>();
            while (drawn.size() < count) {
                drawn.add(new ByteKey(set.random(random)));
            }
            context.work(count);
            drawn.forEach(member -> reply.bulk(member.bytes()));
            return;
        }
        List<byte[]> members = members(set);
        context.work(members.size());
        for (int i = 0; i < count; i++) {
            int chosen = i + random.nextInt(members.size() - i);
            reply.bulk(members.get(chosen));
            members.set(chosen, members.get(i));
        }
    }
}
