package io.redislab.lab;

import io.redislab.engine.Clock;

/**
 * A world's time: the machine's, moved by an offset. Turning it moves the durations too, so that timers fall due. Only
 * the thread that owns the engine turns it.
 */
public final class LabClock implements Clock {
    private final Clock machine;
    /** How far this clock is ahead of the machine's, in µs. */
    private volatile long offsetMicros;
    private volatile long turnedMicros;
    /** What the clock shows while it stands still, or -1. */
    private volatile long frozenWall = -1;

    private volatile long frozenNanos;

    public LabClock(Clock machine, long offsetMicros) {
        this.machine = machine;
        this.offsetMicros = offsetMicros;
    }

    /** A clock that shows this Unix time now, and goes on. */
    public static LabClock startingAt(Clock machine, long unixMillis) {
        return new LabClock(machine, unixMillis * 1000 - machine.wallMicros());
    }

    /** A clock that stands still at this Unix time until it is turned. */
    public static LabClock standingAt(Clock machine, long unixMillis) {
        LabClock clock = new LabClock(machine, 0);
        clock.frozenNanos = 1_000_000_000L;
        clock.frozenWall = unixMillis * 1000;
        return clock;
    }

    /** Another clock that shows the same from here on, and is turned by itself. */
    public LabClock copy() {
        LabClock copy = new LabClock(machine, offsetMicros);
        copy.turnedMicros = turnedMicros;
        copy.frozenNanos = frozenNanos;
        copy.frozenWall = frozenWall;
        return copy;
    }

    /** Another clock that stands still at what this one shows now. */
    public LabClock standing() {
        LabClock copy = new LabClock(machine, offsetMicros);
        copy.turnedMicros = turnedMicros;
        copy.frozenNanos = monotonicNanos();
        copy.frozenWall = wallMicros();
        return copy;
    }

    public boolean isStanding() {
        return frozenWall >= 0;
    }

    @Override
    public long wallMicros() {
        long still = frozenWall;
        return still >= 0 ? still : machine.wallMicros() + offsetMicros;
    }

    @Override
    public long monotonicNanos() {
        return frozenWall >= 0 ? frozenNanos : machine.monotonicNanos() + turnedMicros * 1000;
    }

    /** @param micros negative turns the wall time back; durations never go back */
    public void turn(long micros) {
        if (frozenWall >= 0) {
            frozenWall += micros;
            frozenNanos += Math.max(0, micros) * 1000;
        }
        offsetMicros += micros;
        turnedMicros += Math.max(0, micros);
    }

    /** How far the clock is ahead of the machine's, in µs. */
    public long offsetMicros() {
        return wallMicros() - machine.wallMicros();
    }
}
