package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.Propagation;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.Storage;
import io.redislab.engine.value.ByteKey;
import io.redislab.grading.Check;
import io.redislab.grading.Trace;
import io.redislab.grading.World;
import io.redislab.lab.race.RaceWorld;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The world that the learner works in: an engine, the clients at the prompt, and the store that keeps it. All methods run
 * on the engine's thread.
 */
public final class LabWorld {
    /** Commands that change the world but not its data, so that they are no effects; they are stored as they are. */
    private static final Set<String> SETTINGS =
            Set.of("config|set", "script|load", "script|flush", "acl|setuser", "acl|deluser");

    /** So many programs at once are a load, such as a benchmark's, which must not push the learner's own steps out. */
    private static final int MANY = 8;

    private static final long SYNC_NANOS = 1_000_000_000L;
    /** What the timeline may keep of earlier states, in bytes. */
    private static final long TIMELINE_BYTES = 32L << 20;

    private static final byte[] SCRIPT = "SCRIPT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOAD = "LOAD".getBytes(StandardCharsets.US_ASCII);
    /** A store that has grown beyond is written anew when the world is opened. */
    private static final long MAX_STORE_BYTES = 1L << 20;

    private Engine engine;
    private final LabClock clock;
    private final WorldStore store;
    private final Map<String, LabClient> clients = new LinkedHashMap<>();
    private boolean preparing;
    /** Whether somebody types at a prompt, as the first client. */
    private boolean hasPrompt = true;
    /** How many programs have come in by the doorway. */
    private int visitors;
    /** So many of them are here that what they do is one step. */
    private boolean loading;

    private final List<Event> events = new ArrayList<>();
    private final List<Trace.Entry> trace = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    /** What changed the world but not its data, since the server's start. */
    private final List<WorldStore.Effect> settings = new ArrayList<>();

    private final Set<ByteKey> scripts = new HashSet<>();
    /** Clients whose next reply is lost. */
    private final Set<String> dropping = new HashSet<>();

    private final Propagation.Sink effects;
    /** What was run since the server's start, with its step, for the comparison of crashes. */
    private final List<Ran> ran = new ArrayList<>();
    /** In which step of the timeline a call was made. */
    private final IdentityHashMap<Trace.Entry, Integer> stepOf = new IdentityHashMap<>();

    private final Timeline timeline;
    private TimeMachine timeMachine;
    private String step;
    private long syncedNanos;
    private boolean isNew;
    /** Commands that were pasted at once are one step of the timeline. */
    private boolean grouped;

    /** Something that no command of its client asked for just now. */
    public sealed interface Event {
        String client();

        /** A message to a subscriber, or a line to MONITOR. */
        record Message(String client, Reply reply) implements Event {}

        /** A command that waited has its replies. */
        record Served(String client, Command command, List<Reply> replies) implements Event {
            public Served {
                replies = List.copyOf(replies);
            }
        }

        /** The engine has ended the client's connection. */
        record Closed(String client) implements Event {}
    }

    /**
     * What became of a command.
     *
     * @param replies empty when the command waits, or when its connection was ended without a word
     * @param events what happened to clients meanwhile, to be told after the replies
     * @param recoded keys that are stored in another way since
     */
    public record Outcome(
            Fate fate, List<Reply> replies, List<Event> events, CallWatch.Cost cost, List<CallWatch.Recoded> recoded) {
        private static final Outcome BUSY =
                new Outcome(Fate.BUSY, List.of(), List.of(), new CallWatch.Cost("", 0, 0, 0), List.of());

        public Outcome {
            replies = List.copyOf(replies);
            events = List.copyOf(events);
            recoded = List.copyOf(recoded);
        }
    }

    private record Ran(int step, CrashTable.Timed timed) {}

    /** How a command ended. */
    public enum Fate {
        DONE,
        /** It waits; an {@link Event.Served} tells when that is over. */
        WAITS,
        /** The client still waits in an earlier command, so this one was not run. */
        BUSY,
        /** The connection was ended by it. */
        CLOSED,
        /** The server was ended by it. */
        SHUTDOWN,
        /** It was a script that was stopped; what it had changed is taken back. */
        STOPPED,
        /** It was run, but its reply was lost, as the learner had asked for. */
        DROPPED
    }

    private LabWorld(Engine engine, LabClock clock, WorldStore store, WorldStore.Saved saved) {
        this.engine = engine;
        this.clock = clock;
        this.store = store;
        this.effects = store::effect;
        this.step = saved.step();
        this.begun.addAll(saved.begun());
        this.trace.addAll(saved.trace());
        this.isNew = saved.isEmpty();
        this.syncedNanos = clock.monotonicNanos();
        this.timeline = new Timeline(engine, this::sessions, this::install, TIMELINE_BYTES);
        this.timeMachine = new TimeMachine(engine, clock);
    }

    private Map<String, Session> sessions() {
        Map<String, Session> sessions = new LinkedHashMap<>();
        clients.forEach((name, client) -> {
            if (!client.connection().isClosed() && !client.isVisitor()) {
                sessions.put(name, client.session());
            }
        });
        return sessions;
    }

    /**
     * Opens the world that the store holds, or a new one.
     *
     * @param start the Unix time in ms at which a new one starts, or empty for now
     * @param folder where the files of the world's server are; empty when they are kept nowhere
     */
    static LabWorld open(WorldStore store, Clock machine, Optional<Long> start, Optional<Path> folder)
            throws IOException {
        WorldStore.Saved saved = store.load();
        LabClock clock = saved.isEmpty() && start.isPresent()
                ? LabClock.startingAt(machine, start.get())
                : new LabClock(machine, saved.clock());
        Storage disk = folder.isPresent() ? MirroredDisk.open(folder.get(), clock) : MirroredDisk.waiting(clock);
        LabWorld world = new LabWorld(engineOn(disk, clock), clock, store, saved);
        if (saved.isEmpty()) {
            store.clock(clock.setting());
            store.commit();
        } else {
            world.resume(saved);
        }
        world.record();
        Session first = world.client("").session();
        first.setAuthenticated(true);
        first.select(saved.database() < world.engine.config().databases() ? saved.database() : 0);
        return world;
    }

    /** The server with its files open; without them when it does not start from them: the store has all data besides. */
    private static Engine engineOn(Storage disk, LabClock clock) {
        try {
            return Engines.boot(clock, new SplittableRandom(), disk);
        } catch (Engines.BootFailure e) {
            return Engines.start(clock, new SplittableRandom(), disk);
        }
    }

    /** What the store holds takes the place of what the server has loaded from its files. */
    private void resume(WorldStore.Saved saved) throws IOException {
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
            byte[][] argv = effect.argv().toArray(new byte[0][]);
            loader.select(effect.database());
            engine.execute(loader, argv);
            replies.take();
            CommandSpec spec = engine.commands().resolve(argv);
            if (spec != null && SETTINGS.contains(spec.name())) {
                settings.add(effect);
            }
        }
        engine.keyspace().setExpiring(true);
        engine.propagation().setSuspended(false);
        if (store.size() > MAX_STORE_BYTES) {
            compact();
        }
    }

    private void record() {
        if (store != WorldStore.NOWHERE) {
            engine.propagation().attach(effects);
        }
    }

    /** Writes the store anew: a snapshot in the place of what led to it. */
    private void compact() throws IOException {
        store.rewrite(new WorldStore.Saved(
                Optional.of(Engines.snapshot(engine)), settings, trace, step, begun, clock.setting(), firstDatabase()));
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
        if (ending == Check.Ending.CLEAN && engine.shutdown() == null) {
            engine.persistence().prepareToEnd(false, false, true);
        }
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
        boolean group = grouped;
        if (!group) {
            timeline.begin(text);
        }
        Engine old = engine;
        timeline.replaced(next);
        old.withdrawShutdown();
        install(next);
        if (!group) {
            timeline.end();
        }
        return Optional.empty();
    }

    /**
     * Ends the server, which stays away until {@link #restart} with {@link Check.Ending#KILL} starts it from its files.
     * Programs that came in by the doorway are sent away.
     */
    void stop(Check.Ending ending) {
        if (ending == Check.Ending.CLEAN && engine.shutdown() == null) {
            engine.persistence().prepareToEnd(false, false, true);
        }
        clients.values().stream().filter(LabClient::isVisitor).toList().forEach(LabClient::hangUp);
    }

    private static MemoryDisk disk(Storage storage) {
        return storage instanceof MirroredDisk mirrored ? mirrored.disk() : (MemoryDisk) storage;
    }

    /** Another engine takes the present one's place; all clients have to connect anew. */
    private void install(Engine next) {
        engine.propagation().detach(effects);
        Map<String, LabClient> before = new LinkedHashMap<>(clients);
        clients.clear();
        before.values().forEach(LabClient::hangUp);
        engine = next;
        timeMachine = new TimeMachine(next, clock);
        settings.clear();
        scripts.clear();
        ran.clear();
        record();
        if (hasPrompt) {
            client("").session().setAuthenticated(true);
        }
        try {
            if (next.storage() instanceof MirroredDisk mirrored) {
                mirrored.mirrorAll();
            }
            if (store != WorldStore.NOWHERE) {
                compact();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of this world for free play: what happens in it is kept nowhere. */
    LabWorld play() {
        LabClock twin = clock.copy();
        LabWorld copy = new LabWorld(
                engine.fork(twin),
                twin,
                WorldStore.NOWHERE,
                new WorldStore.Saved(Optional.empty(), List.of(), trace, step, begun, LabClock.Setting.MACHINE, 0));
        Session first = copy.client("").session();
        first.setAuthenticated(true);
        first.select(firstDatabase());
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
        trace.clear();
        stepOf.clear();
        store.begin(newStep);
        commit();
    }

    public Trace trace() {
        return new Trace(trace);
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

    /** The client of this name; it is connected when it is not. The learner's first client has the empty name. */
    LabClient client(String name) {
        LabClient known = clients.get(name);
        if (known == null || known.connection().isClosed()) {
            known = new LabClient(name, new EmbeddedConnection(engine), this);
            clients.put(name, known);
        }
        return known;
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
    LabClient receive(String socket, Consumer<Event> listener) {
        String name = "shell" + ++visitors;
        LabClient client = new LabClient(name, EmbeddedConnection.atSocket(engine, socket), this, listener, true);
        clients.put(name, client);
        if (!grouped && visitorsNow() >= MANY) {
            loading = true;
            beginStep("what " + MANY + " and more programs did at once");
        }
        return client;
    }

    private long visitorsNow() {
        return clients.values().stream().filter(LabClient::isVisitor).count();
    }

    /** The command that a client waits in. */
    public Optional<Command> waiting(String name) {
        return client(name).waiting();
    }

    /** There is no prompt here: the learner's first client goes, so that programs are alone. */
    void leavePrompt() {
        hasPrompt = false;
        disconnect("");
    }

    /** The database that the learner's first client has selected. */
    private int firstDatabase() {
        LabClient first = clients.get("");
        return first == null ? 0 : first.session().database();
    }

    /** Clients that are connected, in order of their coming. */
    public List<LabClient> clients() {
        return clients.values().stream()
                .filter(client -> !client.connection().isClosed())
                .toList();
    }

    /** Runs a set-up here. What it makes clients hear, MONITOR above all, is not shown: it is not the learner's doing. */
    void prepare(Consumer<World> setup) {
        preparing = true;
        try (World world = asWorld()) {
            setup.accept(world);
        } finally {
            preparing = false;
        }
        commit();
    }

    void tell(Event event) {
        if (event instanceof Event.Message message) {
            if (preparing) {
                return;
            }
            String who = message.client().isEmpty() ? "Your first client" : "Client " + message.client();
            timeline.lasting(who + " has got a message, which can't be taken back.");
        }
        events.add(event);
    }

    /** What happened to clients since the last look. */
    public List<Event> takeEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<Event> taken = List.copyOf(events);
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
        if (ran.size() < Journal.MAX_TRACE) {
            ran.add(new Ran(timeline.now(), new CrashTable.Timed(command, clock.wallMicros())));
        }
        CallWatch watch = new CallWatch(
                engine, client.session().database(), command.argv().toArray(new byte[0][]));
        List<Reply> replies = client.send(command);
        if (clock.isStanding()) {
            engine.persistence().finishJob();
        }
        Fate fate = Fate.DONE;
        if (engine.shutdown() != null) {
            fate = Fate.SHUTDOWN;
        } else if (client.connection().isClosed()) {
            fate = Fate.CLOSED;
        } else if (replies.isEmpty() && client.session().isBlocked()) {
            fate = Fate.WAITS;
        }
        if (fate != Fate.WAITS) {
            remember(client, command, replies);
        }
        if (!grouped) {
            timeline.end();
            if (runsScript(command) && engine.scripting().wasStopped()) {
                fate = Fate.STOPPED;
                if (timeline.isLast(number)) {
                    undo();
                }
            }
        }
        if (fate == Fate.DONE && dropping.remove(command.client())) {
            client.connection().close();
            fate = Fate.DROPPED;
        }
        commit();
        List<Event> happened = new ArrayList<>(takeEvents());
        happened.removeIf(
                event -> event instanceof Event.Closed && event.client().equals(command.client()));
        return new Outcome(
                fate, fate == Fate.DROPPED ? List.of() : replies, happened, watch.cost(replies), watch.recoded());
    }

    private boolean runsScript(Command command) {
        CommandSpec spec = engine.commands().resolve(command.argv().toArray(new byte[0][]));
        return spec != null
                && (spec.group() == CommandGroup.SCRIPTING || spec.name().equals("exec"));
    }

    /** Asks something of the engine that is no step and that no check counts. */
    public List<Reply> ask(String client, List<byte[]> argv) {
        ReplyBuilder replies = new ReplyBuilder();
        Session session = engine.internalSession(replies);
        session.select(
                client.isEmpty() ? firstDatabase() : client(client).session().database());
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
        MemoryDisk disk = disk();
        disk.setCapacity(Long.MAX_VALUE);
        disk.setSyncNanos(0);
        disk.setReadOnly(false);
        disk.setBroken(false);
    }

    /** Notes what a client did, for checks, and stores settings. */
    void remember(LabClient client, Command command, List<Reply> replies) {
        Reply reply = replies.isEmpty() ? new Reply.Nil() : replies.get(0);
        settings(client, command, reply);
        if (trace.size() < Journal.MAX_TRACE) {
            Trace.Entry entry = new Trace.Entry(trace.size() + 1, command, reply);
            trace.add(entry);
            stepOf.put(entry, timeline.now());
            store.call(entry, firstDatabase());
        }
    }

    private void settings(LabClient client, Command command, Reply reply) {
        byte[][] argv = command.argv().toArray(new byte[0][]);
        CommandSpec spec = engine.commands().resolve(argv);
        if (spec == null || reply instanceof Reply.Failure) {
            return;
        }
        if (spec.name().equals("eval") || spec.name().equals("eval_ro")) {
            rememberScript(argv[1]);
        }
        if (spec.name().equals("exec") || spec.name().equals("discard")) {
            if (spec.name().equals("exec")) {
                client.queuedSettings().forEach(this::setting);
            }
            client.queuedSettings().clear();
        } else if (SETTINGS.contains(spec.name())) {
            if (reply instanceof Reply.Status status && status.text().equals("QUEUED")) {
                client.queuedSettings().add(argv);
            } else {
                setting(argv);
            }
        }
    }

    /** EVAL makes a script known to EVALSHA, which is to stay so. */
    private void rememberScript(byte[] body) {
        if (scripts.add(new ByteKey(body))) {
            setting(new byte[][] {SCRIPT, LOAD, body});
        }
    }

    private void setting(byte[][] argv) {
        settings.add(new WorldStore.Effect(0, List.of(argv)));
        store.effect(0, argv);
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
        LabClient client = clients.remove(name);
        if (client != null) {
            client.hangUp();
        }
    }

    /** A visitor has gone. */
    void leave(LabClient visitor) {
        clients.remove(visitor.name(), visitor);
        visitor.connection().close();
        if (loading && visitorsNow() < MANY) {
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
    Optional<Timeline.Moment> undo() {
        Optional<Timeline.Moment> moment = timeline.undo();
        moment.ifPresent(each -> {
            for (LabClient client : clients()) {
                if (client.waiting().isPresent() && client.waitingSince() >= each.number()) {
                    stopWaiting(client.name());
                }
            }
            List<Trace.Entry> made = trace.stream()
                    .filter(entry -> stepOf.getOrDefault(entry, 0) == each.number())
                    .toList();
            each.keep(made);
            trace.removeAll(made);
            stored(each);
            store.recall(trace, firstDatabase());
            commit();
        });
        return moment;
    }

    /** Does the step again that was taken back last. */
    Optional<Timeline.Moment> redo() {
        Optional<Timeline.Moment> moment = timeline.redo();
        moment.ifPresent(each -> {
            each.calls().forEach(entry -> {
                trace.add(entry);
                stepOf.put(entry, each.number());
            });
            stored(each);
            store.recall(trace, firstDatabase());
            commit();
        });
        return moment;
    }

    /** What a step that was taken back or done again has left goes into the store. */
    private void stored(Timeline.Moment moment) {
        WorldEffects effects = new WorldEffects(engine, store::effect);
        if (moment.changedServer()) {
            // The store was written anew when the other engine was put in place.
            return;
        }
        if (moment.changedAll()) {
            for (int i = 0; i < engine.keyspace().count(); i++) {
                effects.all(i);
            }
        } else {
            moment.keys()
                    .forEach(place -> effects.key(place.database(), place.key().bytes()));
        }
        for (String name : moment.settingsThatDiffer(engine.config())) {
            setting(words("CONFIG", "SET", name, String.valueOf(engine.config().get(name))));
        }
    }

    private static byte[][] words(String... words) {
        byte[][] argv = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return argv;
    }

    /** What a step leaves behind, on an engine of its own, at the time of that step. */
    LabWorld at(int number, long wallMillis) {
        LabClock then = LabClock.standingAt(clock, wallMillis);
        Engine past = timeline.engineAt(number).fork(then);
        timeline.turnBack(past, number);
        LabWorld copy = new LabWorld(
                past,
                then,
                WorldStore.NOWHERE,
                new WorldStore.Saved(Optional.empty(), List.of(), List.of(), step, begun, LabClock.Setting.MACHINE, 0));
        Session first = copy.client("").session();
        first.setAuthenticated(true);
        first.select(firstDatabase());
        return copy;
    }

    /** What was done since the server's start, as far as the timeline remembers, with what there was before. */
    SessionFile session() {
        int oldest = timeline.past().isEmpty()
                ? timeline.now()
                : timeline.past().get(0).number();
        List<Ran> known = ran.stream().filter(each -> each.step() >= oldest).toList();
        if (known.isEmpty()) {
            return new SessionFile(Optional.empty(), List.of());
        }
        LabClock then = LabClock.standingAt(clock, known.get(0).timed().wallMicros() / 1000);
        Engine past = timeline.engineAt(known.get(0).step() - 1).fork(then);
        timeline.turnBack(past, known.get(0).step() - 1);
        return new SessionFile(
                Optional.of(Engines.snapshot(past)),
                known.stream().map(Ran::timed).toList());
    }

    /** The session as a recording of a terminal: run once more in a world of its own, at the same times. */
    String asciicast(Clock machine) throws IOException, SessionFile.Fault {
        SessionFile session = session();
        long start = session.steps().isEmpty()
                ? clock.wallMicros()
                : session.steps().get(0).wallMicros();
        Asciicast cast = new Asciicast(start);
        LabWorld copy = replay(
                session, machine, (timed, outcome) -> cast.add(timed.command(), timed.wallMicros(), outcome.replies()));
        copy.close();
        return cast.text();
    }

    /**
     * Runs a session in a world of its own, at the times at which it was made.
     *
     * @param seen is told of every command
     */
    static LabWorld replay(SessionFile session, Clock machine, BiConsumer<CrashTable.Timed, Outcome> seen)
            throws IOException, SessionFile.Fault {
        long start = session.steps().isEmpty()
                ? machine.wallMicros()
                : session.steps().get(0).wallMicros();
        LabClock clock = LabClock.standingAt(machine, start / 1000);
        Engine engine = Engines.start(clock, new SplittableRandom(7), MirroredDisk.waiting(clock));
        if (session.snapshot().isPresent()) {
            try {
                Engines.restore(engine, session.snapshot().get());
            } catch (Engines.BootFailure e) {
                throw new SessionFile.Fault("its snapshot can't be read: " + e.getMessage());
            }
        }
        LabWorld world = new LabWorld(engine, clock, WorldStore.NOWHERE, WorldStore.Saved.NOTHING);
        world.client("").session().setAuthenticated(true);
        for (CrashTable.Timed timed : session.steps()) {
            long wait = timed.wallMicros() - clock.wallMicros();
            if (wait > 0) {
                world.timeMachine.turn(wait);
            }
            Outcome outcome = world.run(timed.command());
            if (outcome.fate() == Fate.SHUTDOWN) {
                world.restart("SHUTDOWN", Check.Ending.CLEAN);
            }
            seen.accept(timed, outcome);
        }
        return world;
    }

    /**
     * Compares what a crash now would leave, under each way to keep data, of what was done since a moment.
     *
     * @return no row when nothing was done that the timeline remembers
     */
    List<CrashTable.Row> compareCrashes() {
        int oldest = timeline.past().isEmpty()
                ? timeline.now()
                : timeline.past().get(0).number();
        List<Ran> known = ran.stream().filter(each -> each.step() >= oldest).toList();
        if (known.isEmpty()) {
            return List.of();
        }
        LabClock then = LabClock.standingAt(clock, known.get(0).timed().wallMicros() / 1000);
        Engine past = timeline.engineAt(known.get(0).step() - 1).fork(then);
        timeline.turnBack(past, known.get(0).step() - 1);
        return new CrashTable(past, then, known.stream().map(Ran::timed).toList(), clock.wallMicros()).rows();
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

    /** Turns the clock; answers the keys that expired meanwhile. */
    List<TimeMachine.Expiry> turn(String text, long micros) {
        timeline.begin(text);
        timeline.keep();
        List<TimeMachine.Expiry> expired = timeMachine.turn(micros);
        timeline.lasting("The clock stays where it is.");
        timeline.end();
        clockMoved();
        return expired;
    }

    Optional<TimeMachine.Expiry> nextExpiry() {
        return timeMachine.next();
    }

    /** The clock was frozen, or goes on. */
    void clockMoved() {
        store.clock(clock.setting());
        commit();
    }

    // ---- the store ----

    /** Hands everything to the operating system, and once a second to the disk. */
    void commit() {
        try {
            store.commit();
            long now = clock.monotonicNanos();
            if (now - syncedNanos >= SYNC_NANOS) {
                syncedNanos = now;
                store.sync();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        engine.propagation().detach(effects);
        timeline.close();
        List.copyOf(clients.values()).forEach(LabClient::hangUp);
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    WorldStore store() {
        return store;
    }
}
