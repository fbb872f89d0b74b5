package io.redislab.engine.keyspace;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.arena.ChunkSource;
import io.redislab.engine.arena.Slots;
import io.redislab.engine.value.Dict;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.NamedRecordTable;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a database, each with its value: a record in an arena, so that the garbage collector need not visit
 * millions of objects. Most values are small and nothing but bytes, which stand in the record; others are objects. A
 * value that a command changes is an object as long as that command runs ({@link KeyEntry#open}).
 *
 * <p>A record, in bytes: next and hash (8, {@link NamedRecordTable}), meta (4), accounted (4), sizes (4), the key, the value.
 * Meta: bit 31 whether the key expires, bits 24 to 27 the kind of value, below it the access data. Sizes: 10 bits for
 * the key's length, 10 for the value's, 12 for the epoch in which a snapshot has written it.
 */
public final class KeyTable extends NamedRecordTable {
    private static final int META = HEADER;
    private static final int ACCOUNTED = HEADER + 4;
    private static final int SIZES = HEADER + 8;
    private static final int KEY = HEADER + 12;

    static final int VOLATILE = 1 << 31;
    static final int ACCESS_MASK = 0x00FFFFFF;

    private static final int KIND_MASK = 15 << 24;
    private static final int EMBSTR = 0;
    private static final int INT = 1 << 24;
    private static final int RAW = 2 << 24;
    private static final int HASH_PACK = 3 << 24;
    private static final int SORTED_SET_PACK = 4 << 24;
    private static final int INTSET = 5 << 24;
    /** Instead of the value there is the number of its slot. */
    private static final int OBJECT = 6 << 24;

    private static final int LIST_PACK = 7 << 24;
    private static final int HASH_TABLE = 8 << 24;
    private static final int SET_TABLE = 9 << 24;

    private static final int LENGTH_BITS = 10;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final int EPOCH_SHIFT = 2 * LENGTH_BITS;
    private static final int EPOCH_MASK = (1 << Integer.SIZE - EPOCH_SHIFT) - 1;

    /** A record has room for a slot's number at least. */
    private static final int SLOT_BYTES = 4;

    private static final int MAX_KEY = Arena.MAX_BLOCK - KEY - SLOT_BYTES - 100;
    /** In the place of the length of a longer key, which is kept in the slot. */
    private static final int LONG_KEY = LENGTH_MASK;

    /** What is in the slot of a key that is too long for a record. */
    private static final class LongKey {
        private final byte[] key;
        private Object content;

        private LongKey(byte[] key, Object content) {
            this.key = key;
            this.content = content;
        }
    }

    private final ExpireTable expires;
    /** Of each OBJECT the {@link Value}; while it is open, the {@link KeyEntry} that has it; or one of them in a LongKey. */
    private final Slots slots;
    /** Changes whenever a record moves or goes. */
    private int version;

    private int epoch;
    private int abandonedEpochs;

    KeyTable(ChunkSource chunks) {
        super(Arena.large(chunks));
        slots = new Slots();
        expires = new ExpireTable(this);
    }

    private KeyTable(KeyTable other) {
        super(other.arena.copy(), other);
        slots = other.slots.copy(KeyTable::copyOf);
        expires = new ExpireTable(this, other.expires);
        epoch = other.epoch;
        abandonedEpochs = other.abandonedEpochs;
    }

    private static Object copyOf(Object content) {
        if (content instanceof LongKey longKey) {
            return new LongKey(longKey.key, copyOf(longKey.content));
        }
        return (content instanceof KeyEntry open ? open.value() : (Value) content).copy();
    }

    /** The same keys with values of their own. */
    KeyTable copy() {
        return new KeyTable(this);
    }

    /** When the volatile ones of these keys expire. */
    public ExpireTable expires() {
        return expires;
    }

    /** Where the records lie; those of {@link ExpireTable} as well. */
    Arena arena() {
        return arena;
    }

    // ---- keys ----

    public @Nullable KeyEntry find(byte[] key) {
        int record = locate(key);
        return record == 0 ? null : entry(record, key);
    }

    /** The record of a key, 0 for none. */
    int locate(byte[] key) {
        return isEmpty() ? 0 : find(key, Dict.hash(key));
    }

    @Override
    protected boolean isNamed(int record, byte[] key) {
        int length = keyLength(record);
        if (length == LONG_KEY) {
            return Arrays.equals(longKey(record).key, key);
        }
        return length == key.length && arena.holds(record, KEY, key);
    }

    byte[] key(int record) {
        int length = keyLength(record);
        return length == LONG_KEY ? longKey(record).key : arena.get(record, KEY, length);
    }

    private int keyLength(int record) {
        return arena.getInt(record, SIZES) & LENGTH_MASK;
    }

    private LongKey longKey(int record) {
        return (LongKey) slots.get(arena.getInt(record, KEY));
    }

    private KeyEntry entry(int record, byte[] key) {
        KeyEntry open = opener(record);
        return open == null ? new KeyEntry(this, record, key) : open;
    }

    private KeyEntry entry(int record) {
        return entry(record, key(record));
    }

    /** Adds a key that is not there. The entry is open. */
    KeyEntry add(byte[] key, Value value) {
        boolean isLong = key.length > MAX_KEY;
        int keyBytes = isLong ? 0 : key.length;
        int valueBytes = isLong ? SLOT_BYTES : roomFor(value, Arena.MAX_BLOCK - KEY - keyBytes);
        int record = arena.allocate(KEY + keyBytes + valueBytes);
        KeyEntry entry = new KeyEntry(this, record, key, value);
        arena.putInt(record, META, OBJECT);
        arena.putInt(record, ACCOUNTED, 0);
        arena.putInt(record, SIZES, (isLong ? LONG_KEY : keyBytes) | valueBytes << LENGTH_BITS | epoch << EPOCH_SHIFT);
        if (!isLong) {
            arena.put(record, KEY, key);
        }
        arena.putInt(record, KEY + keyBytes, slots.add(isLong ? new LongKey(key, entry) : entry));
        insert(record, Dict.hash(key));
        return entry;
    }

    /** Bytes in a record for what the value is likely to be when it is settled. */
    private static int roomFor(Value value, int most) {
        if (!(value instanceof StringValue string)) {
            return SLOT_BYTES;
        }
        int length = string.isInt() ? Long.BYTES : string.length();
        return length > most ? SLOT_BYTES : Math.max(SLOT_BYTES, length);
    }

    /** Removes a key, which has to be one without expiry; the entry keeps what it was. */
    void remove(KeyEntry entry) {
        int record = entry.record();
        entry.leave();
        if (kind(record) == OBJECT) {
            slots.remove(slot(record));
        }
        unlink(record);
        arena.free(record, blockBytes(record));
        version++;
    }

    /** Visits every key; no other than the visited one may be removed meanwhile, none added. */
    public void forEach(Consumer<? super KeyEntry> visitor) {
        forEachRecord(record -> visitor.accept(entry(record)));
    }

    /**
     * Visits the keys of a bucket (and, while rehashing, of those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, Consumer<? super KeyEntry> visitor) {
        return scan(cursor, 1, visitor);
    }

    /** The same with so many buckets. */
    public long scan(long cursor, int buckets, Consumer<? super KeyEntry> visitor) {
        return scanRecords(cursor, buckets, record -> visitor.accept(entry(record)));
    }

    /**
     * Visits some keys that stand beside each other, from a random place on: up to so many, maybe fewer. The entries are
     * good for the visit only.
     */
    public void some(RandomGenerator random, int wanted, Consumer<? super KeyEntry> visitor) {
        someRecords(random, wanted, record -> visitor.accept(new KeyEntry(this, record)));
    }

    public @Nullable KeyEntry random(RandomGenerator random) {
        int record = randomRecord(random);
        return record == 0 ? null : entry(record);
    }

    int version() {
        return version;
    }

    // ---- a record's parts ----

    int meta(int record) {
        return arena.getInt(record, META);
    }

    void setMeta(int record, int mask, int bits) {
        arena.putInt(record, META, arena.getInt(record, META) & ~mask | bits);
    }

    private int kind(int record) {
        return meta(record) & KIND_MASK;
    }

    int accounted(int record) {
        return arena.getInt(record, ACCOUNTED);
    }

    void setAccounted(int record, int units) {
        arena.putInt(record, ACCOUNTED, units);
    }

    private int keyBytes(int record) {
        int length = keyLength(record);
        return length == LONG_KEY ? 0 : length;
    }

    private int valueLength(int record) {
        return arena.getInt(record, SIZES) >>> LENGTH_BITS & LENGTH_MASK;
    }

    private void setValueLength(int record, int length) {
        int mask = LENGTH_MASK << LENGTH_BITS;
        arena.putInt(record, SIZES, arena.getInt(record, SIZES) & ~mask | length << LENGTH_BITS);
    }

    private int blockBytes(int record) {
        return KEY + keyBytes(record) + Math.max(SLOT_BYTES, valueLength(record));
    }

    private int slot(int record) {
        return arena.getInt(record, KEY + keyBytes(record));
    }

    // ---- values ----

    /** What the slot of an OBJECT holds for its key. */
    private Object content(int record) {
        Object content = slots.get(slot(record));
        return content instanceof LongKey longKey ? longKey.content : content;
    }

    private void setContent(int record, Object content) {
        int slot = slot(record);
        if (slots.get(slot) instanceof LongKey longKey) {
            longKey.content = content;
        } else {
            slots.set(slot, content);
        }
    }

    /** The entry in which the value is open. */
    private @Nullable KeyEntry opener(int record) {
        return kind(record) == OBJECT && content(record) instanceof KeyEntry open ? open : null;
    }

    /** The value, to be looked at. */
    Value value(int record) {
        int kind = kind(record);
        if (kind == OBJECT) {
            Object content = content(record);
            return content instanceof KeyEntry open ? open.value() : (Value) content;
        }
        int at = KEY + keyLength(record);
        if (kind == INT) {
            return StringValue.of(arena.getLong(record, at));
        }
        byte[] bytes = arena.get(record, at, valueLength(record));
        return switch (kind) {
            case EMBSTR -> StringValue.plain(bytes);
            case RAW -> StringValue.raw(bytes);
            case HASH_PACK -> HashValue.of(Listpack.of(bytes));
            case SORTED_SET_PACK -> SortedSetValue.of(Listpack.of(bytes));
            case LIST_PACK -> new ListValue(Quicklist.of(bytes));
            case INTSET -> SetValue.of(IntSet.of(bytes));
            case HASH_TABLE -> HashValue.of(Dict.of(bytes));
            case SET_TABLE -> SetValue.of(Dict.of(bytes));
            default -> throw new IllegalStateException("no such kind of value");
        };
    }

    /** The entry that has the value from now on until {@link #settle}: the one given, or one that has it already. */
    KeyEntry open(KeyEntry entry, int record) {
        if (kind(record) == OBJECT) {
            Object content = content(record);
            if (content instanceof KeyEntry open) {
                return open;
            }
            entry.hold((Value) content);
            setContent(record, entry);
        } else {
            entry.hold(value(record));
            arena.putInt(record, KEY + keyLength(record), slots.add(entry));
            setMeta(record, KIND_MASK, OBJECT);
        }
        return entry;
    }

    /**
     * Nobody has the value in hands any more: what is nothing but bytes is kept as such.
     *
     * @return the record's address from now on
     */
    int settle(int record, Value value) {
        int keyBytes = keyBytes(record);
        int at = KEY + keyBytes;
        if (keyLength(record) == LONG_KEY) {
            setContent(record, value);
            return record;
        }
        if (value instanceof StringValue string && string.isInt()) {
            slots.remove(slot(record));
            int settled = resize(record, keyBytes, Long.BYTES);
            arena.putLong(settled, at, string.number());
            setMeta(settled, KIND_MASK, INT);
            return settled;
        }
        byte[] bytes = bytes(value, Arena.MAX_BLOCK - at);
        if (bytes == null) {
            setContent(record, value);
            return resize(record, keyBytes, SLOT_BYTES);
        }
        slots.remove(slot(record));
        int settled = resize(record, keyBytes, bytes.length);
        arena.put(settled, at, bytes);
        setMeta(settled, KIND_MASK, kindOf(value));
        return settled;
    }

    /** What the value is nothing but, if that is no number; null when it is more, or longer than that. */
    private static byte @Nullable [] bytes(Value value, int most) {
        Dict table = table(value);
        if (table != null) {
            return table.toBytes(most);
        }
        byte[] bytes = value instanceof ListValue list ? list.list().toBytes(most) : bytes(value);
        return bytes == null || bytes.length > most ? null : bytes;
    }

    private static @Nullable Dict table(Value value) {
        if (value instanceof HashValue hash) {
            return hash.table();
        }
        return value instanceof SetValue set ? set.table() : null;
    }

    private static byte @Nullable [] bytes(Value value) {
        if (value instanceof StringValue string) {
            return string.whole();
        }
        if (value instanceof HashValue hash) {
            Listpack pack = hash.pack();
            return pack == null ? null : pack.buffer();
        }
        if (value instanceof SortedSetValue sorted) {
            Listpack pack = sorted.pack();
            return pack == null ? null : pack.buffer();
        }
        if (value instanceof SetValue set) {
            IntSet ints = set.ints();
            return ints == null ? null : ints.buffer();
        }
        return null;
    }

    private static int kindOf(Value value) {
        if (value instanceof StringValue string) {
            return string.isRaw() ? RAW : EMBSTR;
        }
        if (value instanceof ListValue) {
            return LIST_PACK;
        }
        if (value instanceof HashValue hash) {
            return hash.table() == null ? HASH_PACK : HASH_TABLE;
        }
        if (value instanceof SetValue set) {
            return set.table() == null ? INTSET : SET_TABLE;
        }
        return SORTED_SET_PACK;
    }

    /** Gives a record the block that fits a value of this length; its value is lost if that is another one. */
    private int resize(int record, int keyBytes, int length) {
        int old = blockBytes(record);
        int size = KEY + keyBytes + Math.max(SLOT_BYTES, length);
        int at = record;
        if (Arena.rounded(size) != Arena.rounded(old)) {
            at = arena.allocate(size);
            arena.copy(record, 0, at, 0, KEY + keyBytes + SLOT_BYTES);
            replace(record, at);
            if (meta(record) < 0) {
                expires.moved(record, at);
            }
            arena.free(record, old);
            version++;
        }
        setValueLength(at, length);
        return at;
    }

    // ---- snapshots ----

    /** From now on every key counts as unsaved until {@link #setSaved}; new ones don't. */
    public void beginEpoch() {
        epoch = epoch + 1 & EPOCH_MASK;
    }

    /** The snapshot is given up: some keys have not been written. */
    public void abandonEpoch() {
        abandonedEpochs++;
        if (abandonedEpochs == EPOCH_MASK) {
            forEachRecord(this::setSaved);
            abandonedEpochs = 0;
        }
    }

    /** All keys have been written. */
    public void completeEpoch() {
        abandonedEpochs = 0;
    }

    boolean isUnsaved(int record) {
        return arena.getInt(record, SIZES) >>> EPOCH_SHIFT != epoch;
    }

    void setSaved(int record) {
        int mask = EPOCH_MASK << EPOCH_SHIFT;
        arena.putInt(record, SIZES, arena.getInt(record, SIZES) & ~mask | epoch << EPOCH_SHIFT);
    }
}
