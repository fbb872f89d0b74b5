package io.redislab.engine.persistence;

import io.redislab.engine.Engine;

/** How rewrites of the AOF have gone, as INFO shows it, and when one may begin by itself after others have failed. */
public final class AofRewrites {
    /** From so many failures in a row on, rewrites that start by themselves wait longer and longer. */
    private static final int FAILURES_UNTIL_LIMIT = 3;

    private static final int MOST_MINUTES = 60;

    private final Engine engine;
    private long count;
    private boolean lastOk = true;
    private long lastSeconds = -1;
    private long lastCopiedBytes;
    private long startedAt;
    private long failuresInARow;
    private int delayMinutes;
    private long nextTryAt;

    AofRewrites(Engine engine) {
        this.engine = engine;
    }

    private long nowSeconds() {
        return engine.clock().wallMillis() / 1000;
    }

    /** How many have begun. */
    public long count() {
        return count;
    }

    public boolean isLastOk() {
        return lastOk;
    }

    /** How long the last one took, in s; -1 when there was none. */
    public long lastSeconds() {
        return lastSeconds;
    }

    /** Bytes that the last one had to write early, because they were about to change. */
    public long lastCopiedBytes() {
        return lastCopiedBytes;
    }

    public long failuresInARow() {
        return failuresInARow;
    }

    /** How long the present one has taken, in s. */
    long secondsSinceStart() {
        return nowSeconds() - startedAt;
    }

    void resetCount() {
        count = 0;
    }

    /** Somebody asks for one: what failed before does not count any more. */
    void asked() {
        failuresInARow = 0;
    }

    void started() {
        count++;
        startedAt = nowSeconds();
    }

    /** It could not even begin. */
    void refused() {
        lastOk = false;
    }

    void stopped() {
        lastSeconds = secondsSinceStart();
    }

    /** It has come to an end, good or bad. */
    void ended(long copiedBytes) {
        stopped();
        lastCopiedBytes = copiedBytes;
    }

    void succeeded() {
        lastOk = true;
        failuresInARow = 0;
    }

    void failed() {
        lastOk = false;
        failuresInARow++;
    }

    /** Takes over what INFO shows of another engine's last one. */
    void adopt(AofRewrites other) {
        lastOk = other.lastOk;
        lastSeconds = other.lastSeconds;
    }

    /** After several failures a rewrite waits a minute, then two, four, up to an hour. */
    boolean isLimited() {
        if (failuresInARow < FAILURES_UNTIL_LIMIT) {
            delayMinutes = 0;
            nextTryAt = 0;
            return false;
        }
        if (nextTryAt != 0) {
            if (nowSeconds() < nextTryAt) {
                return true;
            }
            nextTryAt = 0;
            return false;
        }
        delayMinutes = Math.min(MOST_MINUTES, delayMinutes == 0 ? 1 : 2 * delayMinutes);
        nextTryAt = nowSeconds() + delayMinutes * 60L;
        engine.log()
                .warning("Background AOF rewrite has repeatedly failed and triggered the limit, will retry in "
                        + delayMinutes + " minutes");
        return true;
    }
}
