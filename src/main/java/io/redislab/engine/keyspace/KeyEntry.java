package io.redislab.engine.keyspace;

import io.redislab.engine.value.DictNode;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;

/** A key with its value, in the main table of a {@link Database}. */
public final class KeyEntry extends DictNode {
    static final int VOLATILE = 1 << 31;
    private static final int UNSAVED = 1 << 30;
    private static final int ACCESS_MASK = 0x00FFFFFF;

    /** A {@link Value}; or, of an {@code embstr}, its bytes alone: most keys hold one. */
    private Object content;
    /** Bit 31: the key has an expiry. Bit 30: a snapshot has not written it yet. Lower 24 bits: LRU clock, or LFU minutes and counter. */
    private int meta;
    /** The last estimate of what key and value take, in units of 8 bytes. */
    int accounted;

    KeyEntry(byte[] key, Value value) {
        super(key);
        content = value;
    }

    /** The value, to be looked at: whoever changes it in place asks for {@link #valueForChange}. */
    public Value value() {
        return content instanceof byte[] bytes ? StringValue.plain(bytes) : (Value) content;
    }

    /** The value, to be changed in place; {@link Database#account} has to follow. */
    public Value valueForChange() {
        Value value = value();
        content = value;
        return value;
    }

    void setValue(Value value) {
        content = value;
    }

    /**
     * If the value is a string, makes it another one, as SET does; {@link Database#account} has to follow. Takes the
     * array over.
     *
     * @return false when the value is no string and stays as it is
     */
    public boolean setString(byte[] bytes) {
        if (content instanceof StringValue string) {
            string.assign(bytes);
        } else if (content instanceof byte[]) {
            content = StringValue.becomesEmbstr(bytes) ? bytes : StringValue.of(bytes);
        } else {
            return false;
        }
        return true;
    }

    /** The change is over: what is nothing but bytes is kept as such. */
    void settle() {
        byte[] bytes = content instanceof StringValue string ? string.embstr() : null;
        if (bytes != null) {
            content = bytes;
        }
    }

    /** As {@link Value#memoryUsage} answers. */
    long memoryUsage(int samples) {
        return content instanceof byte[] bytes
                ? StringValue.embstrUsage(bytes.length)
                : ((Value) content).memoryUsage(samples);
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
        KeyEntry twin = new KeyEntry(key(), value().copy());
        twin.settle();
        twin.meta = meta & ~UNSAVED;
        twin.accounted = accounted;
        return twin;
    }
}
