package io.redislab.lua;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands control from one thread to another that waits for it. The other thread mostly gives it back soon, so a wait
 * begins with some turns on the spot: going to sleep and waking up costs more than they do.
 */
final class Baton {
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 2000 : 0;

    private final HostCalls hostCalls;
    private volatile boolean passed;
    private volatile @Nullable Thread sleeper;

    Baton(LuaState state) {
        hostCalls = state.hostCalls();
    }

    void pass() {
        passed = true;
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    void await() {
        for (int i = 0; i < SPINS; i++) {
            if (passed) {
                passed = false;
                return;
            }
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        sleeper = Thread.currentThread();
        while (!passed) {
            hostCalls.serve();
            if (passed) {
                break;
            }
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        sleeper = null;
        passed = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
