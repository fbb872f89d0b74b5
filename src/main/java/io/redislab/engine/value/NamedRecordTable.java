package io.redislab.engine.value;

import io.redislab.engine.arena.Arena;
import java.nio.ByteBuffer;

/** A hash table of records that have a name each: a string of bytes. */
public abstract class NamedRecordTable extends RecordTable {
    protected NamedRecordTable(Arena arena) {
        super(arena);
    }

    /** The same records at the same addresses, in a copy of the other's arena. */
    protected NamedRecordTable(Arena arena, NamedRecordTable other) {
        super(arena, other);
    }

    /** What {@link #toBytes} has made. */
    protected NamedRecordTable(ByteBuffer saved) {
        super(saved);
    }

    /** Whether this is the record's name. */
    protected abstract boolean isNamed(int record, byte[] name);

    /**
     * The record with a name, 0 for none.
     *
     * @param hash that {@link Dict#hash} gives for it
     */
    public final int find(byte[] name, int hash) {
        if (isEmpty()) {
            return 0;
        }
        step();
        int record = find(head(0, hash), name, hash);
        return record == 0 && isRehashing() ? find(head(1, hash), name, hash) : record;
    }

    private int find(int first, byte[] name, int hash) {
        int record = first;
        while (record != 0 && !(hash(record) == hash && isNamed(record, name))) {
            record = next(record);
        }
        return record;
    }
}
