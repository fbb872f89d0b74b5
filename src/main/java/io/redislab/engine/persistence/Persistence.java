package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.EngineModule;
import io.redislab.engine.RedisError;
import io.redislab.engine.Session;
import io.redislab.engine.Transaction;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.persistence.rdb.RdbOutput;
import io.redislab.engine.persistence.rdb.RdbWriter;
import io.redislab.engine.storage.Storage;
import io.redislab.engine.value.Lzf;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine's files: what is saved when, what is loaded, and what a client may do meanwhile. Everything happens on the
 * engine's thread; what takes long goes on in steps, driven by the engine's timers.
 */
public final class Persistence implements EngineModule {
    /** The version that files name as their writer. */
    static final String REDIS_VERSION = "7.0.15";

    /** Between two steps of a background save clients are served. */
    private static final long PAUSE_NANOS = 500_000;

    private static final long LOADING_STEP_NANOS = 10_000_000;
    /** The signal at which a background save or rewrite ends without having failed. */
    static final int SIGUSR1 = 10;

    private static final int LOADING_STEP_KEYS = 20_000;

    private static final String IS_LOADING = "LOADING Redis is loading the dataset in memory";
    private static final String SAVE_FAILED = "MISCONF Redis is configured to save RDB snapshots, but it's currently"
            + " unable to persist to disk. Commands that may modify the data set are disabled, because this instance is"
            + " configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error"
            + " option). Please check the Redis logs for details about the RDB error.";

    private final Engine engine;
    private final RdbSaves rdb;
    private final Aof aof;
    private final Loading loading;
    private JobProcess.Starter processes = name -> JobProcess.OWN;
    private boolean skipsChecksums;
    private boolean flushedByLoop;

    public Persistence(Engine engine) {
        this.engine = engine;
        this.rdb = new RdbSaves(engine, this);
        this.aof = new Aof(engine, this);
        this.loading = new Loading(engine);
    }

    /** Goes on where another engine's persistence is, on a copy of its disk; background work begins anew. */
    public void adopt(Persistence other) {
        skipsChecksums = other.skipsChecksums;
        rdb.adopt(other.rdb);
        aof.adopt(other.aof);
    }

    public RdbSaves rdb() {
        return rdb;
    }

    public Aof aof() {
        return aof;
    }

    public Loading loading() {
        return loading;
    }

    /** Whether damaged checksums of RESTORE and of files don't matter: DEBUG SET-SKIP-CHECKSUM-VALIDATION. */
    public boolean skipsChecksums() {
        return skipsChecksums;
    }

    public void setSkipsChecksums(boolean yes) {
        skipsChecksums = yes;
    }

    // ---- loading ----

    /**
     * Loads what the files hold, and opens the AOF where the configuration has one. For an engine that is new.
     *
     * @throws PersistenceException when the files can't be loaded; the log tells why
     */
    public void load() {
        DataLoad load = beginLoad();
        load.finish();
        endLoad(load);
    }

    /**
     * Loads in steps, between which clients are served: most of their commands get LOADING.
     *
     * @param whenLoaded is run at the end; a {@link PersistenceException} comes out of {@link Engine#poll}
     */
    public void loadInSteps(Runnable whenLoaded) {
        DataLoad load = beginLoad();
        Runnable end = () -> {
            endLoad(load);
            whenLoaded.run();
        };
        continueLoad(load, end, failure -> {
            throw failure;
        });
    }

    /**
     * Replaces all data, libraries of functions too, with what an RDB file holds, in steps as {@link #loadInSteps}. The
     * AOF is off until {@link Aof#resumeAfterSync}.
     *
     * @param keep whether the file becomes the server's own RDB file; otherwise it is deleted
     * @param whenDone learns whether it went well; if not, there are no data
     */
    public void replaceAll(String path, boolean keep, Consumer<Boolean> whenDone) {
        aof.pauseForSync();
        rdb.stopBackground();
        String file = keep ? Storage.in(engine.config().dir(), engine.config().dbfilename()) : path;
        try {
            if (keep) {
                engine.storage().rename(path, file);
            }
            engine.log().notice("MASTER <-> REPLICA sync: Flushing old data");
            clear();
            engine.log().notice("MASTER <-> REPLICA sync: Loading DB in memory");
            DataLoad load = DataLoad.ofRdb(engine, file, false);
            continueLoad(
                    load, () -> replaced(file, keep, true, whenDone), failure -> replaced(file, keep, false, whenDone));
        } catch (IOException e) {
            engine.log()
                    .warning("Failed trying to rename the temp DB into "
                            + engine.config().dbfilename() + " in MASTER <-> REPLICA synchronization: "
                            + e.getMessage());
            whenDone.accept(false);
        } catch (PersistenceException e) {
            // The log has told why.
            replaced(file, keep, false, whenDone);
        }
    }

    private void replaced(String file, boolean keep, boolean successfully, Consumer<Boolean> whenDone) {
        if (!successfully) {
            clear();
        }
        try {
            if (!keep) {
                engine.storage().delete(file);
            }
        } catch (IOException e) {
            engine.log().warning("Can't delete " + file + ": " + e.getMessage());
        }
        whenDone.accept(successfully);
    }

    private void clear() {
        engine.keyspace().flush(-1);
        engine.scripting().flushLibraries();
    }

    private DataLoad beginLoad() {
        aof.files().load();
        aof.files().deleteHistory();
        return engine.config().appendonly() ? DataLoad.ofAof(engine) : DataLoad.ofRdb(engine, false);
    }

    private void endLoad(DataLoad load) {
        load.tell(engine.config().appendonly());
        aof.openAtStart();
    }

    private void continueLoad(DataLoad load, Runnable whenLoaded, Consumer<PersistenceException> whenFailed) {
        int delayMicros = engine.config().keyLoadDelay();
        int keys = delayMicros > 0 ? 1 : LOADING_STEP_KEYS;
        long start = engine.clock().monotonicNanos();
        boolean more = true;
        try {
            for (int i = 1; more && i <= keys; i++) {
                more = load.step();
                if (i % 64 == 0 && engine.clock().monotonicNanos() - start > LOADING_STEP_NANOS) {
                    break;
                }
            }
        } catch (PersistenceException e) {
            whenFailed.accept(e);
            return;
        }
        if (!more) {
            whenLoaded.run();
            return;
        }
        engine.timers().after(Math.max(delayMicros * 1000L, 1), () -> continueLoad(load, whenLoaded, whenFailed));
    }

    /**
     * All data of this moment as an RDB file holds them: for replicas.
     *
     * @param keys whether the keys are wanted
     * @param functions whether the libraries of functions are wanted
     */
    public byte[] rdbImage(boolean keys, boolean functions) {
        RdbOutput out = new RdbOutput(engine.config().rdbcompression() ? new Lzf.Compressor() : null);
        RdbWriter writer = new RdbWriter(out);
        writer.header(REDIS_VERSION, engine.clock().wallMillis(), engine.usedMemory(), false);
        writer.aux("repl-stream-db", Integer.toString(engine.replication().streamDatabase()));
        writer.aux("repl-id", engine.replication().id());
        writer.aux("repl-offset", Long.toString(engine.replication().offset()));
        if (functions) {
            engine.scripting().libraryCodes().forEach(writer::function);
        }
        for (Database database : engine.keyspace().databases()) {
            if (keys && database.size() > 0) {
                writer.database(database.index(), database.size(), database.volatileSize());
                database.keys()
                        .forEach(entry -> writer.entry(new RdbEntry(
                                database.index(),
                                entry.key(),
                                entry.value(),
                                database.expires().when(entry),
                                -1,
                                -1)));
            }
        }
        writer.end(engine.config().rdbchecksum());
        return out.toBytes();
    }

    /**
     * DEBUG RELOAD: saves, empties and loads.
     *
     * @param save whether the RDB file is written first
     * @param flush whether all keys go before it is loaded
     * @param mayReplace whether keys that are there are replaced
     * @return null when all went well, otherwise the error to reply
     */
    public @Nullable RedisError reload(boolean save, boolean flush, boolean mayReplace) {
        if (save && !rdb.save()) {
            return new RedisError("ERR");
        }
        if (flush) {
            engine.keyspace().flush(-1);
            engine.scripting().flushLibraries();
        }
        DataLoad load = DataLoad.ofRdb(engine, mayReplace);
        try {
            load.finish();
        } catch (PersistenceException e) {
            // The log has told why; a library that is there already, for example.
            return new RedisError("ERR Error trying to load the RDB dump");
        }
        if (!load.hasLoadedAny()) {
            return new RedisError("ERR Error trying to load the RDB dump");
        }
        engine.log().warning("DB reloaded by DEBUG RELOAD");
        return null;
    }

    /** DEBUG LOADAOF: writes what waits, empties and loads. @throws PersistenceException when the AOF can't be loaded */
    public void loadAof() {
        aof.flush(true);
        engine.keyspace().flush(-1);
        engine.scripting().flushLibraries();
        aof.files().load();
        aof.files().deleteHistory();
        DataLoad.ofAof(engine).finish();
        engine.keyspace().setDirty(0);
        engine.log().warning("Append Only File loaded by DEBUG LOADAOF");
    }

    // ---- background work ----

    /** Whether a background save or rewrite goes on. */
    public boolean hasJob() {
        return job() != null;
    }

    private @Nullable SnapshotJob job() {
        SnapshotJob saving = rdb.job();
        return saving != null ? saving : aof.job();
    }

    /** Keys that the background save or rewrite has written; 0 when there is none. */
    public long keysProcessed() {
        SnapshotJob current = job();
        return current == null ? 0 : current.snapshot().written();
    }

    /** Bytes that the background save or rewrite had to write early so far; 0 when there is none. */
    public long copiedBytes() {
        SnapshotJob current = job();
        return current == null ? 0 : current.snapshot().copiedBytes();
    }

    /** Keys that the background save or rewrite has to write; 0 when there is none. */
    public long keysToProcess() {
        SnapshotJob current = job();
        return current == null ? 0 : current.snapshot().total();
    }

    /** Background work gets a process of its own, which can be seen and killed. */
    public void useProcesses(JobProcess.Starter starter) {
        processes = starter;
    }

    JobProcess startProcess(String name) {
        long start = engine.clock().monotonicNanos();
        JobProcess process = processes.start(name);
        engine.stats().latestForkMicros = (engine.clock().monotonicNanos() - start) / 1000;
        return process;
    }

    void jobStarted() {
        SnapshotJob started = job();
        if (started != null) {
            engine.stats().backgroundJobs++;
            continueLater(started, PAUSE_NANOS);
        }
    }

    private void continueLater(SnapshotJob current, long nanos) {
        engine.timers().after(nanos, () -> continueJob(current));
    }

    private void continueJob(SnapshotJob current) {
        if (current != job()) {
            return;
        }
        long delayMicros = current.keyDelayMicros();
        boolean slow = delayMicros > 0 && current.state() == SnapshotJob.State.WRITING;
        current.step(slow ? 1 : Integer.MAX_VALUE);
        switch (current.state()) {
            case DONE, FAILED -> {
                if (current == rdb.job()) {
                    rdb.finished(current);
                } else {
                    aof.finished(current);
                }
            }
            default -> continueLater(current, slow ? delayMicros * 1000 : PAUSE_NANOS);
        }
    }

    private void endKilledJob() {
        SnapshotJob current = job();
        OptionalInt signal =
                current == null ? OptionalInt.empty() : current.process().killedBy();
        if (current == null || signal.isEmpty()) {
            return;
        }
        if (current == rdb.job()) {
            rdb.killed(current, signal.getAsInt());
        } else {
            aof.killed(current, signal.getAsInt());
        }
    }

    /** Brings background work to its end at once: where time stands still, nothing else would. */
    public void finishJob() {
        for (SnapshotJob current = job(); current != null; current = job()) {
            continueJob(current);
        }
    }

    @Override
    public void cron(long run) {
        if (loading.isActive()) {
            return;
        }
        endKilledJob();
        if (!hasJob()) {
            aof.cron();
        }
        if (!hasJob()) {
            rdb.cron();
        }
        if (!hasJob()) {
            rdb.startScheduled();
        }
        aof.retry();
    }

    /**
     * Writes what commands have changed to the AOF, before anyone learns that they ran. Called at the end of a turn of the
     * loop by who has promised to with {@link #setFlushedByLoop}; otherwise behind each call.
     *
     * @throws PersistenceException when acknowledged writes can't be kept as {@code appendfsync always} promises
     */
    public void flush() {
        aof.flush(false);
    }

    /** Whether someone calls {@link #flush} once a turn, before replies are sent. */
    public void setFlushedByLoop(boolean yes) {
        flushedByLoop = yes;
    }

    /** Behind each call, transaction or script. */
    public void afterUnit() {
        if (!flushedByLoop) {
            flush();
        }
    }

    // ---- what clients may do ----

    /** @throws RedisError LOADING or MISCONF */
    public void check(Session session, CommandSpec spec, byte[][] argv) {
        if (loading.isActive() && !isAllowedWhileLoading(session, spec)) {
            throw new RedisError(IS_LOADING);
        }
        RedisError error = diskError();
        if (error != null && (isWrite(session, spec, argv) || spec.name().equals("ping"))) {
            throw error;
        }
    }

    private boolean isWrite(Session session, CommandSpec spec, byte[][] argv) {
        Transaction transaction = session.transaction();
        boolean writesInExec = transaction != null
                && spec.name().equals("exec")
                && (transaction.flagUnion() & CommandFlag.WRITE.bit()) != 0;
        return writesInExec || (engine.scripting().commandFlags(spec, argv) & CommandFlag.WRITE.bit()) != 0;
    }

    private static boolean isAllowedWhileLoading(Session session, CommandSpec spec) {
        if (!spec.has(CommandFlag.LOADING)) {
            return false;
        }
        Transaction transaction = session.transaction();
        return transaction == null
                || !spec.name().equals("exec")
                || transaction.queue().stream().allMatch(queued -> queued.spec().has(CommandFlag.LOADING));
    }

    /** Why nothing may be written, or null. For scripts, too. */
    public @Nullable RedisError diskError() {
        if (!rdb.isLastOk()
                && engine.config().stopWritesOnBgsaveError()
                && !engine.config().save().isEmpty()) {
            return new RedisError(SAVE_FAILED);
        }
        String failure = aof.isEnabled() ? aof.writeFailure() : null;
        return failure == null ? null : new RedisError("MISCONF Errors writing to the AOF file: " + failure);
    }

    // ---- the end ----

    /** The process ends at once: deletes what is half written. From any thread. */
    public void deleteTemporaryFiles() {
        rdb.deleteTemporaryFile();
    }

    /**
     * Brings everything onto the disk before the engine ends, as SHUTDOWN does.
     *
     * @param save whether an RDB file is written even without save points
     * @param noSave whether none is written
     * @param force whether failures don't matter
     * @return false when it can't end without losing data; the log tells why
     */
    public boolean prepareToEnd(boolean save, boolean noSave, boolean force) {
        if (rdb.isInProgress()) {
            engine.log().warning("There is a child saving an .rdb. Killing it!");
            rdb.stopBackground();
        }
        if (aof.isRewriteInProgress()) {
            if (aof.state() == AofState.WAIT_REWRITE) {
                engine.log().warning(force ? "Writing initial AOF. Exit anyway." : "Writing initial AOF, can't exit.");
                if (!force) {
                    return false;
                }
            }
            engine.log().warning("There is a child rewriting the AOF. Killing it!");
            aof.stopRewrite();
        }
        aof.closeForShutdown();
        boolean wanted = !noSave
                && !loading.isActive()
                && (save || !engine.config().save().isEmpty());
        if (wanted) {
            engine.log().notice("Saving the final RDB snapshot before exiting.");
            if (!rdb.save()) {
                engine.log()
                        .warning(
                                force
                                        ? "Error trying to save the DB. Exit anyway."
                                        : "Error trying to save the DB, can't exit.");
                return force;
            }
        }
        return true;
    }
}
