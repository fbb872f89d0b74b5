package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The worlds of a course, of which one is open: a chapter's or an exercise's, or on top of it a copy for free play. May be
 * called from any thread; the work is done on the engine's.
 */
public final class Worlds implements AutoCloseable {
    private static final String FILE = "world";

    private final EngineLoop loop;
    private final LabFolder folder;
    private final String course;
    private final Clock machine;
    private final Consumer<LabWorld.Event> listener;
    private @Nullable LabWorld kept;
    private @Nullable LabWorld playing;
    private volatile Clock clock;
    private String id = "";
    private Optional<Long> start = Optional.empty();

    /** @param listener is told, on the engine's thread, of what happens between commands */
    public Worlds(EngineLoop loop, LabFolder folder, String course, Clock machine, Consumer<LabWorld.Event> listener) {
        this.loop = loop;
        this.folder = folder;
        this.course = course;
        this.machine = machine;
        this.clock = machine;
        this.listener = listener;
    }

    /** Opens the world of a chapter or an exercise; the one that was open is closed. */
    public void open(String newId, Optional<Long> newStart) {
        loop.call(() -> {
            if (kept == null || !id.equals(newId)) {
                closeAll();
                id = newId;
                start = newStart;
                load();
            }
            return true;
        });
    }

    private void load() throws IOException {
        Path file = folder.world(course, id).resolve(FILE);
        kept = LabWorld.open(new Journal(file), machine, start);
        drive();
    }

    private void drive() {
        LabWorld world = active();
        clock = world.clock();
        loop.drive(world.engine(), () -> {
            if (kept != null) {
                kept.commit();
            }
            world.takeEvents().forEach(listener);
        });
    }

    private LabWorld active() {
        LabWorld world = playing != null ? playing : kept;
        if (world == null) {
            throw new IllegalStateException("no world is open");
        }
        return world;
    }

    private void closeAll() {
        loop.drive(null, () -> {});
        if (playing != null) {
            playing.close();
            playing = null;
        }
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Which world is open: the id of a chapter or an exercise. */
    public String id() {
        return id;
    }

    /** Throws the open world's content away; it is new again. */
    public void renew() {
        loop.call(() -> {
            closeAll();
            Files.deleteIfExists(folder.world(course, id).resolve(FILE));
            load();
            return true;
        });
    }

    /** Throws a world away that is not open. */
    public void forget(String other) {
        loop.call(() -> {
            if (!id.equals(other)) {
                Files.deleteIfExists(folder.world(course, other).resolve(FILE));
            }
            return true;
        });
    }

    /** Ends the engine and starts it again from what is stored. */
    public void restart() {
        loop.call(() -> {
            if (playing != null) {
                playing.close();
                playing = null;
            }
            LabWorld old = kept;
            if (old != null) {
                old.close();
            }
            load();
            return true;
        });
    }

    /** Copies the world for free play. */
    public void play() {
        loop.call(() -> {
            if (playing == null) {
                playing = active().play();
                drive();
            }
            return true;
        });
    }

    public boolean isPlaying() {
        return loop.call(() -> playing != null);
    }

    /** Ends free play. */
    public void endPlay() {
        loop.call(() -> {
            if (playing != null) {
                playing.close();
                playing = null;
                drive();
            }
            return true;
        });
    }

    /** Looks at the open world, or the copy that is played in. */
    public <T> T look(Function<LabWorld, T> question) {
        return loop.call(() -> question.apply(active()));
    }

    /** The open world's time, Unix ms. May be called often. */
    public long wallMillis() {
        return clock.wallMillis();
    }

    /** Runs a command of a client at the prompt. */
    public CompletableFuture<LabWorld.Outcome> run(Command command) {
        return loop.submit(() -> active().run(command));
    }

    /** Ends what keeps the engine busy, as far as it can be ended. */
    public void interrupt() {
        loop.interrupt();
    }

    /** Runs set-ups in the open world. */
    public void prepare(Consumer<World> setup) {
        loop.call(() -> {
            try (World world = active().asWorld()) {
                setup.accept(world);
            }
            active().commit();
            return true;
        });
    }

    /** A copy of the open world for the examiner, made when it is first needed. */
    public World examine() {
        return new LazyWorld(() -> loop.call(() -> active().examine()));
    }

    public Trace trace() {
        return look(LabWorld::trace);
    }

    @Override
    public void close() {
        try {
            loop.call(() -> {
                closeAll();
                return true;
            });
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException("the world could not be saved", e.getCause());
        }
    }
}
