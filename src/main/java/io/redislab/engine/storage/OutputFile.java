package io.redislab.engine.storage;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is being written at its end. What is written survives the process; what is synced survives the power. */
public interface OutputFile extends Closeable {
    /** Writes all of it. After a failure a part may be there: {@link #size} tells. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Bytes in the file. */
    long size();

    /** Cuts the file off behind so many bytes. */
    void truncate(long bytes) throws IOException;

    /** Waits until all that is written is on the disk. */
    void sync() throws IOException;

    /**
     * Begins to bring all that is written onto the disk, and does not wait. Not to be called while {@link #isSyncing}.
     */
    void startSync();

    /** Whether a {@link #startSync} goes on. */
    boolean isSyncing();

    /** What went wrong with the last {@link #startSync} that ended, or null. */
    @Nullable
    IOException syncFailure();

    /** Ends the writing. Syncs nothing; a {@link #startSync} that goes on comes to its end first. */
    @Override
    void close() throws IOException;
}
