package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.QuicklistCursor;
import io.redislab.resp.ReplySink;

/** LPOS: where an element stands in a list. */
final class ListPositions {
    private ListPositions() {}

    /**
     * The options of LPOS.
     *
     * @param rank how many matches come first, negative from the end
     * @param count -1 for one match without an array around it, 0 for all
     * @param maxLength of the list's elements; 0 for all
     */
    private record Search(long rank, long count, long maxLength) {
        static Search parse(Arguments args) {
            args.seek(3);
            long rank = 1;
            long count = -1;
            long maxLength = 0;
            while (args.hasNext()) {
                if (args.remaining() >= 2 && args.option("RANK")) {
                    rank = args.longValue();
                    if (rank == 0) {
                        throw new RedisError("ERR RANK can't be zero: use 1 to start from the first match, 2 from the"
                                + " second ... or use negative to start from the end of the list");
                    }
                } else if (args.remaining() >= 2 && args.option("COUNT")) {
                    count = args.longBetween(0, Long.MAX_VALUE, new RedisError("ERR COUNT can't be negative"));
                } else if (args.remaining() >= 2 && args.option("MAXLEN")) {
                    maxLength = args.longBetween(0, Long.MAX_VALUE, new RedisError("ERR MAXLEN can't be negative"));
                } else {
                    throw RedisError.SYNTAX;
                }
            }
            return new Search(rank, count, maxLength);
        }
    }

    static void lpos(Context context) {
        Search search = Search.parse(context.args());
        ListValue value = context.readValue(context.arg(1), ListValue.class);
        Quicklist list = value == null ? null : value.list();
        ReplySink reply = context.reply();
        if (list == null) {
            if (search.count() >= 0) {
                reply.emptyArray();
            } else {
                reply.nil();
            }
            return;
        }
        boolean many = search.count() >= 0;
        int mark = many ? reply.openDeferred('*') : 0;
        int found = findPositions(context, list, search);
        if (many) {
            reply.closeDeferred(mark, found);
        } else if (found == 0) {
            reply.nil();
        }
    }

    /** Replies with the positions that are asked for, without an array around them; returns how many there are. */
    private static int findPositions(Context context, Quicklist list, Search search) {
        byte[] element = context.arg(2);
        boolean forward = search.rank() > 0;
        long rank = Math.abs(search.rank());
        long visited = 0;
        long matches = 0;
        int found = 0;
        QuicklistCursor cursor = list.cursor(forward);
        boolean enough = false;
        while (!enough && (search.maxLength() == 0 || visited < search.maxLength()) && cursor.next()) {
            if (cursor.matches(element) && ++matches >= rank) {
                context.reply().integer(forward ? visited : list.size() - visited - 1);
                found++;
                // Redis' own sum: it overflows for the smallest rank, whose matches are never enough.
                enough = search.count() < 0 || search.count() != 0 && matches - rank + 1 >= search.count();
            }
            visited++;
        }
        context.work(visited);
        return found;
    }
}
