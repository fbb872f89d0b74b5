package io.redislab.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects the effects of one call, transaction or script, and hands them to the AOF as one unit. */
public final class Propagation {
    /**
     * One command to write, with the database it belongs to.
     *
     * @param forReplicas files don't get it: it changes no data
     */
    private record Effect(int database, byte[][] argv, boolean forReplicas) {}

    /** Who writes effects down. */
    public interface Sink {
        void append(int database, byte[][] argv);

        /** Whether it goes on to replicas, and not into a file. */
        default boolean isForReplicas() {
            return false;
        }
    }

    private static final byte[][] MULTI = {"MULTI".getBytes(StandardCharsets.UTF_8)};
    private static final byte[][] EXEC = {"EXEC".getBytes(StandardCharsets.UTF_8)};

    private final List<Sink> sinks = new ArrayList<>(1);
    private boolean suspended;
    private boolean muted;
    private final List<Effect> pending = new ArrayList<>();

    /** Effects are collected only while there is a sink. */
    public void attach(Sink sink) {
        sinks.add(sink);
    }

    /** The sink, as it was attached, gets nothing more. */
    public void detach(Sink sink) {
        sinks.remove(sink);
        if (sinks.isEmpty()) {
            pending.clear();
        }
    }

    public boolean isActive() {
        return !sinks.isEmpty() && !suspended;
    }

    /** While files are loaded, their commands are not written again. */
    public void setSuspended(boolean yes) {
        suspended = yes;
    }

    /** Whether effects are dropped for now, as a script may choose. */
    public void mute(boolean yes) {
        muted = yes;
    }

    public void add(int database, byte[][] argv) {
        if (isActive() && !muted) {
            pending.add(new Effect(database, argv, false));
        }
    }

    /** As {@link #add}, for what changes no data but happens on replicas too: a message that was published. */
    public void addForReplicas(int database, byte[][] argv) {
        if (isActive() && !muted && hasReplicas()) {
            pending.add(new Effect(database, argv, true));
        }
    }

    private boolean hasReplicas() {
        for (Sink sink : sinks) {
            if (sink.isForReplicas()) {
                return true;
            }
        }
        return false;
    }

    void force(Context context) {
        add(context.session().database(), context.argv());
        context.preventPropagation();
    }

    /** Ends the unit: each effect stands for itself. */
    public void flushEach() {
        for (Effect effect : pending) {
            for (Sink sink : sinks) {
                append(sink, effect);
            }
        }
        pending.clear();
    }

    /** Ends the unit: more than one effect stands between MULTI and EXEC. */
    void flush() {
        if (pending.isEmpty()) {
            return;
        }
        for (Sink sink : sinks) {
            flush(sink);
        }
        pending.clear();
    }

    private void flush(Sink sink) {
        boolean wrap = pending.size() > 1;
        if (wrap) {
            sink.append(pending.get(0).database(), MULTI);
        }
        for (Effect effect : pending) {
            append(sink, effect);
        }
        if (wrap) {
            sink.append(pending.get(pending.size() - 1).database(), EXEC);
        }
    }

    private static void append(Sink sink, Effect effect) {
        if (!effect.forReplicas() || sink.isForReplicas()) {
            sink.append(effect.database(), effect.argv());
        }
    }
}
