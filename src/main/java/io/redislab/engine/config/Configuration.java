package io.redislab.engine.config;

/** The server's configuration. */
public final class Configuration {
    public static Configuration defaults() {
        return new Configuration();
    }

    public int databases() {
        return 16;
    }

    public int hz() {
        return 10;
    }

    public long maxmemory() {
        return 0;
    }

    public long protoMaxBulkLen() {
        return 512L << 20;
    }
}
