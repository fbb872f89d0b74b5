package io.redislab.testing;

import io.redislab.engine.Clock;

/** A clock that only moves when it is told to. */
public final class ManualClock implements Clock {
    private long micros;
    private long nanos;
    private long nanosEachReading;

    /** Starts at this Unix time. */
    public ManualClock(long startMillis) {
        micros = startMillis * 1000;
    }

    @Override
    public long wallMicros() {
        return micros;
    }

    @Override
    public long monotonicNanos() {
        nanos += nanosEachReading;
        return nanos;
    }

    /** From now on the steady time goes on by so much whenever it is asked for, as if each step took that long. */
    @Override
    public void sleep(long nanosToPass) {
        advanceNanos(nanosToPass);
    }

    public void advanceNanosEachReading(long by) {
        nanosEachReading = by;
    }

    public void advanceNanos(long by) {
        nanos += by;
        micros += by / 1000;
    }

    public void advanceMillis(long by) {
        advanceNanos(by * 1_000_000);
    }
}
