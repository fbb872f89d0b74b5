package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.config.MaxmemoryPolicy;
import io.redislab.engine.keyspace.AccessClock;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.ExpireEntry;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.KeyspaceObserver;
import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.value.Dict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys as they are at one moment, written down bit by bit while commands go on. Redis forks a child for this, whose
 * memory stays as it was; here each entry is marked when the snapshot begins, and one that is about to change while it
 * still has its mark is written first. What the file holds is therefore the moment of the beginning, in whatever order.
 *
 * <p>Beginning costs one visit of every key, then a change costs a look at the mark. Everything happens on the engine's
 * thread. There is one such snapshot at a time; one that is written at once needs no marks and can be taken meanwhile.
 */
final class Snapshot implements KeyspaceObserver {
    /**
     * A database at the beginning.
     *
     * @param expires its table of expiries: wherever the database's content goes, it goes along
     */
    private record Part(int database, KeyEntry[] entries, Dict<ExpireEntry> expires) {}

    private static final int MEMORY_SAMPLES = 5;

    private final Engine engine;
    private final SnapshotFormat format;
    private final List<Part> parts = new ArrayList<>();
    private final boolean withIdleTimes;
    private final boolean withFrequencies;
    private final boolean atOnce;
    private int part;
    private int next;
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
        KeyEntry[] entries = new KeyEntry[database.size()];
        int[] count = {0};
        database.keys().forEach(entry -> {
            if (!atOnce) {
                entry.setUnsaved(true);
            }
            entries[count[0]++] = entry;
        });
        total += entries.length;
        return new Part(database.index(), entries, database.expires());
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
            while (next < current.entries.length) {
                KeyEntry entry = current.entries[next++];
                if (atOnce || entry.isUnsaved()) {
                    write(current, entry);
                    return true;
                }
            }
            part++;
            next = 0;
            enter();
        }
        return false;
    }

    private void enter() {
        if (part < parts.size()) {
            Part current = parts.get(part);
            format.database(current.database, current.entries.length, current.expires.size());
        }
    }

    private void write(Part from, KeyEntry entry) {
        if (!atOnce) {
            entry.setUnsaved(false);
        }
        ExpireEntry expiry = entry.isVolatile() ? from.expires.find(entry.key()) : null;
        AccessClock access = engine.keyspace().access();
        format.entry(new RdbEntry(
                from.database,
                entry.key(),
                entry.value(),
                expiry == null ? -1 : expiry.when(),
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
        for (; part < parts.size(); part++, next = 0) {
            KeyEntry[] entries = parts.get(part).entries;
            for (; next < entries.length; next++) {
                entries[next].setUnsaved(false);
            }
        }
    }

    @Override
    public void beforeChange(Database database, byte[] key, @Nullable KeyEntry entry) {
        if (entry != null && entry.isUnsaved()) {
            copiedBytes += key.length + entry.value().memoryUsage(MEMORY_SAMPLES);
            write(partOf(database), entry);
        }
    }

    private Part partOf(Database database) {
        for (Part candidate : parts) {
            if (candidate.expires == database.expires()) {
                return candidate;
            }
        }
        throw new IllegalStateException("an unsaved key in a database that has been emptied");
    }

    /** The entries stay as they are; only the database forgets them. */
    @Override
    public void beforeFlush(Database database) {}

    /** A part finds its database by the table of expiries, which is exchanged too. */
    @Override
    public void beforeSwap(Database one, Database other) {}
}
