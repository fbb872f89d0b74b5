package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.keyspace.KeyImage;
import io.redislab.engine.keyspace.KeyspaceObserver;
import io.redislab.engine.value.ByteKey;
import io.redislab.grading.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A step of a world's timeline: what was typed or pasted at once, and what it has changed. */
final class Moment {
    private static final int DEPARTED_BYTES = 100;

    private final int number;
    private final String text;
    private final long wallMillis;
    /** What it did to data, in order. */
    private List<Change> changes = new ArrayList<>();
    /** What else was another before it: each thing once, those first that others hang on. */
    private List<Change.State> states = new ArrayList<>();

    /** Keys that went by themselves. */
    private final Map<Place, KeyspaceObserver.Departure> departed = new HashMap<>();

    private long bytes;
    private final List<String> lasting = new ArrayList<>();
    /** The calls that were made in it; whoever takes it back keeps them here. */
    private List<Trace.Entry> calls = List.of();

    private List<CrashTable.Timed> commands = List.of();

    Moment(int number, String text, long wallMillis) {
        this.number = number;
        this.text = text;
        this.wallMillis = wallMillis;
    }

    /** A key of a database. */
    record Place(int database, ByteKey key) {}

    int number() {
        return number;
    }

    /** The first line of what was typed. */
    String text() {
        return text;
    }

    /** When, by the world's clock: Unix time in ms. */
    long wallMillis() {
        return wallMillis;
    }

    /** Bytes that its images take. */
    long bytes() {
        return bytes;
    }

    // ---- recording ----

    void add(Change change, long size) {
        changes.add(change);
        bytes += size;
    }

    void add(Change.State state) {
        states.add(state);
    }

    /** It has done nothing to data after all; answers what it was thought to have done. */
    List<Change> takeData() {
        List<Change> taken = changes;
        changes = new ArrayList<>();
        bytes = 0;
        return taken;
    }

    /** Whether a client's session was another one before. */
    boolean changesClient(String name) {
        return states.stream()
                .anyMatch(state ->
                        state instanceof Change.Client client && client.name().equals(name));
    }

    boolean isEmpty() {
        return changes.isEmpty() && states.isEmpty();
    }

    /** Something happened that can't be taken back; a sentence. */
    void lasting(String sentence) {
        if (!lasting.contains(sentence)) {
            lasting.add(sentence);
        }
    }

    /** What can't be taken back, in sentences. */
    List<String> lasting() {
        return List.copyOf(lasting);
    }

    // ---- while it is taken back ----

    List<Trace.Entry> calls() {
        return calls;
    }

    List<CrashTable.Timed> commands() {
        return commands;
    }

    /** Keeps what was done in it, until it is done again. */
    void keep(List<Trace.Entry> itsCalls, List<CrashTable.Timed> itsCommands) {
        calls = List.copyOf(itsCalls);
        commands = List.copyOf(itsCommands);
    }

    /** Puts what was before it in the place of what is now. Done twice, everything is as it was at first. */
    void exchange(Change.Scene scene) {
        List<Change.State> now =
                new ArrayList<>(states.stream().map(state -> state.now(scene)).toList());
        List<Change> inverse = new ArrayList<>(changes.size());
        for (int i = changes.size() - 1; i >= 0; i--) {
            inverse.add(changes.get(i).exchange(scene));
        }
        changes = inverse;
        // Clients come last: a key that is exchanged is a change to those who watch it.
        states.forEach(state -> state.apply(scene));
        states = now;
        scene.engine().keyspace().addDirty(changes.size());
    }

    /** Makes a fork what it was before. */
    void turnBack(Engine fork) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            changes.get(i).turnBack(fork);
        }
        states.forEach(state -> state.turnBack(fork));
    }

    /** Where a key was at one time, and what it was. */
    record Trail(int database, byte[] key, KeyImage image) {}

    /**
     * Goes through what it did to a key, the last change first.
     *
     * @param after what the key is after the step
     * @param seen gets what the key was before a change, and after it
     * @return what the key was before the step
     */
    Trail life(Trail after, BiConsumer<Trail, Trail> seen) {
        Trail now = after;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            int database = change.databaseBefore(now.database());
            Optional<KeyImage> image = change.of(now.database(), now.key());
            Trail before = new Trail(database, now.key(), image.orElse(now.image()));
            if (image.isPresent()
                    && (image.get().value().isPresent() || now.image().value().isPresent())) {
                seen.accept(before, now);
            }
            now = before;
        }
        return now;
    }

    /** A key has gone by itself. */
    void departed(Place place, KeyspaceObserver.Departure why) {
        departed.put(place, why);
        bytes += DEPARTED_BYTES;
    }

    /** Why a key went by itself in this step, if it did. */
    Optional<KeyspaceObserver.Departure> departed(Place place) {
        return Optional.ofNullable(departed.get(place));
    }

    // ---- what it has changed ----

    /** The server before it, when it was another one. */
    Optional<Engine> serverBefore() {
        for (Change change : changes) {
            if (change instanceof Change.Server server) {
                return Optional.of(server.engine());
            }
        }
        return Optional.empty();
    }

    /** Whether whole databases were emptied or changed places in it. */
    boolean changedAll() {
        return changes.stream().anyMatch(change -> change instanceof Change.All || change instanceof Change.Swap);
    }

    /** The keys that it changed; those of a flush are not among them. */
    Set<Place> keys() {
        Set<Place> places = new LinkedHashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.Key key) {
                places.add(new Place(key.database(), new ByteKey(key.key())));
            }
        }
        return places;
    }

    boolean changedClock() {
        return changes.stream().anyMatch(Change.Clock.class::isInstance);
    }

    boolean changedScripts() {
        return states.stream().anyMatch(Change.Scripts.class::isInstance);
    }
}
