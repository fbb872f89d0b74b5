package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.acl.AccessControl;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.KeyImage;
import io.redislab.engine.keyspace.KeyspaceObserver;
import io.redislab.engine.script.ScriptingImage;
import io.redislab.engine.value.ByteKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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

    private final Scene scene;
    private final long maxBytes;
    private final Deque<Moment> past = new ArrayDeque<>();
    private final Deque<Moment> future = new ArrayDeque<>();
    private long bytes;
    private int next = 1;
    private int forgotten;
    private @Nullable Moment open;
    /** While a step is taken back, changes are not recorded. */
    private boolean turning;

    /** Whose image a step has already, so that it needs no other. */
    private final Map<Integer, Set<ByteKey>> seen = new HashMap<>();

    /** What else there was when the open step began; empty when another engine has come since. */
    private Optional<Before> before = Optional.empty();

    private Optional<UsersImage> users = Optional.empty();
    private boolean kept;

    private record Before(
            Configuration config,
            ScriptingImage scripts,
            UsersImage users,
            Map<String, SessionImage> sessions,
            long changes) {}

    /** Users are copied after they have changed only. */
    private record UsersImage(long edition, AccessControl.Image image) {}

    private final class Scene implements Change.Scene {
        private final Consumer<Engine> install;
        private final LongConsumer moveClock;

        private Scene(Consumer<Engine> install, LongConsumer moveClock) {
            this.install = install;
            this.moveClock = moveClock;
        }

        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public void replace(Engine other) {
            switchTo(other);
            install.accept(other);
        }

        @Override
        public @Nullable Session client(String name) {
            return clients.get().get(name);
        }

        @Override
        public void moveClock(long micros) {
            moveClock.accept(micros);
        }
    }

    /**
     * Begins with no step.
     *
     * @param install puts another engine in the place of the present one
     * @param moveClock moves the wall time by so many µs
     * @param maxBytes what images may take
     */
    Timeline(
            Engine engine,
            Supplier<Map<String, Session>> clients,
            Consumer<Engine> install,
            LongConsumer moveClock,
            long maxBytes) {
        this.engine = engine;
        this.clients = clients;
        this.scene = new Scene(install, moveClock);
        this.maxBytes = maxBytes;
        observe();
    }

    private void observe() {
        engine.keyspace().databases().forEach(database -> database.observe(this));
    }

    /** The engine ends, and another one takes its place: as a part of the open step. */
    void replaced(Engine other) {
        Moment moment = open;
        if (moment != null) {
            add(
                    moment,
                    new Change.Server(engine),
                    IMAGE_BYTES + engine.keyspace().memory());
            kept = true;
        }
        switchTo(other);
    }

    private void switchTo(Engine other) {
        close();
        engine = other;
        seen.clear();
        before = Optional.empty();
        users = Optional.empty();
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
        before = Optional.of(new Before(
                engine.config().copy(),
                engine.scripting().image(),
                users(),
                images(),
                engine.keyspace().changes()));
    }

    /** Whether there is a step to take back. */
    boolean hasPast() {
        return !past.isEmpty();
    }

    private UsersImage users() {
        long edition = engine.acl().edition();
        UsersImage image = users.filter(known -> known.edition() == edition)
                .orElseGet(() -> new UsersImage(edition, engine.acl().image()));
        users = Optional.of(image);
        return image;
    }

    /** The step is over; one that changed nothing is not kept, though it has its number. */
    void end() {
        Moment moment = open;
        if (moment == null) {
            return;
        }
        open = null;
        before.ifPresent(was -> compare(moment, was));
        if (moment.isEmpty() && !kept && moment.lasting().isEmpty()) {
            // Who only looked has nothing to take back, and what was taken back may still be done again.
            return;
        }
        past.addLast(moment);
        bytes += moment.bytes();
        future.forEach(each -> bytes -= each.bytes());
        future.clear();
        while (bytes > maxBytes && past.size() > 1) {
            bytes -= past.removeFirst().bytes();
            forgotten++;
        }
    }

    private void compare(Moment moment, Before was) {
        if (!engine.config().hasValuesOf(was.config())) {
            moment.add(new Change.Settings(was.config()));
        }
        if (!engine.scripting().image().isLike(was.scripts())) {
            moment.add(new Change.Scripts(was.scripts()));
        }
        if (engine.acl().edition() != was.users().edition()) {
            moment.add(new Change.Users(was.users().image()));
        }
        images().forEach((name, now) -> {
            SessionImage image = was.sessions().get(name);
            if (image != null && !image.isLike(now)) {
                moment.add(new Change.Client(name, image));
            }
        });
        if (!kept && engine.keyspace().changes() == was.changes()) {
            leaveData(moment);
        }
    }

    /**
     * The step has changed no data. What it opened nevertheless was for a change that did not come about; or its time had
     * come, or SORT has stored it in another way: what shows of that goes with a step that is kept, this one or the last.
     */
    private void leaveData(Moment moment) {
        List<Change> shown = moment.takeData().stream()
                .filter(change -> change.shows(engine))
                .toList();
        Moment last = past.peekLast();
        if (!moment.isEmpty()) {
            shown.forEach(change -> moment.add(change, IMAGE_BYTES));
        } else if (last != null) {
            shown.forEach(change -> add(last, change, IMAGE_BYTES));
        }
    }

    /** The open step is kept even if no command changed anything in it. */
    void keep() {
        kept = true;
    }

    /** The clock was turned by so many µs in the open step. */
    void turned(long micros) {
        Moment moment = open;
        if (moment != null) {
            kept = true;
            moment.add(new Change.Clock(micros), IMAGE_BYTES);
        }
    }

    /** Something happened that can't be taken back. */
    void lasting(String sentence) {
        Moment moment = open != null ? open : past.peekLast();
        if (moment != null) {
            moment.lasting(sentence);
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
    public void departed(Database database, byte[] key, Departure why) {
        Moment moment = current();
        if (moment != null) {
            moment.departed(new Moment.Place(database.index(), new ByteKey(key)), why);
        }
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
        moment.add(change, size);
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

    /** The step that would be taken back. */
    Optional<Moment> last() {
        return Optional.ofNullable(past.peekLast());
    }

    /** Whether the step with this number is the one that would be taken back. */
    boolean isLast(int number) {
        return last().filter(moment -> moment.number() == number).isPresent();
    }

    /** The number of the last step. */
    int now() {
        return next - 1;
    }

    /** The first step that can be taken back, or the last one when there is none. */
    int oldest() {
        Moment first = past.peekFirst();
        return first == null ? now() : first.number();
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
        Engine was = engine;
        Map<String, SessionImage> before = images();
        turning = true;
        try {
            moment.exchange(scene);
        } finally {
            turning = false;
        }
        if (engine == was) {
            // A key that is exchanged is a change to those who watch it; who saw none in the step sees none now.
            clients.get().forEach((name, session) -> {
                SessionImage image = before.get(name);
                if (image != null && !moment.changesClient(name)) {
                    engine.keyspace().rewatch(session.watched(), image.watched());
                }
            });
        }
        seen.clear();
    }

    /** What the steps that are remembered did to a key. */
    KeyLife life(int database, byte[] key) {
        List<KeyLife.Event> events = new ArrayList<>();
        Moment.Trail[] now = {
            new Moment.Trail(database, key, engine.keyspace().database(database).image(key))
        };
        past.descendingIterator()
                .forEachRemaining(moment ->
                        now[0] = moment.life(now[0], (before, after) -> events.add(event(moment, before, after))));
        Collections.reverse(events);
        return new KeyLife(events, forgotten);
    }

    private static KeyLife.Event event(Moment moment, Moment.Trail before, Moment.Trail after) {
        String type = after.image()
                .value()
                .or(before.image()::value)
                .map(value -> value.typeName())
                .orElse("");
        Moment.Place place = new Moment.Place(after.database(), new ByteKey(after.key()));
        return new KeyLife.Event(
                moment.number(),
                moment.text(),
                KeyLife.between(before.image(), after.image(), moment.departed(place)),
                type);
    }

    /** The engine as it was when a step was over: the present one, or the one before a restart that came later. */
    Engine engineAt(int number) {
        return past.stream()
                .filter(moment -> moment.number() > number)
                .flatMap(moment -> moment.serverBefore().stream())
                .findFirst()
                .orElse(engine);
    }

    /** Makes a fork of {@link #engineAt} what that one was after the step: takes later steps back in it. */
    void turnBack(Engine fork, int number) {
        List<Moment> later = new ArrayList<>();
        for (Moment moment : past) {
            if (moment.number() > number) {
                if (moment.serverBefore().isPresent()) {
                    // This and what came after happened to another engine.
                    break;
                }
                later.add(moment);
            }
        }
        for (int i = later.size() - 1; i >= 0; i--) {
            later.get(i).turnBack(fork);
        }
    }

    void close() {
        engine.keyspace().databases().forEach(database -> database.stopObserving(this));
    }
}
