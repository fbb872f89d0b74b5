package io.redislab.engine.keyspace;

import io.redislab.engine.value.DictNode;
import io.redislab.engine.value.Value;

/** A key with its value, in the main table of a {@link Database}. */
public final class KeyEntry extends DictNode {
    static final int VOLATILE = 1 << 31;
    private static final int UNSAVED = 1 << 30;
    private static final int ACCESS_MASK = 0x00FFFFFF;

    private Value value;
    /** Bit 31: the key has an expiry. Bit 30: a snapshot has not written it yet. Lower 24 bits: LRU clock, or LFU minutes and counter. */
    private int meta;
    /** The last estimate of what key and value take, in units of 8 bytes. */
    int accounted;

    KeyEntry(byte[] key, Value value) {
        super(key);
        this.value = value;
    }

    public Value value() {
        return value;
    }

    void setValue(Value value) {
        this.value = value;
    }

    public boolean isVolatile() {
        return meta < 0;
    }

    void setVolatile(boolean yes) {
        meta = yes ? meta | VOLATILE : meta & ~VOLATILE;
    }

    /** Whether a snapshot that goes on has to write this entry before it may change. */
    public boolean isUnsaved() {
        return (meta & UNSAVED) != 0;
    }

    public void setUnsaved(boolean yes) {
        meta = yes ? meta | UNSAVED : meta & ~UNSAVED;
    }

    /** The 24 bits of access data: the LRU clock in its units, or for LFU 16 bits of minutes and an 8-bit counter. */
    public int access() {
        return meta & ACCESS_MASK;
    }

    public void setAccess(int bits) {
        meta = meta & ~ACCESS_MASK | bits & ACCESS_MASK;
    }

    /** The same key with a value of its own, for another table. */
    KeyEntry copy() {
        KeyEntry twin = new KeyEntry(key(), value.copy());
        twin.meta = meta & ~UNSAVED;
        twin.accounted = accounted;
        return twin;
    }
}
