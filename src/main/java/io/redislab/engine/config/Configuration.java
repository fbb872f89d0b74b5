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

    /** Bytes; 0 for no limit. */
    public long maxmemory() {
        return 0;
    }

    /** Bytes. */
    public long protoMaxBulkLen() {
        return 512L << 20;
    }

    public int hashMaxListpackEntries() {
        return 128;
    }

    /** Bytes. */
    public int hashMaxListpackValue() {
        return 64;
    }

    public int setMaxIntsetEntries() {
        return 512;
    }

    public int zsetMaxListpackEntries() {
        return 128;
    }

    /** Bytes. */
    public int zsetMaxListpackValue() {
        return 64;
    }

    /** Positive: elements a node; negative: a class of bytes, -1 for 4 KiB to -5 for 64 KiB. */
    public int listMaxListpackSize() {
        return -2;
    }

    public int listCompressDepth() {
        return 0;
    }

    /** Bytes; 0 for no limit. */
    public long streamNodeMaxBytes() {
        return 4096;
    }

    /** 0 for no limit. */
    public long streamNodeMaxEntries() {
        return 100;
    }

    /** Bytes. */
    public int hllSparseMaxBytes() {
        return 3000;
    }

    public boolean lazyfreeLazyUserDel() {
        return false;
    }
}
