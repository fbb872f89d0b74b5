package io.redislab.engine;

import io.redislab.engine.acl.AccessControl;
import io.redislab.engine.acl.User;
import io.redislab.engine.arena.ChunkSource;
import io.redislab.engine.clients.ClientEviction;
import io.redislab.engine.clients.ClientPause;
import io.redislab.engine.clients.ClientTracking;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.AccessClock;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.Eviction;
import io.redislab.engine.keyspace.ExpiryCycle;
import io.redislab.engine.keyspace.Keyspace;
import io.redislab.engine.keyspace.MemoryModel;
import io.redislab.engine.monitor.CallLog;
import io.redislab.engine.monitor.Info;
import io.redislab.engine.monitor.Rates;
import io.redislab.engine.peer.Migration;
import io.redislab.engine.persistence.Persistence;
import io.redislab.engine.pubsub.PubSub;
import io.redislab.engine.replication.Replication;
import io.redislab.engine.script.Scripting;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.Storage;
import io.redislab.resp.ReplySink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server without its sockets. One thread owns it: whoever calls {@link #execute} and {@link #poll}. Sessions are
 * its clients; their replies go to the sinks that they were opened with.
 */
public final class Engine {
    private static final long DEBUGGER_WAIT_NANOS = 100_000_000;
    private static final long SLEEP_SLICE_NANOS = 10_000_000;
    /** The version of Redis that this engine behaves like. */
    public static final String REDIS_VERSION = "7.0.15";

    private final Clock clock;
    private final RandomGenerator random;
    private final Configuration config;
    private final Storage storage;
    private final Persistence persistence;
    private final ServerEnd end;
    private final Migration migration = new Migration(this);
    private final Timers timers;
    private final Keyspace keyspace;
    private final Blocking blocking;
    private final Propagation propagation = new Propagation();
    private final PubSub pubSub;
    private final AccessControl acl;
    private final User superuser = User.superuser(CommandTable.standard());
    private final CommandRunner runner;
    private final Scripting scripting;
    private final EngineStats stats = new EngineStats();
    private final ClientPause pause = new ClientPause(this);
    private final ClientTracking tracking = new ClientTracking(this);
    private final ClientEviction clientEviction = new ClientEviction(this);
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final CallLog callLog;
    private final Rates rates;
    private final Info info;
    private final MemoryModel memory;
    private final Eviction eviction;
    private final ExpiryCycle expiry;
    private final List<EngineModule> modules = new ArrayList<>();
    private final long startMillis;
    private final Runtime.Version java = Runtime.version();
    private final String runId;
    private final Replication replication;

    private CommandTable commands = CommandTable.standard();
    private boolean cronPaused;
    private volatile boolean sleepInterrupted;
    private long nextSession = 1;
    private long now;
    private boolean fixedTime;
    private long cronRuns;
    private @Nullable Session current;
    private @Nullable Shutdown shutdown;
    private ServerLog log = ServerLog.SILENT;

    /** SHUTDOWN was obeyed: whoever runs the engine ends it. */
    public record Shutdown(boolean saved) {}

    /** An engine whose files are in memory and go with it. */
    public Engine(Clock clock, RandomGenerator random, Configuration config) {
        this(clock, random, config, diskFor(clock, config));
    }

    private static MemoryDisk diskFor(Clock clock, Configuration config) {
        MemoryDisk disk = new MemoryDisk(clock);
        disk.createFolders(config.dir());
        return disk;
    }

    /** @param storage where the engine's files are */
    public Engine(Clock clock, RandomGenerator random, Configuration config, Storage storage) {
        this(clock, random, config, storage, ChunkSource.AT_ONCE);
    }

    /** @param chunks where the arrays come from in which keys lie */
    public Engine(Clock clock, RandomGenerator random, Configuration config, Storage storage, ChunkSource chunks) {
        this.storage = storage;
        this.clock = clock;
        this.random = random;
        this.config = config;
        this.callLog = new CallLog(clock, config, clock::wallMillis);
        this.now = clock.wallMillis();
        this.startMillis = now;
        this.timers = new Timers(clock);
        this.keyspace = new Keyspace(
                config.databases(), chunks, this::now, new AccessClock(this::now, random), Wiring.listener(this));
        keyspace.setMasterSpeaks(() -> current != null && current.isMaster());
        this.blocking = new Blocking(this);
        this.pubSub = new PubSub(this);
        this.acl = new AccessControl(this);
        this.runner = new CommandRunner(this);
        this.scripting = new Scripting(this);
        this.runId = randomId();
        this.replication = new Replication(this);
        this.rates = new Rates(stats, clock.monotonicNanos());
        this.info = new Info(this);
        this.memory = new MemoryModel(keyspace);
        this.eviction = new Eviction(this, memory);
        this.expiry = new ExpiryCycle(this);
        this.persistence = new Persistence(this);
        this.end = new ServerEnd(this);
        add(persistence);
        add(end);
        add(migration);
        Wiring.countMemory(this);
        Wiring.followConfiguration(this);
        scheduleCron();
    }

    /** 40 hexadecimal digits. */
    public String randomId() {
        StringBuilder id = new StringBuilder(40);
        for (int i = 0; i < 40; i++) {
            id.append(Character.forDigit(random.nextInt(16), 16));
        }
        return id.toString();
    }

    public Clock clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    public Configuration config() {
        return config;
    }

    /** Where the engine's files are: RDB, AOF, ACL, configuration. */
    public Storage storage() {
        return storage;
    }

    /** How the server ends. */
    public ServerEnd end() {
        return end;
    }

    public Persistence persistence() {
        return persistence;
    }

    /** Moves keys to other servers. */
    public Migration migration() {
        return migration;
    }

    public ServerLog log() {
        return log;
    }

    public void setLog(ServerLog newLog) {
        log = newLog;
    }

    public CommandTable commands() {
        return commands;
    }

    /** Other names for commands, as rename-command gives them. */
    public void setCommands(CommandTable table) {
        commands = table;
    }

    public Timers timers() {
        return timers;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public Blocking blocking() {
        return blocking;
    }

    public Propagation propagation() {
        return propagation;
    }

    public PubSub pubSub() {
        return pubSub;
    }

    public AccessControl acl() {
        return acl;
    }

    /** CLIENT PAUSE. */
    public ClientPause pause() {
        return pause;
    }

    /** What clients take, and the limit on it. */
    public ClientEviction clientEviction() {
        return clientEviction;
    }

    /** Client-side caching. */
    public ClientTracking tracking() {
        return tracking;
    }

    public CommandRunner runner() {
        return runner;
    }

    /** Scripts and functions. */
    public Scripting scripting() {
        return scripting;
    }

    public EngineStats stats() {
        return stats;
    }

    /** The run's name: 40 hexadecimal digits. */
    public String runId() {
        return runId;
    }

    /** When the engine was made: Unix time in ms. */
    public long startMillis() {
        return startMillis;
    }

    /** Unix time in ms; stands still during a command, a transaction or a script. */
    public long now() {
        return now;
    }

    /** Takes the clock's time, unless a command is running. */
    public void refreshTime() {
        if (!fixedTime) {
            now = clock.wallMillis();
        }
    }

    /** Whether a command, a transaction or a script is running, and time stands still. */
    public boolean isInCall() {
        return fixedTime;
    }

    boolean fixTime(boolean fixed) {
        boolean before = fixedTime;
        if (!before) {
            now = clock.wallMillis();
        }
        fixedTime = fixed;
        return before;
    }

    // ---- sessions ----

    public Session open(Outlet outlet, ReplySink sink, ReplySink pushSink) {
        refreshTime();
        Session session = new Session(nextSession++, outlet, sink, pushSink, now, acl.defaultUser());
        acl.resetAuthentication(session);
        sessions.put(session.id(), session);
        stats.connectionsReceived++;
        return session;
    }

    /** A session that no client list shows: for scripts, loading files and the engine's own work. */
    public Session internalSession(ReplySink sink) {
        Session session = new Session(0, NoOutlet.INSTANCE, sink, sink, now, superuser);
        session.setAuthenticated(true);
        return session;
    }

    /** A session in whose name the master's commands run. */
    public Session openMaster(Outlet outlet, ReplySink sink) {
        Session session = new Session(nextSession++, outlet, sink, sink, now, superuser);
        session.setAuthenticated(true);
        session.markMaster();
        sessions.put(session.id(), session);
        return session;
    }

    /** From here on a session may do everything, whatever users and passwords there are. */
    public void makeSuperuser(Session session) {
        session.setUser(superuser);
        session.setAuthenticated(true);
    }

    private enum NoOutlet implements Outlet {
        INSTANCE;

        @Override
        public void ready(Session session) {}

        @Override
        public void close(Session session, boolean flush) {}
    }

    public Collection<Session> sessions() {
        return sessions.values();
    }

    /** Whose command is being looked at or runs; null between commands and in the engine's own work. */
    public @Nullable Session currentSession() {
        return current;
    }

    @Nullable
    Session setCurrentSession(@Nullable Session session) {
        Session before = current;
        current = session;
        return before;
    }

    public @Nullable Session session(long id) {
        return sessions.get(id);
    }

    /** What remains of calls: SLOWLOG, LATENCY, MONITOR. */
    public CallLog callLog() {
        return callLog;
    }

    /** The other end is gone, or is sent away. */
    public void close(Session session) {
        session.setClosing();
        if (sessions.remove(session.id()) == null) {
            return;
        }
        SessionInput diverted = session.divertedInput();
        if (diverted != null) {
            session.divertInput(null);
            diverted.closed();
        }
        blocking.forget(session);
        discardTransaction(session);
        pubSub.forget(session);
        tracking.disable(session);
        clientEviction.forget(session);
        callLog.monitors().remove(session);
        for (EngineModule module : modules) {
            module.closed(session);
        }
    }

    /**
     * Ends a session from this side; the engine forgets it at once.
     *
     * @param flush whether replies that wait are still delivered
     */
    public void disconnect(Session session, boolean flush) {
        session.setClosing();
        session.outlet().close(session, flush);
        close(session);
    }

    /** The session becomes as it was when it began: RESET. */
    public void reset(Session session) {
        callLog.monitors().remove(session);
        tracking.disable(session);
        session.select(0);
        session.setProtocol(2);
        acl.resetAuthentication(session);
        discardTransaction(session);
        pubSub.forget(session);
        session.setName(new byte[0]);
        session.setReplyMode(Session.ReplyMode.ON);
    }

    /** Forgets what was queued since MULTI, and which keys were watched. */
    public void discardTransaction(Session session) {
        session.setTransaction(null);
        keyspace.unwatchAll(session.watched());
    }

    // ---- work ----

    /** Runs one command; the reply is in the session's sink, unless the session now waits. */
    public void execute(Session session, byte[][] argv) {
        runner.execute(session, argv);
    }

    /** Does what is due. Returns the ns until there is something to do again. */
    public long poll() {
        if (scripting.isRunning()) {
            // It stands in a debugger; time stands with it.
            return DEBUGGER_WAIT_NANOS;
        }
        refreshTime();
        expiry.fast();
        clientEviction.enforce();
        afterUnit();
        return timers.run();
    }

    /** An independent engine with the same data, configuration and scripts, whose time is another clock's. */
    public Engine fork(Clock itsClock) {
        persistence.flush();
        Storage disk = storage.fork(itsClock);
        Configuration settings = config.copy();
        settings.useFiles(config.files().on(disk));
        settings.setConfigFile(config.configFile());
        Engine twin = new Engine(itsClock, new SplittableRandom(random.nextLong()), settings, disk);
        List<Database> copies = new ArrayList<>();
        for (Database database : keyspace.databases()) {
            copies.add(database.copy());
        }
        twin.keyspace.adopt(copies);
        twin.keyspace.setDirty(keyspace.dirty());
        twin.commands = commands;
        twin.scripting.copyFrom(scripting);
        twin.acl.adopt(acl);
        twin.persistence.adopt(persistence);
        return twin;
    }

    /** DEBUG SLEEP: nothing is done for so long, unless {@link #interrupt} ends it. */
    public void sleep(long nanos) {
        sleepInterrupted = false;
        long deadline = clock.monotonicNanos() + nanos;
        // A clock may stand still: then the slices are counted.
        long slices = nanos / SLEEP_SLICE_NANOS + 1;
        while (!sleepInterrupted && clock.monotonicNanos() < deadline && slices-- > 0) {
            clock.sleep(Math.min(SLEEP_SLICE_NANOS, deadline - clock.monotonicNanos()));
        }
    }

    /** Ends what runs long, a script or DEBUG SLEEP; from any thread. */
    public void interrupt() {
        sleepInterrupted = true;
        scripting.stop();
    }

    /** DEBUG PAUSE-CRON. */
    public void setCronPaused(boolean yes) {
        cronPaused = yes;
    }

    private void scheduleCron() {
        timers.after(1_000_000_000L / Math.max(1, config.hz()), this::cron);
    }

    private void cron() {
        if (cronPaused) {
            scheduleCron();
            return;
        }
        refreshTime();
        cronRuns++;
        expiry.slow();
        if (config.activerehashing()) {
            keyspace.rehashSome(clock::monotonicNanos);
        }
        memory.used();
        rates.sample(clock.monotonicNanos());
        clientEviction.cron(cronRuns);
        tracking.limitTable();
        for (EngineModule module : modules) {
            module.cron(cronRuns);
        }
        afterUnit();
        scheduleCron();
    }

    /** Effects go to the AOF, waiting sessions are served. */
    void afterUnit() {
        if (scripting.isRunning()) {
            // Another client's command while a script is busy: the script is the unit.
            return;
        }
        propagation.flush();
        tracking.afterReply();
        while (blocking.hasReady()) {
            blocking.serve();
            propagation.flush();
            tracking.afterReply();
        }
        tracking.broadcastChanges();
        runner.resumeIfDue();
        persistence.afterUnit();
    }

    /** Whether a transaction runs now, from which this is called. */
    public boolean isInsideExec() {
        return runner.isInsideExec();
    }

    /** Adds a part that takes part in the engine's life. */
    public void add(EngineModule module) {
        modules.add(module);
    }

    /** The part of this class. @throws IllegalStateException when there is none */
    public <M extends EngineModule> M module(Class<M> type) {
        for (EngineModule module : modules) {
            if (type.isInstance(module)) {
                return type.cast(module);
            }
        }
        throw new IllegalStateException("the engine has no " + type.getSimpleName());
    }

    /** Bytes that the memory model counts: data, clients and the engine itself. */
    public long usedMemory() {
        return memory.used();
    }

    public MemoryModel memory() {
        return memory;
    }

    public Eviction eviction() {
        return eviction;
    }

    public ExpiryCycle expiry() {
        return expiry;
    }

    /** How much happens a second. */
    public Rates rates() {
        return rates;
    }

    public Info info() {
        return info;
    }

    /** CONFIG RESETSTAT. */
    public void resetStatistics() {
        stats.reset();
        keyspace.resetStatistics();
        memory.resetPeak();
        eviction.resetStatistics();
        expiry.resetStatistics();
        replication.replicas().resetStatistics();
    }

    /** The part in replication: master or replica. */
    public Replication replication() {
        return replication;
    }

    public @Nullable Shutdown shutdown() {
        return shutdown;
    }

    /** The server goes on after all: it can't be started again, or its end is taken back. */
    public void withdrawShutdown() {
        shutdown = null;
    }

    public void requestShutdown(boolean saved) {
        shutdown = new Shutdown(saved);
    }

    public Runtime.Version java() {
        return java;
    }
}
