package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot into a file, at once or in steps between which the engine serves its clients. The file is whole and
 * synced once the job is {@link State#DONE}; a job that fails leaves no file.
 */
final class SnapshotJob {
    /** How far it is. */
    enum State {
        WRITING,
        SYNCING,
        DONE,
        FAILED
    }

    private static final int BUFFER = 1 << 16;
    /** With the incremental sync, what was written since the last one never gets much more than this. */
    private static final long SYNC_EVERY = 4L << 20;
    /** A step takes no longer than this, in ns, unless a single key does. */
    private static final long STEP_NANOS = 2_000_000;
    /** A step writes no more than this where the clock stands still. */
    private static final long STEP_BYTES = 1L << 20;

    private static final int KEYS_PER_LOOK_AT_THE_CLOCK = 16;

    private final Engine engine;
    private final String path;
    private final SnapshotFormat format;
    private final JobProcess process;
    private final Snapshot snapshot;
    private final boolean incrementalSync;
    private final int keyDelayMicros;
    private @Nullable OutputFile file;
    private State state = State.WRITING;
    private long lastSync;
    private boolean ended;
    private String failedOperation = "";
    private @Nullable IOException failure;

    /**
     * Takes the snapshot; nothing is written yet.
     *
     * @param path of the file
     * @param process stands for it
     * @param libraries sources of the libraries of functions
     * @param atOnce whether {@link #finish} follows, with no change in between
     */
    SnapshotJob(
            Engine engine,
            String path,
            SnapshotFormat format,
            JobProcess process,
            List<byte[]> libraries,
            boolean incrementalSync,
            boolean atOnce) {
        this.engine = engine;
        this.path = path;
        this.format = format;
        this.process = process;
        this.incrementalSync = incrementalSync;
        this.keyDelayMicros = engine.config().rdbKeySaveDelay();
        this.snapshot = new Snapshot(engine, format, libraries, atOnce);
    }

    State state() {
        return state;
    }

    String path() {
        return path;
    }

    SnapshotFormat format() {
        return format;
    }

    /** How long it waits behind each key, as configured when it began: µs. */
    int keyDelayMicros() {
        return keyDelayMicros;
    }

    JobProcess process() {
        return process;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** What went wrong, in the system's words. */
    String failure() {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    /** At what: {@code open}, {@code write}, {@code fsync}. */
    String failedOperation() {
        return failedOperation;
    }

    /** Writes all that is left, and waits until it is on the disk. */
    void finish() {
        try {
            OutputFile out = open();
            while (snapshot.writeNext()) {
                drainIfFull(out);
                if (keyDelayMicros > 0) {
                    engine.sleep(keyDelayMicros * 1000L);
                }
            }
            end(out);
            failedOperation = "fsync";
            out.sync();
            close(out);
        } catch (IOException e) {
            fail(e);
        }
    }

    /**
     * Writes some more.
     *
     * @param keys how many keys at most
     */
    void step(int keys) {
        try {
            OutputFile out = open();
            if (state == State.WRITING) {
                writeSome(out, keys);
            } else if (state == State.SYNCING && !out.isSyncing()) {
                IOException syncFailure = out.syncFailure();
                if (syncFailure != null) {
                    throw syncFailure;
                }
                close(out);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private OutputFile open() throws IOException {
        if (file == null) {
            failedOperation = "open";
            file = engine.storage().create(path);
        }
        failedOperation = "write";
        return file;
    }

    private void writeSome(OutputFile out, int keys) throws IOException {
        long start = engine.clock().monotonicNanos();
        long bytes = out.size();
        for (int i = 1; i <= keys; i++) {
            if (!snapshot.writeNext()) {
                end(out);
                if (!out.isSyncing()) {
                    startSync(out);
                    state = State.SYNCING;
                }
                return;
            }
            drainIfFull(out);
            if (out.size() + format.pending() - bytes > STEP_BYTES
                    || (i % KEYS_PER_LOOK_AT_THE_CLOCK == 0 && engine.clock().monotonicNanos() - start > STEP_NANOS)) {
                return;
            }
        }
    }

    /** Writes the end once; an incremental sync that goes on then has to come to its end first. */
    private void end(OutputFile out) throws IOException {
        if (!ended) {
            ended = true;
            format.end();
            format.drain(out);
        }
    }

    private void drainIfFull(OutputFile out) throws IOException {
        if (format.pending() < BUFFER) {
            return;
        }
        format.drain(out);
        if (incrementalSync && out.size() - lastSync > SYNC_EVERY && !out.isSyncing()) {
            startSync(out);
        }
    }

    /** A sync that failed may succeed the next time though its bytes are lost: it is the end of the file. */
    private void startSync(OutputFile out) throws IOException {
        failedOperation = "fsync";
        IOException syncFailure = out.syncFailure();
        if (syncFailure != null) {
            throw syncFailure;
        }
        lastSync = out.size();
        out.startSync();
    }

    private void close(OutputFile out) throws IOException {
        failedOperation = "close";
        out.close();
        snapshot.close();
        process.end();
        state = State.DONE;
    }

    private void fail(IOException cause) {
        failure = cause;
        stop();
        state = State.FAILED;
    }

    /** Gives up: nobody wants the snapshot any more. */
    void stop() {
        snapshot.close();
        process.end();
        try {
            if (file != null) {
                file.close();
            }
            if (engine.storage().exists(path)) {
                engine.storage().delete(path);
            }
        } catch (IOException e) {
            engine.log().warning("The temporary file " + Storage.nameOf(path) + " stays: " + e.getMessage());
        }
    }
}
