package io.redislab.engine.keyspace;

import io.redislab.engine.value.RecordTable;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When the volatile keys of a {@link KeyTable} expire. A record, in bytes: next and hash (8, {@link RecordTable}), Unix time
 * in ms (8), the address of the key's record (4).
 */
public final class ExpireTable extends RecordTable {
    private static final int WHEN = HEADER;
    private static final int OF = HEADER + 8;
    private static final int BYTES = HEADER + 12;

    private final KeyTable keys;

    ExpireTable(KeyTable keys) {
        super(keys.arena());
        this.keys = keys;
    }

    ExpireTable(KeyTable keys, ExpireTable other) {
        super(keys.arena(), other);
        this.keys = keys;
    }

    /** Unix time in ms; -1 when the key stays or is not there. */
    public long when(byte[] key) {
        int record = isEmpty() ? 0 : locate(keys.locate(key));
        return record == 0 ? -1 : arena.getLong(record, WHEN);
    }

    /** As {@link #when(byte[])}, of a key that is in the table: does not look for it. */
    public long when(KeyEntry entry) {
        int record = entry.isVolatile() ? locate(entry.record()) : 0;
        return record == 0 ? -1 : arena.getLong(record, WHEN);
    }

    private int locate(int of) {
        if (of == 0 || isEmpty()) {
            return 0;
        }
        step();
        int hash = hash(of);
        int record = locate(head(0, hash), of);
        return record == 0 && isRehashing() ? locate(head(1, hash), of) : record;
    }

    private int locate(int head, int of) {
        int record = head;
        while (record != 0 && arena.getInt(record, OF) != of) {
            record = next(record);
        }
        return record;
    }

    /** @param of the record of a key */
    void set(int of, long when) {
        int record = locate(of);
        if (record == 0) {
            record = arena.allocate(BYTES);
            arena.putInt(record, OF, of);
            insert(record, hash(of));
        }
        arena.putLong(record, WHEN, when);
    }

    void remove(int of) {
        int record = locate(of);
        if (record != 0) {
            unlink(record);
            arena.free(record, BYTES);
        }
    }

    /** A key's record has moved; its hash can still be read at the old address. */
    void moved(int from, int to) {
        int record = locate(from);
        if (record != 0) {
            arena.putInt(record, OF, to);
        }
    }

    private ExpireEntry entry(int record) {
        return new ExpireEntry(keys.key(arena.getInt(record, OF)), arena.getLong(record, WHEN));
    }

    public void forEach(Consumer<? super ExpireEntry> visitor) {
        forEachRecord(record -> visitor.accept(entry(record)));
    }

    /** As {@link KeyTable#scan}. */
    public long scan(long cursor, Consumer<? super ExpireEntry> visitor) {
        return scanRecords(cursor, 1, record -> visitor.accept(entry(record)));
    }

    /** As {@link KeyTable#some}. */
    public void some(RandomGenerator random, int wanted, Consumer<? super ExpireEntry> visitor) {
        someRecords(random, wanted, record -> visitor.accept(entry(record)));
    }

    public @Nullable ExpireEntry random(RandomGenerator random) {
        int record = randomRecord(random);
        return record == 0 ? null : entry(record);
    }
}
