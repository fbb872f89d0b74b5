package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.ExpireEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a world's clock so that everything that is due on the way happens in its order: keys expire, waits end, cron runs.
 * On the engine's thread.
 */
final class TimeMachine {
    /** A long way is gone in at most so many stages, beside those at which a key expires. */
    private static final int STAGES = 20_000;

    private final Engine engine;
    private final LabClock clock;

    TimeMachine(Engine engine, LabClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** A key that expires, and when: Unix time in ms. */
    record Expiry(int database, byte[] key, long at) {}

    /** All keys that expire up to a moment, the first first. */
    private List<Expiry> until(long wallMillis) {
        List<Expiry> found = new ArrayList<>();
        for (Database database : engine.keyspace().databases()) {
            database.expires().forEach(entry -> {
                if (entry.when() < wallMillis) {
                    found.add(new Expiry(database.index(), entry.key(), entry.when()));
                }
            });
        }
        found.sort(Comparator.comparingLong(Expiry::at));
        return found;
    }

    /** The key that expires next; empty when none does. */
    Optional<Expiry> next() {
        Expiry first = null;
        for (Database database : engine.keyspace().databases()) {
            ExpireEntry[] soonest = new ExpireEntry[1];
            database.expires().forEach(entry -> {
                if (soonest[0] == null || entry.when() < soonest[0].when()) {
                    soonest[0] = entry;
                }
            });
            if (soonest[0] != null && (first == null || soonest[0].when() < first.at())) {
                first = new Expiry(database.index(), soonest[0].key(), soonest[0].when());
            }
        }
        return Optional.ofNullable(first);
    }

    /**
     * Turns the clock by so many µs; back, if negative, which only changes what it shows.
     *
     * @return the keys that expired meanwhile, in their order
     */
    List<Expiry> turn(long micros) {
        if (micros <= 0) {
            clock.turn(micros);
            engine.poll();
            return List.of();
        }
        long end = clock.wallMicros() + micros;
        List<Expiry> due = until(end / 1000);
        long stage = Math.max(1000, micros / STAGES);
        int next = 0;
        while (clock.wallMicros() < end) {
            long now = clock.wallMicros();
            long nanos = engine.poll();
            long step = nanos < 0 ? end - now : Math.max(stage, nanos / 1000 + 1);
            while (next < due.size() && due.get(next).at() * 1000 <= now) {
                next++;
            }
            if (next < due.size()) {
                step = Math.min(step, Math.max(1, (due.get(next).at() + 1) * 1000 - now));
            }
            clock.turn(Math.max(1, Math.min(step, end - clock.wallMicros())));
            engine.poll();
            while (next < due.size() && due.get(next).at() * 1000 < clock.wallMicros()) {
                expire(due.get(next++));
            }
        }
        return due.stream().filter(this::isGone).toList();
    }

    private void expire(Expiry expiry) {
        engine.keyspace().read(engine.keyspace().database(expiry.database()), expiry.key(), false);
    }

    private boolean isGone(Expiry expiry) {
        return engine.keyspace().database(expiry.database()).find(expiry.key()) == null;
    }
}
