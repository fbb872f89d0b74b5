package io.redislab.engine.persistence;

import io.redislab.engine.Engine;

/** How far the loading of files is, and what came of the last one. */
public final class Loading {
    private final Engine engine;
    private boolean active;
    private long startedAt;
    private long totalBytes;
    private long loadedBytes;
    private long rdbUsedMemory;
    private int streamDatabase;
    private long keysLoaded;
    private long keysExpired;
    private long emptyKeys;

    Loading(Engine engine) {
        this.engine = engine;
    }

    /** Whether clients have to wait: most commands reply LOADING. */
    public boolean isActive() {
        return active;
    }

    /** Unix time in s. */
    public long startedAtSeconds() {
        return startedAt;
    }

    public long totalBytes() {
        return totalBytes;
    }

    public long loadedBytes() {
        return loadedBytes;
    }

    /** Bytes that whoever wrote the RDB file had in use, 0 when unknown. */
    public long rdbUsedMemory() {
        return rdbUsedMemory;
    }

    /** Keys of the last RDB file. */
    public long keysLoaded() {
        return keysLoaded;
    }

    /** Keys of the last RDB file that were left out, because their time had come. */
    public long keysExpired() {
        return keysExpired;
    }

    long emptyKeys() {
        return emptyKeys;
    }

    void begin(long bytes) {
        active = true;
        startedAt = engine.clock().wallMillis() / 1000;
        totalBytes = bytes;
        loadedBytes = 0;
        rdbUsedMemory = 0;
        streamDatabase = 0;
        keysLoaded = 0;
        keysExpired = 0;
        emptyKeys = 0;
        engine.keyspace().setExpiring(false);
        engine.propagation().setSuspended(true);
    }

    void end() {
        active = false;
        engine.keyspace().setExpiring(true);
        engine.propagation().setSuspended(false);
    }

    void setLoadedBytes(long bytes) {
        loadedBytes = bytes;
    }

    /** The database that the changes which follow the last RDB file are for. */
    public int streamDatabase() {
        return streamDatabase;
    }

    void setStreamDatabase(int index) {
        streamDatabase = index;
    }

    void setRdbUsedMemory(long bytes) {
        rdbUsedMemory = bytes;
    }

    void countLoaded() {
        keysLoaded++;
    }

    void countExpired() {
        keysExpired++;
    }

    void countEmpty() {
        emptyKeys++;
    }
}
