package io.redislab.benchmark;

/**
 * Counts durations so that each is known to a given number of digits, from 8 µs steps up to 3 s: a high dynamic range
 * histogram (Gil Tene's HdrHistogram). The first bucket has 2^n counters, each doubling after it half as many. Recording is
 * one addition and allocates nothing.
 */
final class LatencyCounts {
    /** Longer durations count as this, in µs. */
    static final long MAX_MICROS = 3_000_000;
    /** The finest step is 2^3 µs, as redis-benchmark has it: it asks for 10 µs and more. */
    private static final int UNIT_BITS = 3;

    private static final int MAX_DIGITS = 4;

    private final int halfBits;
    private final long[] counts;
    private long total;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long most;

    /** @param digits 1 to 4 */
    LatencyCounts(int digits) {
        int wanted = Math.max(1, Math.min(MAX_DIGITS, digits));
        int steps = 2;
        for (int i = 0; i < wanted; i++) {
            steps *= 10;
        }
        halfBits = 31 - Integer.numberOfLeadingZeros(steps - 1);
        counts = new long[index(MAX_MICROS) + 1];
    }

    /** Counts so many durations. */
    void record(long micros, int times) {
        if (times <= 0) {
            return;
        }
        long value = Math.max(0, Math.min(MAX_MICROS, micros));
        counts[index(value)] += times;
        total += times;
        sum += value * times;
        least = Math.min(least, value);
        most = Math.max(most, value);
    }

    /** Adds what another histogram of the same precision has counted. */
    void add(LatencyCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        sum += other.sum;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
    }

    private int index(long micros) {
        int bucket = Math.max(0, 63 - Long.numberOfLeadingZeros(micros | 1) - UNIT_BITS - halfBits);
        return (bucket << halfBits) + (int) (micros >> bucket + UNIT_BITS);
    }

    private int width(int index) {
        return UNIT_BITS + Math.max(0, (index >> halfBits) - 1);
    }

    private long lowest(int index) {
        int bucket = Math.max(0, (index >> halfBits) - 1);
        return (long) (index - (bucket << halfBits)) << width(index);
    }

    /** The longest duration that the counter stands for. */
    private long highest(int index) {
        return lowest(index) + (1L << width(index)) - 1;
    }

    long total() {
        return total;
    }

    /** The shortest duration, to the precision; in µs, as all others. */
    long min() {
        return total == 0 ? 0 : lowest(index(least));
    }

    long max() {
        return total == 0 ? 0 : highest(index(most));
    }

    double mean() {
        return total == 0 ? 0 : (double) sum / total;
    }

    /** The duration that so many per cent do not pass. */
    long percentile(double percent) {
        long wanted = Math.max(1, (long) (percent / 100 * total + 0.5));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return highest(i);
            }
        }
        return 0;
    }

    /** Is told how many durations, and which part of all, were at most so long. */
    interface Line {
        void print(double percent, long micros, long cumulated);
    }

    /**
     * 0 %, 50 %, 75 %, 87.5 % and so on, each halving what is left, with the duration that they do not pass; 100 % at the
     * end. Of percentages at the same duration only the first is told.
     */
    void percentiles(Line line) {
        double next = 0;
        long seen = 0;
        long told = -1;
        for (int i = 0; i < counts.length && seen < total; i++) {
            seen += counts[i];
            while (counts[i] != 0 && next <= 100.0 * seen / total && next < 100) {
                if (seen != told || seen == total) {
                    line.print(next, highest(i), seen);
                    told = seen;
                }
                next = 100 - (100 - next) / 2;
                if (seen == total) {
                    break;
                }
            }
        }
        line.print(100, max(), total);
    }

    /** The same in steps of 0.1 ms up to 2.1 ms and of 1 ms beyond, where the number grows. */
    void distribution(Line line) {
        int next = 0;
        long seen = 0;
        long told = -1;
        long step = 100;
        for (long level = step, following; told != total; level = following) {
            int last = index(Math.min(MAX_MICROS, level));
            while (next <= last) {
                seen += counts[next++];
            }
            if (seen != told) {
                line.print(100.0 * seen / total, highest(last), seen);
                told = seen;
            }
            following = level + step;
            step = highest(last) > 2000 ? 1000 : 100;
        }
    }
}
