package io.redislab.engine;

import io.redislab.engine.value.ByteKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a session waits, and how it goes on. */
public final class BlockedState {
    /** How a command that waits for keys is tried again. */
    @FunctionalInterface
    public interface Retry {
        /**
         * The key got a value that may serve. Writes the reply and returns true, or returns false to wait on.
         *
         * @param key one of those waited for
         */
        boolean serve(Context context, byte[] key);
    }

    final List<ByteKey> keys;
    final int database;
    final Retry retry;
    final byte[][] argv;
    /** What a timeout answers. */
    final Runnable onTimeout;

    final boolean servesDeleted;
    Timers.@Nullable Timer timer;
    /** Order of arrival over all sessions. */
    final long ticket;
    /** When the session began to wait, on the steady clock. */
    final long sinceNanos;

    BlockedState(
            List<ByteKey> keys,
            int database,
            Retry retry,
            byte[][] argv,
            Runnable onTimeout,
            boolean servesDeleted,
            long ticket,
            long sinceNanos) {
        this.keys = keys;
        this.database = database;
        this.retry = retry;
        this.argv = argv;
        this.onTimeout = onTimeout;
        this.servesDeleted = servesDeleted;
        this.ticket = ticket;
        this.sinceNanos = sinceNanos;
    }

    /** The keys waited for; empty when only time ends it. */
    public List<ByteKey> keys() {
        return keys;
    }

    /** The command that waits. */
    public byte[][] argv() {
        return argv;
    }

    /** Whether time ends it, if nothing else does. */
    public boolean hasTimeout() {
        return timer != null;
    }
}
