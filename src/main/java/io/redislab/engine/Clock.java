package io.redislab.engine;

/** Where the engine's time comes from. The lab turns it, tests fix it. */
public interface Clock {
    /** Unix time in µs. */
    long wallMicros();

    /** A steady time in ns, for durations. A turned clock turns it too. */
    long monotonicNanos();

    default long wallMillis() {
        return wallMicros() / 1000;
    }

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
