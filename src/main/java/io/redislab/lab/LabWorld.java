package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.Storage;
import io.redislab.grading.Check;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.race.RaceWorld;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The world that the learner works in: an engine, the clients at the prompt, and the store that keeps it. All methods run
 * on the engine's thread.
 */
public final class LabWorld {
    /** So many programs at once are a load, such as a benchmark's, which must not push the learner's own steps out. */
    private static final int MANY = 8;

    /** What the timeline may keep of earlier states, in bytes. */
    private static final long TIMELINE_BYTES = 32L << 20;

    private Engine engine;
    private final LabClock clock;
    private final WorldKeeper keeper;
    private final LabClients clients = new LabClients(this);
    private boolean preparing;
    /** So many programs are here that what they do is one step. */
    private boolean loading;

    private final List<ClientEvent> events = new ArrayList<>();
    private final Calls calls;
    private final Set<String> begun = new HashSet<>();
    /** Clients whose next reply is lost. */
    private final Set<String> dropping = new HashSet<>();

    private final Timeline timeline;
    private TimeMachine timeMachine;
    private String step;
    private boolean isNew;
    /** Commands that were pasted at once are one step of the timeline. */
    private boolean grouped;

    private LabWorld(Engine engine, LabClock clock, WorldStore store, WorldStore.Saved saved) {
        this.engine = engine;
        this.clock = clock;
        this.keeper = new WorldKeeper(store, clock, engine, trouble -> events.add(new ClientEvent.Saving("", trouble)));
        this.step = saved.step();
        this.begun.addAll(saved.begun());
        this.calls = new Calls(saved.trace());
        this.isNew = saved.isEmpty();
        this.timeline = new Timeline(engine, clients::sessions, this::install, clock::turn, TIMELINE_BYTES);
        this.timeMachine = new TimeMachine(engine, clock);
    }

    /** A world that is kept nowhere, on an engine of its own. */
    static LabWorld aside(Engine engine, LabClock clock) {
        LabWorld world = new LabWorld(engine, clock, WorldStore.NOWHERE, WorldStore.Saved.NOTHING);
        world.clients.openFirst(0);
        return world;
    }

    /**
     * Opens the world that the store holds, or a new one.
     *
     * @param start the Unix time in ms at which a new one starts, or empty for now
     * @param folder where the files of the world's server are; empty when they are kept nowhere
     */
    static LabWorld open(WorldStore store, Clock machine, Optional<Long> start, Optional<Path> folder)
            throws IOException {
        try {
            return load(store, machine, start, folder);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static LabWorld load(WorldStore store, Clock machine, Optional<Long> start, Optional<Path> folder)
            throws IOException {
        WorldStore.Saved saved = store.load();
        LabClock clock = saved.isEmpty() && start.isPresent()
                ? LabClock.startingAt(machine, start.get())
                : new LabClock(machine, saved.clock());
        Storage disk = folder.isPresent() ? MirroredDisk.open(folder.get(), clock) : MirroredDisk.waiting(clock);
        LabWorld world = new LabWorld(engineOn(disk, clock), clock, store, saved);
        if (saved.isEmpty()) {
            world.keeper.clock();
            world.keeper.commit();
        } else {
            world.keeper.restore(saved);
            world.keeper.compact(world.lesson());
        }
        world.keeper.record();
        world.clients.openFirst(saved.database() < world.engine.config().databases() ? saved.database() : 0);
        return world;
    }

    private WorldKeeper.Lesson lesson() {
        return new WorldKeeper.Lesson(calls.trace(), step, begun, clients.firstDatabase());
    }

    /** The server with its files open; without them when it does not start from them: the store has all data besides. */
    private static Engine engineOn(Storage disk, LabClock clock) {
        try {
            return Engines.boot(clock, new SplittableRandom(), disk);
        } catch (Engines.BootFailure e) {
            return Engines.start(clock, new SplittableRandom(), disk);
        }
    }

    long keyCount() {
        return engine.keyspace().databases().stream()
                .mapToLong(database -> database.size())
                .sum();
    }

    // ---- the server's life ----

    /**
     * Ends the server and starts it again from its files, as a step of the timeline.
     *
     * @param text of the step
     * @return why it does not start, in its log's words; then it goes on as if nothing had happened
     */
    Optional<String> restart(String text, Check.Ending ending) {
        prepareToEnd(ending);
        MemoryDisk disk = disk(engine.storage()).copy(clock);
        if (ending == Check.Ending.POWER) {
            disk.losePower();
        }
        Storage storage = engine.storage() instanceof MirroredDisk mirrored ? mirrored.with(disk) : disk;
        Engine next;
        try {
            next = Engines.boot(clock, new SplittableRandom(), storage);
        } catch (Engines.BootFailure e) {
            engine.withdrawShutdown();
            return Optional.of(String.valueOf(e.getMessage()));
        }
        together(text, () -> {
            Engine old = engine;
            timeline.replaced(next);
            old.withdrawShutdown();
            install(next);
        });
        return Optional.empty();
    }

    private void prepareToEnd(Check.Ending ending) {
        if (ending == Check.Ending.CLEAN && engine.shutdown() == null) {
            engine.persistence().prepareToEnd(false, false, true);
        }
    }

    /**
     * Ends the server, which stays away until {@link #restart} with {@link Check.Ending#KILL} starts it from its files.
     * Programs that came in by the doorway are sent away.
     */
    void stop(Check.Ending ending) {
        prepareToEnd(ending);
        clients.hangUpVisitors();
    }

    private static MemoryDisk disk(Storage storage) {
        return storage instanceof MirroredDisk mirrored ? mirrored.disk() : (MemoryDisk) storage;
    }

    /** Another engine takes the present one's place; all clients have to connect anew. */
    private void install(Engine next) {
        clients.endAll();
        engine = next;
        timeMachine = new TimeMachine(next, clock);
        calls.recording().clear();
        keeper.record(next);
        clients.reconnect();
        try {
            if (next.storage() instanceof MirroredDisk mirrored) {
                mirrored.mirrorAll();
            }
            keeper.rewrite(lesson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of this world for free play: what happens in it is kept nowhere. */
    LabWorld play() {
        LabClock twin = clock.copy();
        return copy(engine.fork(twin), twin, calls.trace());
    }

    private LabWorld copy(Engine fork, LabClock itsClock, List<Trace.Entry> trace) {
        LabWorld copy = new LabWorld(
                fork,
                itsClock,
                WorldStore.NOWHERE,
                new WorldStore.Saved(Optional.empty(), List.of(), trace, step, begun, LabClock.Setting.MACHINE, 0));
        copy.clients.openFirst(clients.firstDatabase());
        return copy;
    }

    public Engine engine() {
        return engine;
    }

    public LabClock clock() {
        return clock;
    }

    /** Nothing has happened in it yet, not even a set-up. */
    public boolean isNew() {
        return isNew;
    }

    /** The step that began last; empty when none has. */
    public String step() {
        return step;
    }

    /** Whether the step has begun in this world before, so that its set-up has run. */
    public boolean hasBegun(String aStep) {
        return begun.contains(aStep);
    }

    /** A step begins: what was typed before does not count for it. */
    public void begin(String newStep) {
        step = newStep;
        begun.add(newStep);
        isNew = false;
        calls.forget();
        keeper.begin(newStep);
        commit();
    }

    public Trace trace() {
        return new Trace(calls.trace());
    }

    /** A view for a set-up, on this very engine. The caller closes it. */
    EngineWorld asWorld() {
        return new EngineWorld(engine, clock);
    }

    /** A copy for the examiner, whose clock stands still. */
    public EngineWorld examine() {
        LabClock standing = clock.standing();
        return new EngineWorld(engine.fork(standing), standing, trace());
    }

    // ---- clients ----

    LabClient client(String name) {
        return clients.get(name);
    }

    /** Connects the client of this name, if it is not. */
    public LabClient connect(String name) {
        return client(name);
    }

    /**
     * A program comes in by the doorway, as a client with a name of its own.
     *
     * @param listener is told of what no command of the client asked for just now
     */
    LabClient receive(String socket, Consumer<ClientEvent> listener) {
        LabClient client = clients.receive(socket, listener);
        if (!grouped && clients.visitors() >= MANY) {
            loading = true;
            beginStep("what " + MANY + " and more programs did at once");
        }
        return client;
    }

    /** The command that a client waits in. */
    public Optional<Command> waiting(String name) {
        return client(name).waiting();
    }

    /** There is no prompt here: the learner's first client goes, so that programs are alone. */
    void leavePrompt() {
        clients.leavePrompt();
    }

    /** Clients that are connected, in order of their coming. */
    public List<LabClient> clients() {
        return clients.connected();
    }

    /**
     * Runs a set-up here. After the learner's first step it is a step of its own, so that it does not seem to be the last
     * one's doing. What it makes clients hear, MONITOR above all, is not shown: it is not the learner's doing either.
     */
    void prepare(Consumer<World> setup) {
        preparing = true;
        try (World world = asWorld()) {
            if (timeline.hasPast()) {
                together("what the lesson put there", () -> setup.accept(world));
            } else {
                setup.accept(world);
            }
        } finally {
            preparing = false;
        }
        commit();
    }

    void tell(ClientEvent event) {
        if (event instanceof ClientEvent.Message && preparing) {
            return;
        }
        events.add(event);
        String who = who(event.client());
        if (event instanceof ClientEvent.Message) {
            // What MONITOR shows has done nothing by itself.
            if (!client(event.client()).session().isMonitor()) {
                timeline.lasting(who + " has got a message, which can't be taken back.");
            }
        } else if (event instanceof ClientEvent.Served) {
            timeline.lasting(who + " was served, and does not wait again.");
        } else {
            timeline.lasting(who + " was disconnected, and stays so.");
        }
    }

    private static String who(String client) {
        return client.isEmpty() ? "Your first client" : "Client " + client;
    }

    /** What happened to clients since the last look. */
    public List<ClientEvent> takeEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<ClientEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Runs a command of a client. What it changed is with the operating system when this returns. */
    public Outcome run(Command command) {
        LabClient client = client(command.client());
        if (client.waiting().isPresent()) {
            return Outcome.BUSY;
        }
        isNew = false;
        if (!grouped) {
            timeline.begin(command.text());
        }
        int number = timeline.now();
        calls.recording().add(number, command, clock.wallMicros());
        byte[][] argv = command.argv().toArray(new byte[0][]);
        CallWatch watch = new CallWatch(engine, client.session().database(), argv);
        List<Reply> replies = client.send(command);
        if (clock.isStanding()) {
            engine.persistence().finishJob();
        }
        Outcome.Fate fate = fate(client, replies);
        if (fate != Outcome.Fate.WAITS) {
            remember(command, replies);
        }
        if (fate == Outcome.Fate.DONE && watch.writesFiles() && !(replies.get(0) instanceof Reply.Failure)) {
            timeline.lasting("What it has written to the disk stays there.");
        }
        if (!grouped) {
            timeline.end();
            if (watch.runsScript() && engine.scripting().wasStopped()) {
                fate = Outcome.Fate.STOPPED;
                if (timeline.isLast(number)) {
                    undo();
                }
            }
        }
        if (fate == Outcome.Fate.DONE && dropping.remove(command.client())) {
            client.connection().close();
            fate = Outcome.Fate.DROPPED;
        }
        commit();
        List<ClientEvent> happened = new ArrayList<>(takeEvents());
        happened.removeIf(
                event -> event instanceof ClientEvent.Closed && event.client().equals(command.client()));
        return new Outcome(
                fate,
                fate == Outcome.Fate.DROPPED ? List.of() : replies,
                happened,
                watch.cost(replies),
                watch.recoded());
    }

    private Outcome.Fate fate(LabClient client, List<Reply> replies) {
        if (engine.shutdown() != null) {
            return Outcome.Fate.SHUTDOWN;
        } else if (client.connection().isClosed()) {
            return Outcome.Fate.CLOSED;
        }
        return replies.isEmpty() && client.session().isBlocked() ? Outcome.Fate.WAITS : Outcome.Fate.DONE;
    }

    /** Asks something of the engine that is no step and that no check counts. */
    public List<Reply> ask(String client, List<byte[]> argv) {
        ReplyBuilder replies = new ReplyBuilder();
        Session session = engine.internalSession(replies);
        session.select(
                client.isEmpty()
                        ? clients.firstDatabase()
                        : client(client).session().database());
        engine.execute(session, argv.toArray(new byte[0][]));
        return replies.take();
    }

    /** The reply to a client's next command is lost on its way, and the connection with it. */
    void dropNextReply(String client) {
        dropping.add(client);
    }

    /** No reply is lost, and the disk is well. */
    void endFaults() {
        dropping.clear();
        disk().mend();
    }

    /** Notes what a client did, for checks. */
    void remember(Command command, List<Reply> replies) {
        Reply reply = replies.isEmpty() ? new Reply.Nil() : replies.get(0);
        keeper.call(calls.add(command, reply, timeline.now()), clients.firstDatabase());
    }

    /** A client waits no more; its command is over without a reply. Answers what it was. */
    public Optional<Command> stopWaiting(String name) {
        LabClient client = client(name);
        Optional<Command> waited = client.stopWaiting();
        commit();
        return waited;
    }

    /** Ends a client's connection, as closing its window would. */
    public void disconnect(String name) {
        clients.disconnect(name);
    }

    /** A visitor has gone. */
    void leave(LabClient visitor) {
        clients.leave(visitor);
        if (loading && clients.visitors() < MANY) {
            loading = false;
            endStep();
        }
    }

    // ---- time ----

    /** Commands that follow belong together, until {@link #endStep}: they are taken back together. */
    public void beginStep(String text) {
        timeline.begin(text);
        grouped = true;
    }

    public void endStep() {
        grouped = false;
        timeline.end();
    }

    /** Runs commands that are one step, unless they belong to a greater one already. */
    void together(String text, Runnable commands) {
        if (grouped) {
            commands.run();
            return;
        }
        beginStep(text);
        try {
            commands.run();
        } finally {
            endStep();
        }
    }

    Timeline timeline() {
        return timeline;
    }

    /** Takes the last step back; empty when there is none. */
    Optional<Moment> undo() {
        Optional<Moment> moment = timeline.undo();
        moment.ifPresent(each -> {
            for (LabClient client : clients()) {
                if (client.waiting().isPresent() && client.waitingSince() >= each.number()) {
                    stopWaiting(client.name());
                    each.lasting(who(client.name()) + " waits no more.");
                }
            }
            calls.take(each);
            keeper.turned(each, lesson());
        });
        return moment;
    }

    /** Does the step again that was taken back last. */
    Optional<Moment> redo() {
        Optional<Moment> moment = timeline.redo();
        moment.ifPresent(each -> {
            calls.putBack(each);
            keeper.turned(each, lesson());
        });
        return moment;
    }

    /** What a step leaves behind, on an engine of its own, at the time of that step. */
    LabWorld at(int number, long wallMillis) {
        LabClock then = LabClock.standingAt(clock, wallMillis);
        Engine past = timeline.engineAt(number).fork(then);
        timeline.turnBack(past, number);
        return copy(past, then, List.of());
    }

    /** What was done since the server's start, as far as the timeline remembers, with what there was before. */
    SessionFile session() {
        return calls.recording().session(timeline, clock);
    }

    /** What a crash now would leave, under each way to keep data; no row when nothing was done that is remembered. */
    List<CrashTable.Row> compareCrashes() {
        return calls.recording().compareCrashes(timeline, clock);
    }

    /** Lets time pass until this Unix time in µs, which may be over. */
    void waitUntil(long wallMicros) {
        if (wallMicros > clock.wallMicros()) {
            timeMachine.turn(wallMicros - clock.wallMicros());
        }
    }

    /** The disk of the world's server. */
    MemoryDisk disk() {
        return disk(engine.storage());
    }

    /** A copy for a race, without clients, whose clock stands still. */
    RaceWorld race() {
        LabClock standing = clock.standing();
        return new RaceEngine(engine.fork(standing), standing);
    }

    /** Turns the clock, as a step; answers the keys that expired meanwhile. */
    List<TimeMachine.Expiry> turn(String text, long micros) {
        timeline.begin(text);
        timeline.turned(micros);
        List<TimeMachine.Expiry> expired = timeMachine.turn(micros);
        timeline.end();
        clockMoved();
        return expired;
    }

    Optional<TimeMachine.Expiry> nextExpiry() {
        return timeMachine.next();
    }

    /** The clock was frozen, or goes on. */
    void clockMoved() {
        keeper.clock();
        commit();
    }

    /** Hands everything to the operating system, and once a second to the disk. */
    void commit() {
        keeper.commit();
    }

    void close() {
        timeline.close();
        clients.endAll();
        keeper.close();
    }
}
