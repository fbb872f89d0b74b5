package io.redislab.engine.value;

import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * A hash table with chains that grows and shrinks in small steps, whatever its elements are: while it rehashes there are
 * two tables (0 and the target, 1), and every operation moves a bucket. Sizes are powers of two, so that {@link #scan}'s
 * cursor (the bucket's number counted up from its highest bit) visits every element that stays for the whole scan at
 * least once, whatever the table does meanwhile.
 */
public abstract class RehashingTable {
    /** Bytes that {@link #save} writes. */
    protected static final int SAVED_BYTES = 3 * Short.BYTES;

    private static final int INITIAL_SIZE = 4;
    private static final int MAX_SIZE = 1 << 30;
    /** So many elements a bucket are too many, whatever a larger table takes. */
    private static final double MAX_LOAD = 1.618;
    /** When it is full but for this part, it will be too small before long. */
    private static final int FOREWARNING = 32;
    /** Visits a bucket. */
    @FunctionalInterface
    protected interface BucketVisitor {
        void visit(int which, int bucket);
    }

    /** Visits a bucket, and says whether to go on. */
    @FunctionalInterface
    protected interface BucketTest {
        boolean visit(int which, int bucket);
    }

    /** The next bucket of table 0 to move, or -1. */
    private int rehashIndex = -1;

    private int used;
    private int usedTarget;
    private int paused;
    private LongPredicate mayTake = bytes -> true;

    protected RehashingTable() {}

    /** One that is as far as another. */
    protected RehashingTable(RehashingTable other) {
        rehashIndex = other.rehashIndex;
        used = other.used;
        usedTarget = other.usedTarget;
    }

    /** One that is as far as it was when {@link #save} wrote it down. */
    protected RehashingTable(ByteBuffer saved) {
        rehashIndex = saved.getShort();
        used = saved.getShort();
        usedTarget = saved.getShort();
    }

    /** Writes down how far a table of few elements is. */
    protected final void save(ByteBuffer to) {
        to.putShort((short) rehashIndex).putShort((short) used).putShort((short) usedTarget);
    }

    // ---- what the tables are made of ----

    /** Buckets of the table (0), or of the one that it is being moved to (1). */
    public abstract int bucketCount(int which);

    /** Elements in a bucket. */
    public abstract int chainLength(int which, int bucket);

    /** Makes a table with so many empty buckets. */
    protected abstract void make(int which, int buckets);

    /** A table with so many buckets will be made before long, and soon something will be put all over it. */
    protected abstract void expectMake(int buckets);

    /** The target becomes the table, and there is no target any more. */
    protected abstract void finish();

    /** Moves the elements of a bucket to the target, and answers how many there were. */
    protected abstract int move(int bucket);

    // ---- size ----

    /** Asks whether memory allows for a larger table of so many bytes; without leave it waits until it is overfull. */
    public final void askBeforeGrowing(LongPredicate leave) {
        mayTake = leave;
    }

    public final int size() {
        return used + usedTarget;
    }

    public final boolean isEmpty() {
        return size() == 0;
    }

    /** Buckets in both tables. */
    public final long slots() {
        return (long) bucketCount(0) + bucketCount(1);
    }

    /** Buckets that have been moved to the target so far. */
    public final int movedBuckets() {
        return Math.max(0, rehashIndex);
    }

    public final boolean isRehashing() {
        return rehashIndex >= 0;
    }

    /** Counts an element that is about to be added, and answers to which table. */
    protected final int adding() {
        step();
        growIfNeeded();
        if (rehashIndex >= 0) {
            usedTarget++;
            return 1;
        }
        used++;
        return 0;
    }

    /** Counts an element that has been removed. */
    protected final void removed(int which) {
        if (which == 0) {
            used--;
        } else {
            usedTarget--;
        }
        if (rehashIndex < 0 && bucketCount(0) > INITIAL_SIZE && (long) used * 10 < bucketCount(0)) {
            startRehash(sizeFor(used));
        }
    }

    private void growIfNeeded() {
        if (rehashIndex >= 0) {
            return;
        }
        int buckets = bucketCount(0);
        if (buckets == 0) {
            make(0, INITIAL_SIZE);
        } else if (used >= buckets && buckets < MAX_SIZE) {
            int size = sizeFor(used + 1);
            if (used > MAX_LOAD * buckets || mayTake.test((long) MallocSize.POINTER * size)) {
                startRehash(size);
            }
        } else if (used == buckets - buckets / FOREWARNING) {
            expectMake(2 * buckets);
        }
    }

    private static int sizeFor(int elements) {
        int size = INITIAL_SIZE;
        while (size < elements && size < MAX_SIZE) {
            size <<= 1;
        }
        return size;
    }

    /** Makes room for so many elements at once. */
    public final void expand(int elements) {
        int size = sizeFor(elements);
        if (rehashIndex >= 0 || size <= bucketCount(0)) {
            return;
        }
        if (used == 0) {
            make(0, size);
        } else {
            startRehash(size);
        }
    }

    private void startRehash(int size) {
        make(1, size);
        rehashIndex = 0;
    }

    /** What every look for an element does. */
    protected final void step() {
        steps(1);
    }

    /** What so many looks do. */
    protected final void steps(int looks) {
        if (rehashIndex >= 0 && paused == 0) {
            rehash(looks);
        }
    }

    /**
     * Moves up to so many buckets.
     *
     * @return whether there is more to move
     */
    public final boolean rehash(int buckets) {
        int emptyVisits = buckets * 10;
        int end = bucketCount(0);
        for (int i = 0; i < buckets && rehashIndex >= 0 && emptyVisits > 0; i++) {
            int moved = 0;
            while (rehashIndex < end && moved == 0 && emptyVisits > 0) {
                moved = move(rehashIndex++);
                emptyVisits--;
            }
            used -= moved;
            usedTarget += moved;
            if (rehashIndex == end) {
                finish();
                used = usedTarget;
                usedTarget = 0;
                rehashIndex = -1;
            }
        }
        return rehashIndex >= 0;
    }

    // ---- visits ----

    /**
     * Visits every bucket until the visitor returns false; no other than the visited element may be removed meanwhile,
     * none added.
     */
    protected final void visitWhile(BucketTest visitor) {
        paused++;
        try {
            for (int which = 0; which < 2; which++) {
                int buckets = bucketCount(which);
                for (int i = 0; i < buckets; i++) {
                    if (!visitor.visit(which, i)) {
                        return;
                    }
                }
            }
        } finally {
            paused--;
        }
    }

    /**
     * Visits one bucket (and, while rehashing, those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    protected final long scan(long cursor, BucketVisitor visitor) {
        if (size() == 0) {
            return 0;
        }
        paused++;
        try {
            long next = cursor;
            int small = isRehashing() && bucketCount(1) < bucketCount(0) ? 1 : 0;
            long mask = bucketCount(small) - 1L;
            visitor.visit(small, (int) (next & mask));
            if (!isRehashing()) {
                return advance(next, mask);
            }
            int large = 1 - small;
            long largeMask = bucketCount(large) - 1L;
            do {
                visitor.visit(large, (int) (next & largeMask));
                next = advance(next, largeMask);
            } while ((next & (mask ^ largeMask)) != 0);
            return next;
        } finally {
            paused--;
        }
    }

    private static long advance(long cursor, long mask) {
        return Long.reverse(Long.reverse(cursor | ~mask) + 1);
    }

    // ---- chance ----

    /** How many buckets are looked at for one element that is wanted: a table may be nearly empty. */
    private static final int BUCKETS_PER_ELEMENT = 10;

    /**
     * Visits neighbouring buckets from a random one on until the visitor returns false or many have been empty: some
     * elements for less than as many single draws.
     */
    protected final void visitSome(RandomGenerator random, int wanted, BucketTest visitor) {
        if (isEmpty()) {
            return;
        }
        step();
        int most = Math.max(bucketCount(0), bucketCount(1));
        int first = random.nextInt(most);
        int looks = Math.min(most, wanted * BUCKETS_PER_ELEMENT);
        for (int i = 0; i < looks; i++) {
            int at = first + i & most - 1;
            for (int which = 0; which < 2; which++) {
                if (at < bucketCount(which) && !visitor.visit(which, at)) {
                    return;
                }
            }
        }
    }
}
