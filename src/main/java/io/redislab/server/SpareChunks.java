package io.redislab.server;

import io.redislab.engine.arena.ChunkSource;
import java.lang.ref.Reference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the arrays for keys that will be needed next on another thread, ahead of time: the system has to find pages of
 * memory for them and to empty them, which keeps whoever asks waiting for some ms each.
 */
public final class SpareChunks implements ChunkSource {
    private static final long STACK_SIZE = 1 << 18;

    private final Queue<byte[]> ready = new ConcurrentLinkedQueue<>();
    /** Those that are ready or being made. */
    private final AtomicInteger coming = new AtomicInteger();

    @Override
    public void expect(int chunks) {
        int missing = chunks - coming.get();
        if (missing <= 0) {
            return;
        }
        coming.addAndGet(missing);
        Thread thread = new Thread(null, () -> make(missing), "next-chunks", STACK_SIZE);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // Then they are made when they are taken.
            coming.addAndGet(-missing);
        }
    }

    private void make(int chunks) {
        // With its first object a thread gets room for more among the young ones; the array, were it the first, would
        // lie there as well, instead of among the old ones at once.
        byte[] first = {0};
        int left = chunks;
        try {
            for (; left > 0; left--) {
                ready.add(new byte[CHUNK]);
            }
        } catch (OutOfMemoryError e) {
            // Whoever takes one tries again, and knows what to answer when there is none.
            coming.addAndGet(-left);
        } finally {
            Reference.reachabilityFence(first);
        }
    }

    @Override
    public byte[] take() {
        byte[] chunk = ready.poll();
        if (chunk == null) {
            return AT_ONCE.take();
        }
        coming.decrementAndGet();
        return chunk;
    }
}
