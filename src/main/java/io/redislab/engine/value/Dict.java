package io.redislab.engine.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from byte strings to {@link DictNode}s that grows and shrinks in small steps: while it rehashes there are
 * two tables, and every operation moves a bucket. Sizes are powers of two, so that {@link #scan}'s cursor (the bucket's
 * number counted up from its highest bit) visits every element that stays for the whole scan at least once, whatever
 * the table does meanwhile.
 */
public final class Dict<N extends DictNode> implements ChainedTable {
    private static final int INITIAL_SIZE = 4;
    /** So many elements a bucket are too many, whatever a larger table takes. */
    private static final double MAX_LOAD = 1.618;
    /** How many nodes, about, {@link #random} draws one from. */
    private static final int DRAWN_FROM = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private @Nullable DictNode[] table = new DictNode[0];
    /** Empty unless rehashing. */
    private @Nullable DictNode[] target = new DictNode[0];
    /** The next bucket of {@code table} to move, or -1. */
    private int rehashIndex = -1;

    private int used;
    private int usedTarget;
    private int paused;
    private LongPredicate mayTake = bytes -> true;

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
        h = mix(h ^ tail);
        return (int) (h ^ h >>> 32);
    }

    private static long mix(long v) {
        long h = v * 0xBF58476D1CE4E5B9L;
        h ^= h >>> 29;
        h *= 0x94D049BB133111EBL;
        return h ^ h >>> 32;
    }

    /** Asks whether memory allows for a larger table of so many bytes; without leave it waits until it is overfull. */
    public void askBeforeGrowing(LongPredicate leave) {
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
        return (long) table.length + target.length;
    }

    @Override
    public int bucketCount(int which) {
        return which == 0 ? table.length : target.length;
    }

    @Override
    public int chainLength(int which, int bucket) {
        return length((which == 0 ? table : target)[bucket]);
    }

    /** Buckets that have been moved to the other table so far. */
    public int movedBuckets() {
        return Math.max(0, rehashIndex);
    }

    /** The nodes of a bucket in their order; for whoever looks inside. */
    @SuppressWarnings("unchecked")
    public List<N> chain(int which, int bucket) {
        List<N> chain = new ArrayList<>();
        for (DictNode n = (which == 0 ? table : target)[bucket]; n != null; n = n.next) {
            chain.add((N) n);
        }
        return chain;
    }

    @Override
    public boolean isRehashing() {
        return rehashIndex >= 0;
    }

    public @Nullable N find(byte[] key) {
        return find(key, hash(key));
    }

    /** @param hash that {@link #hash} gives for the key */
    @Nullable
    N find(byte[] key, int hash) {
        if (size() == 0) {
            return null;
        }
        step();
        return lookup(key, hash);
    }

    @SuppressWarnings("unchecked")
    private @Nullable N lookup(byte[] key, int hash) {
        for (DictNode n = table[hash & table.length - 1]; n != null; n = n.next) {
            if (n.hash == hash && Arrays.equals(n.key, key)) {
                return (N) n;
            }
        }
        if (rehashIndex >= 0) {
            for (DictNode n = target[hash & target.length - 1]; n != null; n = n.next) {
                if (n.hash == hash && Arrays.equals(n.key, key)) {
                    return (N) n;
                }
            }
        }
        return null;
    }

    public boolean contains(byte[] key) {
        return find(key) != null;
    }

    /** Adds a node whose key is not in the table: the caller has looked. */
    public void add(N node) {
        step();
        growIfNeeded();
        if (rehashIndex >= 0) {
            insert(target, node);
            usedTarget++;
        } else {
            insert(table, node);
            used++;
        }
    }

    private static void insert(@Nullable DictNode[] buckets, DictNode node) {
        int at = node.hash & buckets.length - 1;
        node.next = buckets[at];
        buckets[at] = node;
    }

    @SuppressWarnings("unchecked")
    public @Nullable N remove(byte[] key) {
        if (size() == 0) {
            return null;
        }
        step();
        int hash = hash(key);
        DictNode found = unlink(table, key, hash);
        if (found != null) {
            used--;
        } else if (rehashIndex >= 0) {
            found = unlink(target, key, hash);
            if (found != null) {
                usedTarget--;
            }
        }
        if (found != null) {
            shrinkIfNeeded();
        }
        return (N) found;
    }

    private static @Nullable DictNode unlink(@Nullable DictNode[] buckets, byte[] key, int hash) {
        int at = hash & buckets.length - 1;
        DictNode before = null;
        for (DictNode n = buckets[at]; n != null; before = n, n = n.next) {
            if (n.hash == hash && Arrays.equals(n.key, key)) {
                if (before == null) {
                    buckets[at] = n.next;
                } else {
                    before.next = n.next;
                }
                n.next = null;
                return n;
            }
        }
        return null;
    }

    /** Puts a node in the place of the one with the same key. */
    public void replace(N node) {
        remove(node.key);
        add(node);
    }

    public void clear() {
        table = new DictNode[0];
        target = new DictNode[0];
        rehashIndex = -1;
        used = 0;
        usedTarget = 0;
    }

    private void growIfNeeded() {
        if (rehashIndex >= 0) {
            return;
        }
        if (table.length == 0) {
            table = new DictNode[INITIAL_SIZE];
        } else if (used >= table.length && table.length < 1 << 30) {
            int size = tableSizeFor(used + 1);
            if (used > MAX_LOAD * table.length || mayTake.test((long) MallocSize.POINTER * size)) {
                startRehash(size);
            }
        }
    }

    private void shrinkIfNeeded() {
        if (rehashIndex < 0 && table.length > INITIAL_SIZE && (long) used * 10 < table.length) {
            startRehash(tableSizeFor(used));
        }
    }

    private static int tableSizeFor(int elements) {
        int size = INITIAL_SIZE;
        while (size < elements && size < 1 << 30) {
            size <<= 1;
        }
        return size;
    }

    /** Makes room for so many elements at once. */
    public void expand(int elements) {
        int size = tableSizeFor(elements);
        if (rehashIndex >= 0 || size <= table.length) {
            return;
        }
        if (used == 0) {
            table = new DictNode[size];
        } else {
            startRehash(size);
        }
    }

    private void startRehash(int size) {
        target = new DictNode[size];
        rehashIndex = 0;
    }

    private void step() {
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
            while (rehashIndex < table.length && table[rehashIndex] == null) {
                rehashIndex++;
                if (--emptyVisits == 0) {
                    break;
                }
            }
            if (rehashIndex < table.length && table[rehashIndex] != null) {
                DictNode n = table[rehashIndex];
                while (n != null) {
                    DictNode following = n.next;
                    insert(target, n);
                    used--;
                    usedTarget++;
                    n = following;
                }
                table[rehashIndex++] = null;
            }
            if (rehashIndex == table.length) {
                table = target;
                used = usedTarget;
                target = new DictNode[0];
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

    /** Visits every node; the table may not be changed meanwhile, except through {@link #scan}'s rules. */
    public void forEach(Consumer<? super N> visitor) {
        paused++;
        try {
            visitAll(table, visitor);
            visitAll(target, visitor);
        } finally {
            paused--;
        }
    }

    @SuppressWarnings("unchecked")
    private void visitAll(@Nullable DictNode[] buckets, Consumer<? super N> visitor) {
        for (DictNode head : buckets) {
            for (DictNode n = head; n != null; ) {
                DictNode following = n.next;
                visitor.accept((N) n);
                n = following;
            }
        }
    }

    /**
     * The mean of a measure of the first nodes. Called with every change of a value, for the memory model: it makes no
     * garbage.
     *
     * @param limit how many nodes are looked at; 0 for all
     */
    public double meanOfFirst(int limit, ToLongFunction<? super N> measure) {
        int wanted = limit == 0 ? size() : Math.min(limit, size());
        long sum = 0;
        int seen = 0;
        for (int i = Math.max(0, rehashIndex); seen < wanted && i < table.length; i++) {
            for (DictNode n = table[i]; n != null && seen < wanted; n = n.next) {
                sum += measureOf(n, measure);
                seen++;
            }
        }
        for (int i = 0; seen < wanted && i < target.length; i++) {
            for (DictNode n = target[i]; n != null && seen < wanted; n = n.next) {
                sum += measureOf(n, measure);
                seen++;
            }
        }
        return seen == 0 ? 0 : (double) sum / seen;
    }

    @SuppressWarnings("unchecked")
    private long measureOf(DictNode node, ToLongFunction<? super N> measure) {
        return measure.applyAsLong((N) node);
    }

    /** Visits nodes until the visitor returns false; what holds for {@link #forEach} holds here. */
    public void forEachWhile(Predicate<? super N> visitor) {
        paused++;
        try {
            if (visitWhile(table, visitor)) {
                visitWhile(target, visitor);
            }
        } finally {
            paused--;
        }
    }

    @SuppressWarnings("unchecked")
    private boolean visitWhile(@Nullable DictNode[] buckets, Predicate<? super N> visitor) {
        for (DictNode head : buckets) {
            for (DictNode n = head; n != null; n = n.next) {
                if (!visitor.test((N) n)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Visits one bucket (and, while rehashing, those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, Consumer<? super N> visitor) {
        if (size() == 0) {
            return 0;
        }
        paused++;
        try {
            long next = cursor;
            if (rehashIndex < 0) {
                long mask = table.length - 1L;
                visit(table, next & mask, visitor);
                return advance(next, mask);
            }
            DictNode[] small = table.length <= target.length ? table : target;
            DictNode[] large = small == table ? target : table;
            long smallMask = small.length - 1L;
            long largeMask = large.length - 1L;
            visit(small, next & smallMask, visitor);
            do {
                visit(large, next & largeMask, visitor);
                next = advance(next, largeMask);
            } while ((next & (smallMask ^ largeMask)) != 0);
            return next;
        } finally {
            paused--;
        }
    }

    /** The next cursor of a scan: counted up from its highest bit. */
    public static long advance(long cursor, long mask) {
        return Long.reverse(Long.reverse(cursor | ~mask) + 1);
    }

    @SuppressWarnings("unchecked")
    private void visit(@Nullable DictNode[] buckets, long at, Consumer<? super N> visitor) {
        for (DictNode n = buckets[(int) at]; n != null; ) {
            DictNode following = n.next;
            visitor.accept((N) n);
            n = following;
        }
    }

    /**
     * A random node. A random bucket would favour the nodes of short chains; so all nodes of some neighbouring buckets
     * are taken together, of which one is drawn. While rehashing, a bucket of the smaller table goes with those of the
     * larger one that it splits into, because only together they are as full as any other.
     */
    @SuppressWarnings("unchecked")
    public @Nullable N random(RandomGenerator random) {
        if (size() == 0) {
            return null;
        }
        step();
        boolean growing = table.length <= target.length || rehashIndex < 0;
        DictNode[] small = growing ? table : target;
        DictNode[] large = growing ? target : table;
        int width = (int) Math.min(small.length, ((long) DRAWN_FROM * small.length + size() - 1) / size());
        while (true) {
            int first = random.nextInt(small.length);
            int nodes = count(small, large, first, width);
            if (nodes > 0) {
                return (N) nodeAt(small, large, first, random.nextInt(nodes));
            }
        }
    }

    /** How many nodes there are in some buckets of the small table and those of the large one that belong to them. */
    private static int count(@Nullable DictNode[] small, @Nullable DictNode[] large, int first, int width) {
        int count = 0;
        for (int i = 0; i < width; i++) {
            int at = first + i & small.length - 1;
            count += length(small[at]);
            for (int twin = at; twin < large.length; twin += small.length) {
                count += length(large[twin]);
            }
        }
        return count;
    }

    private static int length(@Nullable DictNode head) {
        int length = 0;
        for (DictNode n = head; n != null; n = n.next) {
            length++;
        }
        return length;
    }

    /** The node with this index in the order in which {@link #count} goes. */
    private static DictNode nodeAt(@Nullable DictNode[] small, @Nullable DictNode[] large, int first, int index) {
        int left = index;
        for (int i = 0; i < small.length; i++) {
            int at = first + i & small.length - 1;
            for (DictNode n = small[at]; n != null; n = n.next) {
                if (left-- == 0) {
                    return n;
                }
            }
            for (int twin = at; twin < large.length; twin += small.length) {
                for (DictNode n = large[twin]; n != null; n = n.next) {
                    if (left-- == 0) {
                        return n;
                    }
                }
            }
        }
        throw new IllegalStateException("fewer nodes than counted");
    }
}
