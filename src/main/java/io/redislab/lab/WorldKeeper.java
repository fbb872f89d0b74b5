package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Propagation;
import io.redislab.engine.Session;
import io.redislab.grading.Trace;
import io.redislab.resp.ReplyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Keeps a world in its store, and makes it anew from there: data by their effects, in order; settings whenever they differ
 * from those that were stored last. On the engine's thread.
 */
final class WorldKeeper {
    private static final long SYNC_NANOS = 1_000_000_000L;
    /** A store that has grown beyond is written anew when the world is opened. */
    private static final long MAX_STORE_BYTES = 1L << 20;

    private final WorldStore store;
    private final LabClock clock;
    private final Propagation.Sink effects;
    private final Consumer<Optional<String>> told;
    private Engine engine;
    private WorldSettings stored;
    private Optional<String> trouble = Optional.empty();
    private long syncedNanos;

    /** @param told is told when the store can't be written, and why; and with nothing when it can be again */
    WorldKeeper(WorldStore store, LabClock clock, Engine engine, Consumer<Optional<String>> told) {
        this.store = store;
        this.clock = clock;
        this.told = told;
        this.engine = engine;
        this.effects = store::effect;
        this.stored = WorldSettings.of(engine);
        this.syncedNanos = clock.monotonicNanos();
    }

    /** What the store holds takes the place of what the server has loaded from its files. */
    void restore(WorldStore.Saved saved) throws IOException {
        engine.propagation().setSuspended(true);
        // What had expired was deleted by an effect of its own, at its place among the others.
        engine.keyspace().setExpiring(false);
        engine.keyspace().flush(-1);
        engine.scripting().flushLibraries();
        if (saved.snapshot().isPresent()) {
            try {
                Engines.restore(engine, saved.snapshot().get());
            } catch (Engines.BootFailure e) {
                throw new IOException("the world's snapshot can't be read: " + e.getMessage(), e);
            }
        }
        ReplyBuilder replies = new ReplyBuilder();
        Session loader = engine.internalSession(replies);
        loader.markFromAof();
        for (WorldStore.Effect effect : saved.effects()) {
            loader.select(effect.database());
            engine.execute(loader, effect.argv().toArray(new byte[0][]));
            replies.take();
        }
        engine.keyspace().setExpiring(true);
        engine.propagation().setSuspended(false);
        stored = WorldSettings.of(engine);
    }

    /** From now on every change of the engine is stored. */
    void record() {
        if (store != WorldStore.NOWHERE) {
            engine.propagation().attach(effects);
        }
    }

    /** From now on it is another engine's changes. The store has to be written anew: {@link #rewrite}. */
    void record(Engine next) {
        engine.propagation().detach(effects);
        engine = next;
        stored = WorldSettings.of(next);
        record();
    }

    /** What the learner has done in the present step of the lesson, and where that is. */
    record Lesson(List<Trace.Entry> trace, String step, Set<String> begun, int database) {
        Lesson {
            trace = List.copyOf(trace);
            begun = Set.copyOf(begun);
        }
    }

    /** Makes a store smaller that has grown. Where there is no room for a second one, it stays as it is. */
    void compact(Lesson lesson) {
        if (store.size() > MAX_STORE_BYTES) {
            try {
                rewrite(lesson);
            } catch (IOException e) {
                tell(Optional.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Writes the store anew: a snapshot in the place of what led to it. */
    void rewrite(Lesson lesson) throws IOException {
        if (store == WorldStore.NOWHERE) {
            return;
        }
        stored = WorldSettings.of(engine);
        WorldSettings atStart = WorldSettings.of(
                Engines.start(clock, new SplittableRandom(1), engine.storage().fork(clock)));
        store.rewrite(new WorldStore.Saved(
                Optional.of(Engines.snapshot(engine)),
                atStart.commandsTo(stored).stream()
                        .map(argv -> new WorldStore.Effect(0, List.of(argv)))
                        .toList(),
                lesson.trace(),
                lesson.step(),
                lesson.begun(),
                clock.setting(),
                lesson.database()));
    }

    void begin(String step) {
        store.begin(step);
    }

    void call(Trace.Entry entry, int database) {
        store.call(entry, database);
    }

    void clock() {
        store.clock(clock.setting());
    }

    /** A step was taken back or done again: what it has left goes into the store. */
    void turned(Moment moment, Lesson lesson) {
        if (moment.serverBefore().isEmpty()) {
            // Otherwise the store was written anew when the other engine was put in place.
            WorldEffects now = new WorldEffects(engine, store::effect);
            if (moment.changedAll()) {
                for (int i = 0; i < engine.keyspace().count(); i++) {
                    now.all(i);
                }
            } else {
                moment.keys()
                        .forEach(place -> now.key(place.database(), place.key().bytes()));
            }
            if (moment.changedScripts()) {
                now.libraries();
            }
        }
        if (moment.changedClock()) {
            clock();
        }
        store.recall(lesson.trace(), lesson.database());
        commit();
    }

    /**
     * Hands everything to the operating system, and once a second to the disk. What could not be written is, with what
     * comes next.
     */
    void commit() {
        if (store == WorldStore.NOWHERE) {
            return;
        }
        if (!stored.areOf(engine)) {
            WorldSettings now = WorldSettings.of(engine);
            stored.commandsTo(now).forEach(argv -> store.effect(0, argv));
            stored = now;
        }
        try {
            store.commit();
            long nanos = clock.monotonicNanos();
            if (nanos - syncedNanos >= SYNC_NANOS) {
                syncedNanos = nanos;
                store.sync();
            }
            tell(Optional.empty());
        } catch (IOException e) {
            tell(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private void tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            trouble = now;
            told.accept(now);
        }
    }

    void close() {
        engine.propagation().detach(effects);
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
