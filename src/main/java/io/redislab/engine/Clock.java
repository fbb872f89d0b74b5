package io.redislab.engine;

import java.util.concurrent.locks.LockSupport;

/** Where the engine's time comes from. The lab turns it, tests fix it. */
public interface Clock {
    /** Unix time in µs. */
    long wallMicros();

    /** A steady time in ns, for durations. A turned clock turns it too. */
    long monotonicNanos();

    /** Lets so many ns pass, on the machine or by turning the clock; may return earlier. */
    default void sleep(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    default long wallMillis() {
        return wallMicros() / 1000;
    }

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
