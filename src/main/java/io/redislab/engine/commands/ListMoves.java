package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Ascii;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Quicklist;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Moving an element from one end of a list to one of another, at once or as soon as there is one. */
final class ListMoves {
    private static final byte[] LMOVE = "LMOVE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RPOPLPUSH = "RPOPLPUSH".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEFT = "left".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RIGHT = "right".getBytes(StandardCharsets.US_ASCII);

    private ListMoves() {}

    /** LEFT or RIGHT. @throws RedisError a syntax error for anything else */
    static boolean isLeft(byte[] word) {
        boolean left = Ascii.equalsIgnoreCase(word, "LEFT");
        if (!left && !Ascii.equalsIgnoreCase(word, "RIGHT")) {
            throw RedisError.SYNTAX;
        }
        return left;
    }

    /**
     * What is to be moved.
     *
     * @param byOldName whether the AOF gets RPOPLPUSH rather than LMOVE
     */
    private record Move(byte[] source, byte[] destination, boolean fromHead, boolean toHead, boolean byOldName) {
        static Move parse(Context context) {
            boolean fromHead = isLeft(context.arg(3));
            return new Move(context.arg(1), context.arg(2), fromHead, isLeft(context.arg(4)), false);
        }

        static Move rightToLeft(Context context) {
            return new Move(context.arg(1), context.arg(2), false, true, true);
        }

        /** Moves one element and replies with it. @throws RedisError when the destination is no list */
        void run(Context context, KeyEntry from, int changes) {
            KeyEntry to = context.writeEntry(destination, ListValue.class);
            Quicklist list = ListCommands.listOf(from);
            byte[] element = list.pop(fromHead);
            if (to == null) {
                to = ListCommands.create(context, destination);
            }
            ListCommands.listOf(to).push(element, toHead, context.keyspace().listPackedThreshold());
            context.modified(to, EventType.LIST, toHead ? "lpush" : "rpush", 0);
            context.reply().bulk(element);
            context.shrunk(from, list.isEmpty(), EventType.LIST, ListPops.event(fromHead), changes);
        }

        void propagate(Context context, byte[] from, byte[] to) {
            if (byOldName) {
                context.propagateAs(RPOPLPUSH, source, destination);
            } else {
                context.propagateAs(LMOVE, source, destination, from, to);
            }
        }

        /** Serves a client who has waited; false when the key is no list. */
        boolean serveWaiter(Context context, byte[] key) {
            KeyEntry entry = context.write(key);
            if (entry == null || !(entry.value() instanceof ListValue)) {
                return false;
            }
            run(context, entry, 0);
            propagate(context, fromHead ? LEFT : RIGHT, toHead ? LEFT : RIGHT);
            return true;
        }

        void runOrReplyNil(Context context) {
            KeyEntry from = context.writeEntry(source, ListValue.class);
            if (from == null) {
                context.reply().nil();
            } else {
                run(context, from, 1);
            }
        }

        void runOrWait(Context context, byte[] timeout) {
            long millis = Context.timeoutMillis(timeout);
            KeyEntry from = context.writeEntry(source, ListValue.class);
            if (from != null) {
                run(context, from, 1);
                // The direction as the client wrote it.
                propagate(context, context.arg(3), context.argc() > 4 ? context.arg(4) : context.arg(3));
            } else if (!context.mayBlock()) {
                context.reply().nil();
            } else {
                ReplySink later = context.session().sink();
                context.block(List.of(source), millis, false, this::serveWaiter, later::nilArray);
            }
        }
    }

    static void lmove(Context context) {
        Move.parse(context).runOrReplyNil(context);
    }

    static void rpoplpush(Context context) {
        Move.rightToLeft(context).runOrReplyNil(context);
    }

    static void blmove(Context context) {
        Move.parse(context).runOrWait(context, context.arg(5));
    }

    static void brpoplpush(Context context) {
        Move.rightToLeft(context).runOrWait(context, context.arg(3));
    }
}
