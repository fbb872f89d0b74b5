package io.redislab.lab;

import io.redislab.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns the engine at the prompt: runs what others hand to it, and the engine's timers in between. No
 * socket is needed for that.
 */
public final class EngineLoop implements AutoCloseable {
    /** Without a timer: look again after this. */
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Consumer<Throwable> onFault;
    private volatile boolean stopped;
    private volatile @Nullable Engine engine;
    private Runnable afterWork = () -> {};

    /** @param onFault is told of a failure of the engine's own work, on the engine's thread */
    public EngineLoop(Consumer<Throwable> onFault) {
        this.onFault = onFault;
        thread = new Thread(null, this::loop, "redislab-engine", 64L << 20);
        thread.setDaemon(true);
        thread.start();
    }

    /** Which engine the timers are run of; on the loop's thread. */
    void drive(@Nullable Engine newEngine, Runnable newAfterWork) {
        engine = newEngine;
        afterWork = newAfterWork;
    }

    public boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    /** Runs it on the engine's thread, soon. */
    public <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Runs it on the engine's thread, soon; what it throws is a fault of the engine's. */
    void execute(Runnable work) {
        tasks.add(work);
    }

    /**
     * Runs it on the engine's thread and waits for the result; at once when this is that thread. What it throws is thrown
     * here, an IOException as an unchecked one.
     */
    public <T> T call(Callable<T> work) {
        if (isLoopThread()) {
            try {
                return work.call();
            } catch (Exception e) {
                throw unchecked(e);
            }
        }
        try {
            return submit(work).join();
        } catch (CompletionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** Work that answers nothing. */
    interface Work {
        void run() throws Exception;
    }

    /** The same for work that answers nothing. */
    void run(Work work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** The same for work with files, whose failure the caller tells. */
    <T> T callWithFiles(Callable<T> work) throws IOException {
        try {
            return call(work);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static RuntimeException unchecked(Throwable fault) {
        if (fault instanceof RuntimeException unchecked) {
            return unchecked;
        } else if (fault instanceof IOException io) {
            return new UncheckedIOException(io.getMessage(), io);
        } else if (fault instanceof Error error) {
            throw error;
        }
        return new CompletionException(fault);
    }

    /**
     * Ends a script or DEBUG SLEEP that runs; from any thread. The thread itself is never interrupted: that would close the
     * files that it is writing.
     */
    void interrupt() {
        Engine busy = engine;
        if (busy != null) {
            busy.interrupt();
        }
    }

    private void loop() {
        long wait = IDLE_NANOS;
        while (!stopped) {
            try {
                Runnable task = tasks.poll(wait, TimeUnit.NANOSECONDS);
                while (task != null) {
                    task.run();
                    task = tasks.poll();
                }
                wait = IDLE_NANOS;
                Engine driven = engine;
                if (driven != null) {
                    long next = driven.poll();
                    wait = next < 0 ? IDLE_NANOS : Math.min(next, IDLE_NANOS);
                    afterWork.run();
                }
            } catch (InterruptedException e) {
                // Someone wanted a long command to end; it has. The loop goes on until it is stopped.
                wait = 0;
            } catch (RuntimeException | StackOverflowError e) {
                onFault.accept(e);
            }
        }
    }

    /** Ends the thread after what was handed over before. */
    @Override
    public void close() {
        tasks.add(() -> stopped = true);
        if (!isLoopThread()) {
            try {
                thread.join(2000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
