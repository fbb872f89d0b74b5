package io.redislab.engine.value;

import io.redislab.engine.value.ScoreChange.Outcome;
import io.redislab.resp.Numbers;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set: members with scores, in the order of the scores, then of the members' bytes. A {@code listpack} in which
 * members and scores alternate, as long as it is small and no member is long; then a {@code skiplist}, whose nodes are
 * entries of a hash table at the same time.
 *
 * <p>Ranks count from 0. A score is never NaN.
 */
public final class SortedSetValue implements Value {
    /** Redis' structs: of the set and the list, of a list's head with all levels, of a node and of one level. */
    private static final int SET_BYTES = 16 + 32;

    private static final int NODE_BYTES = 24;
    private static final int LEVEL_BYTES = 16;

    /** A {@link Listpack} or a {@link SkipList}: one reference for both, as there may be millions of sorted sets. */
    private Object content;

    private SortedSetValue(Object content) {
        this.content = content;
    }

    /** An empty listpack. */
    public SortedSetValue() {
        this(new Listpack());
    }

    /** Takes over a listpack in which members and scores alternate, in order, no member twice. */
    public static SortedSetValue of(Listpack pairs) {
        return new SortedSetValue(pairs);
    }

    /** An empty set that is a skip list from the start. */
    public static SortedSetValue createSkipList() {
        return new SortedSetValue(new SkipList());
    }

    /** An empty set for this first member, as ZADD makes it. */
    public static SortedSetValue createFor(byte[] member, int maxEntries, int maxValue) {
        return maxEntries == 0 || member.length > maxValue ? createSkipList() : new SortedSetValue();
    }

    /** Whether a text, as listpacks of files hold it, is a score. */
    public static boolean isScore(byte[] text) {
        return SortedSetPack.isNumber(text);
    }

    /** The pairs of a {@code listpack}, null for a {@code skiplist}. */
    public @Nullable Listpack pack() {
        return content instanceof Listpack pack ? pack : null;
    }

    /** The skip list; null for a {@code listpack}. */
    public @Nullable SkipList skipList() {
        return content instanceof SkipList list ? list : null;
    }

    /** The hash table of a {@code skiplist}: its entries are the list's nodes. Null for a {@code listpack}. */
    public @Nullable RehashingTable table() {
        return content instanceof SkipList list ? list.nodes() : null;
    }

    private SkipList list() {
        return (SkipList) content;
    }

    /** The node of a member, 0 when it is not there; of a {@code skiplist}. */
    private int find(byte[] member) {
        return list().nodes().find(member, Dict.hash(member));
    }

    public int size() {
        return content instanceof Listpack pack ? SortedSetPack.size(pack) : list().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** The member's score, or NaN when it is not there. */
    public double score(byte[] member) {
        if (content instanceof Listpack pack) {
            int p = SortedSetPack.find(pack, member);
            return p == Listpack.NONE ? Double.NaN : SortedSetPack.score(pack, p);
        }
        int node = find(member);
        return node == 0 ? Double.NaN : list().score(node);
    }

    public boolean contains(byte[] member) {
        return content instanceof Listpack pack ? SortedSetPack.find(pack, member) != Listpack.NONE : find(member) != 0;
    }

    /**
     * Sets a score and takes the member's array over.
     *
     * @param score no NaN
     * @param maxEntries {@code zset-max-listpack-entries}
     * @param maxValue {@code zset-max-listpack-value}
     * @return whether the member is new
     */
    public boolean put(byte[] member, double score, int maxEntries, int maxValue) {
        return change(member, score, ScoreChange.set(), maxEntries, maxValue) == Outcome.ADDED;
    }

    /** As {@link #put}, under conditions; the score that came out is in {@code how} then. */
    public Outcome change(byte[] member, double score, ScoreChange how, int maxEntries, int maxValue) {
        if (content instanceof Listpack pack) {
            return changePack(pack, member, score, how, maxEntries, maxValue);
        }
        int hash = Dict.hash(member);
        int node = list().nodes().find(member, hash);
        if (node == 0) {
            Outcome outcome = how.absent(score);
            if (outcome == Outcome.ADDED) {
                list().add(member, hash, how.score());
            }
            return outcome;
        }
        Outcome outcome = how.present(list().score(node), score);
        if (outcome == Outcome.UPDATED) {
            list().move(node, how.score());
        }
        return outcome;
    }

    private Outcome changePack(
            Listpack pairs, byte[] member, double score, ScoreChange how, int maxEntries, int maxValue) {
        int p = SortedSetPack.find(pairs, member);
        if (p != Listpack.NONE) {
            Outcome outcome = how.present(SortedSetPack.score(pairs, p), score);
            if (outcome == Outcome.UPDATED) {
                pairs.deleteFrom(p, 2);
                SortedSetPack.insert(pairs, member, how.score());
            }
            return outcome;
        }
        Outcome outcome = how.absent(score);
        if (outcome != Outcome.ADDED) {
            return outcome;
        }
        if (size() + 1 > maxEntries
                || member.length > maxValue
                || (long) pairs.totalBytes() + member.length > Listpack.MAX_BYTES) {
            convertToSkipList();
            list().add(member, Dict.hash(member), how.score());
        } else {
            SortedSetPack.insert(pairs, member, how.score());
        }
        return outcome;
    }

    /** Returns false when it was not there. */
    public boolean remove(byte[] member) {
        if (content instanceof Listpack pack) {
            int p = SortedSetPack.find(pack, member);
            if (p != Listpack.NONE) {
                pack.deleteFrom(p, 2);
            }
            return p != Listpack.NONE;
        }
        int node = find(member);
        if (node != 0) {
            list().remove(node);
        }
        return node != 0;
    }

    /** Removes the members with these ranks, both inclusive and there. Returns how many. */
    public int removeRanks(int from, int to) {
        if (content instanceof Listpack pack) {
            pack.deleteRange(2L * from, 2 * (to - from + 1));
            return to - from + 1;
        }
        return list().removeRanks(from, to);
    }

    public int removeIn(ScoreRange range) {
        if (content instanceof Listpack pack) {
            int from = SortedSetPack.firstIn(pack, range);
            return removeFrom(pack, from, SortedSetPack.countIn(pack, from, range));
        }
        SkipList list = list();
        return list.removeRun(node -> !range.aboveMin(list.score(node)), node -> range.belowMax(list.score(node)));
    }

    public int removeIn(LexRange range) {
        if (content instanceof Listpack pack) {
            int from = SortedSetPack.firstIn(pack, range);
            return removeFrom(pack, from, SortedSetPack.countIn(pack, from, range));
        }
        SkipList list = list();
        return list.removeRun(node -> !list.aboveMin(range, node), node -> list.belowMax(range, node));
    }

    private static int removeFrom(Listpack pairs, int p, int count) {
        if (count > 0) {
            pairs.deleteFrom(p, 2 * count);
        }
        return count;
    }

    /** How many members stand before this one, or -1 when it is not there. */
    public int rank(byte[] member) {
        if (content instanceof Listpack pack) {
            int p = SortedSetPack.find(pack, member);
            return p == Listpack.NONE ? -1 : SortedSetPack.rank(pack, p);
        }
        int node = find(member);
        return node == 0 ? -1 : list().rank(node);
    }

    public int countIn(ScoreRange range) {
        if (content instanceof Listpack pack) {
            return SortedSetPack.countIn(pack, SortedSetPack.firstIn(pack, range), range);
        }
        return distance(list().firstIn(range), list().lastIn(range));
    }

    public int countIn(LexRange range) {
        if (content instanceof Listpack pack) {
            return SortedSetPack.countIn(pack, SortedSetPack.firstIn(pack, range), range);
        }
        return distance(list().firstIn(range), list().lastIn(range));
    }

    private int distance(int from, int to) {
        return from == 0 || to == 0 ? 0 : list().rank(to) - list().rank(from) + 1;
    }

    private @Nullable SortedSetCursor cursor(int node) {
        return node == 0 ? null : new SortedSetCursor(list(), node);
    }

    /** The member with the lowest score; null in an empty set. */
    public @Nullable SortedSetCursor first() {
        return content instanceof Listpack pack ? SortedSetPack.cursor(pack, pack.first()) : cursor(list().first());
    }

    /** The member with the highest score; null in an empty set. */
    public @Nullable SortedSetCursor last() {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, SortedSetPack.last(pack))
                : cursor(list().last());
    }

    /** The member with this rank; null when there is none. */
    public @Nullable SortedSetCursor atRank(int rank) {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, pack.seek(2L * rank))
                : cursor(list().atRank(rank));
    }

    public @Nullable SortedSetCursor firstIn(ScoreRange range) {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, SortedSetPack.firstIn(pack, range))
                : cursor(list().firstIn(range));
    }

    public @Nullable SortedSetCursor lastIn(ScoreRange range) {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, SortedSetPack.lastIn(pack, range))
                : cursor(list().lastIn(range));
    }

    public @Nullable SortedSetCursor firstIn(LexRange range) {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, SortedSetPack.firstIn(pack, range))
                : cursor(list().firstIn(range));
    }

    public @Nullable SortedSetCursor lastIn(LexRange range) {
        return content instanceof Listpack pack
                ? SortedSetPack.cursor(pack, SortedSetPack.lastIn(pack, range))
                : cursor(list().lastIn(range));
    }

    /** A random member; the set is not empty. */
    public SortedSetCursor random(RandomGenerator random) {
        SortedSetCursor found;
        if (content instanceof Listpack) {
            found = atRank(random.nextInt(size()));
        } else {
            found = cursor(list().nodes().randomRecord(random));
        }
        if (found == null) {
            throw new IllegalStateException("no member in an empty set");
        }
        return found;
    }

    /** Takes a member with its score. */
    @FunctionalInterface
    public interface Visitor {
        void visit(byte[] member, double score);
    }

    /** Visits all members in order; the set may not be changed meanwhile. */
    public void forEach(Visitor visitor) {
        SortedSetCursor cursor = first();
        if (cursor != null) {
            do {
                visitor.visit(cursor.member(), cursor.score());
            } while (cursor.next());
        }
    }

    /**
     * Hands some members over, each before its score, as ZSCAN does: a listpack's all at once, else one bucket.
     *
     * @return the next cursor, 0 at the end
     */
    public long scan(long cursor, ElementSink sink) {
        if (!(content instanceof Listpack pack)) {
            SkipListNodes nodes = list().nodes();
            return nodes.scanRecords(cursor, 1, node -> {
                nodes.member(node, sink::bytes);
                byte[] score = Numbers.formatDouble(nodes.score(node));
                sink.bytes(score, 0, score.length);
            });
        }
        for (int p = pack.first(); p != Listpack.NONE; p = pack.next(p)) {
            pack.get(p, sink);
        }
        return 0;
    }

    public void convertToSkipList() {
        Listpack old = pack();
        if (old == null) {
            return;
        }
        SkipList list = new SkipList();
        list.nodes().expand(size());
        forEach((member, score) -> list.add(member, Dict.hash(member), score));
        content = list;
    }

    /** Becomes a listpack where the limits allow it, as after a command that stores a whole set. */
    public void convertToPackIfSmall(int maxEntries, int maxValue) {
        if (content instanceof Listpack || size() > maxEntries) {
            return;
        }
        long bytes = 0;
        SkipList list = list();
        for (int node = list.first(); node != 0; node = list.forward(node, 0)) {
            int length = list.nodes().memberLength(node);
            if (length > maxValue) {
                return;
            }
            bytes += length;
        }
        if (bytes > Listpack.MAX_BYTES) {
            return;
        }
        Listpack pairs = new Listpack();
        forEach((member, score) -> SortedSetPack.append(pairs, member, score));
        pairs.trimToSize();
        content = pairs;
    }

    @Override
    public String typeName() {
        return "zset";
    }

    @Override
    public String encoding() {
        return content instanceof Listpack ? "listpack" : "skiplist";
    }

    @Override
    public SortedSetValue copy() {
        if (content instanceof Listpack pack) {
            return of(pack.copy());
        }
        return new SortedSetValue(list().copy());
    }

    @Override
    public long memoryUsage(int samples) {
        if (content instanceof Listpack pack) {
            return MallocSize.OBJECT + MallocSize.of(pack.totalBytes());
        }
        long fixed = MallocSize.OBJECT
                + SET_BYTES
                + MallocSize.DICT
                + MallocSize.POINTER * list().nodes().slots()
                + MallocSize.of(NODE_BYTES + SkipList.MAX_LEVELS * LEVEL_BYTES);
        long sum = 0;
        int seen = 0;
        SkipList list = list();
        for (int node = list.first(); node != 0 && (samples == 0 || seen < samples); seen++) {
            sum += MallocSize.ofString(list.nodes().memberLength(node))
                    + MallocSize.DICT_ENTRY
                    + MallocSize.of(NODE_BYTES + (long) list.height(node) * LEVEL_BYTES);
            node = list.forward(node, 0);
        }
        return seen == 0 ? fixed : fixed + (long) ((double) sum / seen * size());
    }

    @Override
    public long freeEffort() {
        return content instanceof Listpack ? 1 : size();
    }
}
