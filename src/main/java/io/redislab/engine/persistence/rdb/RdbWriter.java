package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.Value;

/** Writes the parts of an RDB file, in the order of its methods; keys of different databases may come in any order. */
public final class RdbWriter {
    private final RdbOutput out;
    private int database = -1;

    public RdbWriter(RdbOutput out) {
        this.out = out;
    }

    public RdbOutput output() {
        return out;
    }

    /**
     * The beginning: signature and facts about the writer.
     *
     * @param nowMillis Unix time in ms
     * @param usedMemory bytes
     * @param aofBase whether the file is the base of an AOF
     */
    public void header(String redisVersion, long nowMillis, long usedMemory, boolean aofBase) {
        byte[] magic = {'R', 'E', 'D', 'I', 'S', '0', '0', '1', '0'};
        out.write(magic, 0, magic.length);
        aux("redis-ver", redisVersion);
        aux("redis-bits", "64");
        aux("ctime", Long.toString(nowMillis / 1000));
        aux("used-mem", Long.toString(usedMemory));
        aux("aof-base", aofBase ? "1" : "0");
    }

    /** A further fact, behind the header. */
    public void aux(String name, String value) {
        out.writeByte(RdbFormat.AUX);
        out.string(name);
        out.string(value);
    }

    /** The source of a library of functions. */
    public void function(byte[] code) {
        out.writeByte(RdbFormat.FUNCTION_2);
        out.string(code);
    }

    /** Begins a database and tells how much is to come. */
    public void database(int index, long keys, long volatileKeys) {
        select(index);
        out.writeByte(RdbFormat.RESIZE_DB);
        out.length(keys);
        out.length(volatileKeys);
    }

    private void select(int index) {
        if (database != index) {
            out.writeByte(RdbFormat.SELECT_DB);
            out.length(index);
            database = index;
        }
    }

    public void entry(RdbEntry entry) {
        select(entry.database());
        if (entry.expireAt() != -1) {
            out.writeByte(RdbFormat.EXPIRE_TIME_MS);
            out.fixed64(entry.expireAt());
        }
        if (entry.idleSeconds() >= 0) {
            out.writeByte(RdbFormat.IDLE);
            out.length(entry.idleSeconds());
        }
        if (entry.frequency() >= 0) {
            out.writeByte(RdbFormat.FREQ);
            out.writeByte(entry.frequency());
        }
        Value value = entry.value();
        out.writeByte(RdbValueWriter.type(value));
        out.string(entry.key());
        RdbValueWriter.write(out, value);
    }

    /** The end. @param checksum whether there is a real one: {@code rdbchecksum} */
    public void end(boolean checksum) {
        out.writeByte(RdbFormat.EOF);
        out.fixed64(checksum ? out.checksum() : 0);
    }
}
