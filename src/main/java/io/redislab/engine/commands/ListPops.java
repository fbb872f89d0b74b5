package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Quicklist;
import io.redislab.resp.Numbers;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Taking elements off an end of a list, at once or as soon as there are some. Who waits is served in turn when a key
 * becomes a list; the AOF gets the pop that took place.
 */
final class ListPops {
    private static final byte[] LPOP = "LPOP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RPOP = "RPOP".getBytes(StandardCharsets.US_ASCII);
    /** The count of BLPOP and BRPOP, whose reply has one element and no array around it. */
    private static final long SINGLE = -1;

    private ListPops() {}

    static String event(boolean atHead) {
        return atHead ? "lpop" : "rpop";
    }

    /** LPOP and RPOP. */
    static void pop(Context context, boolean atHead) {
        if (context.argc() > 3) {
            throw new RedisError(
                    "ERR wrong number of arguments for '" + context.spec().name() + "' command");
        }
        boolean single = context.argc() == 2;
        long count = single ? 1 : Arguments.parseCount(context.arg(2));
        KeyEntry entry = context.writeEntry(context.arg(1), ListValue.class);
        if (entry == null) {
            if (single) {
                context.reply().nil();
            } else {
                context.reply().nilArray();
            }
        } else if (single) {
            popOne(context, entry, atHead, 1);
        } else if (count == 0) {
            context.reply().emptyArray();
        } else {
            popSome(context, entry, atHead, count);
        }
    }

    private static void popOne(Context context, KeyEntry entry, boolean atHead, int changes) {
        Quicklist list = ListCommands.listOf(entry);
        list.pop(atHead, new ElementReply(context.reply()));
        context.shrunk(entry, list.isEmpty(), EventType.LIST, event(atHead), changes);
    }

    private static void popSome(Context context, KeyEntry entry, boolean atHead, long count) {
        Quicklist list = ListCommands.listOf(entry);
        int size = list.size();
        int taken = (int) Math.min(count, size);
        ListCommands.reply(context, list, atHead ? 0 : size - 1, taken, atHead);
        list.removeRange(atHead ? 0 : size - taken, taken);
        context.shrunk(entry, list.isEmpty(), EventType.LIST, event(atHead), taken);
    }

    /**
     * What a pop from one of several keys asks for.
     *
     * @param count {@link #SINGLE} or the most elements of one list
     */
    private record Request(List<byte[]> keys, boolean atHead, long count) {
        /** Reads {@code numkeys key [key ...] LEFT|RIGHT [COUNT count]} from argv[at] on. */
        static Request parse(Context context, int at) {
            Arguments args = context.args();
            args.seek(at);
            long keys = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR numkeys should be greater than 0"));
            if (keys >= args.remaining()) {
                throw RedisError.SYNTAX;
            }
            args.seek(at + 1 + (int) keys);
            boolean atHead = ListMoves.isLeft(args.next());
            long count = 1;
            if (args.remaining() >= 2 && args.option("COUNT")) {
                count = args.longBetween(1, Long.MAX_VALUE, new RedisError("ERR count should be greater than 0"));
            }
            args.end();
            return new Request(Arrays.asList(context.argv()).subList(at + 1, at + 1 + (int) keys), atHead, count);
        }

        /** Pops from the first key that is a list; false when there is none. */
        boolean serveAny(Context context) {
            for (byte[] key : keys) {
                KeyEntry entry = context.writeEntry(key, ListValue.class);
                if (entry != null) {
                    serve(context, entry, 1);
                    return true;
                }
            }
            return false;
        }

        /** Serves a client who has waited; false when the key is no list. */
        boolean serveWaiter(Context context, byte[] key) {
            KeyEntry entry = context.write(key);
            if (entry == null || !(entry.value() instanceof ListValue)) {
                return false;
            }
            serve(context, entry, 0);
            return true;
        }

        private void serve(Context context, KeyEntry entry, int changesOfSingle) {
            byte[] key = entry.key();
            ReplySink reply = context.reply();
            reply.array(2);
            reply.bulk(key);
            byte[] name = atHead ? LPOP : RPOP;
            if (count == SINGLE) {
                context.propagateAs(name, key);
                popOne(context, entry, atHead, changesOfSingle);
            } else {
                long taken = Math.min(count, ListCommands.listOf(entry).size());
                context.propagateAs(name, key, Numbers.longToBytes(taken));
                popSome(context, entry, atHead, taken);
            }
        }
    }

    /** LMPOP. */
    static void popFirstFilled(Context context) {
        if (!Request.parse(context, 1).serveAny(context)) {
            context.reply().nilArray();
        }
    }

    /** BLMPOP. */
    static void popFirstFilledOrWait(Context context) {
        serveOrWait(context, Request.parse(context, 2), context.arg(1));
    }

    /** BLPOP and BRPOP. */
    static void popOrWait(Context context, boolean atHead) {
        int last = context.argc() - 1;
        List<byte[]> keys = Arrays.asList(context.argv()).subList(1, last);
        serveOrWait(context, new Request(keys, atHead, SINGLE), context.arg(last));
    }

    private static void serveOrWait(Context context, Request request, byte[] timeout) {
        long millis = Context.timeoutMillis(timeout);
        if (request.serveAny(context)) {
            return;
        }
        if (!context.mayBlock()) {
            context.reply().nilArray();
            return;
        }
        ReplySink later = context.session().sink();
        context.block(request.keys(), millis, false, request::serveWaiter, later::nilArray);
    }
}
