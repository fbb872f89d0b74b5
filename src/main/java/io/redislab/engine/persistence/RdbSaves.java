package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.config.SavePoint;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** SAVE, BGSAVE and the save points: when the RDB file is written, and what came of it. */
public final class RdbSaves {
    /** After a background save that failed, the save points wait so many seconds. */
    private static final long RETRY_SECONDS = 5;

    private final Engine engine;
    private final Persistence persistence;
    private @Nullable SnapshotJob job;
    private boolean scheduled;
    private long dirtyBefore;
    private long startedAt;

    private long lastSave;
    private long lastTry;
    private boolean lastOk = true;
    private long lastSeconds = -1;
    private long count;
    private long lastCopiedBytes;

    RdbSaves(Engine engine, Persistence persistence) {
        this.engine = engine;
        this.persistence = persistence;
        this.lastSave = nowSeconds();
    }

    private long nowSeconds() {
        return engine.clock().wallMillis() / 1000;
    }

    // ---- for INFO ----

    /** Unix time in s of the last success; of the start when there was none. */
    public long lastSaveSeconds() {
        return lastSave;
    }

    public boolean isInProgress() {
        return job != null;
    }

    /** Whether the last background save went well; true when there was none. */
    public boolean isLastOk() {
        return lastOk;
    }

    /** How long the last background save took, in s; -1 when there was none. */
    public long lastDurationSeconds() {
        return lastSeconds;
    }

    /** How long the present background save has taken, in s; -1 when there is none. */
    public long currentDurationSeconds() {
        return job == null ? -1 : nowSeconds() - startedAt;
    }

    /** How often RDB files were written, or begun. */
    public long count() {
        return count;
    }

    public void resetCount() {
        count = 0;
    }

    /** Bytes that the last background save had to write early, because they were about to change. */
    public long lastCopiedBytes() {
        return lastCopiedBytes;
    }

    @Nullable
    SnapshotJob job() {
        return job;
    }

    void adopt(RdbSaves other) {
        lastSave = other.lastSave;
        lastOk = other.lastOk;
        lastSeconds = other.lastSeconds;
        scheduled = other.scheduled || other.job != null;
    }

    // ---- saving ----

    private String path(String name) {
        return Storage.in(engine.config().dir(), name);
    }

    private static String tempName(JobProcess process) {
        return "temp-" + process.pid() + ".rdb";
    }

    private SnapshotJob begin(JobProcess process, boolean atOnce) {
        return new SnapshotJob(
                engine,
                path(tempName(process)),
                new RdbSnapshotFormat(engine, false),
                process,
                engine.scripting().libraryCodes(),
                engine.config().rdbSaveIncrementalFsync(),
                atOnce);
    }

    /** Deletes the file that is being written: the process ends at once. From any thread. */
    void deleteTemporaryFile() {
        SnapshotJob saving = job;
        String path = saving == null ? path(tempName(JobProcess.OWN)) : saving.path();
        try {
            if (engine.storage().exists(path)) {
                engine.storage().delete(path);
            }
        } catch (IOException e) {
            engine.log().warning("Can't delete " + path + ": " + e.getMessage());
        }
    }

    /** Writes the RDB file for SAVE, and counts it. */
    public boolean saveCounted() {
        count++;
        return save();
    }

    /** Writes the RDB file while everything waits. Returns whether it went well; the log tells what did not. */
    public boolean save() {
        SnapshotJob saving = begin(JobProcess.OWN, true);
        saving.finish();
        if (!complete(saving)) {
            return false;
        }
        engine.keyspace().setDirty(0);
        lastSave = nowSeconds();
        lastOk = true;
        return true;
    }

    /** Gives the written file its name, or says in the log why there is none. */
    private boolean complete(SnapshotJob done) {
        String folder = engine.storage().absolute(engine.config().dir());
        if (done.state() == SnapshotJob.State.FAILED) {
            if (done.failedOperation().equals("open")) {
                engine.log()
                        .warning("Failed opening the temp RDB file " + Storage.nameOf(done.path())
                                + " (in server root dir " + folder + ") for saving: " + done.failure());
            } else {
                engine.log().warning("Write error saving DB on disk(" + operation(done) + "): " + done.failure());
            }
            return false;
        }
        String target = engine.config().dbfilename();
        try {
            engine.storage().rename(done.path(), path(target));
        } catch (IOException e) {
            engine.log()
                    .warning("Error moving temp DB file " + Storage.nameOf(done.path()) + " on the final destination "
                            + target + " (in server root dir " + folder + "): " + e.getMessage());
            done.stop();
            return false;
        }
        try {
            engine.storage().syncFolder(engine.config().dir());
        } catch (IOException e) {
            engine.log().warning("Write error saving DB on disk(fsyncFileDir): " + e.getMessage());
            return false;
        }
        engine.log().notice("DB saved on disk");
        return true;
    }

    /** What failed, as Redis' log calls it. */
    private static String operation(SnapshotJob failed) {
        return failed.failedOperation().equals("write") ? "rdbSaveRio" : failed.failedOperation();
    }

    /** Begins a background save; the caller has looked that nothing else goes on. */
    public void startBackground() {
        count++;
        dirtyBefore = engine.keyspace().dirty();
        startedAt = nowSeconds();
        lastTry = startedAt;
        scheduled = false;
        JobProcess process = persistence.startProcess("redis-rdb-bgsave");
        job = begin(process, false);
        engine.log().notice("Background saving started by pid " + process.pid());
        persistence.jobStarted();
    }

    /** A background save begins as soon as nothing else goes on. */
    public void schedule() {
        scheduled = true;
    }

    public boolean isScheduled() {
        return scheduled;
    }

    /** The background save has come to its end. */
    void finished(SnapshotJob done) {
        boolean ok = complete(done);
        if (ok) {
            engine.log().notice("Background saving terminated with success");
            engine.keyspace().setDirty(engine.keyspace().dirty() - dirtyBefore);
            lastSave = nowSeconds();
        } else {
            engine.log().warning("Background saving error");
        }
        lastOk = ok;
        ended(done);
    }

    private void ended(SnapshotJob done) {
        job = null;
        lastCopiedBytes = done.snapshot().copiedBytes();
        lastSeconds = nowSeconds() - startedAt;
    }

    /** Stops a background save; the RDB file stays as it is. */
    void stopBackground() {
        SnapshotJob saving = job;
        if (saving != null) {
            killed(saving, Persistence.SIGUSR1);
        }
    }

    /** A signal has ended the background save. */
    void killed(SnapshotJob saving, int signal) {
        saving.stop();
        engine.log().warning("Background saving terminated by signal " + signal);
        lastOk = lastOk && signal == Persistence.SIGUSR1;
        ended(saving);
    }

    /** All keys are gone by FLUSHALL: a save that goes on is not wanted, and an empty file takes the place of the old. */
    public void flushedAll() {
        stopBackground();
        if (!engine.config().save().isEmpty()) {
            save();
        }
    }

    /** Begins a save that is due; nothing goes on. */
    void cron() {
        long now = nowSeconds();
        long dirty = engine.keyspace().dirty();
        for (SavePoint point : engine.config().save()) {
            if (dirty >= point.changes()
                    && now - lastSave > point.seconds()
                    && (lastOk || now - lastTry > RETRY_SECONDS)) {
                engine.log().notice(point.changes() + " changes in " + point.seconds() + " seconds. Saving...");
                startBackground();
                return;
            }
        }
    }

    /** Begins a save that was scheduled; nothing goes on. */
    void startScheduled() {
        if (scheduled && (lastOk || nowSeconds() - lastTry > RETRY_SECONDS)) {
            startBackground();
        }
    }
}
