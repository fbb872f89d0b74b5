package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.value.ElementSink;
import io.redislab.resp.Numbers;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SSCAN, HSCAN and ZSCAN share: {@code key cursor [MATCH pattern] [COUNT count]}. */
final class ElementScan implements ElementSink {
    /** One step of a scan over a value. */
    interface Step {
        /**
         * Hands some elements over; where they belong together in pairs, the name before what it has.
         *
         * @return the next cursor, 0 at the end
         */
        long scan(long cursor, ElementSink elements);
    }

    private final List<byte[]> elements = new ArrayList<>();

    private ElementScan() {}

    /**
     * Reads cursor and options and replies.
     *
     * @param step null when the key is not there; then the options are not looked at
     * @param width how many elements belong together; only the first of them has to match the pattern
     */
    static void run(Context context, long cursor, @Nullable Step step, int width) {
        ReplySink reply = context.reply();
        if (step == null) {
            reply.array(2);
            reply.bulkLong(0);
            reply.emptyArray();
            return;
        }
        context.args().seek(3);
        ScanOptions options = ScanOptions.parseOptions(context.args(), cursor, false);
        ElementScan scan = new ElementScan();
        long wanted = options.count() > Long.MAX_VALUE / width ? Long.MAX_VALUE : options.count() * width;
        // A table that has become sparse must not make one call look at all of its empty buckets.
        long rounds = wanted > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : wanted * 10;
        long next = cursor;
        do {
            next = step.scan(next, scan);
        } while (next != 0 && rounds-- > 0 && scan.elements.size() < wanted);
        context.work(scan.elements.size() / width);
        reply.array(2);
        reply.bulkLong(next);
        scan.reply(reply, options, width);
    }

    private void reply(ReplySink reply, ScanOptions options, int width) {
        int mark = reply.openDeferred('*');
        int shown = 0;
        for (int i = 0; i < elements.size(); i += width) {
            if (options.matches(elements.get(i))) {
                elements.subList(i, i + width).forEach(reply::bulk);
                shown += width;
            }
        }
        reply.closeDeferred(mark, shown);
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        elements.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void integer(long value) {
        elements.add(Numbers.longToBytes(value));
    }
}
