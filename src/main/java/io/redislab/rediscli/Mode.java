package io.redislab.rediscli;

/** What the program does. Where several are asked for, the first in this order counts. */
enum Mode {
    LATENCY,
    LATENCY_SPECTRUM,
    REPLICA,
    RDB,
    PIPE,
    BIG_KEYS,
    MEMORY_KEYS,
    HOT_KEYS,
    STAT,
    SCAN,
    LRU_TEST,
    INTRINSIC_LATENCY,
    /** A command, a script of a file, or lines from standard input. */
    COMMANDS
}
