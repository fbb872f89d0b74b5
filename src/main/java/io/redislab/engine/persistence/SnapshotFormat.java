package io.redislab.engine.persistence;

import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.storage.OutputFile;
import java.io.IOException;
import java.util.List;

/** How a snapshot is written down: as RDB, or as commands. Collects in memory until it is drained. */
interface SnapshotFormat {
    /** @param libraries sources of the libraries of functions */
    void begin(List<byte[]> libraries);

    /** A database, before its first key. */
    void database(int index, long keys, long volatileKeys);

    /** A key; keys of different databases come in any order. */
    void entry(RdbEntry entry);

    void end();

    /** Bytes that wait in memory. */
    int pending();

    /** Writes all that waits into a file. */
    void drain(OutputFile file) throws IOException;
}
