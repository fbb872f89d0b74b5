package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.config.MaxmemoryPolicy;
import io.redislab.engine.keyspace.AccessClock;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.KeyTable;
import io.redislab.engine.keyspace.KeyspaceObserver;
import io.redislab.engine.persistence.rdb.RdbEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys as they are at one moment, written down bit by bit while commands go on. Redis forks a child for this, whose
 * memory stays as it was; here a new epoch begins, and an entry of an older one that is about to change is written first.
 * What the file holds is therefore the moment of the beginning, in whatever order.
 *
 * <p>Beginning costs nothing, a change costs a look at the entry's epoch. Everything happens on the engine's thread. There is one such snapshot at a time; one that is written at once needs no marks and can be taken meanwhile.
 */
final class Snapshot implements KeyspaceObserver {
    /**
     * A database at the beginning.
     *
     * @param keys wherever the database's content goes, they go along
     * @param count how many they were
     * @param volatileCount how many of them expire
     */
    private record Part(int database, KeyTable keys, int count, int volatileCount) {}

    private static final int MEMORY_SAMPLES = 5;
    /** So many are looked at together. */
    private static final int BUCKETS = 32;

    private final Engine engine;
    private final SnapshotFormat format;
    private final List<Part> parts = new ArrayList<>();
    private final boolean withIdleTimes;
    private final boolean withFrequencies;
    private final boolean atOnce;
    private int part;
    /** Where to go on in the part; -1 at its end. */
    private long cursor;
    /** What the last look at the part has found. */
    private final Deque<KeyEntry> found = new ArrayDeque<>();

    private long written;
    private long total;
    private long copiedBytes;

    /**
     * Takes the snapshot.
     *
     * @param atOnce whether nothing changes until it is written
     */
    Snapshot(Engine engine, SnapshotFormat format, List<byte[]> libraries, boolean atOnce) {
        this.engine = engine;
        this.atOnce = atOnce;
        this.format = format;
        MaxmemoryPolicy policy = engine.config().maxmemoryPolicy();
        this.withIdleTimes = policy.isLru();
        this.withFrequencies = policy.isLfu();
        format.begin(libraries);
        for (Database database : engine.keyspace().databases()) {
            if (database.size() > 0) {
                parts.add(begin(database));
            }
            if (!atOnce) {
                database.observe(this);
            }
        }
        enter();
    }

    private Part begin(Database database) {
        if (!atOnce) {
            database.keys().beginEpoch();
        }
        total += database.size();
        return new Part(database.index(), database.keys(), database.size(), database.volatileSize());
    }

    /** Keys that have been written. */
    long written() {
        return written;
    }

    /** Keys that there were at the beginning. */
    long total() {
        return total;
    }

    /** Bytes in memory of the entries that were about to change: what a forked child would have cost in copies. */
    long copiedBytes() {
        return copiedBytes;
    }

    /** Writes the next key that is still to be written; false when there is none. */
    boolean writeNext() {
        while (part < parts.size()) {
            Part current = parts.get(part);
            for (KeyEntry entry = next(current.keys); entry != null; entry = next(current.keys)) {
                if (atOnce || entry.isUnsaved()) {
                    write(current, entry);
                    return true;
                }
            }
            if (!atOnce) {
                current.keys.completeEpoch();
            }
            part++;
            cursor = 0;
            enter();
        }
        return false;
    }

    private @Nullable KeyEntry next(KeyTable keys) {
        while (true) {
            while (found.isEmpty()) {
                if (cursor < 0) {
                    return null;
                }
                cursor = keys.scan(cursor, BUCKETS, found::add);
                if (cursor == 0) {
                    cursor = -1;
                }
            }
            KeyEntry entry = found.remove();
            // Meanwhile it may have gone; what is written at once stays where it is, if nobody looks for it.
            KeyEntry there = atOnce ? entry : keys.find(entry.key());
            if (there != null) {
                return there;
            }
        }
    }

    private void enter() {
        if (part < parts.size()) {
            Part current = parts.get(part);
            format.database(current.database, current.count, current.volatileCount);
        }
    }

    private void write(Part from, KeyEntry entry) {
        if (!atOnce) {
            entry.setSaved();
        }
        AccessClock access = engine.keyspace().access();
        format.entry(new RdbEntry(
                from.database,
                entry.key(),
                entry.value(),
                from.keys.expires().when(entry),
                withIdleTimes ? access.idleMillis(entry) / 1000 : -1,
                withFrequencies ? access.decayed(entry) : -1));
        written++;
    }

    /** The snapshot is written, or nobody wants it any more. */
    void close() {
        if (atOnce) {
            return;
        }
        for (Database database : engine.keyspace().databases()) {
            database.stopObserving(this);
        }
        for (; part < parts.size(); part++) {
            parts.get(part).keys.abandonEpoch();
        }
    }

    @Override
    public void beforeChange(Database database, byte[] key, @Nullable KeyEntry entry) {
        if (entry == null || !entry.isUnsaved()) {
            return;
        }
        for (Part candidate : parts) {
            // Other content may have come into the database since, with marks of other snapshots.
            if (candidate.keys == database.keys()) {
                copiedBytes += key.length + entry.value().memoryUsage(MEMORY_SAMPLES);
                write(candidate, entry);
                return;
            }
        }
    }

    /** The entries stay as they are; only the database forgets them. */
    @Override
    public void beforeFlush(Database database) {}

    /** A part finds its database by the table of keys, which is exchanged too. */
    @Override
    public void beforeSwap(Database one, Database other) {}
}
