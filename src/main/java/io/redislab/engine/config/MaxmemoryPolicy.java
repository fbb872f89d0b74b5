package io.redislab.engine.config;

/** What is evicted when maxmemory is reached. The order is that of Redis' error text. */
public enum MaxmemoryPolicy {
    VOLATILE_LRU("volatile-lru"),
    VOLATILE_LFU("volatile-lfu"),
    VOLATILE_RANDOM("volatile-random"),
    VOLATILE_TTL("volatile-ttl"),
    ALLKEYS_LRU("allkeys-lru"),
    ALLKEYS_LFU("allkeys-lfu"),
    ALLKEYS_RANDOM("allkeys-random"),
    NOEVICTION("noeviction");

    private final String wireName;

    MaxmemoryPolicy(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Only keys with an expiry are candidates. */
    public boolean isVolatile() {
        return this == VOLATILE_LRU || this == VOLATILE_LFU || this == VOLATILE_RANDOM || this == VOLATILE_TTL;
    }

    public boolean isLfu() {
        return this == VOLATILE_LFU || this == ALLKEYS_LFU;
    }

    public boolean isLru() {
        return this == VOLATILE_LRU || this == ALLKEYS_LRU;
    }

    public boolean isRandom() {
        return this == VOLATILE_RANDOM || this == ALLKEYS_RANDOM;
    }
}
