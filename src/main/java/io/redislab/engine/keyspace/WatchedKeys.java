package io.redislab.engine.keyspace;

import io.redislab.engine.value.ByteKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys that one session watches, and whether one of them was touched. */
public final class WatchedKeys {
    /** A key of a database. */
    public record Watched(int database, ByteKey key) {}

    /** Whether the key had expired but was still there when WATCH came. */
    final Map<Watched, Boolean> keys = new LinkedHashMap<>();

    private boolean dirty;

    /** What was watched at one time; see {@link Keyspace#rewatch}. */
    public record Snapshot(Map<Watched, Boolean> keys, boolean dirty) {
        public Snapshot {
            keys = Map.copyOf(keys);
        }
    }

    public Snapshot snapshot() {
        return new Snapshot(keys, dirty);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public int size() {
        return keys.size();
    }

    /** EXEC must answer nil. */
    public boolean isDirty() {
        return dirty;
    }

    public void setDirty(boolean touched) {
        dirty = touched;
    }
}
