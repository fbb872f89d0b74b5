package io.redislab.server;

import io.redislab.engine.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Warms up on a thread of its own, while the server's has nothing to do: so a client never waits for it. */
final class IdleThread implements AutoCloseable {
    /** Nothing to do for so long is an idle moment of the server: ns. */
    private static final long IDLE_NANOS = 1_000_000;
    /** While the compilers are given time, it need not say so often that it is idle: ns. */
    private static final long PATIENCE_NANOS = 20_000_000;

    private static final long STACK_SIZE = 1 << 20;

    private final Clock clock = Clock.system();
    private final Thread thread = new Thread(null, this::run, "warm-up", STACK_SIZE);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long idleUntil = clock.monotonicNanos();
    private volatile boolean pausing;
    private volatile boolean done;

    IdleThread() {
        thread.setDaemon(true);
        thread.start();
    }

    /** How long the server is to wait for something to do, in ns, before it is idle. */
    long patience() {
        return pausing ? PATIENCE_NANOS : IDLE_NANOS;
    }

    /** The server is idle. Answers whether that is of any use. */
    boolean goOn() {
        idleUntil = clock.monotonicNanos() + 2 * IDLE_NANOS;
        LockSupport.unpark(thread);
        return !done;
    }

    private void run() {
        try (WarmUp warmUp = new WarmUp()) {
            long pause = 0;
            while (pause >= 0 && !isEnded(pause)) {
                if (clock.monotonicNanos() - idleUntil < 0) {
                    pause = warmUp.step();
                } else {
                    pause = 0;
                    LockSupport.park(this);
                }
            }
        } finally {
            done = true;
        }
    }

    private boolean isEnded(long pause) {
        pausing = pause > 0;
        try {
            return ended.await(pause, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        } finally {
            pausing = false;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
