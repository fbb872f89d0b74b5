package io.redislab.engine.value;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.arena.Slots;
import io.redislab.engine.arena.TinyArena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from byte strings to byte strings: the fields of a hash with their values, or the members of a set, with
 * empty ones. An entry is known by its number, until the next change; 0 is none.
 *
 * <p>The entries are records in an arena, a tiny one as long as they are few. A record, in bytes: next and hash (8,
 * {@link RecordTable}), the lengths of key and value (4), the key, the value. Long ones are objects in a slot, whose number
 * stands there (4).
 */
public final class Dict extends NamedRecordTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** With more entries from the start it is no tiny arena. */
    private static final int FEW = 256;

    private static final int SIZES = HEADER;
    private static final int KEY = HEADER + 4;
    private static final int SLOT_BYTES = 4;

    private static final int LENGTH_BITS = 16;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Instead of two lengths. */
    private static final int LONG_PAIR = -1;

    private record Pair(byte[] key, byte[] value) {}

    private @Nullable Slots longPairs;

    public Dict() {
        this(0);
    }

    /** With buckets for so many entries. */
    public Dict(int room) {
        super(room > FEW ? Arena.small() : new TinyArena());
        expand(room);
    }

    private Dict(Dict other) {
        super(other.arena.copy(), other);
        longPairs = other.longPairs == null ? null : other.longPairs.copy(pair -> pair);
    }

    private Dict(ByteBuffer saved) {
        super(saved);
    }

    /** What {@link #toBytes} has made. */
    public static Dict of(byte[] bytes) {
        return new Dict(ByteBuffer.wrap(bytes));
    }

    /** Few short entries as bytes; null when they take more than so many. */
    @Override
    public byte @Nullable [] toBytes(int most) {
        return longPairs == null ? super.toBytes(most) : null;
    }

    /** The same entries, in the same order and with the same numbers. */
    public Dict copy() {
        return new Dict(this);
    }

    public static int hash(byte[] key) {
        long h = 0x9E3779B97F4A7C15L ^ key.length;
        int i = 0;
        for (; i + 8 <= key.length; i += 8) {
            h = mix(h ^ (long) LONGS.get(key, i));
        }
        long tail = 0;
        for (int shift = 0; i < key.length; i++, shift += 8) {
            tail |= (key[i] & 0xFFL) << shift;
        }
        return (int) mix(h ^ tail);
    }

    private static long mix(long v) {
        long h = v * 0xBF58476D1CE4E5B9L;
        h ^= h >>> 29;
        h *= 0x94D049BB133111EBL;
        return h ^ h >>> 32;
    }

    // ---- entries ----

    @Override
    protected boolean isNamed(int entry, byte[] key) {
        int sizes = sizes(entry);
        if (sizes == LONG_PAIR) {
            return Arrays.equals(longPair(entry).key, key);
        }
        return keyLength(sizes) == key.length && arena.holds(entry, KEY, key);
    }

    /** The entry of a key. */
    public int find(byte[] key) {
        return find(key, hash(key));
    }

    public boolean contains(byte[] key) {
        return find(key) != 0;
    }

    /**
     * Gives the key this value.
     *
     * @return whether the key is new
     */
    public boolean put(byte[] key, byte[] value) {
        if (arena.isOutgrown()) {
            leaveArena();
        }
        int hash = hash(key);
        int entry = find(key, hash);
        if (entry == 0) {
            insert(write(arena, key, value), hash);
        } else {
            setValue(entry, key, value);
        }
        return entry == 0;
    }

    private void setValue(int entry, byte[] key, byte[] value) {
        boolean wasLong = sizes(entry) == LONG_PAIR;
        boolean isLong = isLong(arena, key, value);
        if (wasLong && isLong) {
            longPairs().set(slot(entry), new Pair(key, value));
        } else if (!wasLong && !isLong && Arena.rounded(bytes(key, value)) == Arena.rounded(bytes(entry))) {
            arena.putInt(entry, SIZES, sizes(key, value));
            arena.put(entry, KEY + key.length, value);
        } else {
            int by = write(arena, key, value);
            arena.copy(entry, 0, by, 0, HEADER);
            replace(entry, by);
            free(entry);
        }
    }

    /** Returns whether it was there. */
    public boolean remove(byte[] key) {
        int entry = find(key);
        if (entry != 0) {
            remove(entry);
        }
        return entry != 0;
    }

    void remove(int entry) {
        unlink(entry);
        free(entry);
    }

    private void free(int entry) {
        if (sizes(entry) == LONG_PAIR) {
            longPairs().remove(slot(entry));
        }
        arena.free(entry, bytes(entry));
    }

    /** To another tiny one when most of this one is free, or else it is too small. */
    private void leaveArena() {
        Arena other = arena.bytes() < arena.reserved() / 2 ? new TinyArena() : Arena.small();
        moveTo(other, entry -> {
            byte[] key = key(entry);
            byte[] value = value(entry);
            if (sizes(entry) == LONG_PAIR) {
                longPairs().remove(slot(entry));
            }
            return write(other, key, value);
        });
    }

    // ---- a record's parts ----

    private static int bytes(byte[] key, byte[] value) {
        return KEY + key.length + value.length;
    }

    private int bytes(int entry) {
        int sizes = sizes(entry);
        return KEY + (sizes == LONG_PAIR ? SLOT_BYTES : keyLength(sizes) + valueLength(sizes));
    }

    private static boolean isLong(Arena arena, byte[] key, byte[] value) {
        return (long) key.length + value.length > arena.maxBlock() - KEY;
    }

    private static int sizes(byte[] key, byte[] value) {
        return value.length << LENGTH_BITS | key.length;
    }

    /** A record of its own, but for next and hash. */
    private int write(Arena to, byte[] key, byte[] value) {
        if (isLong(to, key, value)) {
            int entry = to.allocate(KEY + SLOT_BYTES);
            to.putInt(entry, SIZES, LONG_PAIR);
            to.putInt(entry, KEY, longPairs().add(new Pair(key, value)));
            return entry;
        }
        int entry = to.allocate(bytes(key, value));
        to.putInt(entry, SIZES, sizes(key, value));
        to.put(entry, KEY, key);
        to.put(entry, KEY + key.length, value);
        return entry;
    }

    private Slots longPairs() {
        if (longPairs == null) {
            longPairs = new Slots();
        }
        return longPairs;
    }

    private int sizes(int entry) {
        return arena.getInt(entry, SIZES);
    }

    private static int keyLength(int sizes) {
        return sizes & LENGTH_MASK;
    }

    private static int valueLength(int sizes) {
        return sizes >>> LENGTH_BITS;
    }

    private int slot(int entry) {
        return arena.getInt(entry, KEY);
    }

    private Pair longPair(int entry) {
        return (Pair) longPairs().get(slot(entry));
    }

    /** The key's bytes; nobody changes them. */
    public byte[] key(int entry) {
        int sizes = sizes(entry);
        return sizes == LONG_PAIR ? longPair(entry).key : arena.get(entry, KEY, keyLength(sizes));
    }

    /** The value's bytes; nobody changes them. */
    public byte[] value(int entry) {
        int sizes = sizes(entry);
        return sizes == LONG_PAIR
                ? longPair(entry).value
                : arena.get(entry, KEY + keyLength(sizes), valueLength(sizes));
    }

    public int lengthOfValue(int entry) {
        int sizes = sizes(entry);
        return sizes == LONG_PAIR ? longPair(entry).value.length : valueLength(sizes);
    }

    private int lengthOfKey(int entry) {
        int sizes = sizes(entry);
        return sizes == LONG_PAIR ? longPair(entry).key.length : keyLength(sizes);
    }

    /** Hands the key over without a copy. */
    void key(int entry, ElementSink sink) {
        int sizes = sizes(entry);
        give(sizes == LONG_PAIR ? longPair(entry).key : null, entry, KEY, keyLength(sizes), sink);
    }

    /** Hands the value over without a copy. */
    void value(int entry, ElementSink sink) {
        int sizes = sizes(entry);
        give(
                sizes == LONG_PAIR ? longPair(entry).value : null,
                entry,
                KEY + keyLength(sizes),
                valueLength(sizes),
                sink);
    }

    private void give(byte @Nullable [] object, int entry, int at, int length, ElementSink sink) {
        if (object == null) {
            arena.give(entry, at, length, sink::bytes);
        } else {
            sink.bytes(object, 0, object.length);
        }
    }

    // ---- visits ----

    /** Visits every entry; no other than the visited one may be removed meanwhile, none added. */
    public void forEach(IntConsumer visitor) {
        forEachRecord(visitor);
    }

    /** The same until the visitor returns false. */
    public void forEachWhile(IntPredicate visitor) {
        forEachRecordWhile(visitor);
    }

    /**
     * Visits one bucket (and, while rehashing, those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, IntConsumer visitor) {
        return scanRecords(cursor, 1, visitor);
    }

    /** A random entry, 0 when there is none. */
    public int random(RandomGenerator random) {
        return randomRecord(random);
    }

    /** The entries of a bucket in their order; for whoever looks inside. */
    public int[] chain(int which, int bucket) {
        int[] chain = new int[chainLength(which, bucket)];
        int at = 0;
        for (int entry = first(which, bucket); entry != 0; entry = next(entry)) {
            chain[at++] = entry;
        }
        return chain;
    }

    /**
     * Bytes of such a table in Redis. Called with every change of a value, for the memory model: it makes no garbage.
     *
     * @param samples how many entries are looked at, from the first on; 0 for all
     * @param values whether an entry has a value
     */
    long memoryUsage(int samples, boolean values) {
        int wanted = samples == 0 ? size() : Math.min(samples, size());
        long sum = 0;
        int seen = 0;
        for (int which = 0; which < 2; which++) {
            for (int i = which == 0 ? movedBuckets() : 0; seen < wanted && i < bucketCount(which); i++) {
                for (int entry = first(which, i); entry != 0 && seen < wanted; entry = next(entry)) {
                    sum += MallocSize.ofString(lengthOfKey(entry))
                            + (values ? MallocSize.ofString(lengthOfValue(entry)) : 0);
                    seen++;
                }
            }
        }
        double mean = seen == 0 ? 0 : MallocSize.DICT_ENTRY + (double) sum / seen;
        return MallocSize.OBJECT + MallocSize.DICT + MallocSize.POINTER * slots() + (long) (mean * size());
    }
}
