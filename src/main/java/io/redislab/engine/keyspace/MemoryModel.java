package io.redislab.engine.keyspace;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much memory Redis would use for what the engine holds. Counted, not measured: a JVM's own figures say nothing of
 * Redis. Keys and values count what Redis' structures and its allocator's size classes take (docs/memory.md); an empty
 * server counts what a real one uses at start.
 */
public final class MemoryModel {
    /** Bytes that a server without data uses. */
    public static final long STARTUP = 876_304;

    /** What takes memory besides keys and values. */
    public enum Part {
        CLIENTS,
        SCRIPTS,
        FUNCTIONS,
        BACKLOG,
        /** What waits for replicas and is not in the backlog. */
        REPLICA_BUFFERS,
        AOF_BUFFER
    }

    private final Keyspace keyspace;
    private final Map<Part, LongSupplier> parts = new EnumMap<>(Part.class);
    private long peak = STARTUP;

    public MemoryModel(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** Tells who knows how much a part takes, in bytes. */
    public void supply(Part part, LongSupplier bytes) {
        parts.put(part, bytes);
    }

    /** Bytes. */
    public long of(Part part) {
        LongSupplier bytes = parts.get(part);
        return bytes == null ? 0 : bytes.getAsLong();
    }

    /** Bytes that are used in all. */
    public long used() {
        long sum = STARTUP + keyspace.memory();
        for (LongSupplier bytes : parts.values()) {
            sum += bytes.getAsLong();
        }
        peak = Math.max(peak, sum);
        return sum;
    }

    /** Bytes that maxmemory limits: buffers that empty by themselves don't count. */
    public long usedOfMaxmemory() {
        return used() - notOfMaxmemory();
    }

    /** Bytes in use that maxmemory does not limit. */
    public long notOfMaxmemory() {
        return of(Part.AOF_BUFFER) + of(Part.REPLICA_BUFFERS);
    }

    /** The most bytes that were ever seen in use. */
    public long peak() {
        used();
        return peak;
    }

    /** CONFIG RESETSTAT: what is used now is the peak. */
    public void resetPeak() {
        peak = 0;
        used();
    }
}
