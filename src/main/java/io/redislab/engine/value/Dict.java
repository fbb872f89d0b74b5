package io.redislab.engine.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A hash table from byte strings to {@link DictNode}s. */
public final class Dict<N extends DictNode> extends RehashingTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private @Nullable DictNode[] table = new DictNode[0];
    /** Empty unless rehashing. */
    private @Nullable DictNode[] target = new DictNode[0];

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

    @Override
    public int bucketCount(int which) {
        return which == 0 ? table.length : target.length;
    }

    @Override
    public int chainLength(int which, int bucket) {
        int length = 0;
        for (DictNode n = head(which, bucket); n != null; n = n.next) {
            length++;
        }
        return length;
    }

    private @Nullable DictNode head(int which, int bucket) {
        return (which == 0 ? table : target)[bucket];
    }

    @Override
    protected void make(int which, int buckets) {
        if (which == 0) {
            table = new DictNode[buckets];
        } else {
            target = new DictNode[buckets];
        }
    }

    @Override
    protected void finish() {
        table = target;
        target = new DictNode[0];
    }

    @Override
    protected int move(int bucket) {
        int moved = 0;
        for (DictNode n = table[bucket]; n != null; moved++) {
            DictNode following = n.next;
            insert(target, n);
            n = following;
        }
        table[bucket] = null;
        return moved;
    }

    /** The nodes of a bucket in their order; for whoever looks inside. */
    @SuppressWarnings("unchecked")
    public List<N> chain(int which, int bucket) {
        List<N> chain = new ArrayList<>();
        for (DictNode n = head(which, bucket); n != null; n = n.next) {
            chain.add((N) n);
        }
        return chain;
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
        if (isRehashing()) {
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
        int which = adding();
        insert(which == 0 ? table : target, node);
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
            removed(0);
        } else if (isRehashing()) {
            found = unlink(target, key, hash);
            if (found != null) {
                removed(1);
            }
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
        clearCounts();
    }

    /** Visits every node; no other than the visited one may be removed meanwhile, none added. */
    public void forEach(Consumer<? super N> visitor) {
        visitWhile((which, bucket) -> {
            visit(head(which, bucket), visitor);
            return true;
        });
    }

    @SuppressWarnings("unchecked")
    private void visit(@Nullable DictNode head, Consumer<? super N> visitor) {
        for (DictNode n = head; n != null; ) {
            DictNode following = n.next;
            visitor.accept((N) n);
            n = following;
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
        for (int i = movedBuckets(); seen < wanted && i < table.length; i++) {
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
    @SuppressWarnings("unchecked")
    public void forEachWhile(Predicate<? super N> visitor) {
        visitWhile((which, bucket) -> {
            DictNode n = head(which, bucket);
            while (n != null && visitor.test((N) n)) {
                n = n.next;
            }
            return n == null;
        });
    }

    /**
     * Visits one bucket (and, while rehashing, those that it becomes).
     *
     * @param cursor 0 to begin
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, Consumer<? super N> visitor) {
        return scan(cursor, (which, bucket) -> visit(head(which, bucket), visitor));
    }

    @SuppressWarnings("unchecked")
    public @Nullable N random(RandomGenerator random) {
        if (isEmpty()) {
            return null;
        }
        Place place = draw(random);
        DictNode n = head(place.which(), place.bucket());
        for (int i = place.index(); n != null && i > 0; i--) {
            n = n.next;
        }
        return (N) n;
    }
}
