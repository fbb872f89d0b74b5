package io.redislab.lua;

/**
 * Takes the growth of the whole heap since the script began for the script's. When that is much, a collection sorts
 * out what is garbage; as the gauge is only asked after much was charged, collections stay rare.
 */
public final class HeapGauge implements LuaMemory.Gauge {
    private final long limit;
    private final long before;

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
        if (live > limit / 2) {
            System.gc();
            live = used() - before;
        }
        return Math.max(0, live);
    }
}
