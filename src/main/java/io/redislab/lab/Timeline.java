package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.KeyImage;
import io.redislab.engine.keyspace.KeyspaceObserver;
import io.redislab.engine.value.ByteKey;
import io.redislab.grading.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a world, step by step, so that steps can be taken back and done again. A step keeps what each key was
 * before it changed it for the first time; taking the step back exchanges these images with what is there, which are then
 * the images for doing it again. So nothing is copied but the first image. On the engine's thread.
 */
final class Timeline implements KeyspaceObserver {
    /** Costs of an image beside its value, in bytes. */
    private static final int IMAGE_BYTES = 100;

    private Engine engine;
    /** The clients at the prompt by name, as they are now. */
    private final Supplier<Map<String, Session>> clients;

    private final Consumer<Engine> install;
    private final long maxBytes;
    private final Deque<Moment> past = new ArrayDeque<>();
    private final Deque<Moment> future = new ArrayDeque<>();
    private long bytes;
    private int next = 1;
    private int forgotten;
    private @Nullable Moment open;
    /** While a step is taken back, changes are not recorded. */
    private boolean turning;

    /** One thing to take back. */
    private sealed interface Change {
        /** What it says of a key, if anything. */
        default Optional<KeyImage> of(int ofDatabase, byte[] ofKey) {
            return Optional.empty();
        }

        /** A key was this. */
        record Key(int database, byte[] key, KeyImage image) implements Change {
            @Override
            public Optional<KeyImage> of(int ofDatabase, byte[] ofKey) {
                return database == ofDatabase && java.util.Arrays.equals(key, ofKey)
                        ? Optional.of(image)
                        : Optional.empty();
            }
        }

        /** A database held this. */
        record All(int database, Database.Content content) implements Change {
            @Override
            public Optional<KeyImage> of(int ofDatabase, byte[] ofKey) {
                return database == ofDatabase ? Optional.of(content.image(ofKey)) : Optional.empty();
            }
        }

        /** Two databases changed places. */
        record Swap(int one, int other) implements Change {}

        /** The server was this engine. */
        record Server(Engine engine) implements Change {}

        /** The configuration was this. */
        record Settings(Configuration config) implements Change {}

        /** A client's session was this. */
        record Client(String name, SessionImage image) implements Change {}
    }

    /** A key of a database. */
    record Place(int database, ByteKey key) {}

    /** A step: what was typed or pasted at once. */
    static final class Moment {
        private final int number;
        private final String text;
        private final long wallMillis;
        private List<Change> changes = new ArrayList<>();
        private long bytes;
        /** What can't be taken back, in sentences. */
        private final List<String> lasting = new ArrayList<>();
        /** The calls that were made in it; whoever takes it back keeps them here. */
        private List<Trace.Entry> calls = List.of();

        private Moment(int number, String text, long wallMillis) {
            this.number = number;
            this.text = text;
            this.wallMillis = wallMillis;
        }

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

        List<String> lasting() {
            return List.copyOf(lasting);
        }

        List<Trace.Entry> calls() {
            return calls;
        }

        void keep(List<Trace.Entry> taken) {
            calls = List.copyOf(taken);
        }

        /** Whether the server was another one before. */
        boolean changedServer() {
            return changes.stream().anyMatch(Change.Server.class::isInstance);
        }

        /** The names of the settings that are others now than they were before the step was taken back, or done again. */
        List<String> settingsThatDiffer(Configuration now) {
            for (Change change : changes) {
                if (change instanceof Change.Settings settings) {
                    return now.namesThatDiffer(settings.config());
                }
            }
            return List.of();
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
    }

    /** Whose image a step has already, so that it needs no other. */
    private final Map<Integer, Set<ByteKey>> seen = new HashMap<>();

    private Map<String, SessionImage> sessionsBefore = Map.of();
    private @Nullable Configuration configBefore;
    private long dirtyBefore;
    private boolean kept;

    /** @param install puts another engine in the place of the present one */
    Timeline(Engine engine, Supplier<Map<String, Session>> clients, Consumer<Engine> install, long maxBytes) {
        this.engine = engine;
        this.clients = clients;
        this.install = install;
        this.maxBytes = maxBytes;
        observe();
    }

    private void observe() {
        engine.keyspace().databases().forEach(database -> database.observe(this));
    }

    /** The engine ends, and another one takes its place: as a part of the open step. */
    void replaced(Engine next) {
        Moment moment = open;
        if (moment != null) {
            add(
                    moment,
                    new Change.Server(engine),
                    IMAGE_BYTES + engine.keyspace().memory());
            kept = true;
        }
        switchTo(next);
    }

    private void switchTo(Engine next) {
        close();
        engine = next;
        seen.clear();
        sessionsBefore = Map.of();
        configBefore = null;
        observe();
    }

    // ---- recording ----

    /** A step begins. What it changes from now on belongs to it. */
    void begin(String text) {
        end();
        String line = text.strip();
        int cut = line.indexOf('\n');
        open = new Moment(
                next++,
                cut < 0 ? line : line.substring(0, cut) + " …",
                engine.clock().wallMillis());
        seen.clear();
        kept = false;
        dirtyBefore = engine.keyspace().dirty();
        configBefore = engine.config().copy();
        sessionsBefore = images();
    }

    /** The step is over; one that changed nothing is not kept, though it has its number. */
    void end() {
        Moment moment = open;
        if (moment == null) {
            return;
        }
        open = null;
        if (!kept && engine.keyspace().dirty() == dirtyBefore) {
            // Keys were opened for a change that did not come about, or their time had come.
            moment.changes.clear();
            moment.bytes = 0;
        }
        Configuration before = configBefore;
        if (before != null && !engine.config().hasValuesOf(before)) {
            moment.changes.add(new Change.Settings(before));
        }
        images().forEach((name, now) -> {
            SessionImage was = sessionsBefore.get(name);
            if (was != null && !was.isLike(now)) {
                moment.changes.add(new Change.Client(name, was));
            }
        });
        if (moment.changes.isEmpty() && !kept) {
            // Who only looked has nothing to take back, and what was taken back may still be done again.
            return;
        }
        past.addLast(moment);
        bytes += moment.bytes;
        future.forEach(each -> bytes -= each.bytes);
        future.clear();
        while (bytes > maxBytes && past.size() > 1) {
            bytes -= past.removeFirst().bytes;
            forgotten++;
        }
    }

    /** The open step is kept even if no command changed anything in it. */
    void keep() {
        kept = true;
    }

    /** Something happened that can't be taken back. */
    void lasting(String sentence) {
        Moment moment = open != null ? open : past.peekLast();
        if (moment != null && !moment.lasting.contains(sentence)) {
            moment.lasting.add(sentence);
        }
    }

    private Map<String, SessionImage> images() {
        Map<String, SessionImage> images = new LinkedHashMap<>();
        clients.get().forEach((name, session) -> images.put(name, SessionImage.of(session)));
        return images;
    }

    /** Whom a change belongs to: the open step, or between steps (a key expired) the last one. */
    private @Nullable Moment current() {
        return turning ? null : open != null ? open : past.peekLast();
    }

    @Override
    public void beforeChange(Database database, byte[] key, @Nullable KeyEntry entry) {
        Moment moment = current();
        if (moment == null) {
            return;
        }
        if (!seen.computeIfAbsent(database.index(), k -> new HashSet<>()).add(new ByteKey(key)) && moment == open) {
            return;
        }
        KeyImage image = database.image(key);
        add(
                moment,
                new Change.Key(database.index(), key, image),
                IMAGE_BYTES
                        + key.length
                        + image.value().map(value -> value.memoryUsage(5)).orElse(0L));
    }

    @Override
    public void beforeFlush(Database database) {
        Moment moment = current();
        if (moment == null || database.size() == 0) {
            return;
        }
        seen.remove(database.index());
        add(moment, new Change.All(database.index(), database.content()), IMAGE_BYTES + database.memory());
    }

    @Override
    public void beforeSwap(Database one, Database other) {
        Moment moment = current();
        if (moment == null) {
            return;
        }
        seen.remove(one.index());
        seen.remove(other.index());
        add(moment, new Change.Swap(one.index(), other.index()), IMAGE_BYTES);
    }

    private void add(Moment moment, Change change, long size) {
        moment.changes.add(change);
        moment.bytes += size;
        if (moment != open) {
            bytes += size;
        }
    }

    // ---- going back and forth ----

    /** The steps that can be taken back, the oldest first. */
    List<Moment> past() {
        return List.copyOf(past);
    }

    /** The steps that can be done again, the next one first. */
    List<Moment> future() {
        return List.copyOf(future);
    }

    /** How many steps were forgotten because the memory for images is bounded. */
    int forgotten() {
        return forgotten;
    }

    /** Whether the step with this number is the one that would be taken back. */
    boolean isLast(int number) {
        Moment last = past.peekLast();
        return last != null && last.number() == number;
    }

    /** The number of the last step. */
    int now() {
        return next - 1;
    }

    /** Takes the last step back; empty when there is none. */
    Optional<Moment> undo() {
        end();
        Moment moment = past.pollLast();
        if (moment == null) {
            return Optional.empty();
        }
        exchange(moment);
        future.addFirst(moment);
        return Optional.of(moment);
    }

    /** Does the step again that was taken back last; empty when there is none. */
    Optional<Moment> redo() {
        end();
        Moment moment = future.pollFirst();
        if (moment == null) {
            return Optional.empty();
        }
        exchange(moment);
        past.addLast(moment);
        return Optional.of(moment);
    }

    private void exchange(Moment moment) {
        turning = true;
        try {
            List<Change> inverse = new ArrayList<>(moment.changes.size());
            for (int i = moment.changes.size() - 1; i >= 0; i--) {
                inverse.add(exchange(moment.changes.get(i)));
            }
            moment.changes = inverse;
            engine.keyspace().addDirty(moment.changes.size());
        } finally {
            turning = false;
        }
        seen.clear();
    }

    private Change exchange(Change change) {
        if (change instanceof Change.Key key) {
            Database database = engine.keyspace().database(key.database());
            KeyImage before = database.exchange(key.key(), key.image());
            engine.keyspace().touched(database, key.key(), null);
            return new Change.Key(key.database(), key.key(), before);
        } else if (change instanceof Change.All all) {
            return new Change.All(
                    all.database(), engine.keyspace().database(all.database()).exchange(all.content()));
        } else if (change instanceof Change.Swap swap) {
            engine.keyspace().swap(swap.one(), swap.other());
            return swap;
        }
        if (change instanceof Change.Settings settings) {
            Configuration before = engine.config().copy();
            engine.config().restore(settings.config());
            return new Change.Settings(before);
        }
        if (change instanceof Change.Server server) {
            Engine before = engine;
            switchTo(server.engine());
            install.accept(server.engine());
            return new Change.Server(before);
        }
        Change.Client client = (Change.Client) change;
        Session session = clients.get().get(client.name());
        if (session == null) {
            return client;
        }
        SessionImage before = SessionImage.of(session);
        client.image().restore(engine, session);
        return new Change.Client(client.name(), before);
    }

    /** What the steps that are remembered did to a key. */
    KeyLife life(int database, byte[] key) {
        List<KeyLife.Event> events = new ArrayList<>();
        KeyImage after = engine.keyspace().database(database).image(key);
        List<Moment> steps = new ArrayList<>(past);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Moment moment = steps.get(i);
            for (int k = moment.changes.size() - 1; k >= 0; k--) {
                Optional<KeyImage> image = moment.changes.get(k).of(database, key);
                if (image.isPresent()
                        && !(image.get().value().isEmpty() && after.value().isEmpty())) {
                    events.add(0, event(moment, image.get(), after));
                }
                after = image.orElse(after);
            }
        }
        return new KeyLife(events, forgotten);
    }

    private KeyLife.Event event(Moment moment, KeyImage before, KeyImage after) {
        boolean same = before.value().isPresent()
                && after.value().isPresent()
                && before.value().get() == after.value().get();
        String type =
                after.value().or(before::value).map(value -> value.typeName()).orElse("");
        long wall = Math.max(moment.wallMillis, engine.clock().wallMillis());
        return new KeyLife.Event(moment.number, moment.text, KeyLife.between(before, after, same, wall), type);
    }

    /** The engine as it was when a step was over: the present one, or the one before a restart that came later. */
    Engine engineAt(int number) {
        Engine at = engine;
        List<Moment> steps = new ArrayList<>(past);
        for (int i = steps.size() - 1; i >= 0 && steps.get(i).number > number; i--) {
            for (Change change : steps.get(i).changes) {
                at = change instanceof Change.Server server ? server.engine() : at;
            }
        }
        return at;
    }

    /** Makes a fork of this engine what this one was after a step: takes later steps back in it. */
    void turnBack(Engine fork, int number) {
        List<Moment> later = new ArrayList<>(past);
        // What came after a restart happened to another engine than the one that engineAt answers.
        int restarted = later.stream()
                .filter(moment -> moment.number > number && moment.changedServer())
                .mapToInt(Moment::number)
                .min()
                .orElse(Integer.MAX_VALUE);
        later.removeIf(moment -> moment.number >= restarted);
        for (int i = later.size() - 1; i >= 0 && later.get(i).number > number; i--) {
            List<Change> changes = later.get(i).changes;
            for (int k = changes.size() - 1; k >= 0; k--) {
                turnBack(fork, changes.get(k));
            }
        }
    }

    private static void turnBack(Engine fork, Change change) {
        if (change instanceof Change.Key key) {
            KeyImage image = key.image();
            fork.keyspace()
                    .database(key.database())
                    .exchange(
                            key.key(),
                            new KeyImage(image.value().map(value -> value.copy()), image.expireAt(), image.access()));
        } else if (change instanceof Change.All all) {
            Database database = fork.keyspace().database(all.database());
            database.exchange(all.content().copy());
        } else if (change instanceof Change.Swap swap) {
            fork.keyspace().swap(swap.one(), swap.other());
        } else if (change instanceof Change.Settings settings) {
            fork.config().restore(settings.config());
        }
    }

    void close() {
        engine.keyspace().databases().forEach(database -> database.stopObserving(this));
    }
}
