package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.Propagation;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The AOF as a whole: turned on and off, rewritten when it has grown, and its files. */
public final class Aof {
    private final Engine engine;
    private final Persistence persistence;
    private final AofFiles files;
    private final AppendOnlyFile increment;
    private final Propagation.Sink sink = this::append;
    private final AofRewrites rewrites;
    private AofState state = AofState.OFF;
    private @Nullable SnapshotJob job;
    private boolean rewriteScheduled;
    private long currentBytes;
    private long bytesAtRewrite;

    private long lastErrorRetry;

    Aof(Engine engine, Persistence persistence) {
        this.engine = engine;
        this.persistence = persistence;
        this.files = new AofFiles(engine);
        this.increment = new AppendOnlyFile(engine, persistence);
        this.rewrites = new AofRewrites(engine);
        engine.config().onChange(this::appendonlyChanged, "appendonly");
        engine.config().onChange(files::deleteHistory, "aof-disable-auto-gc");
    }

    private long nowSeconds() {
        return engine.clock().wallMillis() / 1000;
    }

    // ---- for INFO ----

    public boolean isEnabled() {
        return state != AofState.OFF;
    }

    public boolean isRewriteInProgress() {
        return job != null;
    }

    public boolean isRewriteScheduled() {
        return rewriteScheduled;
    }

    /** How long the present rewrite has taken, in s; -1 when there is none. */
    public long currentRewriteSeconds() {
        return job == null ? -1 : rewrites.secondsSinceStart();
    }

    /** How rewrites have gone. */
    public AofRewrites rewrites() {
        return rewrites;
    }

    /** Why the last write failed, in the system's words; null when it did not. */
    public @Nullable String writeFailure() {
        return increment.failure();
    }

    /** Bytes of base and increments. */
    public long currentBytes() {
        return currentBytes;
    }

    /** Bytes after the last rewrite, or of the base at the start. */
    public long bytesAtRewrite() {
        return bytesAtRewrite;
    }

    public int bufferedBytes() {
        return increment.bufferedBytes();
    }

    /** Background syncs that go on. */
    public int pendingSyncs() {
        return increment.isSyncing() ? 1 : 0;
    }

    public long delayedSyncs() {
        return increment.delayedSyncs();
    }

    public void resetCounters() {
        rewrites.resetCount();
        increment.resetDelayedSyncs();
    }

    /** DEBUG AOF-FLUSH-SLEEP: every write waits so many µs first. */
    public void setFlushDelay(long micros) {
        increment.setFlushDelay(micros);
    }

    AofState state() {
        return state;
    }

    @Nullable
    SnapshotJob job() {
        return job;
    }

    AofFiles files() {
        return files;
    }

    void grew(long bytes) {
        currentBytes += bytes;
    }

    void loaded(long totalBytes, long baseBytes) {
        currentBytes = totalBytes;
        bytesAtRewrite = baseBytes;
    }

    // ---- writing ----

    /** Takes an effect. While the first base is not begun, the file would not need it. */
    private void append(int database, byte[][] argv) {
        if (state == AofState.ON || (state == AofState.WAIT_REWRITE && job != null)) {
            increment.append(database, argv);
        }
    }

    /** Writes what was collected: before clients get their replies. */
    void flush(boolean force) {
        if (state != AofState.OFF) {
            increment.flush(force);
        }
    }

    // ---- on and off ----

    /**
     * Opens the files after loading, where the configuration wants an AOF.
     *
     * @throws PersistenceException when that is not possible
     */
    void openAtStart() {
        if (!engine.config().appendonly()) {
            return;
        }
        files.requireFolder();
        AofManifest manifest = files.manifest();
        if (manifest.isEmpty()) {
            manifest = writeFirstBase(manifest);
        }
        boolean fresh = manifest.increments().isEmpty();
        if (fresh) {
            manifest = manifest.withNewIncrement(engine.config().appendfilename());
        }
        String name = manifest.lastIncrement().name();
        try {
            increment.switchTo(engine.storage().append(files.path(name)));
        } catch (IOException e) {
            throw fatal("Can't open the append-only file " + name + ": " + e.getMessage());
        }
        if (!manifest.equals(files.manifest()) && !files.replace(manifest)) {
            throw new PersistenceException("the AOF manifest can't be written");
        }
        engine.log()
                .notice(
                        fresh
                                ? "Creating AOF incr file " + name + " on server start"
                                : "Opening AOF incr file " + name + " on server start");
        turnOn(AofState.ON);
    }

    /** Without any file there is a base with what was loaded, usually nothing, before the first increment. */
    private AofManifest writeFirstBase(AofManifest manifest) {
        AofManifest next = manifest.withNewBase(
                engine.config().appendfilename(), engine.config().aofUseRdbPreamble());
        SnapshotJob writing = snapshotJob(JobProcess.OWN, true);
        writing.finish();
        AofManifest.Part base = next.base();
        if (base == null || writing.state() == SnapshotJob.State.FAILED) {
            throw fatal("Write error writing append only file on disk: " + writing.failure());
        }
        try {
            engine.storage().rename(writing.path(), files.path(base.name()));
        } catch (IOException e) {
            throw fatal("Error moving temp append only file on the final destination: " + e.getMessage());
        }
        engine.log().notice("Creating AOF base file " + base.name() + " on server start");
        return next;
    }

    private PersistenceException fatal(String message) {
        engine.log().warning(message);
        return new PersistenceException(message);
    }

    private void turnOn(AofState newState) {
        state = newState;
        engine.propagation().detach(sink);
        engine.propagation().attach(sink);
    }

    /** Writes on in the files that another engine's AOF has left on a copy of its disk. A rewrite begins anew. */
    void adopt(Aof other) {
        currentBytes = other.currentBytes;
        bytesAtRewrite = other.bytesAtRewrite;
        rewrites.adopt(other.rewrites);
        rewriteScheduled = other.rewriteScheduled || other.job != null;
        if (other.state == AofState.ON) {
            files.load();
            openAtStart();
            increment.adopt(other.increment);
        } else if (other.state == AofState.WAIT_REWRITE) {
            rewriteScheduled = true;
            turnOn(AofState.WAIT_REWRITE);
        }
    }

    private void appendonlyChanged() throws ConfigException {
        if (persistence.loading().isActive()) {
            return;
        }
        if (!engine.config().appendonly() && state != AofState.OFF) {
            stop();
        } else if (engine.config().appendonly() && state == AofState.OFF && !start()) {
            throw new ConfigException("Unable to turn on AOF. Check server logs.");
        }
    }

    /** The data are about to be replaced by a master's: nothing is written until {@link #resumeAfterSync}. */
    void pauseForSync() {
        if (state != AofState.OFF) {
            stop();
        }
    }

    /** Writes again, where the configuration has an AOF, beginning with all data. */
    public void resumeAfterSync() {
        if (engine.config().appendonly() && state == AofState.OFF && !start()) {
            engine.log()
                    .warning("Failed enabling the AOF after successful master synchronization! Trying it again in one"
                            + " second.");
            engine.timers().after(1_000_000_000, this::resumeAfterSync);
        }
    }

    private boolean start() {
        state = AofState.WAIT_REWRITE;
        if (persistence.rdb().isInProgress()) {
            rewriteScheduled = true;
            engine.log()
                    .warning("AOF was enabled but there is already another background operation. An AOF background was"
                            + " scheduled to start when possible.");
        } else if (engine.isInsideExec()) {
            rewriteScheduled = true;
            engine.log()
                    .warning("AOF was enabled during a transaction. An AOF background was scheduled to start when"
                            + " possible.");
        } else {
            if (job != null) {
                engine.log()
                        .warning("AOF was enabled but there is already an AOF rewriting in background. Stopping"
                                + " background AOF and starting a rewrite now.");
                stopRewrite();
            }
            if (!startRewrite()) {
                state = AofState.OFF;
                engine.log()
                        .warning("Redis needs to enable the AOF but can't trigger a background AOF rewrite operation."
                                + " Check the above logs for more info about the error.");
                return false;
            }
        }
        if (increment.failure() != null) {
            engine.log().warning("AOF reopen, just ignore the last error.");
        }
        increment.forgetFailures();
        turnOn(AofState.WAIT_REWRITE);
        return true;
    }

    private void stop() {
        increment.close();
        state = AofState.OFF;
        engine.propagation().detach(sink);
        rewriteScheduled = false;
        stopRewrite();
    }

    /** Writes and syncs everything: the server ends. */
    void closeForShutdown() {
        if (state != AofState.OFF) {
            engine.log().notice("Calling fsync() on the AOF file.");
            increment.flush(true);
            increment.sync();
        }
    }

    // ---- rewriting ----

    private static String tempBaseName(JobProcess process) {
        return "temp-rewriteaof-bg-" + process.pid() + ".aof";
    }

    private SnapshotJob snapshotJob(JobProcess process, boolean atOnce) {
        SnapshotFormat format = engine.config().aofUseRdbPreamble()
                ? new RdbSnapshotFormat(engine, true)
                : new CommandSnapshotFormat(engine.config().aofTimestampEnabled() ? nowSeconds() : -1);
        return new SnapshotJob(
                engine,
                Storage.in(engine.config().dir(), tempBaseName(process)),
                format,
                process,
                engine.scripting().libraryCodes(),
                engine.config().aofRewriteIncrementalFsync(),
                atOnce);
    }

    /** A rewrite begins as soon as nothing else goes on. */
    public void scheduleRewrite() {
        rewriteScheduled = true;
        rewrites.asked();
    }

    /**
     * Begins to write a new base; effects from now on go into a new increment. Nothing else goes on.
     *
     * @return false when that is not possible; the log tells why
     */
    public boolean startRewrite() {
        if (!files.createFolder()) {
            rewrites.refused();
            return false;
        }
        increment.forgetDatabase();
        flush(true);
        if (!openNewIncrement()) {
            rewrites.refused();
            return false;
        }
        JobProcess process = persistence.startProcess("redis-aof-rewrite");
        job = snapshotJob(process, false);
        rewriteScheduled = false;
        rewrites.started();
        engine.log().notice("Background append only file rewriting started by pid " + process.pid());
        persistence.jobStarted();
        return true;
    }

    private boolean openNewIncrement() {
        if (state == AofState.OFF) {
            return true;
        }
        boolean temporary = state == AofState.WAIT_REWRITE;
        AofManifest next = files.manifest();
        String name = files.tempIncrementName();
        if (!temporary) {
            next = next.withNewIncrement(engine.config().appendfilename());
            name = next.lastIncrement().name();
        }
        OutputFile opened;
        try {
            opened = engine.storage().create(files.path(name));
        } catch (IOException e) {
            engine.log().warning("Can't open the append-only file " + name + ": " + e.getMessage());
            return false;
        }
        // Of all increments only the last one may lack its end after a loss of power.
        if (!temporary && !(increment.sync() && files.replace(next))) {
            closeQuietly(opened);
            return false;
        }
        engine.log().notice("Creating AOF incr file " + name + " on background rewrite");
        increment.switchTo(opened);
        return true;
    }

    private void closeQuietly(OutputFile file) {
        try {
            file.close();
        } catch (IOException e) {
            engine.log().warning("Closing an AOF file: " + e.getMessage());
        }
    }

    /** The new base is written, or could not be. */
    void finished(SnapshotJob done) {
        ended(done);
        if (done.state() == SnapshotJob.State.FAILED) {
            engine.log().warning("Write error writing append only file on disk: " + done.failure());
            engine.log().warning("Background AOF rewrite terminated with error");
            rewrites.failed();
        } else {
            engine.log().notice("Successfully created the temporary AOF base file " + Storage.nameOf(done.path()));
            engine.log().notice("Background AOF rewrite terminated with success");
            if (!takeOver(done)) {
                files.delete(done.path());
                rewrites.failed();
            }
        }
        tryAgainIfWaiting();
    }

    /** A signal has ended the rewrite. */
    void killed(SnapshotJob rewriting, int signal) {
        rewriting.stop();
        ended(rewriting);
        if (signal != Persistence.SIGUSR1) {
            rewrites.failed();
        }
        engine.log().warning("Background AOF rewrite terminated by signal " + signal);
        tryAgainIfWaiting();
    }

    private void ended(SnapshotJob rewriting) {
        job = null;
        rewrites.ended(rewriting.snapshot().copiedBytes());
    }

    /** The AOF was turned on and waits for a rewrite: there will be another one. */
    private void tryAgainIfWaiting() {
        if (state == AofState.WAIT_REWRITE) {
            giveUpTemporaryIncrement();
            rewriteScheduled = true;
        }
    }

    private void giveUpTemporaryIncrement() {
        increment.abandon();
        engine.log().notice("Removing the temp incr aof file " + files.tempIncrementName() + " in the background");
        files.delete(files.path(files.tempIncrementName()));
    }

    /** The new base takes the place of all files before the present increment. */
    private boolean takeOver(SnapshotJob done) {
        AofManifest next = files.manifest()
                .withNewBase(engine.config().appendfilename(), done.format() instanceof RdbSnapshotFormat);
        AofManifest.Part base = next.base();
        if (base == null || !rename("base", done.path(), files.path(base.name()), base.name())) {
            return false;
        }
        boolean waiting = state == AofState.WAIT_REWRITE;
        if (waiting) {
            next = next.withHistoricIncrements(false)
                    .withNewIncrement(engine.config().appendfilename());
            String name = next.lastIncrement().name();
            if (!rename("incr", files.path(files.tempIncrementName()), files.path(name), name)) {
                files.delete(files.path(base.name()));
                return false;
            }
        } else {
            next = next.withHistoricIncrements(state != AofState.OFF);
        }
        if (!files.replace(next)) {
            files.delete(files.path(base.name()));
            return false;
        }
        if (state != AofState.OFF) {
            currentBytes = sizeOrZero(base) + increment.fileBytes();
            bytesAtRewrite = currentBytes;
        }
        files.deleteHistory();
        rewrites.succeeded();
        engine.log().notice("Background AOF rewrite finished successfully");
        if (waiting) {
            state = AofState.ON;
        }
        return true;
    }

    private boolean rename(String kind, String from, String to, String name) {
        try {
            engine.storage().rename(from, to);
        } catch (IOException e) {
            engine.log()
                    .warning("Error trying to rename the temporary AOF " + kind + " file " + Storage.nameOf(from)
                            + " into " + to + ": " + e.getMessage());
            return false;
        }
        engine.log()
                .notice("Successfully renamed the temporary AOF " + kind + " file " + Storage.nameOf(from) + " into "
                        + name);
        return true;
    }

    private long sizeOrZero(AofManifest.Part part) {
        try {
            return files.size(part);
        } catch (IOException e) {
            // Told in the log; the size only decides when the next rewrite begins.
            return 0;
        }
    }

    /** Stops a rewrite; the files stay as they are. */
    void stopRewrite() {
        SnapshotJob rewriting = job;
        if (rewriting == null) {
            return;
        }
        engine.log()
                .notice("Killing running AOF rewrite child: "
                        + rewriting.process().pid());
        rewriting.stop();
        job = null;
        rewrites.stopped();
        files.delete(files.path(files.tempIncrementName()));
    }

    // ---- from time to time ----

    /** Begins a rewrite that was scheduled or is due; nothing goes on. */
    void cron() {
        if (rewriteScheduled && !rewrites.isLimited()) {
            startRewrite();
            return;
        }
        int percentage = engine.config().autoAofRewritePercentage();
        if (state == AofState.ON
                && percentage > 0
                && currentBytes > engine.config().autoAofRewriteMinSize()) {
            long base = Math.max(1, bytesAtRewrite);
            long growth = currentBytes * 100 / base - 100;
            if (growth >= percentage && !rewrites.isLimited()) {
                engine.log().notice("Starting automatic rewriting of AOF on " + growth + "% growth");
                startRewrite();
            }
        }
    }

    /** Tries to write what could not be written before. */
    void retry() {
        if (state == AofState.OFF) {
            return;
        }
        if (increment.isPostponed()) {
            increment.flush(false);
        }
        if (increment.hasWriteFailure() && nowSeconds() != lastErrorRetry) {
            lastErrorRetry = nowSeconds();
            increment.flush(false);
        }
    }
}
