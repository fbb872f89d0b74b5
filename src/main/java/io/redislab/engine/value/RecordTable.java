package io.redislab.engine.value;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.arena.Buckets;
import io.redislab.engine.arena.TinyArena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of records in an {@link Arena}. A record begins with the address of the next one of its bucket and the
 * hash.
 */
public abstract class RecordTable extends RehashingTable {
    /** Bytes of what every record begins with. */
    protected static final int HEADER = 8;

    /** What {@link #toBytes} needs for both tables. */
    private static final int TABLES_BYTES = 4 * Short.BYTES;

    /** How many records, about, a random one is drawn from; of a small table, all. */
    private static final int DRAWN_FROM = 16;

    private static final int SMALL = 128;

    private static final int NEXT = 0;
    private static final int HASH = 4;

    /** Another one after {@link #moveTo}. */
    protected Arena arena;

    private Buckets table = Buckets.NONE;
    /** Empty unless rehashing. */
    private Buckets target = Buckets.NONE;

    protected RecordTable(Arena arena) {
        this.arena = arena;
    }

    /** The same records at the same addresses, in a copy of the other's arena. */
    protected RecordTable(Arena arena, RecordTable other) {
        super(other);
        this.arena = arena;
        table = other.table.copy(arena);
        target = other.target.copy(arena);
    }

    /** What {@link #toBytes} has made. */
    protected RecordTable(ByteBuffer saved) {
        super(saved);
        TinyArena tiny = new TinyArena();
        arena = tiny;
        table = Buckets.load(tiny, saved);
        target = Buckets.load(tiny, saved);
        tiny.load(saved);
    }

    /** A table of few records as bytes; null when it takes more than so many. */
    protected byte @Nullable [] toBytes(int most) {
        if (!(arena instanceof TinyArena tiny) || !table.isOnePiece() || !target.isOnePiece()) {
            return null;
        }
        int size = SAVED_BYTES + TABLES_BYTES + tiny.savedBytes();
        if (size > most) {
            return null;
        }
        byte[] bytes = new byte[size];
        ByteBuffer to = ByteBuffer.wrap(bytes);
        save(to);
        table.save(to);
        target.save(to);
        tiny.save(to);
        return bytes;
    }

    // ---- buckets ----

    @Override
    public final int bucketCount(int which) {
        return buckets(which).size();
    }

    @Override
    public final int chainLength(int which, int bucket) {
        int length = 0;
        for (int record = first(which, bucket); record != 0; record = next(record)) {
            length++;
        }
        return length;
    }

    /** The first record of a bucket; {@link #next} gives further ones, 0 is none. */
    protected final int first(int which, int bucket) {
        return buckets(which).get(bucket);
    }

    private Buckets buckets(int which) {
        return which == 0 ? table : target;
    }

    @Override
    protected final void make(int which, int buckets) {
        if (which == 0) {
            table.release();
            table = new Buckets(arena, buckets);
        } else {
            target = new Buckets(arena, buckets);
        }
    }

    @Override
    protected final void expectMake(int buckets) {
        arena.expect((long) Integer.BYTES * buckets);
    }

    @Override
    protected final void finish() {
        table = target;
        target = Buckets.NONE;
    }

    @Override
    protected final int move(int bucket) {
        int moved = 0;
        for (int record = table.get(bucket); record != 0; moved++) {
            int following = next(record);
            insert(target, record);
            record = following;
        }
        table.set(bucket, 0);
        table.leave(bucket);
        return moved;
    }

    // ---- records ----

    protected final int next(int record) {
        return arena.getInt(record, NEXT);
    }

    protected final int hash(int record) {
        return arena.getInt(record, HASH);
    }

    /** The first record of the bucket for a hash; {@link #next} gives further ones, 0 is none. */
    protected final int head(int which, int hash) {
        Buckets buckets = buckets(which);
        return buckets.size() == 0 ? 0 : buckets.get(hash & buckets.size() - 1);
    }

    /** Puts a record into its bucket, whose hash it has not got yet. */
    protected final void insert(int record, int hash) {
        arena.putInt(record, HASH, hash);
        int which = adding();
        insert(buckets(which), record);
    }

    private void insert(Buckets buckets, int record) {
        int at = hash(record) & buckets.size() - 1;
        arena.putInt(record, NEXT, buckets.get(at));
        buckets.set(at, record);
    }

    /** Takes a record out of its bucket. */
    protected final void unlink(int record) {
        removed(relink(record, next(record)));
    }

    /** Puts a record in the place of another, from which it has hash and follower. */
    protected final void replace(int record, int by) {
        relink(record, by);
    }

    /** Makes whatever points to the record point to another, and answers in which table. */
    private int relink(int record, int to) {
        int which = relink(table, record, to) ? 0 : 1;
        if (which == 1 && !relink(target, record, to)) {
            throw new IllegalStateException("a record that is in no bucket");
        }
        return which;
    }

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

    /**
     * Moves all records, each to the same place of its bucket; never during a visit.
     *
     * @param copier makes a copy of a record in the other arena and answers where it is; follower and hash are not its
     *     business
     */
    protected final void moveTo(Arena other, IntUnaryOperator copier) {
        Buckets movedTable = moved(table, other, copier);
        target = moved(target, other, copier);
        table = movedTable;
        arena = other;
    }

    private Buckets moved(Buckets from, Arena other, IntUnaryOperator copier) {
        Buckets to = new Buckets(other, from.size());
        for (int i = 0; i < from.size(); i++) {
            int last = 0;
            for (int record = from.get(i); record != 0; record = next(record)) {
                int copy = copier.applyAsInt(record);
                other.putInt(copy, NEXT, 0);
                other.putInt(copy, HASH, hash(record));
                if (last == 0) {
                    to.set(i, copy);
                } else {
                    other.putInt(last, NEXT, copy);
                }
                last = copy;
            }
        }
        return to;
    }

    // ---- visits ----

    /** Visits every record; no other than the visited one may be removed meanwhile, none added. */
    protected final void forEachRecord(IntConsumer visitor) {
        visitWhile((which, bucket) -> {
            visit(first(which, bucket), visitor);
            return true;
        });
    }

    /** The same until the visitor returns false. */
    protected final void forEachRecordWhile(IntPredicate visitor) {
        visitWhile((which, bucket) -> {
            int record = first(which, bucket);
            while (record != 0 && visitor.test(record)) {
                record = next(record);
            }
            return record == 0;
        });
    }

    private void visit(int head, IntConsumer visitor) {
        for (int record = head; record != 0; ) {
            int following = next(record);
            visitor.accept(record);
            record = following;
        }
    }

    /** Visits the records of so many buckets, as {@link RehashingTable} says. */
    protected final long scanRecords(long cursor, int count, IntConsumer visitor) {
        BucketVisitor visit = (which, bucket) -> visit(first(which, bucket), visitor);
        long next = scan(cursor, visit);
        for (int i = 1; i < count && next != 0; i++) {
            next = scan(next, visit);
        }
        return next;
    }

    /** Visits up to so many records that stand beside each other, from a random place on; maybe fewer. */
    protected final void someRecords(RandomGenerator random, int wanted, IntConsumer visitor) {
        int[] left = {wanted};
        visitSome(random, wanted, (which, bucket) -> {
            for (int record = first(which, bucket); record != 0 && left[0] > 0; record = next(record)) {
                visitor.accept(record);
                left[0]--;
            }
            return left[0] > 0;
        });
    }

    /**
     * A random record; 0 when there is none. A random bucket would favour the records of short chains; so all records of
     * some neighbouring buckets are taken together, of which one is drawn. While rehashing, a bucket of the smaller table
     * goes with those of the larger one that it splits into, because only together they are as full as any other.
     */
    protected final int randomRecord(RandomGenerator random) {
        if (isEmpty()) {
            return 0;
        }
        // A table from which all is drawn, and removed, has to become smaller faster than emptier.
        steps(DRAWN_FROM);
        boolean shrinking = isRehashing() && target.size() < table.size();
        Buckets small = shrinking ? target : table;
        Buckets large = shrinking ? table : target;
        int buckets = small.size();
        int from = size() <= SMALL ? size() : DRAWN_FROM;
        int width = (int) Math.min(buckets, ((long) from * buckets + size() - 1) / size());
        while (true) {
            int[] drawn = together(small, large, random.nextInt(buckets), width);
            if (drawn[0] > 0) {
                return drawn[1 + random.nextInt(drawn[0])];
            }
        }
    }

    /**
     * The records of so many buckets of the smaller table, from a first one on, and of those of the larger one that belong
     * to them: their number, then they. The first of each chain come before all others, for the sake of the processor: it
     * fetches them from memory at the same time, where it would wait for each if it went along chain after chain.
     */
    private int[] together(Buckets small, Buckets large, int first, int width) {
        int[] found = new int[2 * DRAWN_FROM + 2];
        int count = 0;
        for (int i = 0; i < width; i++) {
            int bucket = first + i & small.size() - 1;
            found = add(found, count, small.get(bucket));
            count += found[count + 1] == 0 ? 0 : 1;
            for (int twin = bucket; twin < large.size(); twin += small.size()) {
                found = add(found, count, large.get(twin));
                count += found[count + 1] == 0 ? 0 : 1;
            }
        }
        for (int i = 0; i < count; i++) {
            found = add(found, count, next(found[i + 1]));
            count += found[count + 1] == 0 ? 0 : 1;
        }
        found[0] = count;
        return found;
    }

    /** Puts a record behind so many others, behind which there is room for another one afterwards. */
    private static int[] add(int[] found, int count, int record) {
        int[] roomy = count + 2 < found.length ? found : Arrays.copyOf(found, 2 * found.length);
        roomy[count + 1] = record;
        return roomy;
    }
}
