package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.storage.Storage;
import io.redislab.grading.Check;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.door.Host;
import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import io.redislab.lab.inside.FilesShow;
import io.redislab.lab.inside.NextEvicted;
import io.redislab.lab.race.Race;
import io.redislab.lab.race.RaceExplorer;
import io.redislab.lab.race.RaceRun;
import io.redislab.lab.race.RaceWorld;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
    /** A world of fewer bytes may be copied whatever memory there is. */
    private static final long SMALL_WORLD = 1 << 20;

    /** The files of the world's server, in Redis' formats. */
    private static final String DISK = "disk";

    private final EngineLoop loop;
    private final LabFolder folder;
    private final String course;
    private final Clock machine;
    private final Consumer<ClientEvent> listener;
    private @Nullable LabWorld kept;
    private final Asides asides = new Asides();
    private final TimeTravel travel;
    private volatile boolean stopped;

    private volatile Clock clock;
    private String id = "";
    private Optional<Long> start = Optional.empty();

    /** @param listener is told, on the engine's thread, of what happens between commands */
    public Worlds(EngineLoop loop, LabFolder folder, String course, Clock machine, Consumer<ClientEvent> listener) {
        this.loop = loop;
        this.folder = folder;
        this.course = course;
        this.machine = machine;
        this.clock = machine;
        this.listener = listener;
        this.travel = new TimeTravel(this, loop, asides, machine);
    }

    /**
     * Opens the world of a chapter or an exercise; the one that was open is closed, and opened again when the other one's
     * files can't be read.
     */
    public void open(String newId, Optional<Long> newStart) {
        loop.run(() -> {
            if (kept == null || !id.equals(newId)) {
                boolean isElsewhere = kept != null;
                String oldId = id;
                Optional<Long> oldStart = start;
                closeAll();
                try {
                    load(newId, newStart);
                } catch (IOException | RuntimeException e) {
                    if (isElsewhere) {
                        load(oldId, oldStart);
                    }
                    throw e;
                }
            }
        });
    }

    /** Opens a new world for programs only: nobody types at a prompt there. */
    public void openForPrograms() {
        open("programs", Optional.empty());
        loop.run(() -> active().leavePrompt());
    }

    private void load(String newId, Optional<Long> newStart) throws IOException {
        id = newId;
        start = newStart;
        stopped = false;
        Path home = folder.world(course, id);
        kept = LabWorld.open(new Journal(home.resolve(FILE)), machine, start, Optional.of(home.resolve(DISK)));
        drive();
    }

    /** The loop runs the world that is active now. */
    void drive() {
        LabWorld world = active();
        clock = world.clock();
        loop.drive(world.engine(), () -> {
            if (kept != null) {
                kept.commit();
            }
            world.takeEvents().forEach(listener);
        });
    }

    /** The world that is open, or the copy that stands in its place. */
    LabWorld active() {
        return asides.top().map(Asides.Aside::world).orElseGet(this::kept);
    }

    /** The world that is open, whatever copy stands in its place. */
    LabWorld kept() {
        LabWorld world = kept;
        if (world == null) {
            throw new IllegalStateException("no world is open");
        }
        return world;
    }

    private void closeAll() {
        loop.drive(null, () -> {});
        asides.close();
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
        loop.run(() -> {
            closeAll();
            discard(id);
            load(id, start);
        });
    }

    private void discard(String worldId) throws IOException {
        FileTree.delete(folder.world(course, worldId));
    }

    /** Throws a world away that is not open. */
    public void forget(String other) {
        loop.run(() -> {
            if (!id.equals(other)) {
                discard(other);
            }
        });
    }

    /**
     * What a restart has left.
     *
     * @param failure why the server does not start; then nothing has changed
     * @param lostAof whether it had an AOF before, and has none any more
     */
    public record Restarted(Optional<String> failure, long keysBefore, long keysAfter, boolean lostAof) {}

    /** Ends the server and starts it again from its files. */
    public Restarted restart(String text, Check.Ending ending) {
        return loop.call(() -> {
            LabWorld world = active();
            long before = world.keyCount();
            boolean aof = world.engine().config().appendonly();
            Optional<String> failure = world.restart(text, ending);
            stopped = stopped && failure.isPresent();
            if (!stopped) {
                drive();
            }
            return new Restarted(
                    failure,
                    before,
                    world.keyCount(),
                    aof && !world.engine().config().appendonly());
        });
    }

    /** Ends the server; {@link #restart} with {@link Check.Ending#KILL} starts it again from its files. Until then time stands. */
    public void stop(Check.Ending ending) {
        loop.run(() -> {
            active().stop(ending);
            loop.drive(null, () -> {});
            stopped = true;
        });
    }

    /** Whether the server was ended, and nobody has started it again. */
    public boolean isStopped() {
        return stopped;
    }

    /** Whether there is memory for one more copy of the world, and for what is done in it. */
    public boolean hasRoom() {
        return loop.call(() -> {
            long data = active().engine().keyspace().memory();
            return data < SMALL_WORLD
                    || asides.memory() + 3 * data < Runtime.getRuntime().maxMemory() / 2;
        });
    }

    /** Copies the world for free play. */
    public void play() {
        loop.run(() -> {
            asides.play(active().play());
            drive();
        });
    }

    /**
     * The copy that stands in the world's place.
     *
     * @param name as in {@code play}, {@code at 12} or its own
     * @param past whether it may only be looked at
     * @param kept whether it stays when it is left
     */
    public record Aside(String name, boolean past, boolean kept) {}

    /** The copy that stands in the world's place; empty in the world itself. */
    public Optional<Aside> aside() {
        return loop.call(() -> asides.top()
                .map(top -> new Aside(top.name(), top.kind() == Asides.Kind.PAST, top.kind() == Asides.Kind.FORK)));
    }

    /** Whether a copy stands in the world's place. */
    public boolean isPlaying() {
        return aside().isPresent();
    }

    /** Leaves the copy: back to where it was made. */
    public void leave() {
        loop.run(() -> {
            asides.leave();
            drive();
        });
    }

    /**
     * Who owns the engines behind a doorway: whoever comes in is a client of the world that is open then.
     *
     * @param onShutdown what is to be done, on the engine's thread, when a program ends the server by SHUTDOWN
     */
    public Host host(Runnable onShutdown) {
        return new Host() {
            @Override
            public void execute(Runnable work) {
                loop.execute(work);
            }

            @Override
            public Visit receive(Visitor visitor) {
                return new LabVisit(active(), visitor, asides.isPast(), onShutdown);
            }
        };
    }

    /** Goes through the steps of the open world. */
    public TimeTravel travel() {
        return travel;
    }

    /** What a crash now would leave under each way to keep data. */
    public List<CrashTable.Row> compareCrashes() {
        return look(LabWorld::compareCrashes);
    }

    public void fault(Fault fault) {
        loop.run(() -> fault.strike(active()));
    }

    /** The server's files, read aloud: the AOF or the RDB file. */
    public List<String> files(boolean aof, int width) {
        return look(world -> aof
                ? FilesShow.aof(world.engine(), world.disk(), width)
                : FilesShow.rdb(world.engine(), world.disk(), width));
    }

    /** Runs an EVAL of a client on a copy of the world, line by line. */
    public ScriptTape recordScript(String client, List<byte[]> eval) {
        return look(world -> ScriptTape.record(
                world.engine(), world.clock(), world.client(client).session().database(), eval));
    }

    /** Which keys the memory limit takes first, and why. */
    public List<String> nextEvicted(int width) {
        return look(world -> NextEvicted.of(world.engine(), width));
    }

    /** Runs a race in every order, from the world as it is, which is not changed. */
    public RaceRun race(Race race) throws RaceExplorer.TooLarge {
        try (RaceWorld world = look(LabWorld::race)) {
            return new RaceExplorer(race).run(world);
        }
    }

    /** A key that expired while the clock was turned. */
    public record Expired(int database, byte[] key) {}

    /** Turns the clock by so many µs; answers what expired. Who was waiting meanwhile has been told before. */
    public List<Expired> turnClock(String text, long micros) {
        return look(world -> {
            List<Expired> expired = world.turn(text, micros).stream()
                    .map(expiry -> new Expired(expiry.database(), expiry.key()))
                    .toList();
            world.takeEvents().forEach(listener);
            return expired;
        });
    }

    /** How the open world's clock is set, and which key expires next. */
    public record ClockFace(long wallMillis, LabClock.Setting setting, Optional<Expired> next, long nextMillis) {}

    public ClockFace clockFace() {
        return look(world -> {
            Optional<TimeMachine.Expiry> next = world.nextExpiry();
            return new ClockFace(
                    world.clock().wallMillis(),
                    world.clock().setting(),
                    next.map(expiry -> new Expired(expiry.database(), expiry.key())),
                    next.map(TimeMachine.Expiry::at).orElse(0L));
        });
    }

    /** Stops the clock, or lets it go on. */
    public void freezeClock(boolean freeze) {
        loop.run(() -> {
            LabWorld world = active();
            if (freeze) {
                world.clock().freeze();
            } else if (world.clock().isStanding()) {
                world.clock().go();
            }
            world.clockMoved();
        });
    }

    /** Works with the disk of the open world's server; what is written there, the server finds when it starts. */
    public <T> T onDisk(DiskWork<T> work) throws IOException {
        return loop.callWithFiles(() -> work.with(active().engine().storage()));
    }

    /** Something that is done with a disk. */
    public interface DiskWork<T> {
        T with(Storage disk) throws IOException;
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
    public CompletableFuture<Outcome> run(Command command) {
        return loop.submit(() -> active().run(command));
    }

    /** Commands that follow are one step of the timeline, up to {@link #endStep}. */
    public void beginStep(String text) {
        loop.run(() -> active().beginStep(text));
    }

    /** The step is over, in whichever world it began. */
    public void endStep() {
        loop.run(() -> {
            if (kept != null) {
                kept.endStep();
            }
            asides.all().forEach(LabWorld::endStep);
        });
    }

    /** Ends what keeps the engine busy, as far as it can be ended. */
    public void interrupt() {
        loop.interrupt();
    }

    /** Runs set-ups in the open world. */
    public void prepare(Consumer<World> setup) {
        loop.run(() -> active().prepare(setup));
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
            loop.run(this::closeAll);
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException("the world could not be saved", e.getCause());
        }
    }
}
