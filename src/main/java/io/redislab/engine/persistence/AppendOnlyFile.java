package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.config.FsyncPolicy;
import io.redislab.engine.storage.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The increment of the AOF that is being written: effects come into a buffer, the buffer into the file before any client
 * learns that its command ran, and the file onto the disk as {@code appendfsync} says.
 */
final class AppendOnlyFile {
    /** How long a write may wait for a background sync that does not end, in s. */
    private static final long PATIENCE_SECONDS = 2;
    /** A disk that stays full is mentioned no more often than this, in s. */
    private static final long ERROR_LOG_SECONDS = 30;

    private static final byte[] SELECT = "SELECT".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;
    private final Persistence persistence;
    private final CommandBuffer buffer = new CommandBuffer();
    private @Nullable OutputFile file;
    /** The database of the last command in the file, -1 when the next one needs a SELECT. */
    private int selected = -1;

    private long lastTimestamp;
    private long lastSync;
    private long syncedBytes;
    private long postponedSince;
    private long lastErrorLog = -ERROR_LOG_SECONDS - 1;
    private @Nullable String writeFailure;
    private long delayedSyncs;
    private long delayMicros;

    AppendOnlyFile(Engine engine, Persistence persistence) {
        this.engine = engine;
        this.persistence = persistence;
    }

    private long now() {
        return engine.clock().wallMillis() / 1000;
    }

    // ---- state ----

    /** Bytes of the present increment. */
    long fileBytes() {
        return file == null ? 0 : file.size();
    }

    int bufferedBytes() {
        return buffer.size();
    }

    /** How often a write did not wait any longer for a background sync. */
    long delayedSyncs() {
        return delayedSyncs;
    }

    void setFlushDelay(long micros) {
        delayMicros = micros;
    }

    void resetDelayedSyncs() {
        delayedSyncs = 0;
    }

    boolean isSyncing() {
        return file != null && file.isSyncing();
    }

    boolean isPostponed() {
        return postponedSince != 0;
    }

    /** Why the last write or background sync failed, in the system's words; null when it did not. */
    @Nullable
    String failure() {
        if (writeFailure != null) {
            return writeFailure;
        }
        IOException syncFailure = file == null || file.isSyncing() ? null : file.syncFailure();
        return syncFailure == null ? null : syncFailure.getMessage();
    }

    boolean hasWriteFailure() {
        return writeFailure != null;
    }

    /** What went wrong before belongs to a file that is not written any more. */
    void forgetFailures() {
        writeFailure = null;
        lastSync = now();
    }

    // ---- the file ----

    /** Goes on with this file; the one before is whole and synced. */
    void switchTo(OutputFile next) {
        OutputFile before = file;
        file = next;
        syncedBytes = next.size();
        lastSync = now();
        if (before != null) {
            closeQuietly(before);
        }
    }

    /** What is not synced yet in the file of which this one's is a copy is not synced here either. */
    void adopt(AppendOnlyFile other) {
        if (fileBytes() == other.fileBytes()) {
            syncedBytes = other.syncedBytes;
            lastSync = other.lastSync;
        }
    }

    /** The next command names its database. */
    void forgetDatabase() {
        selected = -1;
    }

    /** Writes and syncs all, and closes the file. */
    void close() {
        OutputFile closing = file;
        if (closing == null) {
            return;
        }
        flush(true);
        sync();
        closeQuietly(closing);
        file = null;
        selected = -1;
        buffer.clear();
        postponedSince = 0;
    }

    private void closeQuietly(OutputFile closing) {
        try {
            closing.close();
        } catch (IOException e) {
            engine.log().warning("Closing the AOF file: " + e.getMessage());
        }
    }

    /** Brings all that is written onto the disk. Returns false, and says so in the log, when that fails. */
    boolean sync() {
        if (file == null) {
            return true;
        }
        try {
            file.sync();
            syncedBytes = file.size();
            lastSync = now();
            return true;
        } catch (IOException e) {
            engine.log().warning("Fail to fsync the AOF file: " + e.getMessage());
            return false;
        }
    }

    /** What was collected for a file that is given up. */
    void discardBuffer() {
        buffer.clear();
    }

    /** A temporary increment is not written any more. */
    void abandon() {
        if (file != null) {
            closeQuietly(file);
            file = null;
        }
        buffer.clear();
        selected = -1;
    }

    // ---- writing ----

    void append(int database, byte[][] argv) {
        if (engine.config().aofTimestampEnabled()) {
            long now = now();
            if (lastTimestamp < now) {
                lastTimestamp = now;
                buffer.annotation("TS:" + now);
            }
        }
        if (database != selected) {
            selected = database;
            buffer.begin(2);
            buffer.word(SELECT);
            buffer.integer(database);
        }
        buffer.command(argv);
    }

    /**
     * Writes what was collected, and syncs as the policy wants it.
     *
     * @param force whether to write even while a background sync goes on
     * @throws PersistenceException when the policy promises that nothing is lost, and that can't be kept
     */
    void flush(boolean force) {
        OutputFile out = file;
        if (out == null) {
            return;
        }
        FsyncPolicy policy = engine.config().appendfsync();
        if (buffer.size() == 0) {
            boolean unsynced = syncedBytes != out.size();
            if (unsynced && (policy == FsyncPolicy.ALWAYS || isSyncDue(policy, out))) {
                syncByPolicy(policy, out);
            }
            return;
        }
        boolean syncing = policy == FsyncPolicy.EVERYSEC && out.isSyncing();
        if (syncing && !force && !isPatienceOver()) {
            return;
        }
        postponedSince = 0;
        if (delayMicros > 0) {
            engine.sleep(delayMicros * 1000);
        }
        long start = engine.clock().monotonicNanos();
        boolean written = write(policy, out);
        tellLatency(syncing ? "pending-fsync" : persistence.hasJob() ? "active-child" : "alone", start);
        if (written) {
            syncByPolicy(policy, out);
        }
    }

    /** What LATENCY knows of writing: all of it, and by what else went on. */
    private void tellLatency(String circumstance, long startNanos) {
        long millis = (engine.clock().monotonicNanos() - startNanos) / 1_000_000;
        engine.callLog().latencyEvents().record("aof-write-" + circumstance, millis);
        engine.callLog().latencyEvents().record("aof-write", millis);
    }

    private boolean isSyncDue(FsyncPolicy policy, OutputFile out) {
        return policy == FsyncPolicy.EVERYSEC && now() > lastSync && !out.isSyncing();
    }

    private boolean isPatienceOver() {
        long now = now();
        if (postponedSince == 0) {
            postponedSince = now;
            return false;
        }
        if (now - postponedSince < PATIENCE_SECONDS) {
            return false;
        }
        delayedSyncs++;
        engine.log()
                .notice("Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without"
                        + " waiting for fsync to complete, this may slow down Redis.");
        return true;
    }

    /** Returns false when it failed; then all that is not in the file is still in the buffer. */
    private boolean write(FsyncPolicy policy, OutputFile out) {
        long before = out.size();
        int length = buffer.size();
        try {
            out.write(buffer.bytes(), 0, length);
        } catch (IOException e) {
            failed(policy, out, before, length, e);
            return false;
        }
        buffer.clear();
        persistence.aof().grew(length);
        if (writeFailure != null) {
            engine.log().warning("AOF write error looks solved, Redis can write again.");
            writeFailure = null;
        }
        return true;
    }

    private void failed(FsyncPolicy policy, OutputFile out, long before, int length, IOException cause) {
        boolean mayLog = now() - lastErrorLog > ERROR_LOG_SECONDS;
        if (mayLog) {
            lastErrorLog = now();
        }
        int written = (int) (out.size() - before);
        writeFailure = String.valueOf(cause.getMessage());
        if (written == 0) {
            if (mayLog) {
                engine.log().warning("Error writing to the AOF file: " + writeFailure);
            }
        } else {
            if (mayLog) {
                engine.log()
                        .warning("Short write while writing to the AOF file: (nwritten=" + written + ", expected="
                                + length + ")");
            }
            try {
                out.truncate(before);
                written = 0;
            } catch (IOException e) {
                if (mayLog) {
                    engine.log()
                            .warning("Could not remove short write from the append-only file.  Redis may refuse to"
                                    + " load the AOF the next time it starts.  ftruncate: " + e.getMessage());
                }
            }
        }
        if (policy == FsyncPolicy.ALWAYS) {
            throw exit("Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...");
        }
        buffer.discard(written);
        persistence.aof().grew(written);
    }

    private PersistenceException exit(String message) {
        engine.log().warning(message);
        return new PersistenceException(message);
    }

    private void syncByPolicy(FsyncPolicy policy, OutputFile out) {
        if (engine.config().noAppendfsyncOnRewrite() && persistence.hasJob()) {
            return;
        }
        if (policy == FsyncPolicy.ALWAYS) {
            long start = engine.clock().monotonicNanos();
            try {
                out.sync();
            } catch (IOException e) {
                throw exit("Can't persist AOF for fsync error when the AOF fsync policy is 'always': " + e.getMessage()
                        + ". Exiting...");
            }
            long millis = (engine.clock().monotonicNanos() - start) / 1_000_000;
            engine.callLog().latencyEvents().record("aof-fsync-always", millis);
            syncedBytes = out.size();
            lastSync = now();
        } else if (policy == FsyncPolicy.EVERYSEC && now() > lastSync) {
            if (!out.isSyncing()) {
                syncedBytes = out.size();
                out.startSync();
            }
            lastSync = now();
        }
    }
}
