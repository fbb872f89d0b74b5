package io.redislab.lua;

/**
 * Counts the bytes that a script asks for. What was freed meanwhile is not known, so when the allowance is used up
 * the gauge is asked what really lives, and a new allowance follows from that.
 */
public final class LuaMemory {
    /** Tells how many bytes of a script's making are alive. */
    @FunctionalInterface
    public interface Gauge {
        /**
         * Measures or estimates.
         *
         * @param requested the bytes charged since the measurement before
         * @return an upper estimate of the bytes alive
         */
        long liveBytes(long requested);
    }

    private long allowance = Long.MAX_VALUE;
    private long granted = Long.MAX_VALUE;
    private long limit = Long.MAX_VALUE;
    private long largest = Integer.MAX_VALUE - 64;
    private Gauge gauge = requested -> 0;

    /**
     * Starts a count anew.
     *
     * @param limit the bytes that may be alive
     * @param largest the bytes that one string may have
     */
    public void restart(long limit, long largest, Gauge gauge) {
        this.limit = limit;
        this.largest = Math.min(largest, Integer.MAX_VALUE - 64);
        this.gauge = gauge;
        granted = limit;
        allowance = limit;
    }

    /** Charges bytes of a table or the like; a negative count is an excess that overflowed. */
    public void charge(long bytes) {
        allowance -= bytes;
        if (allowance < 0 || bytes < 0) {
            measure(bytes);
        }
    }

    /** Charges a string of the given length. */
    public void chargeString(long length) {
        if (length > largest) {
            throw LuaError.outOfMemory();
        }
        charge(length + 24);
    }

    private void measure(long bytes) {
        if (bytes < 0 || bytes > limit) {
            allowance = 0;
            throw LuaError.outOfMemory();
        }
        long live = gauge.liveBytes(granted - allowance);
        // What was just asked for is not alive yet.
        long left = limit - live - bytes;
        if (left < 0) {
            allowance = 0;
            granted = 0;
            throw LuaError.outOfMemory();
        }
        granted = Math.max(left, limit / 16);
        allowance = granted;
    }
}
