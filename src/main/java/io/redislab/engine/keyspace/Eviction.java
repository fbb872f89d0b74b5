package io.redislab.engine.keyspace;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.MaxmemoryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when {@code maxmemory} is reached. LRU, LFU and TTL are approximated as in Redis: some keys of every database
 * are looked at, the best candidates for removal are kept in a small pool from call to call, and the best of the pool
 * goes. A candidate may have been used or removed meanwhile: one that is gone is passed over.
 */
public final class Eviction {
    private static final int POOL_SIZE = 16;
    /** After so many keys it is looked at the clock. */
    private static final int KEYS_PER_LOOK = 16;

    private static final long NANOS_PER_TENACITY = 50_000;

    /** How it ended. */
    public enum Result {
        /** There is room. */
        OK,
        /** Time was up; the rest is removed meanwhile. */
        RUNNING,
        /** Nothing may be removed, and there is no room. */
        FAIL
    }

    /** A key that may go; the higher the score the better. */
    private record Candidate(long score, int database, byte[] key) {}

    private final Engine engine;
    private final Configuration config;
    private final Keyspace keyspace;
    private final MemoryModel memory;
    /** Best last. */
    private final List<Candidate> pool = new ArrayList<>(POOL_SIZE + 1);

    private int nextDatabase;
    private boolean continuing;
    private long exceededSinceNanos = -1;
    private long exceededNanos;

    public Eviction(Engine engine, MemoryModel memory) {
        this.engine = engine;
        this.config = engine.config();
        this.keyspace = engine.keyspace();
        this.memory = memory;
        config.onChange(this::continueLater, "maxmemory");
        // As in Redis, tables that are not overfull wait for the end of a background save or rewrite.
        keyspace.askBeforeGrowing(bytes -> !engine.persistence().hasJob() && hasRoomFor(bytes));
    }

    /** Removes keys until there is room, as the policy allows it. */
    public Result makeRoom() {
        boolean ignores = engine.replication().isReplica() && config.replicaIgnoreMaxmemory();
        if (ignores
                || engine.pause().isActive()
                || engine.persistence().loading().isActive()) {
            return Result.OK;
        }
        Result result = hasRoom() ? Result.OK : evict();
        watchLimit(result);
        return result;
    }

    private boolean hasRoom() {
        return hasRoomFor(0);
    }

    private boolean hasRoomFor(long bytes) {
        long max = config.maxmemory();
        return max == 0 || memory.usedOfMaxmemory() + bytes <= max;
    }

    private Result evict() {
        MaxmemoryPolicy policy = config.maxmemoryPolicy();
        if (policy == MaxmemoryPolicy.NOEVICTION) {
            return Result.FAIL;
        }
        long start = engine.clock().monotonicNanos();
        long limit = timeLimitNanos(config.maxmemoryEvictionTenacity());
        Result result = Result.OK;
        int removed = 0;
        // What the removals themselves put into clients' buffers does not count, or they would never end.
        long before = keyspace.memory();
        long wanted = memory.usedOfMaxmemory() - config.maxmemory();
        while (before - keyspace.memory() < wanted) {
            Candidate victim = policy.isRandom() ? anyKey(policy) : bestOfPool(policy);
            if (victim == null) {
                result = Result.FAIL;
                break;
            }
            remove(victim);
            removed++;
            if (removed % KEYS_PER_LOOK == 0 && engine.clock().monotonicNanos() - start > limit) {
                continueLater();
                result = Result.RUNNING;
                break;
            }
        }
        engine.propagation().flushEach();
        record("eviction-cycle", start);
        return result;
    }

    private void remove(Candidate victim) {
        long start = engine.clock().monotonicNanos();
        keyspace.evict(keyspace.database(victim.database()), victim.key(), config.lazyfreeLazyEviction());
        engine.stats().evictedKeys++;
        record("eviction-del", start);
    }

    private void record(String event, long startNanos) {
        long millis = (engine.clock().monotonicNanos() - startNanos) / 1_000_000;
        engine.callLog().latencyEvents().record(event, millis);
    }

    /** From nothing for 0 over 500 µs for 10 to no limit for 100. */
    private static long timeLimitNanos(int tenacity) {
        if (tenacity <= 10) {
            return NANOS_PER_TENACITY * tenacity;
        }
        if (tenacity < 100) {
            return (long) (10 * NANOS_PER_TENACITY * Math.pow(1.15, tenacity - 10));
        }
        return Long.MAX_VALUE;
    }

    /** Goes on as soon as waiting commands have had their turn. */
    private void continueLater() {
        if (!continuing && config.maxmemory() > 0) {
            continuing = true;
            engine.timers().after(0, () -> {
                continuing = false;
                engine.refreshTime();
                makeRoom();
            });
        }
    }

    // ---- which key ----

    private @Nullable Candidate anyKey(MaxmemoryPolicy policy) {
        for (int i = 0; i < keyspace.count(); i++) {
            nextDatabase = (nextDatabase + 1) % keyspace.count();
            Candidate any = random(keyspace.database(nextDatabase), policy);
            if (any != null) {
                return any;
            }
        }
        return null;
    }

    private @Nullable Candidate random(Database database, MaxmemoryPolicy policy) {
        if (policy.isVolatile()) {
            ExpireEntry expiry = database.expires().random(engine.random());
            return expiry == null ? null : new Candidate(0, database.index(), expiry.key());
        }
        KeyEntry entry = database.keys().random(engine.random());
        return entry == null ? null : new Candidate(0, database.index(), entry.key());
    }

    private @Nullable Candidate bestOfPool(MaxmemoryPolicy policy) {
        while (true) {
            boolean any = false;
            for (Database database : keyspace.databases()) {
                any |= sample(database, policy);
            }
            if (!any) {
                pool.clear();
                return null;
            }
            while (!pool.isEmpty()) {
                Candidate best = pool.remove(pool.size() - 1);
                KeyEntry entry = keyspace.database(best.database()).keys().find(best.key());
                if (entry != null && (entry.isVolatile() || !policy.isVolatile())) {
                    return best;
                }
            }
        }
    }

    private long score(KeyEntry entry, MaxmemoryPolicy policy) {
        AccessClock access = keyspace.access();
        return policy.isLfu() ? 255 - access.decayed(entry) : access.idleMillis(entry);
    }

    /** Puts some keys of a database into the pool; false when it has none to choose from. */
    private boolean sample(Database database, MaxmemoryPolicy policy) {
        int size = policy.isVolatile() ? database.volatileSize() : database.size();
        if (size == 0) {
            return false;
        }
        int samples = Math.min(size, config.maxmemorySamples());
        if (policy.isVolatile()) {
            database.expires().some(engine.random(), samples, expiry -> offer(database, expiry, policy));
        } else {
            database.keys().some(engine.random(), samples, entry -> offer(score(entry, policy), database, entry::key));
        }
        return true;
    }

    private void offer(Database database, ExpireEntry expiry, MaxmemoryPolicy policy) {
        long score;
        if (policy == MaxmemoryPolicy.VOLATILE_TTL) {
            score = Long.MAX_VALUE - expiry.when();
        } else {
            KeyEntry entry = database.keys().find(expiry.key());
            if (entry == null) {
                throw new IllegalStateException("an expiry without its key");
            }
            score = score(entry, policy);
        }
        offer(score, database, expiry::key);
    }

    private void offer(long score, Database database, Supplier<byte[]> key) {
        int at = pool.size();
        while (at > 0 && pool.get(at - 1).score() > score) {
            at--;
        }
        if (at == 0 && pool.size() == POOL_SIZE) {
            return;
        }
        Candidate candidate = new Candidate(score, database.index(), key.get());
        if (contains(candidate)) {
            return;
        }
        pool.add(at, candidate);
        if (pool.size() > POOL_SIZE) {
            pool.remove(0);
        }
    }

    private boolean contains(Candidate candidate) {
        for (Candidate other : pool) {
            if (other.database() == candidate.database() && java.util.Arrays.equals(other.key(), candidate.key())) {
                return true;
            }
        }
        return false;
    }

    // ---- how long the limit was passed ----

    private void watchLimit(Result result) {
        boolean exceeded = result != Result.OK;
        if (exceeded && exceededSinceNanos < 0) {
            exceededSinceNanos = engine.clock().monotonicNanos();
        } else if (!exceeded && exceededSinceNanos >= 0) {
            exceededNanos += engine.clock().monotonicNanos() - exceededSinceNanos;
            exceededSinceNanos = -1;
        }
    }

    /** ms since the limit was passed; 0 when it is kept. */
    public long currentExceededMillis() {
        return currentExceededNanos() / 1_000_000;
    }

    /** ms that the limit was passed since the start or {@link #resetStatistics}. */
    public long totalExceededMillis() {
        return (exceededNanos + currentExceededNanos()) / 1_000_000;
    }

    private long currentExceededNanos() {
        return exceededSinceNanos < 0 ? 0 : engine.clock().monotonicNanos() - exceededSinceNanos;
    }

    public void resetStatistics() {
        exceededNanos = 0;
        exceededSinceNanos = -1;
    }
}
