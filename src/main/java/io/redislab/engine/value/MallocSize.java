package io.redislab.engine.value;

/**
 * What Redis' allocator, jemalloc, hands out for a request, for MEMORY USAGE: multiples of 16 up to 128 bytes (and 8),
 * then four sizes a doubling.
 */
public final class MallocSize {
    /** An object's header. */
    public static final int OBJECT = 16;

    static final int DICT = 56;
    static final int DICT_ENTRY = 24;
    static final int POINTER = 8;

    private MallocSize() {}

    public static long of(long bytes) {
        if (bytes <= 8) {
            return 8;
        }
        if (bytes <= 128) {
            return (bytes + 15) & ~15L;
        }
        long step = Long.highestOneBit(bytes - 1) >> 2;
        return (bytes + step - 1) & -step;
    }

    /** A string with its header and final zero byte, as keys and members are stored. */
    public static long ofString(int length) {
        int header = length < 32 ? 1 : length < 256 ? 3 : length < 65536 ? 5 : 9;
        return of(header + (long) length + 1);
    }
}
