package io.redislab.grading;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What grading one answer may take, on top of the limits of each script. It is a last resort and so large that no honest
 * answer comes near it; whoever passes it gets a report that says so. Used by one thread.
 */
public final class Budget {
    /** Real time for one answer, all variants and replays together. */
    public static final Duration TIME = Duration.ofSeconds(60);
    /** Bytes of data that one world may hold. */
    public static final long MEMORY = 256L << 20;

    private final LongSupplier nanos;
    private final long deadline;

    /** Begins now. @param nanos the machine's monotonic clock */
    public Budget(LongSupplier nanos) {
        this.nanos = nanos;
        this.deadline = nanos.getAsLong() + TIME.toNanos();
    }

    /** An answer has taken too much. */
    public static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Exceeded(String message) {
            super(message);
        }
    }

    /** Real time that is left, ns. */
    public long leftNanos() {
        return deadline - nanos.getAsLong();
    }

    /** Looks after each command. @param memory bytes that the world holds now */
    void check(long memory) {
        if (leftNanos() < 0) {
            throw new Exceeded("it takes more than " + TIME.toSeconds() + " seconds");
        }
        if (memory > MEMORY) {
            throw new Exceeded("it keeps more than " + (MEMORY >> 20) + " MB");
        }
    }
}
