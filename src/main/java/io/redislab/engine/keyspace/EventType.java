package io.redislab.engine.keyspace;

/** The classes of keyspace events, with their letters in notify-keyspace-events. */
public enum EventType {
    KEYSPACE('K', 1),
    KEYEVENT('E', 1 << 1),
    GENERIC('g', 1 << 2),
    STRING('$', 1 << 3),
    LIST('l', 1 << 4),
    SET('s', 1 << 5),
    HASH('h', 1 << 6),
    ZSET('z', 1 << 7),
    EXPIRED('x', 1 << 8),
    EVICTED('e', 1 << 9),
    STREAM('t', 1 << 10),
    KEY_MISS('m', 1 << 11),
    MODULE('d', 1 << 13),
    NEW('n', 1 << 14);

    private final char letter;
    private final int bit;

    EventType(char letter, int bit) {
        this.letter = letter;
        this.bit = bit;
    }

    public char letter() {
        return letter;
    }

    /** The bit in the configuration's mask. */
    public int bit() {
        return bit;
    }
}
