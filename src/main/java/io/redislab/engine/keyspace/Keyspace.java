package io.redislab.engine.keyspace;

import io.redislab.engine.Session;
import io.redislab.engine.arena.ChunkSource;
import io.redislab.engine.value.ByteKey;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.RehashingTable;
import io.redislab.engine.value.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All databases, what happens when a key's time has come, who watches which key, and the reports of changes. */
public final class Keyspace {
    /** Redis frees a value with at most so many parts at once. */
    private static final int LAZY_EFFORT = 64;

    private static final int REHASH_BUCKETS = 100;
    private static final int MOST_REHASH_ROUNDS = 1000;
    private static final long REHASH_NANOS = 1_000_000;

    private final Database[] databases;
    private final KeyspaceListener listener;
    private final LongSupplier now;
    private final Map<WatchedKeys.Watched, Set<WatchedKeys>> watchers = new HashMap<>();
    private final AccessClock access;
    private long dirty;
    private long allChanges;
    private int eventMask;
    private boolean expiring = true;
    private boolean keepsExpired;
    private boolean activeExpiry = true;
    private boolean hasWaiters;
    private int listPackedThreshold = Quicklist.DEFAULT_PACKED_THRESHOLD;
    private boolean lazyExpire;
    private LongPredicate mayTake = bytes -> true;
    private boolean replica;
    private BooleanSupplier masterSpeaks = () -> false;
    private long lazyFreed;
    /** The entries that the running command has opened. */
    private @Nullable KeyEntry[] opened = new KeyEntry[8];

    private int openedCount;

    public long hits;
    public long misses;
    public long expired;

    /** @param now Unix time in ms, constant during a call */
    public Keyspace(int count, ChunkSource chunks, LongSupplier now, AccessClock access, KeyspaceListener listener) {
        databases = new Database[count];
        for (int i = 0; i < count; i++) {
            databases[i] = new Database(i, chunks);
        }
        this.now = now;
        this.access = access;
        this.listener = listener;
    }

    public Database database(int index) {
        return databases[index];
    }

    public int count() {
        return databases.length;
    }

    public List<Database> databases() {
        return List.of(databases);
    }

    public AccessClock access() {
        return access;
    }

    /** Takes another's databases over; they are not shared with it any more. */
    public void adopt(List<Database> others) {
        for (int i = 0; i < databases.length && i < others.size(); i++) {
            databases[i] = others.get(i);
        }
        askBeforeGrowing(mayTake);
    }

    /** Asks whether memory allows for a larger table of so many bytes, before one is made. */
    public void askBeforeGrowing(LongPredicate leave) {
        mayTake = leave;
        for (Database database : databases) {
            database.askBeforeGrowing(leave);
        }
    }

    /** Bytes that all keys and values take, as the memory model counts. */
    public long memory() {
        long sum = 0;
        for (Database database : databases) {
            sum += database.memory();
        }
        return sum;
    }

    /** Changes since the last save. */
    public long dirty() {
        return dirty;
    }

    /** All changes that there ever were: no save sets it back. */
    public long changes() {
        return allChanges;
    }

    public void addDirty(long changes) {
        dirty += changes;
        allChanges += changes;
    }

    public void setDirty(long changes) {
        dirty = changes;
    }

    /** The classes of events to report: bits of {@link EventType}. */
    public void setEventMask(int mask) {
        eventMask = mask;
    }

    /** DEBUG SET-ACTIVE-EXPIRE. */
    public void setActiveExpiry(boolean on) {
        activeExpiry = on;
    }

    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    public boolean isExpiring() {
        return expiring;
    }

    /** While files load, nothing expires. */
    public void setExpiring(boolean on) {
        expiring = on;
    }

    /** Bytes from which on a list's element has a node of its own. */
    public int listPackedThreshold() {
        return listPackedThreshold;
    }

    /** DEBUG QUICKLIST-PACKED-THRESHOLD. */
    public void setListPackedThreshold(int bytes) {
        listPackedThreshold = bytes;
    }

    /** While clients are paused: what has expired is not there for anybody, but is not deleted either. */
    public void setKeepsExpired(boolean yes) {
        keepsExpired = yes;
    }

    public void setHasWaiters(boolean yes) {
        hasWaiters = yes;
    }

    // ---- lookup ----

    public boolean isExpired(Database database, KeyEntry entry) {
        return expiring && entry.isVolatile() && database.expires().when(entry) < now.getAsLong();
    }

    /** @param counted whether statistics and the access time see it */
    public @Nullable KeyEntry read(Database database, byte[] key, boolean counted) {
        KeyEntry entry = database.find(key);
        if (entry != null && entry.isVolatile() && isExpired(database, entry) && !isMasters()) {
            if (!replica && !keepsExpired) {
                expire(database, entry.key());
            }
            entry = null;
        }
        if (counted) {
            if (entry == null) {
                misses++;
                notify(EventType.KEY_MISS, "keymiss", key, database);
            } else {
                hits++;
                access.touch(entry);
            }
        }
        return entry;
    }

    public @Nullable KeyEntry write(Database database, byte[] key) {
        KeyEntry entry = database.findForChange(key);
        if (entry != null && entry.isVolatile() && isExpired(database, entry) && !isMasters()) {
            if (!keepsExpired) {
                expire(database, entry.key());
            }
            return null;
        }
        if (entry != null) {
            access.touch(entry);
            open(entry);
        }
        return entry;
    }

    /** The entry's value, from now on until the command ends an object that may be changed. */
    public Value open(KeyEntry entry) {
        entry.open();
        remember(entry);
        return entry.value();
    }

    private void remember(KeyEntry entry) {
        if (openedCount == opened.length) {
            opened = Arrays.copyOf(opened, 2 * openedCount);
        }
        opened[openedCount++] = entry;
    }

    /** A command has ended: nobody has a value in hands any more. */
    public void settle() {
        while (openedCount > 0) {
            opened[--openedCount].settle();
            opened[openedCount] = null;
        }
    }

    /** Deletes a key whose time has come, with all that belongs to it. */
    public void expire(Database database, byte[] key) {
        delete(database, key, lazyExpire);
        database.departed(key, KeyspaceObserver.Departure.EXPIRED);
        expired++;
        notify(EventType.EXPIRED, "expired", key, database);
        touched(database, key, null);
    }

    private void delete(Database database, byte[] key, boolean lazily) {
        KeyEntry entry = database.remove(key);
        if (entry != null && lazily) {
            freeLazily(entry.value());
        }
        listener.removed(database.index(), key, lazily);
    }

    /** Redis would free this value in another thread, if that is worth it: INFO counts it. */
    public void freeLazily(Value value) {
        if (value.freeEffort() > LAZY_EFFORT) {
            lazyFreed++;
        }
    }

    public void countLazyFreed(long values) {
        lazyFreed += values;
    }

    /** Values that Redis would have freed in another thread. */
    public long lazyFreed() {
        return lazyFreed;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        hits = 0;
        misses = 0;
        expired = 0;
        lazyFreed = 0;
    }

    /** lazyfree-lazy-expire. */
    public void setLazyExpire(boolean yes) {
        lazyExpire = yes;
    }

    /** A replica leaves the removal of expired keys to its master. */
    public void setReplica(boolean yes) {
        replica = yes;
    }

    /** Whether the master's command runs now. */
    public void setMasterSpeaks(BooleanSupplier whether) {
        masterSpeaks = whether;
    }

    /** To its master's commands, a replica's keys are there until they are deleted. */
    private boolean isMasters() {
        return replica && masterSpeaks.getAsBoolean();
    }

    /** Deletes a key to make room. */
    public void evict(Database database, byte[] key, boolean lazily) {
        delete(database, key, lazily);
        database.departed(key, KeyspaceObserver.Departure.EVICTED);
        touched(database, key, null);
        notify(EventType.EVICTED, "evicted", key, database);
    }

    /** A key is new: that is reported, and waiting clients are looked after. */
    public void created(Database database, byte[] key, KeyEntry entry) {
        access.created(entry);
        remember(entry);
        if (hasWaiters) {
            listener.appeared(database.index(), key);
        }
        notify(EventType.NEW, "new", key, database);
    }

    /**
     * Gives an entry of the database another value. As in Redis, clients that wait for the new type are not woken by it;
     * those that wait for a stream learn that theirs is gone.
     */
    public void replace(Database database, KeyEntry entry, Value value) {
        if (hasWaiters && entry.value().typeName().equals("stream")) {
            listener.appeared(database.index(), entry.key());
        }
        database.replace(entry, value);
        remember(entry);
    }

    public boolean removeEmptied(Database database, byte[] key) {
        if (database.remove(key) == null) {
            return false;
        }
        notify(EventType.GENERIC, "del", key, database);
        return true;
    }

    // ---- reports ----

    /** The key's value changed: watching and caching clients and the memory model learn it. */
    public void touched(Database database, byte[] key, @Nullable Session by) {
        KeyEntry entry = database.find(key);
        if (entry != null) {
            touched(database, entry, by);
            return;
        }
        touchWatchers(database, key);
        if (hasWaiters) {
            listener.appeared(database.index(), key);
        }
        listener.invalidate(database, key, by);
    }

    /** As {@link #touched(Database, byte[], Session)}, for an entry that is still in the database. */
    public void touched(Database database, KeyEntry entry, @Nullable Session by) {
        touchWatchers(database, entry.key());
        database.account(entry);
        listener.invalidate(database, entry.key(), by);
    }

    private void touchWatchers(Database database, byte[] key) {
        if (!watchers.isEmpty()) {
            Set<WatchedKeys> watching = watchers.get(new WatchedKeys.Watched(database.index(), new ByteKey(key)));
            if (watching != null) {
                watching.forEach(w -> touchWatcher(w, database, key));
            }
        }
    }

    private static void touchWatcher(WatchedKeys watcher, Database database, byte[] key) {
        WatchedKeys.Watched watched = new WatchedKeys.Watched(database.index(), new ByteKey(key));
        boolean wasExpired = Boolean.TRUE.equals(watcher.keys.get(watched));
        if (wasExpired) {
            if (database.find(key) == null) {
                watcher.keys.put(watched, false);
                return;
            }
        }
        watcher.setDirty(true);
    }

    public void notify(EventType type, String event, byte[] key, Database database) {
        if ((eventMask & type.bit()) != 0) {
            listener.event(type, event, key, database.index(), eventMask);
        }
    }

    // ---- watch ----

    public void watch(WatchedKeys watcher, Database database, byte[] key) {
        WatchedKeys.Watched watched = new WatchedKeys.Watched(database.index(), new ByteKey(key));
        if (watcher.keys.containsKey(watched)) {
            return;
        }
        KeyEntry entry = database.find(key);
        watcher.keys.put(watched, entry != null && isExpired(database, entry));
        watchers.computeIfAbsent(watched, k -> new LinkedHashSet<>()).add(watcher);
    }

    public void unwatchAll(WatchedKeys watcher) {
        for (WatchedKeys.Watched watched : watcher.keys.keySet()) {
            Set<WatchedKeys> watching = watchers.get(watched);
            if (watching != null) {
                watching.remove(watcher);
                if (watching.isEmpty()) {
                    watchers.remove(watched);
                }
            }
        }
        watcher.keys.clear();
        watcher.setDirty(false);
    }

    /** Watches what a snapshot says, and nothing else. */
    public void rewatch(WatchedKeys watcher, WatchedKeys.Snapshot snapshot) {
        unwatchAll(watcher);
        snapshot.keys().forEach((watched, expired) -> {
            watcher.keys.put(watched, expired);
            watchers.computeIfAbsent(watched, k -> new LinkedHashSet<>()).add(watcher);
        });
        watcher.setDirty(snapshot.dirty());
    }

    /** Whether a watched key has expired meanwhile, though nobody has looked at it. */
    public boolean watchedExpired(WatchedKeys watcher) {
        for (Map.Entry<WatchedKeys.Watched, Boolean> e : watcher.keys.entrySet()) {
            if (e.getValue()) {
                continue;
            }
            Database database = databases[e.getKey().database()];
            KeyEntry entry = database.find(e.getKey().key().bytes());
            if (entry != null && isExpired(database, entry)) {
                return true;
            }
        }
        return false;
    }

    // ---- whole databases ----

    /** Empties one database, or all for -1. Returns the number of keys that went. */
    public long flush(int index) {
        long count = 0;
        for (Database database : databases) {
            if (index >= 0 && database.index() != index) {
                continue;
            }
            touchAllWatched(database, null);
            if (hasWaiters) {
                database.keys().forEach(entry -> listener.appeared(database.index(), entry.key()));
            }
            count += database.size();
            database.clear();
        }
        listener.invalidateAll(index);
        return count;
    }

    public void swap(int a, int b) {
        Database first = databases[a];
        Database second = databases[b];
        touchAllWatched(first, second);
        touchAllWatched(second, first);
        first.swap(second);
        if (hasWaiters) {
            // What came to one database has gone from the other.
            for (Database database : List.of(first, second)) {
                database.keys().forEach(entry -> {
                    listener.appeared(a, entry.key());
                    listener.appeared(b, entry.key());
                });
            }
        }
    }

    /**
     * Watched keys of a database are touched when they are there now, or will be in what replaces it. A key that had
     * expired when WATCH came and goes, or has expired in what comes as well, is no change.
     */
    private void touchAllWatched(Database database, @Nullable Database replacement) {
        for (Map.Entry<WatchedKeys.Watched, Set<WatchedKeys>> e : watchers.entrySet()) {
            WatchedKeys.Watched watched = e.getKey();
            if (watched.database() != database.index()) {
                continue;
            }
            byte[] key = watched.key().bytes();
            boolean here = database.find(key) != null;
            KeyEntry successor = replacement == null ? null : replacement.find(key);
            boolean becomesExpired = replacement != null && successor != null && isExpired(replacement, successor);
            if (!here && successor == null) {
                continue;
            }
            for (WatchedKeys watcher : e.getValue()) {
                boolean wasExpired = Boolean.TRUE.equals(watcher.keys.get(watched));
                if (wasExpired && successor == null) {
                    watcher.keys.put(watched, false);
                } else if (!here && becomesExpired) {
                    watcher.keys.put(watched, true);
                } else if (!wasExpired || !becomesExpired) {
                    watcher.setDirty(true);
                }
            }
        }
    }

    // ---- upkeep ----

    /**
     * Moves buckets of a table that is being resized, for a millisecond at most: a nearly empty table that nobody uses
     * would otherwise remain large, and active expiry passes it over as long as it is.
     *
     * @param nanos the monotonic clock; it may stand still
     */
    public void rehashSome(LongSupplier nanos) {
        for (Database database : databases) {
            RehashingTable table = database.keys().isRehashing() ? database.keys() : database.expires();
            if (table.isRehashing()) {
                long begun = nanos.getAsLong();
                int rounds = MOST_REHASH_ROUNDS;
                while (rounds > 0 && table.rehash(REHASH_BUCKETS) && nanos.getAsLong() - begun < REHASH_NANOS) {
                    rounds--;
                }
                return;
            }
        }
    }

    /** Watchers in no particular order, for INFO. */
    public int watchedKeyCount() {
        return watchers.size();
    }

    Iterator<WatchedKeys.Watched> watchedKeys() {
        return watchers.keySet().iterator();
    }
}
