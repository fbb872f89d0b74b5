package io.redislab.engine;

import java.time.Instant;

/** The only place that asks the machine for the time. */
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long wallMicros() {
        Instant now = java.time.Clock.systemUTC().instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
