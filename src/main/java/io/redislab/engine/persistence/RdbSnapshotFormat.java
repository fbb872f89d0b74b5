package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.persistence.rdb.RdbOutput;
import io.redislab.engine.persistence.rdb.RdbWriter;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.value.Lzf;
import java.io.IOException;
import java.util.List;

/** A snapshot as an RDB file. */
final class RdbSnapshotFormat implements SnapshotFormat {
    private final Engine engine;
    private final boolean aofBase;
    private final RdbOutput out;
    private final RdbWriter writer;

    /** @param aofBase whether the file is the base of an AOF */
    RdbSnapshotFormat(Engine engine, boolean aofBase) {
        this.engine = engine;
        this.aofBase = aofBase;
        this.out = new RdbOutput(engine.config().rdbcompression() ? new Lzf.Compressor() : null);
        this.writer = new RdbWriter(out);
    }

    @Override
    public void begin(List<byte[]> libraries) {
        writer.header(Persistence.REDIS_VERSION, engine.clock().wallMillis(), engine.usedMemory(), aofBase);
        libraries.forEach(writer::function);
    }

    @Override
    public void database(int index, long keys, long volatileKeys) {
        writer.database(index, keys, volatileKeys);
    }

    @Override
    public void entry(RdbEntry entry) {
        writer.entry(entry);
    }

    @Override
    public void end() {
        writer.end(engine.config().rdbchecksum());
    }

    @Override
    public int pending() {
        return out.pending();
    }

    @Override
    public void drain(OutputFile file) throws IOException {
        out.drain(file);
    }
}
