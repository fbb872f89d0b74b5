package io.redislab.engine.clients;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.Timers;
import io.redislab.engine.Transaction;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT PAUSE: holds calls back until some time, all or those that may write. Meanwhile the data stands still: nothing is
 * deleted because its time has come, or for memory.
 */
public final class ClientPause {
    /** What is held back; the later, the more. */
    public enum Mode {
        OFF,
        WRITE,
        ALL
    }

    private static final int WRITES = CommandFlag.WRITE.bit() | CommandFlag.MAY_REPLICATE.bit();

    private final Engine engine;
    private Mode mode = Mode.OFF;
    /** Unix time in ms. */
    private long end;

    private Timers.@Nullable Timer timer;
    /** The server is about to end: no more writes, whatever clients ask for. */
    private boolean ending;

    public ClientPause(Engine engine) {
        this.engine = engine;
    }

    public boolean isActive() {
        return mode != Mode.OFF || ending;
    }

    /**
     * Pauses until the end of this ms. A pause that goes on is prolonged and made stricter, never the contrary.
     *
     * @param until Unix time in ms
     */
    public void start(long until, Mode newMode) {
        if (newMode.compareTo(mode) > 0) {
            mode = newMode;
        }
        end = Math.max(end, until);
        if (end < engine.now()) {
            stop();
            return;
        }
        engine.keyspace().setKeepsExpired(true);
        if (timer != null) {
            timer.cancel();
        }
        // A pause that lasts for ages ends with the program.
        long millis = Math.min(end - engine.now() + 1, Long.MAX_VALUE / 4_000_000);
        timer = engine.timers().after(millis * 1_000_000, this::stop);
    }

    /** Ends the pause; what was held back runs as soon as no command does. */
    public void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        end = 0;
        if (mode == Mode.OFF) {
            return;
        }
        mode = Mode.OFF;
        engine.keyspace().setKeepsExpired(ending);
        engine.blocking().releaseHeld();
    }

    /** Holds writes back, or does so no longer, beside the pauses that clients ask for. */
    public void setEnding(boolean yes) {
        if (ending != yes) {
            ending = yes;
            engine.keyspace().setKeepsExpired(isActive());
            engine.blocking().releaseHeld();
        }
    }

    /**
     * Whether the call has to wait.
     *
     * @param flags of this call, see {@link io.redislab.engine.script.Scripting#commandFlags}
     */
    public boolean holds(Session session, CommandSpec spec, int flags) {
        if (session.isReplica() || session.isMonitor()) {
            return false;
        }
        return switch (mode == Mode.OFF && ending ? Mode.WRITE : mode) {
            case OFF -> false;
            case ALL -> true;
            case WRITE -> {
                Transaction transaction = session.transaction();
                boolean queued =
                        transaction != null && spec.name().equals("exec") && (transaction.flagUnion() & WRITES) != 0;
                yield queued || (flags & WRITES) != 0;
            }
        };
    }
}
