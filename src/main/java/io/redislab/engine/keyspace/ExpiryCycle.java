package io.redislab.engine.keyspace;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes keys whose time has come though nobody asks for them. The slow cycle runs with the engine's cron and may take a
 * quarter of the time; the fast one runs between commands, for a millisecond, while many stale keys are suspected. Each
 * looks at a batch of volatile keys of a database and goes on with it as long as many of the batch were stale. {@code
 * active-expire-effort} raises batches and times and lowers what counts as many.
 */
public final class ExpiryCycle {
    private static final int BATCH = 20;
    private static final int FAST_MICROS = 1000;
    private static final int SLOW_PERCENT = 25;
    private static final int ACCEPTABLE_STALE_PERCENT = 10;
    /** Buckets looked at for one key that is wanted: tables may be nearly empty. */
    private static final int BUCKETS_PER_KEY = 20;

    private final Engine engine;
    private final Configuration config;
    private final Keyspace keyspace;
    private int nextDatabase;
    private boolean timeWasUp;
    private long lastFastNanos = Long.MIN_VALUE / 2;
    private double stale;
    private long timeCapReached;
    private long spentNanos;

    public ExpiryCycle(Engine engine) {
        this.engine = engine;
        this.config = engine.config();
        this.keyspace = engine.keyspace();
    }

    /** Runs with the cron. */
    public void slow() {
        if (isAllowed()) {
            long percent = SLOW_PERCENT + 2L * effort();
            run(percent * 1_000_000_000L / config.hz() / 100);
        }
    }

    /** Runs between commands, if it seems worth while. */
    public void fast() {
        if (!timeWasUp && stale * 100 < ACCEPTABLE_STALE_PERCENT - effort() || !isAllowed()) {
            return;
        }
        long duration = (FAST_MICROS + FAST_MICROS / 4 * effort()) * 1000L;
        long start = engine.clock().monotonicNanos();
        if (start >= lastFastNanos + 2 * duration) {
            lastFastNanos = start;
            run(duration);
        }
    }

    private int effort() {
        return config.activeExpireEffort() - 1;
    }

    private boolean isAllowed() {
        return keyspace.isActiveExpiry()
                && keyspace.isExpiring()
                && !engine.pause().isActive()
                && !engine.replication().isReplica()
                && !engine.pause().isActive();
    }

    private void run(long limitNanos) {
        long start = engine.clock().monotonicNanos();
        long deadline = start + Math.max(1000, limitNanos);
        timeWasUp = false;
        Tally all = new Tally();
        for (int i = 0; i < keyspace.count() && !timeWasUp; i++) {
            Database database = keyspace.database(nextDatabase);
            nextDatabase = (nextDatabase + 1) % keyspace.count();
            clean(database, deadline, all);
        }
        engine.propagation().flushEach();
        long spent = engine.clock().monotonicNanos() - start;
        spentNanos += spent;
        engine.callLog().latencyEvents().record("expire-cycle", spent / 1_000_000);
        double found = all.looked == 0 ? 0 : (double) all.expired / all.looked;
        stale = found * 0.05 + stale * 0.95;
    }

    private static final class Tally {
        private long looked;
        private long expired;
    }

    private void clean(Database database, long deadline, Tally all) {
        int batch = BATCH + BATCH / 4 * effort();
        for (int round = 1; ; round++) {
            int size = database.volatileSize();
            if (size == 0) {
                database.averageTtl = 0;
                return;
            }
            if (size * 100L / database.expires().slots() < 1
                    && database.expires().slots() > 4) {
                return;
            }
            Tally tally = new Tally();
            lookAt(database, Math.min(size, batch), tally);
            all.looked += tally.looked;
            all.expired += tally.expired;
            if (round % 16 == 0 && engine.clock().monotonicNanos() > deadline) {
                timeWasUp = true;
                timeCapReached++;
                return;
            }
            boolean enough =
                    tally.looked > 0 && tally.expired * 100 / tally.looked <= ACCEPTABLE_STALE_PERCENT - effort();
            if (enough) {
                return;
            }
        }
    }

    private void lookAt(Database database, int wanted, Tally tally) {
        List<ExpireEntry> entries = new ArrayList<>(wanted + 4);
        for (int buckets = wanted * BUCKETS_PER_KEY; entries.size() < wanted && buckets > 0; buckets--) {
            database.expiryCursor = database.expires().scan(database.expiryCursor, entries::add);
        }
        long now = engine.now();
        long ttlSum = 0;
        int alive = 0;
        for (ExpireEntry entry : entries) {
            tally.looked++;
            if (entry.when() < now) {
                tally.expired++;
                keyspace.expire(database, entry.key());
            } else {
                ttlSum += entry.when() - now;
                alive++;
            }
        }
        if (alive > 0) {
            double mean = (double) ttlSum / alive;
            database.averageTtl = database.averageTtl == 0 ? mean : database.averageTtl / 50 * 49 + mean / 50;
        }
    }

    /** An estimate of how many per cent of the volatile keys are stale. */
    public double stalePercent() {
        return stale * 100;
    }

    /** How often a cycle ended because its time was up. */
    public long timeCapReached() {
        return timeCapReached;
    }

    /** ms spent in all. */
    public long spentMillis() {
        return spentNanos / 1_000_000;
    }

    public void resetStatistics() {
        stale = 0;
        timeCapReached = 0;
        spentNanos = 0;
    }
}
