package io.redislab.lua;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs code on a Java thread with a stack of a given size while the caller waits. */
public final class BigStack {
    private BigStack() {}

    /**
     * Calls the code and hands on its result or what it threw.
     *
     * @param bytes the stack's size; memory is only taken as the stack grows
     */
    public static <T> @Nullable T call(LuaState state, long bytes, Supplier<? extends @Nullable T> code) {
        Task<T> task = new Task<>(code, new Baton(state));
        Thread thread = new Thread(null, task, "lua-stack", bytes);
        thread.setDaemon(true);
        thread.start();
        return task.result();
    }

    private static final class Task<T> implements Runnable {
        private final Supplier<? extends @Nullable T> code;
        private final Baton done;
        private @Nullable T result;
        private @Nullable RuntimeException exception;
        private @Nullable Error error;

        Task(Supplier<? extends @Nullable T> code, Baton done) {
            this.code = code;
            this.done = done;
        }

        @Override
        public void run() {
            try {
                result = code.get();
            } catch (RuntimeException e) {
                exception = e;
            } catch (Error e) {
                error = e;
            }
            done.pass();
        }

        @Nullable
        T result() {
            done.await();
            if (exception != null) {
                throw exception;
            }
            if (error != null) {
                throw error;
            }
            return result;
        }
    }
}
