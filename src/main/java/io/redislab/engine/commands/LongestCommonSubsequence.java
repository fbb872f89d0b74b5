package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.StringValue;
import io.redislab.resp.ReplySink;

/**
 * LCS: the table of the lengths for all pairs of prefixes, filled row by row, and the way back through it. Time and memory
 * are the product of the two lengths.
 */
final class LongestCommonSubsequence {
    private final byte[] a;
    private final byte[] b;
    private final int width;
    /** At {@code i * width + j}: the length for the first i bytes of a and the first j of b. */
    private final int[] lengths;

    private LongestCommonSubsequence(byte[] a, byte[] b, int[] lengths) {
        this.a = a;
        this.b = b;
        this.width = b.length + 1;
        this.lengths = lengths;
        for (int i = 1; i <= a.length; i++) {
            int row = i * width;
            int above = row - width;
            for (int j = 1; j <= b.length; j++) {
                lengths[row + j] = a[i - 1] == b[j - 1]
                        ? lengths[above + j - 1] + 1
                        : Math.max(lengths[above + j], lengths[row + j - 1]);
            }
        }
    }

    private record Options(boolean len, boolean idx, long minMatchLen, boolean withMatchLen) {
        static Options parse(Arguments args) {
            boolean len = false;
            boolean idx = false;
            long minMatchLen = 0;
            boolean withMatchLen = false;
            args.seek(3);
            while (args.hasNext()) {
                if (args.option("IDX")) {
                    idx = true;
                } else if (args.option("LEN")) {
                    len = true;
                } else if (args.option("WITHMATCHLEN")) {
                    withMatchLen = true;
                } else if (args.remaining() >= 2 && args.option("MINMATCHLEN")) {
                    minMatchLen = Math.max(0, args.longValue());
                } else {
                    throw RedisError.SYNTAX;
                }
            }
            if (len && idx) {
                throw new RedisError("ERR If you want both the length and indexes, please just use IDX.");
            }
            return new Options(len, idx, minMatchLen, withMatchLen);
        }
    }

    static void run(Context context) {
        KeyEntry first = context.read(context.arg(1));
        KeyEntry second = context.read(context.arg(2));
        if (first != null && !(first.value() instanceof StringValue)
                || second != null && !(second.value() instanceof StringValue)) {
            throw new RedisError("ERR The specified keys must contain string values");
        }
        Options options = Options.parse(context.args());
        byte[] a = first == null ? StringValue.EMPTY : ((StringValue) first.value()).bytes();
        byte[] b = second == null ? StringValue.EMPTY : ((StringValue) second.value()).bytes();
        context.work((long) a.length * b.length);
        LongestCommonSubsequence lcs = new LongestCommonSubsequence(a, b, table(context, a.length, b.length));
        if (options.len()) {
            context.reply().integer(lcs.length());
        } else if (options.idx()) {
            lcs.replyMatches(context.reply(), options);
        } else {
            context.reply().bulk(lcs.subsequence());
        }
    }

    private static int[] table(Context context, int a, int b) {
        long cells = (a + 1L) * (b + 1L);
        if (cells * Integer.BYTES > context.config().protoMaxBulkLen() && cells > 0) {
            throw new RedisError("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        }
        try {
            return new int[Math.toIntExact(cells)];
        } catch (OutOfMemoryError | ArithmeticException tooLarge) {
            throw new RedisError("ERR Insufficient memory, failed allocating transient memory for LCS");
        }
    }

    private int length() {
        return lengths[lengths.length - 1];
    }

    /** Whether the way back goes from here to one byte less of a, rather than of b. */
    private boolean shortensA(int i, int j) {
        return lengths[(i - 1) * width + j] > lengths[i * width + j - 1];
    }

    private byte[] subsequence() {
        byte[] result = new byte[length()];
        int left = result.length;
        int i = a.length;
        int j = b.length;
        while (left > 0) {
            if (a[i - 1] == b[j - 1]) {
                result[--left] = a[i - 1];
                i--;
                j--;
            } else if (shortensA(i, j)) {
                i--;
            } else {
                j--;
            }
        }
        return result;
    }

    /** The runs of equal bytes, the last one first, and the whole length. */
    private void replyMatches(ReplySink reply, Options options) {
        reply.map(2);
        reply.bulk("matches");
        int mark = reply.openDeferred('*');
        int matches = 0;
        int i = a.length;
        int j = b.length;
        while (i > 0 && j > 0) {
            int run = 0;
            while (run < i && run < j && a[i - 1 - run] == b[j - 1 - run]) {
                run++;
            }
            if (run > 0) {
                if (run >= options.minMatchLen()) {
                    replyMatch(reply, i - run, j - run, run, options.withMatchLen());
                    matches++;
                }
                i -= run;
                j -= run;
            } else if (shortensA(i, j)) {
                i--;
            } else {
                j--;
            }
        }
        reply.closeDeferred(mark, matches);
        reply.bulk("len");
        reply.integer(length());
    }

    private static void replyMatch(ReplySink reply, int inA, int inB, int length, boolean withLength) {
        reply.array(withLength ? 3 : 2);
        reply.array(2);
        reply.integer(inA);
        reply.integer(inA + length - 1L);
        reply.array(2);
        reply.integer(inB);
        reply.integer(inB + length - 1L);
        if (withLength) {
            reply.integer(length);
        }
    }
}
