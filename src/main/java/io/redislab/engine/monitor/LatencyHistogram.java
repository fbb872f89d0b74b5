package io.redislab.engine.monitor;

import java.util.Arrays;

/**
 * Counts durations so that each is known to two digits, from 1 ns to 1 s: a high dynamic range histogram (Gil Tene's
 * HdrHistogram) with 256 counters for the first bucket and 128 for each doubling after it. Recording is one addition.
 */
public final class LatencyHistogram {
    private static final long MAX_NANOS = 1_000_000_000;
    /** Each bucket but the first is split into so many counters. */
    private static final int HALF = 128;

    private static final int HALF_BITS = 7;

    private long[] counts = new long[2 * HALF];
    private long total;

    /** Longer durations count as one second. */
    public void record(long nanos) {
        int index = index(Math.max(1, Math.min(MAX_NANOS, nanos)));
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(index + HALF, counts.length * 2));
        }
        counts[index]++;
        total++;
    }

    private static int index(long nanos) {
        int bucket = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos) - HALF_BITS);
        return (bucket << HALF_BITS) + (int) (nanos >> bucket);
    }

    /** The longest duration that the counter stands for. */
    private static long highest(int index) {
        int bucket = Math.max(0, (index >> HALF_BITS) - 1);
        long lowest = (long) (index - (bucket << HALF_BITS)) << bucket;
        return lowest + (1L << bucket) - 1;
    }

    /** How many were recorded. */
    public long total() {
        return total;
    }

    /** The duration in ns that so many per cent do not pass, to two digits. */
    public long percentile(double percent) {
        long wanted = Math.max(1, (long) (Math.min(100, percent) / 100 * total + 0.5));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return highest(i);
            }
        }
        return 0;
    }

    /** Is told how many durations were at most so long. */
    public interface Step {
        void atMost(long micros, long cumulated);
    }

    /** Durations of 1, 2, 4, 8 … µs and how many did not pass them, where the number grows. */
    public void cumulate(Step visitor) {
        long seen = 0;
        long reported = 0;
        int next = 0;
        for (long level = 1024; seen < total; level *= 2) {
            int last = Math.min(counts.length - 1, index(level));
            while (next <= last) {
                seen += counts[next++];
            }
            if (seen > reported) {
                visitor.atMost(highest(index(level)) / 1000, seen);
                reported = seen;
            }
        }
    }
}
