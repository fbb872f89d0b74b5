package io.redislab.engine.keyspace;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.value.ChainedTable;
import io.redislab.engine.value.Dict;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * A hash table of records in an {@link Arena}, which behaves as {@link Dict} does: it grows and shrinks in small steps,
 * and {@link #scanRecords}'s cursor survives that. A record begins with the address of the next one of its bucket and the hash.
 */
abstract class RecordTable implements ChainedTable {
    /** Bytes of what every record begins with. */
    static final int HEADER = 8;

    private static final int NEXT = 0;
    private static final int HASH = 4;
    private static final int INITIAL_SIZE = 4;
    private static final double MAX_LOAD = 1.618;
    private static final int MAX_SIZE = 1 << 30;
    /** How many records, about, {@link #randomRecord} draws one from. */
    private static final int DRAWN_FROM = 16;

    final Arena arena;
    private Buckets table;
    /** Empty unless rehashing. */
    private Buckets target;
    /** The next bucket of {@code table} to move, or -1. */
    private int rehashIndex = -1;

    private int used;
    private int usedTarget;
    private int paused;
    private LongPredicate mayTake = bytes -> true;

    RecordTable(Arena arena) {
        this.arena = arena;
        table = new Buckets(arena, 0);
        target = table;
    }

    /** The same records at the same addresses, in a copy of the other's arena. */
    RecordTable(Arena arena, RecordTable other) {
        this.arena = arena;
        table = other.table.copy(arena);
        target = other.target.copy(arena);
        rehashIndex = other.rehashIndex;
        used = other.used;
        usedTarget = other.usedTarget;
    }

    /** Asks whether memory allows for a larger table of so many bytes; without leave it waits until it is overfull. */
    void askBeforeGrowing(LongPredicate leave) {
        mayTake = leave;
    }

    public int size() {
        return used + usedTarget;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Buckets in both tables. */
    public long slots() {
        return (long) table.size() + target.size();
    }

    @Override
    public int bucketCount(int which) {
        return which == 0 ? table.size() : target.size();
    }

    @Override
    public int chainLength(int which, int bucket) {
        return length((which == 0 ? table : target).get(bucket));
    }

    @Override
    public boolean isRehashing() {
        return rehashIndex >= 0;
    }

    // ---- records ----

    final int next(int record) {
        return arena.getInt(record, NEXT);
    }

    final int hash(int record) {
        return arena.getInt(record, HASH);
    }

    /**
     * The first record of a bucket; {@link #next} gives further ones.
     *
     * @param which 0 for the table, 1 for the one that it is being moved to
     */
    final int head(int which, int hash) {
        Buckets buckets = which == 0 ? table : target;
        return buckets.size() == 0 ? 0 : buckets.get(hash & buckets.size() - 1);
    }

    /** Puts a record into its bucket, whose hash it has not got yet. */
    final void insert(int record, int hash) {
        arena.putInt(record, HASH, hash);
        step();
        growIfNeeded();
        if (rehashIndex >= 0) {
            insert(target, record);
            usedTarget++;
        } else {
            insert(table, record);
            used++;
        }
    }

    private void insert(Buckets buckets, int record) {
        int at = hash(record) & buckets.size() - 1;
        arena.putInt(record, NEXT, buckets.get(at));
        buckets.set(at, record);
    }

    /** Takes a record out of its bucket. */
    final void unlink(int record) {
        int following = next(record);
        if (relink(table, record, following)) {
            used--;
        } else if (relink(target, record, following)) {
            usedTarget--;
        } else {
            throw new IllegalStateException("a record that is in no bucket");
        }
        shrinkIfNeeded();
    }

    /** Puts a record in the place of another, from which it has hash and follower. */
    final void replace(int record, int by) {
        if (!relink(table, record, by) && !relink(target, record, by)) {
            throw new IllegalStateException("a record that is in no bucket");
        }
    }

    /** Makes whatever points to the record point to another. */
    private boolean relink(Buckets buckets, int record, int to) {
        if (buckets.size() == 0) {
            return false;
        }
        int at = hash(record) & buckets.size() - 1;
        int each = buckets.get(at);
        if (each == record) {
            buckets.set(at, to);
            return true;
        }
        while (each != 0) {
            int next = next(each);
            if (next == record) {
                arena.putInt(each, NEXT, to);
                return true;
            }
            each = next;
        }
        return false;
    }

    // ---- growing and shrinking ----

    private void growIfNeeded() {
        if (rehashIndex >= 0) {
            return;
        }
        if (table.size() == 0) {
            table = new Buckets(arena, INITIAL_SIZE);
        } else if (used >= table.size() && table.size() < MAX_SIZE) {
            int size = tableSizeFor(used + 1);
            if (used > MAX_LOAD * table.size() || mayTake.test((long) Long.BYTES * size)) {
                startRehash(size);
            }
        }
    }

    private void shrinkIfNeeded() {
        if (rehashIndex < 0 && table.size() > INITIAL_SIZE && (long) used * 10 < table.size()) {
            startRehash(tableSizeFor(used));
        }
    }

    private static int tableSizeFor(int elements) {
        int size = INITIAL_SIZE;
        while (size < elements && size < MAX_SIZE) {
            size <<= 1;
        }
        return size;
    }

    /** Makes room for so many records at once. */
    public void expand(int elements) {
        int size = tableSizeFor(elements);
        if (rehashIndex >= 0 || size <= table.size()) {
            return;
        }
        if (used == 0) {
            table.release();
            table = new Buckets(arena, size);
        } else {
            startRehash(size);
        }
    }

    private void startRehash(int size) {
        target = new Buckets(arena, size);
        rehashIndex = 0;
    }

    /** Every call that looks for a record moves a bucket. */
    final void step() {
        if (rehashIndex >= 0 && paused == 0) {
            rehash(1);
        }
    }

    /**
     * Moves up to so many buckets.
     *
     * @return whether there is more to move
     */
    public boolean rehash(int buckets) {
        int emptyVisits = buckets * 10;
        for (int i = 0; i < buckets && rehashIndex >= 0; i++) {
            while (rehashIndex < table.size() && table.get(rehashIndex) == 0) {
                table.leave(rehashIndex++);
                if (--emptyVisits == 0) {
                    break;
                }
            }
            if (rehashIndex < table.size() && table.get(rehashIndex) != 0) {
                int record = table.get(rehashIndex);
                while (record != 0) {
                    int following = next(record);
                    insert(target, record);
                    used--;
                    usedTarget++;
                    record = following;
                }
                table.set(rehashIndex, 0);
                table.leave(rehashIndex++);
            }
            if (rehashIndex == table.size()) {
                table = target;
                used = usedTarget;
                target = new Buckets(arena, 0);
                usedTarget = 0;
                rehashIndex = -1;
                return false;
            }
            if (emptyVisits <= 0) {
                break;
            }
        }
        return rehashIndex >= 0;
    }

    // ---- visits ----

    /** Visits every record; no other than the visited one may be removed meanwhile, none added. */
    final void forEachRecord(IntConsumer visitor) {
        paused++;
        try {
            for (int i = 0; i < table.size(); i++) {
                visit(table, i, visitor);
            }
            for (int i = 0; i < target.size(); i++) {
                visit(target, i, visitor);
            }
        } finally {
            paused--;
        }
    }

    private void visit(Buckets buckets, long at, IntConsumer visitor) {
        for (int record = buckets.get((int) at); record != 0; ) {
            int following = next(record);
            visitor.accept(record);
            record = following;
        }
    }

    /**
     * Visits one bucket (and, while rehashing, those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    final long scanRecords(long cursor, IntConsumer visitor) {
        if (size() == 0) {
            return 0;
        }
        paused++;
        try {
            long next = cursor;
            if (rehashIndex < 0) {
                long mask = table.size() - 1L;
                visit(table, next & mask, visitor);
                return Dict.advance(next, mask);
            }
            Buckets small = table.size() <= target.size() ? table : target;
            Buckets large = small == table ? target : table;
            long smallMask = small.size() - 1L;
            long largeMask = large.size() - 1L;
            visit(small, next & smallMask, visitor);
            do {
                visit(large, next & largeMask, visitor);
                next = Dict.advance(next, largeMask);
            } while ((next & (smallMask ^ largeMask)) != 0);
            return next;
        } finally {
            paused--;
        }
    }

    /** A random record, as {@link Dict#random} chooses a node; 0 when there is none. */
    final int randomRecord(RandomGenerator random) {
        if (size() == 0) {
            return 0;
        }
        step();
        boolean growing = table.size() <= target.size() || rehashIndex < 0;
        Buckets small = growing ? table : target;
        Buckets large = growing ? target : table;
        int width = (int) Math.min(small.size(), ((long) DRAWN_FROM * small.size() + size() - 1) / size());
        while (true) {
            int first = random.nextInt(small.size());
            int records = count(small, large, first, width);
            if (records > 0) {
                return recordAt(small, large, first, random.nextInt(records));
            }
        }
    }

    /** How many records there are in some buckets of the small table and those of the large one that belong to them. */
    private int count(Buckets small, Buckets large, int first, int width) {
        int count = 0;
        for (int i = 0; i < width; i++) {
            int at = first + i & small.size() - 1;
            count += length(small.get(at));
            for (int twin = at; twin < large.size(); twin += small.size()) {
                count += length(large.get(twin));
            }
        }
        return count;
    }

    private int length(int head) {
        int length = 0;
        for (int record = head; record != 0; record = next(record)) {
            length++;
        }
        return length;
    }

    /** The record with this index in the order in which {@link #count} goes. */
    private int recordAt(Buckets small, Buckets large, int first, int index) {
        int left = index;
        for (int i = 0; i < small.size(); i++) {
            int at = first + i & small.size() - 1;
            for (int record = small.get(at); record != 0; record = next(record)) {
                if (left-- == 0) {
                    return record;
                }
            }
            for (int twin = at; twin < large.size(); twin += small.size()) {
                for (int record = large.get(twin); record != 0; record = next(record)) {
                    if (left-- == 0) {
                        return record;
                    }
                }
            }
        }
        throw new IllegalStateException("fewer records than counted");
    }
}
