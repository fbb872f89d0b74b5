package io.redislab.lua;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a script, whichever thread it has gone on to, have something done by the thread that the host called it from.
 * That one waits meanwhile, and every place where it waits calls {@link #serve} when it is woken.
 */
final class HostCalls {
    private static final class Request {
        private final Runnable action;
        private final Thread asker = Thread.currentThread();
        private volatile boolean done;
        private @Nullable RuntimeException exception;
        private @Nullable Error error;

        Request(Runnable action) {
            this.action = action;
        }
    }

    private volatile @Nullable Thread host;
    private volatile @Nullable Request request;

    /** The current thread is the host's from now on; answers which one was before. */
    @Nullable
    Thread enter() {
        Thread before = host;
        if (before == null) {
            host = Thread.currentThread();
        }
        return before;
    }

    void leave(@Nullable Thread before) {
        host = before;
    }

    void run(Runnable action) {
        Thread waiting = host;
        if (waiting == null || waiting == Thread.currentThread()) {
            action.run();
            return;
        }
        Request asked = new Request(action);
        request = asked;
        LockSupport.unpark(waiting);
        boolean interrupted = false;
        while (!asked.done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (asked.exception != null) {
            throw asked.exception;
        }
        if (asked.error != null) {
            throw asked.error;
        }
    }

    /** Does what the script has asked for, if this is the thread to do it. */
    void serve() {
        Request asked = request;
        if (asked == null || host != Thread.currentThread()) {
            return;
        }
        request = null;
        try {
            asked.action.run();
        } catch (RuntimeException e) {
            asked.exception = e;
        } catch (Error e) {
            asked.error = e;
        }
        asked.done = true;
        LockSupport.unpark(asked.asker);
    }
}
