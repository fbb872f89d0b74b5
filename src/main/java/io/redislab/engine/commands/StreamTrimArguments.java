package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamTrim;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * What XADD and XTRIM say about trimming.
 *
 * @param trim null when nothing is trimmed
 * @param thresholdAt where the threshold stands, {@code 10} in {@code MAXLEN ~ 10}
 * @param noMakeStream NOMKSTREAM was given
 */
record StreamTrimArguments(@Nullable StreamTrim trim, int thresholdAt, boolean noMakeStream) {
    private static final byte[] EXACTLY = {'='};

    /** Reads the options; for XADD up to the id, where the cursor stays. */
    static StreamTrimArguments parse(Context context, boolean isAdd) {
        Arguments args = context.args();
        args.seek(2);
        boolean hasStrategy = false;
        long maxLength = 0;
        StreamId minId = null;
        boolean approximate = false;
        int thresholdAt = 0;
        boolean hasLimit = false;
        long limit = 0;
        boolean noMakeStream = false;
        while (args.hasNext() && !(isAdd && StreamArguments.is(args.peek(), '*'))) {
            boolean more = args.remaining() > 1;
            boolean byLength = more && args.option("MAXLEN");
            if (byLength || (more && args.option("MINID"))) {
                if (hasStrategy) {
                    throw new RedisError(
                            "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
                }
                hasStrategy = true;
                boolean operator = args.remaining() > 1;
                approximate = operator && args.option("~");
                if (operator && !approximate) {
                    args.option("=");
                }
                thresholdAt = args.position();
                if (byLength) {
                    maxLength = notNegative(args.longValue(), "MAXLEN");
                } else {
                    minId = StreamArguments.id(args.next());
                }
            } else if (more && args.option("LIMIT")) {
                hasLimit = true;
                limit = notNegative(args.longValue(), "LIMIT");
            } else if (isAdd && args.option("NOMKSTREAM")) {
                noMakeStream = true;
            } else if (isAdd) {
                break;
            } else {
                throw RedisError.SYNTAX;
            }
        }
        // XADD finds fault with its id first.
        if (isAdd && args.hasNext()) {
            checkId(args.peek());
        }
        if (!hasStrategy && limit != 0) {
            throw new RedisError("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
        }
        if (!hasStrategy && !isAdd) {
            throw new RedisError("ERR syntax error, XTRIM must be called with a trimming strategy");
        }
        long effective = effectiveLimit(context, approximate, hasLimit, limit);
        StreamTrim trim = hasStrategy ? new StreamTrim(maxLength, minId, approximate, effective) : null;
        return new StreamTrimArguments(trim, thresholdAt, noMakeStream);
    }

    private static void checkId(byte[] word) {
        if (StreamArguments.is(word, '*')) {
            return;
        }
        if (StreamId.asksForSeq(word)) {
            StreamArguments.idWithoutSeq(word);
        } else {
            StreamArguments.id(word);
        }
    }

    private static long notNegative(long value, String option) {
        if (value < 0) {
            throw new RedisError("ERR The " + option + " argument must be >= 0.");
        }
        return value;
    }

    private static long effectiveLimit(Context context, boolean approximate, boolean given, long limit) {
        if (context.session().mustBeObeyed()) {
            // Thresholds that were passed on are exact already.
            return 0;
        }
        if (given && !approximate) {
            throw new RedisError("ERR syntax error, LIMIT cannot be used without the special ~ option");
        }
        if (given || !approximate) {
            return limit;
        }
        // Unasked, one call removes no more than a hundred nodes.
        long entries = 100 * context.config().streamNodeMaxEntries();
        return entries <= 0 ? 10_000 : Math.min(entries, 1_000_000);
    }

    /** The call's words with a threshold that has exactly the effect that this trimming had. */
    byte[][] exact(byte[][] argv, StreamValue trimmed) {
        StreamTrim done = trim;
        if (done == null || !done.approximate()) {
            return argv;
        }
        byte[][] words = argv.clone();
        words[thresholdAt - 1] = EXACTLY;
        words[thresholdAt] = done.minId() == null
                ? Numbers.longToBytes(trimmed.length())
                : trimmed.firstStoredId().toBytes();
        return words;
    }

    /** Fields and values that no listpack takes. */
    static void checkSize(byte[][] argv, int from) {
        if (StreamValue.sizeOf(argv, from) > Listpack.MAX_BYTES) {
            throw new RedisError("ERR Elements are too large to be stored");
        }
    }
}
