package io.redislab.engine.keyspace;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Keeps when or how often a key is used, in the 24 bits that Redis gives to it: an LRU clock in seconds, or LFU. */
public final class AccessClock {
    private static final int LFU_INITIAL = 5;
    private static final int CLOCK_MASK = 0xFFFFFF;

    private final LongSupplier nowMillis;
    private final RandomGenerator random;
    private boolean lfu;
    private int logFactor = 10;
    private int decayMinutes = 1;
    /** CLIENT NO-TOUCH and child-like phases keep access data as it is. */
    private boolean frozen;

    /** @param nowMillis Unix time in ms */
    public AccessClock(LongSupplier nowMillis, RandomGenerator random) {
        this.nowMillis = nowMillis;
        this.random = random;
    }

    public void configure(boolean useLfu, int factor, int minutes) {
        lfu = useLfu;
        logFactor = factor;
        decayMinutes = minutes;
    }

    public boolean isLfu() {
        return lfu;
    }

    public void setFrozen(boolean yes) {
        frozen = yes;
    }

    /** The LRU clock: seconds modulo 2^24. */
    public int lruClock() {
        return (int) (nowMillis.getAsLong() / 1000) & CLOCK_MASK;
    }

    private int minutes() {
        return (int) (nowMillis.getAsLong() / 60_000) & 0xFFFF;
    }

    public void created(KeyEntry entry) {
        entry.setAccess(lfu ? minutes() << 8 | LFU_INITIAL : lruClock());
    }

    public void touch(KeyEntry entry) {
        if (frozen) {
            return;
        }
        if (lfu) {
            entry.setAccess(minutes() << 8 | increment(decayed(entry)));
        } else {
            entry.setAccess(lruClock());
        }
    }

    private int increment(int counter) {
        if (counter == 255) {
            return 255;
        }
        double base = Math.max(0, counter - LFU_INITIAL);
        return random.nextDouble() < 1.0 / (base * logFactor + 1) ? counter + 1 : counter;
    }

    /** The LFU counter after its decay up to now. */
    public int decayed(KeyEntry entry) {
        int counter = entry.access() & 0xFF;
        int last = entry.access() >>> 8;
        int elapsed = minutes() - last & 0xFFFF;
        int periods = decayMinutes == 0 ? 0 : elapsed / decayMinutes;
        return Math.max(0, counter - periods);
    }

    /**
     * Sets what a file or RESTORE says about a key's use, where the policy in force keeps such data.
     *
     * @param idleSeconds how long nobody used the key, -1 when unknown
     * @param frequency the LFU counter, -1 when unknown
     */
    public void restore(KeyEntry entry, long idleSeconds, int frequency) {
        if (lfu && frequency >= 0) {
            entry.setAccess(minutes() << 8 | frequency);
        } else if (!lfu && idleSeconds >= 0) {
            // What is longer than the clock's turn of half a year wraps as in Redis.
            long at = lruClock() - idleSeconds * 1000 / 1000;
            entry.setAccess((int) (at < 0 ? at + CLOCK_MASK : at) & CLOCK_MASK);
        }
    }

    /** How long nobody used the key, in ms. */
    public long idleMillis(KeyEntry entry) {
        int clock = lruClock();
        long seconds = clock >= entry.access() ? clock - entry.access() : clock + (CLOCK_MASK - entry.access());
        return seconds * 1000;
    }
}
