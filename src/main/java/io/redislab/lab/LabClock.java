package io.redislab.lab;

import io.redislab.engine.Clock;

/**
 * A world's time: the machine's, moved by an offset. Turning it moves the durations too, so that timers fall due. Only
 * the thread that owns the engine turns it.
 */
public final class LabClock implements Clock {
    /**
     * What the clock has become; replaced as a whole, so that other threads may look at it.
     *
     * @param offsetMicros how far it is ahead of the machine's
     * @param turnedMicros how far durations are ahead of the machine's
     * @param standingMicros what it shows while it stands still, or -1
     * @param standingNanos what durations start from while it stands still
     */
    private record State(long offsetMicros, long turnedMicros, long standingMicros, long standingNanos) {
        private boolean isStanding() {
            return standingMicros >= 0;
        }
    }

    /**
     * How a clock differs from the machine's; what is stored of it.
     *
     * @param offsetMicros how far it is ahead of the machine's
     * @param standingMicros the Unix time in µs at which it stands still, or -1
     * @param turnedMicros how far it was turned in all since it was made
     */
    public record Setting(long offsetMicros, long standingMicros, long turnedMicros) {
        public static final Setting MACHINE = new Setting(0, -1, 0);

        public boolean isStanding() {
            return standingMicros >= 0;
        }
    }

    private final Clock machine;
    private volatile State state;
    private long turned;

    /** Makes a clock that is set like this. */
    public LabClock(Clock machine, Setting setting) {
        this(machine, new State(setting.offsetMicros(), 0, setting.standingMicros(), machine.monotonicNanos()));
        turned = setting.turnedMicros();
    }

    private LabClock(Clock machine, State state) {
        this.machine = machine;
        this.state = state;
    }

    /** A clock that shows this Unix time now, and goes on. */
    public static LabClock startingAt(Clock machine, long unixMillis) {
        return new LabClock(machine, new Setting(unixMillis * 1000 - machine.wallMicros(), -1, 0));
    }

    /** A clock that stands still at this Unix time until it is turned. */
    public static LabClock standingAt(Clock machine, long unixMillis) {
        return new LabClock(machine, new State(0, 0, unixMillis * 1000, 1_000_000_000L));
    }

    /** Another clock that shows the same from here on, and is turned by itself. */
    public LabClock copy() {
        return new LabClock(machine, state);
    }

    /** Another clock that stands still at what this one shows now. */
    public LabClock standing() {
        State now = state;
        return new LabClock(machine, new State(now.offsetMicros, now.turnedMicros, wallMicros(), monotonicNanos()));
    }

    /** True when it only moves by being turned. */
    public boolean isStanding() {
        return state.isStanding();
    }

    @Override
    public long wallMicros() {
        State now = state;
        return now.isStanding() ? now.standingMicros : machine.wallMicros() + now.offsetMicros;
    }

    @Override
    public long monotonicNanos() {
        State now = state;
        return now.isStanding() ? now.standingNanos : machine.monotonicNanos() + now.turnedMicros * 1000;
    }

    /**
     * Turns the clock.
     *
     * @param micros negative turns the wall time back; durations never go back
     */
    public void turn(long micros) {
        State now = state;
        turned += micros;
        long forth = Math.max(0, micros);
        state = new State(
                now.offsetMicros + micros,
                now.turnedMicros + forth,
                now.isStanding() ? now.standingMicros + micros : -1,
                now.standingNanos + forth * 1000);
    }

    /** While it stands still nobody waits: it is turned by the time instead. */
    @Override
    public void sleep(long nanos) {
        if (isStanding()) {
            turn(Math.max(1, nanos / 1000));
        } else {
            Clock.super.sleep(nanos);
        }
    }

    /** Stands still from now on. */
    public void freeze() {
        state = new State(0, state.turnedMicros, wallMicros(), monotonicNanos());
    }

    /** Goes on from where it stands. */
    public void go() {
        long nanos = monotonicNanos();
        state = new State(offsetMicros(), (nanos - machine.monotonicNanos()) / 1000, -1, nanos);
    }

    /** How far the clock is ahead of the machine's, in µs. */
    public long offsetMicros() {
        return wallMicros() - machine.wallMicros();
    }

    public Setting setting() {
        return new Setting(offsetMicros(), isStanding() ? wallMicros() : -1, turned);
    }
}
