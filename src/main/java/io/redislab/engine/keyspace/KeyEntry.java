package io.redislab.engine.keyspace;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value: a look at a record of a {@link KeyTable}, which remains right when the record moves. An entry that
 * was removed keeps what it was; asking any other that looks at the same key is an error from then on.
 */
public final class KeyEntry {
    /** Null until somebody asks for it. */
    private byte @Nullable [] key;

    /** Null when it is in none (any more). */
    private @Nullable KeyTable table;

    private int record;
    /** That of the table when the record's address was looked up. */
    private int version;
    /** While it is open here, or in no table. */
    private @Nullable Value value;

    // When it is in no table:
    private int meta;
    private int accounted;

    /** One that is in no table. */
    KeyEntry(byte[] key, Value value) {
        this.key = key;
        this.value = value;
    }

    /** One that can't follow its record until somebody has asked for the key. */
    KeyEntry(KeyTable table, int record) {
        this.table = table;
        this.record = record;
        version = table.version();
    }

    KeyEntry(KeyTable table, int record, byte[] key) {
        this(table, record);
        this.key = key;
    }

    /** One that is open. */
    KeyEntry(KeyTable table, int record, byte[] key, Value value) {
        this(table, record, key);
        this.value = value;
    }

    /** The key's bytes; nobody changes them. */
    public byte[] key() {
        byte[] known = key;
        if (known == null) {
            KeyTable in = owner();
            known = in.key(record(in));
            key = known;
        }
        return known;
    }

    /** Where it stands in its table. */
    int record() {
        return record(owner());
    }

    /** Where key and value stand in memory, in bytes: other than that of any other key of the database. */
    public long address() {
        return Arena.bytesBefore(record());
    }

    private KeyTable owner() {
        if (table == null) {
            throw new IllegalStateException("the entry is in no table");
        }
        return table;
    }

    private int record(KeyTable in) {
        if (version != in.version()) {
            record = key == null ? 0 : in.locate(key);
            version = in.version();
            if (record == 0) {
                throw new IllegalStateException("the key was removed by another entry");
            }
        }
        return record;
    }

    /** The value, to be looked at. Who changes it has {@link Keyspace#open opened} the entry. */
    public Value value() {
        return value != null ? value : owner().value(record());
    }

    /** From now on the value is an object that can be changed, until {@link #settle}. */
    void open() {
        if (value == null) {
            KeyTable in = owner();
            in.open(this, record(in));
        }
    }

    /** Puts another value into its place. It is open. */
    void setValue(Value other) {
        if (value == null) {
            KeyTable in = owner();
            in.open(this, record(in)).value = other;
        } else {
            value = other;
        }
    }

    /** Takes a value that the table gives out of its hands. */
    void hold(Value opened) {
        value = opened;
    }

    /** Nobody has the value in hands any more: what is nothing but bytes is kept as such. */
    void settle() {
        KeyTable in = table;
        if (in != null && value != null) {
            record = in.settle(record(in), value);
            version = in.version();
            value = null;
        }
    }

    /** The record is about to go. */
    void leave() {
        KeyTable in = owner();
        int at = record(in);
        value = value();
        meta = in.meta(at);
        accounted = in.accounted(at);
        table = null;
    }

    private int meta() {
        return table == null ? meta : table.meta(record(table));
    }

    private void setMeta(int mask, int bits) {
        if (table == null) {
            meta = meta & ~mask | bits;
        } else {
            table.setMeta(record(table), mask, bits);
        }
    }

    public boolean isVolatile() {
        return meta() < 0;
    }

    void setVolatile(boolean yes) {
        setMeta(KeyTable.VOLATILE, yes ? KeyTable.VOLATILE : 0);
    }

    /** The last estimate of what key and value take, in units of 8 bytes. */
    int accounted() {
        return table == null ? accounted : table.accounted(record(table));
    }

    void setAccounted(int units) {
        if (table == null) {
            accounted = units;
        } else {
            table.setAccounted(record(table), units);
        }
    }

    /** Whether a snapshot that goes on has to write this entry before it may change. */
    public boolean isUnsaved() {
        return table != null && table.isUnsaved(record(table));
    }

    public void setSaved() {
        KeyTable in = owner();
        in.setSaved(record(in));
    }

    /** The 24 bits of access data: the LRU clock in its units, or for LFU 16 bits of minutes and an 8-bit counter. */
    public int access() {
        return meta() & KeyTable.ACCESS_MASK;
    }

    public void setAccess(int bits) {
        setMeta(KeyTable.ACCESS_MASK, bits & KeyTable.ACCESS_MASK);
    }
}
