package io.redislab.engine.value.stream;

import java.util.NavigableMap;
import java.util.TreeMap;

/** A consumer of a group. Its pending entries are changed through {@link StreamGroup} only. */
public final class StreamConsumer {
    private final byte[] name;
    private long seenMillis;
    final NavigableMap<StreamId, PendingEntry> pending = new TreeMap<>();

    StreamConsumer(byte[] name, long seenMillis) {
        this.name = name;
        this.seenMillis = seenMillis;
    }

    public byte[] name() {
        return name;
    }

    /** When it last asked for something: Unix time in ms. */
    public long seenMillis() {
        return seenMillis;
    }

    public void seen(long millis) {
        seenMillis = millis;
    }

    /** The entries that it has not acknowledged, by id. */
    public NavigableMap<StreamId, PendingEntry> pending() {
        return pending;
    }
}
