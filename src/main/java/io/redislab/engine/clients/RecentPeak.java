package io.redislab.engine.clients;

import java.util.Arrays;

/** The largest of some figures within the last eight seconds. */
final class RecentPeak {
    private static final int SECONDS = 8;

    private final long[] peaks = new long[SECONDS];
    private long second;

    /** @param now Unix time in s */
    void see(long figure, long now) {
        if (now - second >= SECONDS || now < second) {
            Arrays.fill(peaks, 0);
        } else {
            for (long s = second + 1; s <= now; s++) {
                peaks[(int) (s % SECONDS)] = 0;
            }
        }
        second = now;
        int slot = (int) (now % SECONDS);
        peaks[slot] = Math.max(peaks[slot], figure);
    }

    long largest() {
        long largest = 0;
        for (long peak : peaks) {
            largest = Math.max(largest, peak);
        }
        return largest;
    }
}
