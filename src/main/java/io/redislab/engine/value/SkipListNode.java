package io.redislab.engine.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member of a sorted set with its score: one object for its place in the hash table and in the skip list. The two lowest
 * levels, on which a search meets nodes that nobody has looked at lately, are part of the object; one node in sixteen has
 * more levels, and arrays for them.
 */
public final class SkipListNode extends DictNode {
    private static final @Nullable SkipListNode[] NO_LEVELS = {};
    private static final int[] NO_SPANS = {};
    private static final int ONE_LEVEL = -1;

    double score;

    @Nullable
    SkipListNode backward;

    private @Nullable SkipListNode first;
    private @Nullable SkipListNode second;
    /** Of the second level, or {@link #ONE_LEVEL}. */
    private int secondSpan;

    /** From the third level on. */
    private final @Nullable SkipListNode[] upper;

    private final int[] upperSpans;

    SkipListNode(byte[] member, int hash, double score, int height) {
        super(member, hash);
        this.score = score;
        secondSpan = height == 1 ? ONE_LEVEL : 0;
        upper = height <= 2 ? NO_LEVELS : new SkipListNode[height - 2];
        upperSpans = height <= 2 ? NO_SPANS : new int[height - 2];
    }

    public byte[] member() {
        return key;
    }

    public double score() {
        return score;
    }

    /** How many levels it has, at least 1. */
    public int height() {
        return secondSpan == ONE_LEVEL ? 1 : upper.length + 2;
    }

    /** The next node on this level, the lowest being 0; null at the end. */
    public @Nullable SkipListNode forward(int level) {
        return level == 0 ? first : level == 1 ? second : upper[level - 2];
    }

    /** How many members further {@link #forward} is; at the end of a level, how many members follow. */
    public int span(int level) {
        if (level > 1) {
            return upperSpans[level - 2];
        }
        return level == 1 ? secondSpan : first == null ? 0 : 1;
    }

    /** The node before it; null for the first one. */
    public @Nullable SkipListNode backward() {
        return backward;
    }

    void link(int level, @Nullable SkipListNode to, int span) {
        if (level == 0) {
            first = to;
        } else if (level == 1) {
            second = to;
            secondSpan = span;
        } else {
            upper[level - 2] = to;
            upperSpans[level - 2] = span;
        }
    }

    void widen(int level, int by) {
        if (level > 1) {
            upperSpans[level - 2] += by;
        } else if (level == 1) {
            secondSpan += by;
        }
    }

    /** Whether it stands before a member with this score. */
    boolean isBefore(double otherScore, byte[] otherMember) {
        return score < otherScore || (score == otherScore && Arrays.compareUnsigned(key, otherMember) < 0);
    }
}
