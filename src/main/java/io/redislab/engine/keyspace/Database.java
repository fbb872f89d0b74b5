package io.redislab.engine.keyspace;

import io.redislab.engine.arena.ChunkSource;
import io.redislab.engine.value.MallocSize;
import io.redislab.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One of the numbered databases: keys with their values, and when the volatile ones expire. Knows nothing of clients,
 * events or replies, and never expires a key by itself.
 */
public final class Database {
    /** What Redis takes for an entry of a hash table, a pointer to it, and the header of a value. */
    private static final int TABLE_ENTRY = 24;

    /** What the allocator gives in addition for an entry; MEMORY USAGE does not count it, used_memory does. */
    private static final int TABLE_ENTRY_ROUNDING = 8;

    private static final int POINTER = 8;
    private static final int OBJECT = 16;
    /** How many elements of an aggregate its size is estimated from. */
    private static final int DEFAULT_SAMPLES = 5;

    private final int index;
    private final ChunkSource chunks;
    private KeyTable keys;
    private LongPredicate mayTake = bytes -> true;
    private long accounted;
    /** Replaced as a whole, so that an observer may leave while it is told. */
    private List<KeyspaceObserver> observers = List.of();
    /** Where the active expiry goes on. */
    long expiryCursor;

    double averageTtl;

    public Database(int index, ChunkSource chunks) {
        this.index = index;
        this.chunks = chunks;
        keys = new KeyTable(chunks);
    }

    /** Asks whether memory allows for a larger table of so many bytes, before one is made. */
    public void askBeforeGrowing(LongPredicate leave) {
        mayTake = leave;
        use(keys);
    }

    private void use(KeyTable table) {
        keys = table;
        keys.askBeforeGrowing(mayTake);
        keys.expires().askBeforeGrowing(mayTake);
    }

    public int index() {
        return index;
    }

    public int size() {
        return keys.size();
    }

    public int volatileSize() {
        return keys.expires().size();
    }

    public KeyTable keys() {
        return keys;
    }

    public ExpireTable expires() {
        return keys.expires();
    }

    /** Bytes that keys and values take, as the memory model counts. */
    public long memory() {
        long rounding = (long) TABLE_ENTRY_ROUNDING * (size() + volatileSize());
        return 8 * accounted + (long) POINTER * keys.slots() + expiresOverhead() + rounding;
    }

    /** Bytes of {@link #memory} that the table of keys takes, objects' headers included. */
    public long mainOverhead() {
        return POINTER * keys.slots() + (long) (TABLE_ENTRY + OBJECT) * keys.size();
    }

    /** Bytes of {@link #memory} that the table of expiries takes. */
    public long expiresOverhead() {
        return POINTER * keys.expires().slots() + (long) TABLE_ENTRY * volatileSize();
    }

    /** Mean time to live of the volatile keys in ms, as INFO shows it; 0 when unknown. */
    public long averageTtl() {
        return (long) averageTtl;
    }

    public void observe(KeyspaceObserver observer) {
        List<KeyspaceObserver> more = new ArrayList<>(observers);
        more.add(observer);
        observers = List.copyOf(more);
    }

    public void stopObserving(KeyspaceObserver observer) {
        observers = observers.stream().filter(each -> each != observer).toList();
    }

    /** The key was removed, and nobody has asked for that. */
    void departed(byte[] key, KeyspaceObserver.Departure why) {
        for (KeyspaceObserver observer : observers) {
            observer.departed(this, key, why);
        }
    }

    private void beforeFlush() {
        for (KeyspaceObserver observer : observers) {
            observer.beforeFlush(this);
        }
    }

    public @Nullable KeyEntry find(byte[] key) {
        return keys.find(key);
    }

    /** As {@link #find}, and tells the observer that the entry may change. */
    public @Nullable KeyEntry findForChange(byte[] key) {
        KeyEntry entry = keys.find(key);
        if (!observers.isEmpty()) {
            for (KeyspaceObserver observer : observers) {
                observer.beforeChange(this, key, entry);
            }
        }
        return entry;
    }

    /** Unix time in ms, or -1 when the key is not there or stays. */
    public long expireAt(byte[] key) {
        return keys.expires().when(key);
    }

    /** Adds a key or replaces its value; an expiry stays. The array and the value are taken over. */
    public KeyEntry put(byte[] key, Value value) {
        KeyEntry entry = findForChange(key);
        if (entry == null) {
            entry = add(key, value);
        } else {
            replace(entry, value);
        }
        entry.settle();
        return entry;
    }

    /**
     * Adds a key that is not there; the observer has been told. The array and the value are taken over. The entry is
     * open.
     */
    public KeyEntry add(byte[] key, Value value) {
        KeyEntry entry = keys.add(key, value);
        account(entry);
        return entry;
    }

    /** Replaces the value of an entry that is in this database; the observer has been told. The entry is open. */
    public void replace(KeyEntry entry, Value value) {
        entry.setValue(value);
        account(entry);
    }

    /** Takes the value's present size into the sum. */
    public void account(KeyEntry entry) {
        int now = (int) Math.min(Integer.MAX_VALUE, (footprint(entry) + 7) / 8);
        accounted += now - entry.accounted();
        entry.setAccounted(now);
    }

    private static long footprint(KeyEntry entry) {
        return usage(entry, DEFAULT_SAMPLES);
    }

    /**
     * Bytes that a key and its value take, as MEMORY USAGE answers.
     *
     * @param samples how many elements of an aggregate are looked at; 0 for all
     */
    public static long usage(KeyEntry entry, int samples) {
        return TABLE_ENTRY
                + MallocSize.ofString(entry.key().length)
                + entry.value().memoryUsage(samples);
    }

    public @Nullable KeyEntry remove(byte[] key) {
        KeyEntry entry = findForChange(key);
        if (entry == null) {
            return null;
        }
        if (entry.isVolatile()) {
            stay(entry);
        }
        keys.remove(entry);
        accounted -= entry.accounted();
        entry.setAccounted(0);
        return entry;
    }

    /** @param when Unix time in ms */
    public void setExpire(byte[] key, long when) {
        KeyEntry entry = findForChange(key);
        if (entry == null) {
            return;
        }
        keys.expires().set(entry.record(), when);
        entry.setVolatile(true);
    }

    /** Takes the expiry away; false when there was none. */
    public boolean persist(byte[] key) {
        KeyEntry entry = findForChange(key);
        if (entry == null || !entry.isVolatile()) {
            return false;
        }
        stay(entry);
        return true;
    }

    private void stay(KeyEntry entry) {
        keys.expires().remove(entry.record());
        entry.setVolatile(false);
    }

    public @Nullable KeyEntry random(RandomGenerator random) {
        return keys.random(random);
    }

    public void clear() {
        beforeFlush();
        use(new KeyTable(chunks));
        accounted = 0;
        expiryCursor = 0;
        averageTtl = 0;
    }

    /** Exchanges the content with another database; numbers and observers stay. */
    public void swap(Database other) {
        for (KeyspaceObserver observer : observers) {
            observer.beforeSwap(this, other);
        }
        KeyTable table = keys;
        long a = accounted;
        double t = averageTtl;
        use(other.keys);
        accounted = other.accounted;
        averageTtl = other.averageTtl;
        other.use(table);
        other.accounted = a;
        other.averageTtl = t;
        expiryCursor = 0;
        other.expiryCursor = 0;
    }

    /** All keys of a database at one time, as {@link #exchange} moves them. */
    public static final class Content {
        private final KeyTable keys;
        private final long accounted;

        private Content(KeyTable keys, long accounted) {
            this.keys = keys;
            this.accounted = accounted;
        }

        /** Bytes, as {@link Database#memory} counts. */
        public long memory() {
            return 8 * accounted;
        }

        /** What a key holds in it, not copied. */
        public KeyImage image(byte[] key) {
            return Database.image(keys, keys.find(key));
        }

        /** The same with values of its own. */
        public Content copy() {
            return new Content(keys.copy(), accounted);
        }
    }

    /** What is in it now, not copied: for whoever replaces it next. */
    public Content content() {
        return new Content(keys, accounted);
    }

    /** Puts other content in the place of this one, which is answered. Observers are told as of a flush. */
    public Content exchange(Content other) {
        beforeFlush();
        Content before = content();
        use(other.keys);
        accounted = other.accounted;
        expiryCursor = 0;
        return before;
    }

    /** What the key holds now, copied. */
    public KeyImage image(byte[] key) {
        return image(keys, keys.find(key)).copy();
    }

    private static KeyImage image(KeyTable keys, @Nullable KeyEntry entry) {
        return entry == null
                ? KeyImage.ABSENT
                : new KeyImage(Optional.of(entry.value()), keys.expires().when(entry), entry.access());
    }

    /** Makes the key what the image says, whose value is taken over, and answers what it was. */
    public KeyImage exchange(byte[] key, KeyImage image) {
        KeyImage before = image(keys, findForChange(key));
        if (image.value().isEmpty()) {
            remove(key);
            return before;
        }
        KeyEntry now = put(key, image.value().get());
        now.setAccess(image.access());
        if (image.expireAt() >= 0) {
            setExpire(key, image.expireAt());
        } else {
            persist(key);
        }
        return before;
    }

    /** An independent copy of everything. */
    public Database copy() {
        Database copy = new Database(index, chunks);
        copy.exchange(content().copy());
        copy.averageTtl = averageTtl;
        return copy;
    }
}
