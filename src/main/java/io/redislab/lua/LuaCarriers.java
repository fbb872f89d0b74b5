package io.redislab.lua;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

/** The Java threads that carry a state's coroutines. One that is free waits for the next coroutine. */
final class LuaCarriers {
    /** Deep recursion inside a coroutine moves on to a stack of its own, so this need not be large. */
    private static final long STACK_BYTES = 1L << 20;

    private final ArrayDeque<Carrier> idle = new ArrayDeque<>();
    private final Set<LuaCoroutine> live = new HashSet<>();

    /** Gives the coroutine a thread, where its body waits to be let in; false when there are too many. */
    synchronized boolean start(LuaCoroutine coroutine, int limit) {
        if (live.size() >= limit) {
            return false;
        }
        Carrier carrier = idle.poll();
        if (carrier == null) {
            carrier = new Carrier();
            Thread thread = new Thread(null, carrier, "lua-coroutine", STACK_BYTES);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                return false;
            }
        }
        live.add(coroutine);
        carrier.give(coroutine);
        return true;
    }

    private synchronized void ended(Carrier carrier, LuaCoroutine coroutine) {
        if (live.remove(coroutine)) {
            idle.push(carrier);
        } else {
            carrier.give(Carrier.STOP);
        }
    }

    synchronized void close() {
        for (LuaCoroutine coroutine : live) {
            coroutine.cancel();
        }
        live.clear();
        for (Carrier carrier : idle) {
            carrier.give(Carrier.STOP);
        }
        idle.clear();
    }

    private final class Carrier implements Runnable {
        private static final Object STOP = new Object();
        private final LinkedBlockingQueue<Object> mailbox = new LinkedBlockingQueue<>();

        void give(Object job) {
            mailbox.add(job);
        }

        @Override
        public void run() {
            try {
                while (mailbox.take() instanceof LuaCoroutine coroutine) {
                    coroutine.run();
                    ended(this, coroutine);
                    coroutine.finish();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
