package io.redislab.engine.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member of a sorted set with its score: one object for its place in the hash table and in the skip list. Three of four
 * nodes have the lowest level only, and so no arrays.
 */
public final class SkipListNode extends DictNode {
    private static final @Nullable SkipListNode[] NO_LEVELS = {};
    private static final int[] NO_SPANS = {};

    double score;

    @Nullable
    SkipListNode backward;

    private @Nullable SkipListNode first;
    private final @Nullable SkipListNode[] upper;
    private final int[] upperSpans;

    SkipListNode(byte[] member, int hash, double score, int height) {
        super(member, hash);
        this.score = score;
        upper = height == 1 ? NO_LEVELS : new SkipListNode[height - 1];
        upperSpans = height == 1 ? NO_SPANS : new int[height - 1];
    }

    public byte[] member() {
        return key;
    }

    public double score() {
        return score;
    }

    /** How many levels it has, at least 1. */
    public int height() {
        return upper.length + 1;
    }

    /** The next node on this level, the lowest being 0; null at the end. */
    public @Nullable SkipListNode forward(int level) {
        return level == 0 ? first : upper[level - 1];
    }

    /** How many members further {@link #forward} is; at the end of a level, how many members follow. */
    public int span(int level) {
        return level > 0 ? upperSpans[level - 1] : first == null ? 0 : 1;
    }

    /** The node before it; null for the first one. */
    public @Nullable SkipListNode backward() {
        return backward;
    }

    void link(int level, @Nullable SkipListNode to, int span) {
        if (level == 0) {
            first = to;
        } else {
            upper[level - 1] = to;
            upperSpans[level - 1] = span;
        }
    }

    void widen(int level, int by) {
        if (level > 0) {
            upperSpans[level - 1] += by;
        }
    }

    /** Whether it stands before a member with this score. */
    boolean isBefore(double otherScore, byte[] otherMember) {
        return score < otherScore || (score == otherScore && Arrays.compareUnsigned(key, otherMember) < 0);
    }
}
