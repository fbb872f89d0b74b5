package io.redislab.engine.value;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of a sorted set in the order of their scores, and of their bytes where scores are equal. Every node has a
 * random number of levels, one in four has one more than the lowest, one in sixteen two more, and so on; a search goes
 * along the highest level as far as it can, then down. Each link knows how many members it passes over, so that ranks are
 * found on the way: everything takes O(log n).
 *
 * <p>The levels come from a generator of its own, so that equal histories give equal lists.
 *
 * @see <a href="https://doi.org/10.1145/78973.78977">W. Pugh: Skip lists: a probabilistic alternative to balanced
 *     trees</a>
 */
public final class SkipList {
    public static final int MAX_LEVELS = 32;
    private static final byte[] NO_MEMBER = {};

    private final SkipListNode head = new SkipListNode(NO_MEMBER, 0, Double.NEGATIVE_INFINITY, MAX_LEVELS);
    private @Nullable SkipListNode tail;
    private int levels = 1;
    private int size;
    private long levelSeed = 0x9E3779B97F4A7C15L;

    public int size() {
        return size;
    }

    /** Levels in use. */
    public int levels() {
        return levels;
    }

    /** What stands before the first node: it has no member, all {@link #MAX_LEVELS}, and links to the first on each. */
    public SkipListNode head() {
        return head;
    }

    public @Nullable SkipListNode first() {
        return head.forward(0);
    }

    public @Nullable SkipListNode last() {
        return tail;
    }

    /** A node that is in no list yet. */
    SkipListNode newNode(byte[] member, int hash, double score) {
        return new SkipListNode(member, hash, score, randomHeight());
    }

    private int randomHeight() {
        levelSeed ^= levelSeed << 13;
        levelSeed ^= levelSeed >>> 7;
        levelSeed ^= levelSeed << 17;
        return 1 + Math.min(MAX_LEVELS - 1, Long.numberOfTrailingZeros(levelSeed * 0x2545F4914F6CDD1DL >>> 1) / 2);
    }

    // Changes. They walk down by recursion, so that the nodes passed on each level need no array.

    /** Adds a node whose member is not in the list. */
    void insert(SkipListNode node) {
        while (levels < node.height()) {
            head.link(levels++, null, size);
        }
        insert(head, 0, levels - 1, node);
        SkipListNode follower = node.forward(0);
        if (follower == null) {
            tail = node;
        } else {
            follower.backward = node;
        }
        size++;
    }

    /** Links the node on this level and below; returns how many nodes stand before it. */
    private int insert(SkipListNode from, int rankOfFrom, int level, SkipListNode node) {
        SkipListNode x = from;
        int rank = rankOfFrom;
        SkipListNode y = x.forward(level);
        while (y != null && y.isBefore(node.score, node.key)) {
            rank += x.span(level);
            x = y;
            y = x.forward(level);
        }
        int before;
        if (level == 0) {
            before = rank;
            node.backward = x == head ? null : x;
        } else {
            before = insert(x, rank, level - 1, node);
        }
        if (level < node.height()) {
            int passed = before - rank;
            node.link(level, y, x.span(level) - passed);
            x.link(level, node, passed + 1);
        } else {
            x.widen(level, 1);
        }
        return before;
    }

    /** Takes a node out that is in the list. */
    void remove(SkipListNode node) {
        unlink(head, levels - 1, node);
        SkipListNode follower = node.forward(0);
        if (follower == null) {
            tail = node.backward;
        } else {
            follower.backward = node.backward;
        }
        node.backward = null;
        size--;
        dropEmptyLevels();
    }

    private void unlink(SkipListNode from, int level, SkipListNode node) {
        SkipListNode x = from;
        SkipListNode y = x.forward(level);
        while (y != null && y != node && y.isBefore(node.score, node.key)) {
            x = y;
            y = x.forward(level);
        }
        if (level > 0) {
            unlink(x, level - 1, node);
        }
        if (y == node) {
            x.link(level, node.forward(level), x.span(level) + node.span(level) - 1);
        } else {
            x.widen(level, -1);
        }
    }

    private void dropEmptyLevels() {
        while (levels > 1 && head.forward(levels - 1) == null) {
            levels--;
        }
    }

    /** Gives a node another score. */
    void move(SkipListNode node, double score) {
        SkipListNode before = node.backward;
        SkipListNode after = node.forward(0);
        boolean stays = (before == null || before.isBefore(score, node.key))
                && (after == null || !after.isBefore(score, node.key));
        if (stays) {
            node.score = score;
            return;
        }
        remove(node);
        node.score = score;
        insert(node);
    }

    /**
     * Takes out a run of neighbours and hands each of them over.
     *
     * @param before holds for all nodes that stand before the run
     * @param inside holds for all nodes of the run, and not for the one behind it
     * @return how many there were
     */
    int removeRun(Predicate<SkipListNode> before, Predicate<SkipListNode> inside, Consumer<SkipListNode> removed) {
        SkipListNode[] previous = new SkipListNode[levels];
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            x = lastWhere(x, level, before);
            previous[level] = x;
        }
        return removeBehind(previous, inside, removed);
    }

    /** As {@link #removeRun}, for the nodes with these ranks, both inclusive and within the list. */
    int removeRanks(int from, int to, Consumer<SkipListNode> removed) {
        SkipListNode[] previous = new SkipListNode[levels];
        SkipListNode x = head;
        int passed = 0;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level); y != null && passed + x.span(level) <= from; y = x.forward(level)) {
                passed += x.span(level);
                x = y;
            }
            previous[level] = x;
        }
        int[] left = {to - from + 1};
        return removeBehind(previous, node -> left[0]-- > 0, removed);
    }

    private int removeBehind(SkipListNode[] previous, Predicate<SkipListNode> inside, Consumer<SkipListNode> removed) {
        int count = 0;
        SkipListNode node = previous[0].forward(0);
        while (node != null && inside.test(node)) {
            SkipListNode following = node.forward(0);
            for (int level = 0; level < previous.length; level++) {
                SkipListNode x = previous[level];
                if (x.forward(level) == node) {
                    x.link(level, node.forward(level), x.span(level) + node.span(level) - 1);
                } else {
                    x.widen(level, -1);
                }
            }
            size--;
            count++;
            removed.accept(node);
            node = following;
        }
        SkipListNode last = previous[0] == head ? null : previous[0];
        if (node == null) {
            tail = last;
        } else {
            node.backward = last;
        }
        dropEmptyLevels();
        return count;
    }

    // Searches

    private static SkipListNode lastWhere(SkipListNode from, int level, Predicate<SkipListNode> condition) {
        SkipListNode x = from;
        for (SkipListNode y = x.forward(level); y != null && condition.test(y); y = x.forward(level)) {
            x = y;
        }
        return x;
    }

    /** How many members stand before this one, which is in the list. */
    int rank(SkipListNode node) {
        int rank = 0;
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            SkipListNode y = x.forward(level);
            while (y != null && y != node && y.isBefore(node.score, node.key)) {
                rank += x.span(level);
                x = y;
                y = x.forward(level);
            }
            if (y == node) {
                return rank + x.span(level) - 1;
            }
        }
        throw new IllegalStateException("not in the list");
    }

    /** The node that so many others stand before; null when there is none. */
    @Nullable
    SkipListNode atRank(int rank) {
        int wanted = rank + 1;
        int passed = 0;
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level);
                    y != null && passed + x.span(level) <= wanted;
                    y = x.forward(level)) {
                passed += x.span(level);
                x = y;
            }
            if (passed == wanted) {
                return x == head ? null : x;
            }
        }
        return null;
    }

    @Nullable
    SkipListNode firstIn(ScoreRange range) {
        SkipListNode last = tail;
        if (range.isEmpty() || last == null || !range.aboveMin(last.score)) {
            return null;
        }
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level); y != null && !range.aboveMin(y.score); y = x.forward(level)) {
                x = y;
            }
        }
        SkipListNode found = x.forward(0);
        return found != null && range.belowMax(found.score) ? found : null;
    }

    @Nullable
    SkipListNode lastIn(ScoreRange range) {
        SkipListNode first = first();
        if (range.isEmpty() || first == null || !range.belowMax(first.score)) {
            return null;
        }
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level); y != null && range.belowMax(y.score); y = x.forward(level)) {
                x = y;
            }
        }
        return x != head && range.aboveMin(x.score) ? x : null;
    }

    private boolean mayHold(LexRange range) {
        SkipListNode first = first();
        SkipListNode last = tail;
        return first != null
                && last != null
                && !range.isEmpty()
                && range.aboveMin(last.key)
                && range.belowMax(first.key);
    }

    @Nullable
    SkipListNode firstIn(LexRange range) {
        if (!mayHold(range)) {
            return null;
        }
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level); y != null && !range.aboveMin(y.key); y = x.forward(level)) {
                x = y;
            }
        }
        SkipListNode found = x.forward(0);
        return found != null && range.belowMax(found.key) ? found : null;
    }

    @Nullable
    SkipListNode lastIn(LexRange range) {
        if (!mayHold(range)) {
            return null;
        }
        SkipListNode x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (SkipListNode y = x.forward(level); y != null && range.belowMax(y.key); y = x.forward(level)) {
                x = y;
            }
        }
        return x != head && range.aboveMin(x.key) ? x : null;
    }

    /** A list of the same shape, whose nodes are handed over as they are made, in order. */
    SkipList copy(Consumer<SkipListNode> made) {
        SkipList copy = new SkipList();
        SkipListNode[] last = new SkipListNode[MAX_LEVELS];
        int[] rankOfLast = new int[MAX_LEVELS];
        java.util.Arrays.fill(last, copy.head);
        int rank = 0;
        SkipListNode before = null;
        for (SkipListNode node = first(); node != null; node = node.forward(0)) {
            rank++;
            SkipListNode twin = new SkipListNode(node.key, node.hash, node.score, node.height());
            for (int level = 0; level < twin.height(); level++) {
                last[level].link(level, twin, rank - rankOfLast[level]);
                last[level] = twin;
                rankOfLast[level] = rank;
            }
            twin.backward = before;
            before = twin;
            made.accept(twin);
        }
        for (int level = 0; level < levels; level++) {
            last[level].link(level, null, rank - rankOfLast[level]);
        }
        copy.tail = before;
        copy.levels = levels;
        copy.size = size;
        copy.levelSeed = levelSeed;
        return copy;
    }
}
