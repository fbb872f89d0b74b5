package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.acl.User;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of SORT.
 *
 * @param by what gives the order; null for the elements themselves
 * @param unsorted whether BY names no key, so that the order stays as it is
 * @param offset the first element to show; may be negative for 0
 * @param count how many elements to show; negative for all
 * @param gets what is shown of each element; empty for the element itself
 * @param store where the result goes; null for the reply
 */
record SortOptions(
        @Nullable SortPattern by,
        boolean unsorted,
        long offset,
        long count,
        List<SortPattern> gets,
        boolean descending,
        boolean alpha,
        byte @Nullable [] store) {
    /** @param mayStore false for SORT_RO */
    static SortOptions parse(Context context, boolean mayStore) {
        Arguments args = context.args();
        args.seek(2);
        SortPattern by = null;
        long offset = 0;
        long count = -1;
        List<SortPattern> gets = new ArrayList<>();
        boolean descending = false;
        boolean alpha = false;
        byte[] store = null;
        // A BY without a star turns sorting off for good, even if another BY follows.
        boolean unsorted = false;
        while (args.hasNext()) {
            if (args.option("ASC")) {
                descending = false;
            } else if (args.option("DESC")) {
                descending = true;
            } else if (args.option("ALPHA")) {
                alpha = true;
            } else if (args.remaining() >= 3 && args.option("LIMIT")) {
                offset = args.longValue();
                count = args.longValue();
            } else if (mayStore && args.remaining() >= 2 && args.option("STORE")) {
                store = args.next();
            } else if (args.remaining() >= 2 && args.option("BY")) {
                by = SortPattern.parse(args.next());
                if (by.hasStar()) {
                    requireAllKeys(context, "BY");
                } else {
                    unsorted = true;
                }
            } else if (args.remaining() >= 2 && args.option("GET")) {
                requireAllKeys(context, "GET");
                gets.add(SortPattern.parse(args.next()));
            } else {
                throw RedisError.SYNTAX;
            }
        }
        return new SortOptions(by, unsorted, offset, count, gets, descending, alpha, store);
    }

    /** Which keys a pattern names shows only while sorting, too late for a check of each. */
    private static void requireAllKeys(Context context, String option) {
        User user = context.session().user();
        if (!context.engine().acl().allowsEveryKey(user, context.spec(), context.argv(), KeySpec.RO | KeySpec.ACCESS)) {
            throw new RedisError("ERR " + option + " option of SORT denied due to insufficient ACL permissions.");
        }
    }

    /** The same, but sorted by the elements' bytes. */
    SortOptions sortedByBytes() {
        return new SortOptions(null, false, offset, count, gets, descending, true, store);
    }
}
