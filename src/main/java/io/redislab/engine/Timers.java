package io.redislab.engine;

import java.util.PriorityQueue;

/** What is to happen later, on the engine's clock. */
public final class Timers {
    /** Something that waits for its time. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Timer(long atNanos, long order, Runnable action) {
            this.atNanos = atNanos;
            this.order = order;
            this.action = action;
        }

        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(atNanos - other.atNanos, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private final Clock clock;
    private long sequence;

    Timers(Clock clock) {
        this.clock = clock;
    }

    public Timer after(long nanos, Runnable action) {
        Timer timer = new Timer(clock.monotonicNanos() + nanos, sequence++, action);
        queue.add(timer);
        return timer;
    }

    /**
     * Runs what is due; not what that adds, even if it is due at once: who goes on in small steps lets others come
     * between them.
     *
     * @return the ns until the next one, or -1 when none waits
     */
    public long run() {
        long added = sequence;
        while (true) {
            Timer next = queue.peek();
            if (next == null) {
                return -1;
            }
            if (next.cancelled) {
                queue.poll();
                continue;
            }
            long wait = next.atNanos - clock.monotonicNanos();
            if (wait > 0) {
                return wait;
            }
            if (next.order >= added) {
                return 0;
            }
            queue.poll();
            next.action.run();
        }
    }
}
