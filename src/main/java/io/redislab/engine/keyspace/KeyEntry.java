package io.redislab.engine.keyspace;

import io.redislab.engine.value.DictNode;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import org.jspecify.annotations.Nullable;

/** A key with its value, in the main table of a {@link Database}. */
public final class KeyEntry extends DictNode {
    static final int VOLATILE = 1 << 31;
    private static final int UNSAVED = 1 << 30;
    private static final int ACCESS_MASK = 0x00FFFFFF;

    private static final int TYPE_MASK = 3 << 24;
    private static final int EMBSTR = 0;
    private static final int HASH_PACK = 1 << 24;
    private static final int SORTED_SET_PACK = 2 << 24;
    private static final int INTSET = 3 << 24;

    /** A {@link Value}; or, as long as nobody changes it, the bytes that it is nothing but: most values are small. */
    private Object content;
    /**
     * Bit 31: the key has an expiry. Bit 30: a snapshot has not written it yet. Bits 24 and 25: what value the bytes are.
     * Lower 24 bits: LRU clock, or LFU minutes and counter.
     */
    private int meta;
    /** The last estimate of what key and value take, in units of 8 bytes. */
    int accounted;

    KeyEntry(byte[] key, Value value) {
        super(key);
        content = value;
    }

    /** The value, to be looked at. Who changes it has {@link Keyspace#open opened} the entry. */
    public Value value() {
        if (!(content instanceof byte[] bytes)) {
            return (Value) content;
        }
        return switch (meta & TYPE_MASK) {
            case EMBSTR -> StringValue.plain(bytes);
            case HASH_PACK -> HashValue.of(Listpack.of(bytes));
            case SORTED_SET_PACK -> SortedSetValue.of(Listpack.of(bytes));
            default -> SetValue.of(IntSet.of(bytes));
        };
    }

    void setValue(Value value) {
        content = value;
    }

    /** From now on the value is an object that can be changed, until {@link #settle}. */
    void open() {
        content = value();
    }

    /** Nobody has the value in hands any more: what is nothing but bytes is kept as such. */
    void settle() {
        if (content instanceof StringValue string) {
            keep(string.embstr(), EMBSTR);
        } else if (content instanceof HashValue hash) {
            Listpack pack = hash.pack();
            keep(pack == null ? null : pack.buffer(), HASH_PACK);
        } else if (content instanceof SortedSetValue sorted) {
            Listpack pack = sorted.pack();
            keep(pack == null ? null : pack.buffer(), SORTED_SET_PACK);
        } else if (content instanceof SetValue set) {
            IntSet ints = set.ints();
            keep(ints == null ? null : ints.buffer(), INTSET);
        }
    }

    private void keep(byte @Nullable [] bytes, int type) {
        if (bytes != null) {
            content = bytes;
            meta = meta & ~TYPE_MASK | type;
        }
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
        twin.meta = meta & ~(UNSAVED | TYPE_MASK) | twin.meta & TYPE_MASK;
        twin.accounted = accounted;
        return twin;
    }
}
