package io.redislab.engine.value;

/** What a key holds. A value belongs to one key of one database and is changed in place by the engine's thread. */
public interface Value {
    /** As TYPE answers: string, list, set, zset, hash, stream. */
    String typeName();

    /** As OBJECT ENCODING answers. */
    String encoding();

    /** An independent copy, for COPY and forks. */
    Value copy();

    /**
     * Bytes that the value takes beside its key: an estimate in the manner of MEMORY USAGE.
     *
     * @param samples how many elements are looked at; 0 for all
     */
    long memoryUsage(int samples);

    /** How many parts have to be freed one by one: 1 for a single block of memory. */
    default long freeEffort() {
        return 1;
    }
}
