package io.redislab.engine.value;

/** What there is to tell of a hash table with chains that may be on its way to another size. */
public interface ChainedTable {
    /** Whether there are two tables: one of a new size, to which all is moved. */
    boolean isRehashing();

    /** Buckets of the table (0), or of the one that it is being moved to (1). */
    int bucketCount(int which);

    /** Elements in a bucket. */
    int chainLength(int which, int bucket);
}
