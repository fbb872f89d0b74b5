package io.redislab.lua;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.jspecify.annotations.Nullable;

/**
 * Takes the growth of the whole heap since the script began for the script's. When that is much, a collection sorts
 * out what is garbage. As that takes long on a large heap, it is done once, and again only when as much has lived on:
 * what lives on is moved to the old generation, the size of which tells.
 */
public final class HeapGauge implements LuaMemory.Gauge {
    private final long limit;
    private final long before;
    private @Nullable MemoryPoolMXBean oldGeneration;
    private long liveAtCollection = -1;
    private long oldAtCollection;

    /** @param limit the bytes that the script may hold; below half of it no collection is worth while */
    public HeapGauge(long limit) {
        this.limit = limit;
        this.before = used();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public long liveBytes(long requested) {
        long live = used() - before;
        if (live <= limit / 2) {
            return Math.max(0, live);
        }
        if (liveAtCollection >= 0 && oldGeneration != null) {
            long since = liveAtCollection + oldGeneration.getUsage().getUsed() - oldAtCollection;
            if (since <= limit / 2) {
                return Math.max(0, since);
            }
        }
        return collect();
    }

    private long collect() {
        System.gc();
        liveAtCollection = Math.max(0, used() - before);
        if (oldGeneration == null) {
            oldGeneration = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .filter(pool ->
                            pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                    .findFirst()
                    .orElse(null);
        }
        oldAtCollection = oldGeneration == null ? 0 : oldGeneration.getUsage().getUsed();
        return liveAtCollection;
    }
}
