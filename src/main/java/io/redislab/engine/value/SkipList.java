package io.redislab.engine.value;

import java.util.function.IntPredicate;

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

    private final SkipListNodes nodes;
    private final int head;
    private int tail;
    private int levels = 1;
    private long levelSeed = 0x9E3779B97F4A7C15L;

    SkipList() {
        nodes = new SkipListNodes(MAX_LEVELS);
        head = nodes.head();
    }

    private SkipList(SkipList other) {
        nodes = other.nodes.copy();
        head = other.head;
        tail = other.tail;
        levels = other.levels;
        levelSeed = other.levelSeed;
    }

    /** The same nodes, with the same numbers. */
    SkipList copy() {
        return new SkipList(this);
    }

    /** Its nodes, which are a hash table as well. */
    SkipListNodes nodes() {
        return nodes;
    }

    public int size() {
        return nodes.size();
    }

    /** Levels in use. */
    public int levels() {
        return levels;
    }

    /** What stands before the first node: it has no member, all {@link #MAX_LEVELS}, and links to the first on each. */
    public int head() {
        return head;
    }

    /** The first node; 0 when there is none. */
    public int first() {
        return nodes.forward(head, 0);
    }

    /** The last node; 0 when there is none. */
    public int last() {
        return tail;
    }

    /** How many levels a node has, at least 1. */
    public int height(int node) {
        return nodes.height(node);
    }

    /** The next node on this level, the lowest being 0; 0 at the end. */
    public int forward(int node, int level) {
        return nodes.forward(node, level);
    }

    /** How many members further {@link #forward} is; at the end of a level, how many members follow. */
    public int span(int node, int level) {
        return nodes.span(node, level);
    }

    /** The node before it; 0 for the first one. */
    public int backward(int node) {
        return nodes.backward(node);
    }

    public double score(int node) {
        return nodes.score(node);
    }

    /** The member's bytes; nobody changes them. */
    public byte[] member(int node) {
        return nodes.member(node);
    }

    private int randomHeight() {
        levelSeed ^= levelSeed << 13;
        levelSeed ^= levelSeed >>> 7;
        levelSeed ^= levelSeed << 17;
        return 1 + Math.min(MAX_LEVELS - 1, Long.numberOfTrailingZeros(levelSeed * 0x2545F4914F6CDD1DL >>> 1) / 2);
    }

    // Changes. They walk down by recursion, so that the nodes passed on each level need no array.

    /** @param hash of a member that is not in the list */
    void add(byte[] member, int hash, double score) {
        insert(nodes.add(member, hash, score, randomHeight()), score);
    }

    private void insert(int node, double score) {
        int height = nodes.height(node);
        while (levels < height) {
            nodes.link(head, levels++, 0, size() - 1);
        }
        insert(head, 0, levels - 1, node, height, score);
        int follower = nodes.forward(node, 0);
        if (follower == 0) {
            tail = node;
        } else {
            nodes.setBackward(follower, node);
        }
    }

    /** Links the node on this level and below; returns how many nodes stand before it. */
    private int insert(int from, int rankOfFrom, int level, int node, int height, double score) {
        int x = from;
        int rank = rankOfFrom;
        int y = nodes.forward(x, level);
        while (y != 0 && nodes.isBefore(y, score, node)) {
            rank += nodes.span(x, level);
            x = y;
            y = nodes.forward(x, level);
        }
        int before;
        if (level == 0) {
            before = rank;
            nodes.setBackward(node, x == head ? 0 : x);
        } else {
            before = insert(x, rank, level - 1, node, height, score);
        }
        if (level < height) {
            int passed = before - rank;
            nodes.link(node, level, y, nodes.span(x, level) - passed);
            nodes.link(x, level, node, passed + 1);
        } else {
            nodes.widen(x, level, 1);
        }
        return before;
    }

    /** Forgets a node that is in the list. */
    void remove(int node) {
        unlink(node);
        nodes.remove(node);
    }

    private void unlink(int node) {
        unlink(head, levels - 1, node, nodes.score(node));
        int before = nodes.backward(node);
        int follower = nodes.forward(node, 0);
        if (follower == 0) {
            tail = before;
        } else {
            nodes.setBackward(follower, before);
        }
        dropEmptyLevels();
    }

    private void unlink(int from, int level, int node, double score) {
        int x = from;
        int y = nodes.forward(x, level);
        while (y != 0 && y != node && nodes.isBefore(y, score, node)) {
            x = y;
            y = nodes.forward(x, level);
        }
        if (level > 0) {
            unlink(x, level - 1, node, score);
        }
        if (y == node) {
            leaveOut(x, level, node);
        } else {
            nodes.widen(x, level, -1);
        }
    }

    /** The node that follows on this level does so no more. */
    private void leaveOut(int x, int level, int node) {
        nodes.link(x, level, nodes.forward(node, level), nodes.span(x, level) + nodes.span(node, level) - 1);
    }

    private void dropEmptyLevels() {
        while (levels > 1 && nodes.forward(head, levels - 1) == 0) {
            levels--;
        }
    }

    /** Gives a node another score. */
    void move(int node, double score) {
        int before = nodes.backward(node);
        int after = nodes.forward(node, 0);
        boolean stays = (before == 0 || nodes.isBefore(before, score, node))
                && (after == 0 || !nodes.isBefore(after, score, node));
        if (stays) {
            nodes.setScore(node, score);
            return;
        }
        unlink(node);
        nodes.setScore(node, score);
        insert(node, score);
    }

    /**
     * Forgets a run of neighbours.
     *
     * @param before holds for all nodes that stand before the run
     * @param inside holds for all nodes of the run, and not for the one behind it
     * @return how many there were
     */
    int removeRun(IntPredicate before, IntPredicate inside) {
        int[] previous = new int[levels];
        int x = head;
        for (int level = levels - 1; level >= 0; level--) {
            x = lastWhere(x, level, before);
            previous[level] = x;
        }
        return removeBehind(previous, inside);
    }

    /** As {@link #removeRun}, for the nodes with these ranks, both inclusive and within the list. */
    int removeRanks(int from, int to) {
        int[] previous = new int[levels];
        int x = head;
        int passed = 0;
        for (int level = levels - 1; level >= 0; level--) {
            for (int y = nodes.forward(x, level);
                    y != 0 && passed + nodes.span(x, level) <= from;
                    y = nodes.forward(x, level)) {
                passed += nodes.span(x, level);
                x = y;
            }
            previous[level] = x;
        }
        int[] left = {to - from + 1};
        return removeBehind(previous, node -> left[0]-- > 0);
    }

    private int removeBehind(int[] previous, IntPredicate inside) {
        int count = 0;
        int node = nodes.forward(previous[0], 0);
        while (node != 0 && inside.test(node)) {
            int following = nodes.forward(node, 0);
            for (int level = 0; level < previous.length; level++) {
                int x = previous[level];
                if (nodes.forward(x, level) == node) {
                    leaveOut(x, level, node);
                } else {
                    nodes.widen(x, level, -1);
                }
            }
            count++;
            nodes.remove(node);
            node = following;
        }
        int last = previous[0] == head ? 0 : previous[0];
        if (node == 0) {
            tail = last;
        } else {
            nodes.setBackward(node, last);
        }
        dropEmptyLevels();
        return count;
    }

    // Searches

    private int lastWhere(int from, int level, IntPredicate condition) {
        int x = from;
        for (int y = nodes.forward(x, level); y != 0 && condition.test(y); y = nodes.forward(x, level)) {
            x = y;
        }
        return x;
    }

    private int lastWhere(IntPredicate condition) {
        int x = head;
        for (int level = levels - 1; level >= 0; level--) {
            x = lastWhere(x, level, condition);
        }
        return x;
    }

    /** How many members stand before this one, which is in the list. */
    int rank(int node) {
        double score = nodes.score(node);
        int rank = 0;
        int x = head;
        for (int level = levels - 1; level >= 0; level--) {
            int y = nodes.forward(x, level);
            while (y != 0 && y != node && nodes.isBefore(y, score, node)) {
                rank += nodes.span(x, level);
                x = y;
                y = nodes.forward(x, level);
            }
            if (y == node) {
                return rank + nodes.span(x, level) - 1;
            }
        }
        throw new IllegalStateException("not in the list");
    }

    /** The node that so many others stand before; 0 when there is none. */
    int atRank(int rank) {
        int wanted = rank + 1;
        int passed = 0;
        int x = head;
        for (int level = levels - 1; level >= 0; level--) {
            for (int y = nodes.forward(x, level);
                    y != 0 && passed + nodes.span(x, level) <= wanted;
                    y = nodes.forward(x, level)) {
                passed += nodes.span(x, level);
                x = y;
            }
            if (passed == wanted) {
                return x == head ? 0 : x;
            }
        }
        return 0;
    }

    /** The first node in a range; 0 when there is none, as below. */
    int firstIn(ScoreRange range) {
        if (range.isEmpty() || tail == 0 || !range.aboveMin(nodes.score(tail))) {
            return 0;
        }
        int found = nodes.forward(lastWhere(node -> !range.aboveMin(nodes.score(node))), 0);
        return found != 0 && range.belowMax(nodes.score(found)) ? found : 0;
    }

    int lastIn(ScoreRange range) {
        if (range.isEmpty() || tail == 0 || !range.belowMax(nodes.score(first()))) {
            return 0;
        }
        int found = lastWhere(node -> range.belowMax(nodes.score(node)));
        return found != head && range.aboveMin(nodes.score(found)) ? found : 0;
    }

    boolean aboveMin(LexRange range, int node) {
        return range.min().letsInFrom(nodes.compare(node, range.min().member()));
    }

    boolean belowMax(LexRange range, int node) {
        return range.max().letsInTo(nodes.compare(node, range.max().member()));
    }

    private boolean mayHold(LexRange range) {
        return tail != 0 && !range.isEmpty() && aboveMin(range, tail) && belowMax(range, first());
    }

    int firstIn(LexRange range) {
        if (!mayHold(range)) {
            return 0;
        }
        int found = nodes.forward(lastWhere(node -> !aboveMin(range, node)), 0);
        return found != 0 && belowMax(range, found) ? found : 0;
    }

    int lastIn(LexRange range) {
        if (!mayHold(range)) {
            return 0;
        }
        int found = lastWhere(node -> belowMax(range, node));
        return found != head && aboveMin(range, found) ? found : 0;
    }
}
