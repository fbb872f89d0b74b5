package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.persistence.rdb.RdbException;
import io.redislab.engine.persistence.rdb.RdbInput;
import io.redislab.engine.persistence.rdb.RdbReader;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Loads everything that the files hold, a key or a command a step, so that clients can be told LOADING in between: the
 * AOF, where the configuration has one, otherwise the RDB file.
 */
final class DataLoad {
    private final Engine engine;
    private final Loading loading;
    private final long startedNanos;
    private final boolean mayReplace;

    // The RDB file.
    private @Nullable InputStream rdbStream;
    private @Nullable RdbInput rdbInput;
    private @Nullable RdbLoad rdb;

    // The AOF's files.
    private final Deque<AofManifest.Part> parts = new ArrayDeque<>();
    private AofManifest.@Nullable Part part;
    private @Nullable AofLoad aof;
    private AofManifest.@Nullable Part base;
    private long partNanos;
    private long bytesBefore;
    private long aofBytes;

    private boolean ended;
    private boolean loadedAny;

    private DataLoad(Engine engine, boolean mayReplace) {
        this.engine = engine;
        this.loading = engine.persistence().loading();
        this.mayReplace = mayReplace;
        this.startedNanos = engine.clock().monotonicNanos();
    }

    private long nanosSince(long start) {
        return engine.clock().monotonicNanos() - start;
    }

    private static String seconds(long nanos) {
        long millis = nanos / 1_000_000;
        return millis / 1000 + "." + (millis / 100 % 10) + (millis / 10 % 10) + (millis % 10);
    }

    /** Whether there was anything to load. */
    boolean hasLoadedAny() {
        return loadedAny;
    }

    /** Loads what is left. @throws PersistenceException when the files can't be loaded */
    void finish() {
        while (!ended) {
            step();
        }
    }

    /** Loads one more key or command; false when everything is loaded. @throws PersistenceException when it can't be */
    boolean step() {
        if (ended) {
            return false;
        }
        boolean failed = true;
        try {
            boolean more = rdb != null ? stepRdb(rdb) : stepAof();
            failed = false;
            if (!more) {
                end();
            }
            return more;
        } finally {
            if (failed) {
                end();
            }
        }
    }

    private void end() {
        ended = true;
        loading.end();
        try {
            if (rdbStream != null) {
                rdbStream.close();
            }
            if (aof != null) {
                aof.close();
            }
        } catch (IOException e) {
            engine.log().warning("Closing what was loaded: " + e.getMessage());
        }
    }

    private PersistenceException fail(String message) {
        engine.log().warning(message);
        return new PersistenceException(message);
    }

    // ---- the RDB file ----

    /**
     * Begins with the RDB file; without one there is nothing to do.
     *
     * @param mayReplace whether keys that are there already are replaced
     * @throws PersistenceException when the file can't be opened
     */
    static DataLoad ofRdb(Engine engine, boolean mayReplace) {
        return ofRdb(engine, Storage.in(engine.config().dir(), engine.config().dbfilename()), mayReplace);
    }

    /** As {@link #ofRdb(Engine, boolean)}, for any file. */
    static DataLoad ofRdb(Engine engine, String path, boolean mayReplace) {
        DataLoad load = new DataLoad(engine, mayReplace);
        load.openRdb(path);
        return load;
    }

    private void openRdb(String path) {
        if (!engine.storage().exists(path)) {
            ended = true;
            return;
        }
        try {
            long size = engine.storage().size(path);
            InputStream stream = engine.storage().read(path);
            rdbStream = stream;
            rdbInput = new RdbInput(stream, size);
            rdb = new RdbLoad(engine, rdbInput, false, mayReplace);
            loading.begin(size);
            loadedAny = true;
        } catch (IOException e) {
            throw fail("Fatal error loading the DB: " + e.getMessage() + ". Exiting.");
        }
    }

    private boolean stepRdb(RdbLoad load) {
        try {
            boolean more = load.next();
            if (rdbInput != null) {
                loading.setLoadedBytes(rdbInput.position());
            }
            return more;
        } catch (RdbReader.TooManyDatabases e) {
            throw fail(e.getMessage());
        } catch (RdbException e) {
            if (e.isCutOff()) {
                engine.log().warning("Short read or OOM loading DB. Unrecoverable error, aborting now.");
            }
            engine.log()
                    .warning("Internal error in RDB reading offset " + loading.loadedBytes() + " -> " + e.getMessage());
            load.tellDamage(String.valueOf(e.getMessage()));
            throw fail("Terminating server after rdb file reading failure.");
        } catch (IOException e) {
            throw fail("Fatal error loading the DB: " + e.getMessage() + ". Exiting.");
        }
    }

    // ---- the AOF ----

    /** Begins with the AOF whose manifest has been read. @throws PersistenceException when a file is missing */
    static DataLoad ofAof(Engine engine) {
        DataLoad load = new DataLoad(engine, true);
        load.openAof();
        return load;
    }

    private void openAof() {
        AofFiles files = engine.persistence().aof().files();
        files.upgrade();
        base = files.manifest().base();
        parts.addAll(files.manifest().parts());
        try {
            aofBytes = files.size();
        } catch (IOException e) {
            throw new PersistenceException("a file of the AOF is missing: " + e.getMessage());
        }
        if (parts.isEmpty() || aofBytes == 0) {
            ended = true;
            return;
        }
        loading.begin(aofBytes);
        loadedAny = true;
    }

    private boolean stepAof() {
        AofLoad file = aof;
        AofManifest.Part current = part;
        if (file == null || current == null) {
            return openNextPart();
        }
        if (file.next()) {
            loading.setLoadedBytes(bytesBefore + file.position());
            return true;
        }
        boolean truncated = file.outcome() == AofLoad.Outcome.TRUNCATED;
        if (truncated && !parts.isEmpty()) {
            throw fail("Fatal error: the truncated file is not the last file");
        }
        engine.log()
                .notice("DB loaded from " + (current.equals(base) ? "base" : "incr") + " file " + current.name() + ": "
                        + seconds(nanosSince(partNanos)) + " seconds");
        closePart(file);
        return openNextPart();
    }

    private void closePart(AofLoad file) {
        bytesBefore += file.position();
        try {
            file.close();
        } catch (IOException e) {
            engine.log().warning("Closing what was loaded: " + e.getMessage());
        }
        aof = null;
    }

    /** Opens the next file that is not empty; false when there is none any more. */
    private boolean openNextPart() {
        AofFiles files = engine.persistence().aof().files();
        while (!parts.isEmpty()) {
            AofManifest.Part next = parts.poll();
            part = next;
            partNanos = engine.clock().monotonicNanos();
            String path = files.path(next.name());
            try {
                if (engine.storage().size(path) == 0) {
                    continue;
                }
                boolean oldStyle = next.name().equals(engine.config().appendfilename());
                aof = new AofLoad(engine, next.name(), path, oldStyle);
                return true;
            } catch (IOException e) {
                throw fail("Fatal error: can't open the append log file " + next.name() + " for reading: "
                        + e.getMessage());
            }
        }
        engine.persistence().aof().loaded(aofBytes, base == null ? 0 : sizeOf(files, base));
        return false;
    }

    private static long sizeOf(AofFiles files, AofManifest.Part part) {
        try {
            return files.size(part);
        } catch (IOException e) {
            // It was there a moment ago, and the log tells; the size only decides when the next rewrite begins.
            return 0;
        }
    }

    /** Tells the log how long it took. */
    void tell(boolean fromAof) {
        if (loadedAny
                || fromAof && !engine.persistence().aof().files().manifest().isEmpty()) {
            engine.log()
                    .notice("DB loaded from " + (fromAof ? "append only file" : "disk") + ": "
                            + seconds(nanosSince(startedNanos)) + " seconds");
        }
    }
}
