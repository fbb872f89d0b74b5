package io.redislab.engine;

import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import java.util.ArrayList;
import java.util.List;

/** The commands between MULTI and EXEC. */
public final class Transaction {
    /** A command that waits for EXEC. */
    public record Queued(CommandSpec spec, byte[][] argv) {}

    private static final int POINTER = 8;

    private final List<Queued> queue = new ArrayList<>();
    private boolean failed;
    private int flagUnion;
    private long bytes;

    public List<Queued> queue() {
        return queue;
    }

    /** @param flags of this call, see {@link io.redislab.engine.script.Scripting#commandFlags} */
    void add(CommandSpec spec, byte[][] argv, int flags) {
        queue.add(new Queued(spec, argv));
        flagUnion |= flags;
        for (byte[] word : argv) {
            bytes += POINTER + word.length;
        }
    }

    /** Another one with the same commands, which goes its own way. */
    public Transaction copy() {
        Transaction twin = new Transaction();
        twin.queue.addAll(queue);
        twin.failed = failed;
        twin.flagUnion = flagUnion;
        twin.bytes = bytes;
        return twin;
    }

    /** Whether the same calls are queued in both. */
    public boolean isLike(Transaction other) {
        return failed == other.failed && queue.equals(other.queue);
    }

    /** The flags of all queued commands together. */
    public int flagUnion() {
        return flagUnion;
    }

    /** Whether a queued command needs data that are up to date. */
    public boolean hasNonStale() {
        for (Queued queued : queue) {
            if (!queued.spec().has(CommandFlag.STALE)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that the queue takes. */
    public long bytes() {
        return bytes;
    }

    /** A command was refused while queueing: EXEC aborts. */
    public boolean hasFailed() {
        return failed;
    }

    public void fail() {
        failed = true;
    }
}
