package io.redislab.server;

import io.redislab.engine.arena.ChunkSource;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next array for keys on another thread, ahead of time: the system has to find pages of memory for it and to
 * empty them, which keeps whoever asks waiting for up to 15 ms.
 */
public final class SpareChunk implements ChunkSource {
    private static final long STACK_SIZE = 1 << 18;

    private final AtomicReference<byte @Nullable []> ready = new AtomicReference<>();
    private final AtomicBoolean making = new AtomicBoolean();

    @Override
    public void expect() {
        if (ready.get() != null || !making.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(null, this::make, "next-chunk", STACK_SIZE);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // Then it is made when it is taken.
            making.set(false);
        }
    }

    private void make() {
        // With its first object a thread gets room for more among the young ones; the array, were it the first, would
        // lie
        // there as well, instead of among the old ones at once.
        byte[] first = {0};
        try {
            ready.set(new byte[CHUNK]);
        } catch (OutOfMemoryError e) {
            // Whoever takes it tries again, and knows what to answer when there is none.
            ready.set(null);
        } finally {
            Reference.reachabilityFence(first);
            making.set(false);
        }
    }

    @Override
    public byte[] take() {
        byte[] chunk = ready.getAndSet(null);
        return chunk == null ? AT_ONCE.take() : chunk;
    }
}
