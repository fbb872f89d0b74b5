package io.redislab.engine.value.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The id of a stream's entry: {@code ms-seq}.
 *
 * @param ms Unix time in ms, unsigned
 * @param seq counts within one ms, unsigned
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {
    /** 0-0, which no entry has. */
    public static final StreamId MIN = new StreamId(0, 0);

    public static final StreamId MAX = new StreamId(-1, -1);

    /** Longer texts are no ids. */
    private static final int MAX_TEXT = 127;

    /**
     * Reads {@code ms-seq} or {@code ms}.
     *
     * @param missingSeq stands in where the text has no sequence number
     * @return null when the text is no id; {@code -} and {@code +} are none here
     */
    public static @Nullable StreamId parse(byte[] text, long missingSeq) {
        int length = effectiveLength(text);
        int dash = dash(text, length);
        UnsignedReader reader = new UnsignedReader();
        if (text.length > MAX_TEXT || !reader.read(text, 0, dash)) {
            return null;
        }
        long ms = reader.value;
        if (dash == length) {
            return new StreamId(ms, missingSeq);
        }
        return reader.read(text, dash + 1, length) ? new StreamId(ms, reader.value) : null;
    }

    /** Whether the text is {@code ms-*}, which asks for the next free sequence number. */
    public static boolean asksForSeq(byte[] text) {
        int n = effectiveLength(text);
        return n >= 3 && text[n - 1] == '*' && dash(text, n) == n - 2;
    }

    /** The ms of {@code ms-*}. @return null when they are no number */
    public static @Nullable StreamId parseWithoutSeq(byte[] text) {
        UnsignedReader reader = new UnsignedReader();
        boolean valid = text.length <= MAX_TEXT && reader.read(text, 0, effectiveLength(text) - 2);
        return valid ? new StreamId(reader.value, 0) : null;
    }

    /** Redis reads ids as C strings, which end with a zero byte. */
    private static int effectiveLength(byte[] text) {
        int n = 0;
        while (n < text.length && text[n] != 0) {
            n++;
        }
        return n;
    }

    private static int dash(byte[] text, int length) {
        int i = 0;
        while (i < length && text[i] != '-') {
            i++;
        }
        return i;
    }

    /** Reads unsigned 64-bit numbers as C's strtoull does: blanks, a sign and zeros may come first. */
    private static final class UnsignedReader {
        private long value;

        boolean read(byte[] text, int from, int to) {
            int p = from;
            while (p < to && (text[p] == ' ' || (text[p] >= '\t' && text[p] <= '\r'))) {
                p++;
            }
            boolean negative = p < to && text[p] == '-';
            if (p < to && (text[p] == '-' || text[p] == '+')) {
                p++;
            }
            if (p == to) {
                return false;
            }
            // A plain negative number is refused; its odd spellings pass as their two's complement.
            boolean plain = negative && p == from + 1 && text[p] != '0';
            long sum = 0;
            for (; p < to; p++) {
                int digit = text[p] - '0';
                if (digit < 0 || digit > 9 || Long.compareUnsigned(sum, Long.divideUnsigned(-1 - digit, 10)) > 0) {
                    return false;
                }
                sum = sum * 10 + digit;
            }
            value = negative ? -sum : sum;
            return !plain || sum < 0 && sum != Long.MIN_VALUE;
        }
    }

    public boolean isZero() {
        return ms == 0 && seq == 0;
    }

    /** The id that follows; after {@link #MAX} comes {@link #MIN}. */
    public StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    /** The id before; before {@link #MIN} stands {@link #MAX}. */
    public StreamId previous() {
        return seq == 0 ? new StreamId(ms - 1, -1) : new StreamId(ms, seq - 1);
    }

    @Override
    public int compareTo(StreamId other) {
        return compare(ms, seq, other.ms, other.seq);
    }

    static int compare(long msA, long seqA, long msB, long seqB) {
        int byMs = Long.compareUnsigned(msA, msB);
        return byMs != 0 ? byMs : Long.compareUnsigned(seqA, seqB);
    }

    public boolean isAfter(StreamId other) {
        return compareTo(other) > 0;
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}
