package io.redislab.lab;

import io.redislab.grading.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a world outlives the program: what changed its data, and what the learner did since the step began. What was
 * {@link #commit}ted outlives the program's death, what was {@link #sync}ed the machine's. Used on the engine's thread.
 */
public interface WorldStore extends AutoCloseable {
    /**
     * What was stored.
     *
     * @param snapshot all data at one time, as an RDB file; empty when there was none
     * @param effects commands that make the data anew from there, in order
     * @param trace since the step in {@code step} began
     * @param step empty when none has begun
     * @param begun all steps that have begun in this world
     * @param clock how the world's clock is set
     */
    record Saved(
            Optional<byte[]> snapshot,
            List<Effect> effects,
            List<Trace.Entry> trace,
            String step,
            Set<String> begun,
            LabClock.Setting clock,
            int database) {
        public Saved {
            effects = List.copyOf(effects);
            trace = List.copyOf(trace);
            begun = Set.copyOf(begun);
        }

        public static final Saved NOTHING =
                new Saved(Optional.empty(), List.of(), List.of(), "", Set.of(), LabClock.Setting.MACHINE, 0);

        public boolean isEmpty() {
            return snapshot.isEmpty() && effects.isEmpty() && step.isEmpty() && trace.isEmpty();
        }
    }

    /** A command that changes data or settings, and the database in which it runs. */
    record Effect(int database, List<byte[]> argv) {
        public Effect {
            argv = List.copyOf(argv);
        }
    }

    /** A store that keeps nothing: for free play. */
    WorldStore NOWHERE = new WorldStore() {
        @Override
        public Saved load() {
            return Saved.NOTHING;
        }

        @Override
        public void effect(int database, byte[][] argv) {}

        @Override
        public void call(Trace.Entry entry, int database) {}

        @Override
        public void recall(List<Trace.Entry> calls, int database) {}

        @Override
        public void begin(String step) {}

        @Override
        public void clock(LabClock.Setting setting) {}

        @Override
        public void commit() {}

        @Override
        public void sync() {}

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void rewrite(Saved saved) {}

        @Override
        public void close() {}
    };

    /** Everything that is stored; called once, before anything is written. */
    Saved load() throws IOException;

    void effect(int database, byte[][] argv);

    /**
     * The learner has run a command.
     *
     * @param database that the learner's first client has selected afterwards
     */
    void call(Trace.Entry entry, int database);

    /** These are all calls since the step began: some were taken back, or done again. */
    void recall(List<Trace.Entry> calls, int database);

    /** A step begins: the trace of the one before is forgotten. */
    void begin(String step);

    void clock(LabClock.Setting setting);

    /** Hands all that was written to the operating system. */
    void commit() throws IOException;

    /** Waits until all that was committed is on the disk. */
    void sync() throws IOException;

    /** Bytes stored. */
    long size();

    /** Replaces all that is stored, at once or not at all. */
    void rewrite(Saved saved) throws IOException;

    @Override
    void close() throws IOException;
}
