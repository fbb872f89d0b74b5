package io.redislab.engine.value;

import io.redislab.engine.arena.Arena;
import io.redislab.engine.arena.Slots;
import java.util.Arrays;

/**
 * The members of a sorted set with their scores: each is a record in an arena, which is a node of a skip list and an entry
 * of a hash table at the same time. A leaderboard of a million members whose scores change would else be a million
 * objects that the garbage collector has to look through again and again.
 *
 * <p>A record, in bytes: next and hash (8, {@link RecordTable}), score (8), the node before it (4), the one behind it on the
 * lowest level (4), length of the member and number of levels (4), for each further level the next node and how many
 * members further that is (8), the member. A long one is an object in a slot, whose number stands there (4).
 */
final class SkipListNodes extends NamedRecordTable {
    private static final int SCORE = HEADER;
    private static final int BACKWARD = HEADER + 8;
    private static final int FORWARD = HEADER + 12;
    private static final int SIZES = HEADER + 16;
    /** Of a node with one level. */
    private static final int MEMBER = HEADER + 20;

    private static final int LEVEL_BYTES = 8;
    private static final int SLOT_BYTES = 4;

    private static final int HEIGHT_BITS = 8;
    private static final int HEIGHT_MASK = (1 << HEIGHT_BITS) - 1;
    private static final int LONG_MEMBER = (1 << Integer.SIZE - HEIGHT_BITS) - 1;

    private final Slots longMembers;
    private final int head;

    /** @param levels of the node that stands before all members */
    SkipListNodes(int levels) {
        super(Arena.small());
        longMembers = new Slots();
        head = arena.allocate(blockBytes(levels, 0));
        arena.zero(head, blockBytes(levels, 0));
        arena.putInt(head, SIZES, levels);
    }

    private SkipListNodes(SkipListNodes other) {
        super(other.arena.copy(), other);
        longMembers = other.longMembers.copy(member -> member);
        head = other.head;
    }

    /** The same nodes at the same addresses. */
    SkipListNodes copy() {
        return new SkipListNodes(this);
    }

    private static int blockBytes(int height, int memberBytes) {
        return MEMBER + LEVEL_BYTES * (height - 1) + memberBytes;
    }

    // ---- the hash table ----

    @Override
    protected boolean isNamed(int node, byte[] member) {
        int length = inlineLength(node);
        if (length == LONG_MEMBER) {
            return Arrays.equals(longMember(node), member);
        }
        return length == member.length && arena.holds(node, memberAt(node), member);
    }

    /** A node for a member that has none; it is linked to no other yet. */
    int add(byte[] member, int hash, double score, int height) {
        boolean isLong = blockBytes(height, member.length) > arena.maxBlock();
        int node = arena.allocate(blockBytes(height, isLong ? SLOT_BYTES : member.length));
        arena.putInt(node, SIZES, (isLong ? LONG_MEMBER : member.length) << HEIGHT_BITS | height);
        setScore(node, score);
        if (isLong) {
            arena.putInt(node, memberAt(node), longMembers.add(member));
        } else {
            arena.put(node, memberAt(node), member);
        }
        insert(node, hash);
        return node;
    }

    /** Forgets a node that none is linked to any more. */
    void remove(int node) {
        unlink(node);
        int length = inlineLength(node);
        if (length == LONG_MEMBER) {
            longMembers.remove(arena.getInt(node, memberAt(node)));
            length = SLOT_BYTES;
        }
        arena.free(node, blockBytes(height(node), length));
    }

    // ---- the nodes of the list ----

    /** What stands before the first node: it has no member. */
    int head() {
        return head;
    }

    double score(int node) {
        return Double.longBitsToDouble(arena.getLong(node, SCORE));
    }

    void setScore(int node, double score) {
        arena.putLong(node, SCORE, Double.doubleToRawLongBits(score));
    }

    int height(int node) {
        return arena.getInt(node, SIZES) & HEIGHT_MASK;
    }

    /** The next node on this level, the lowest being 0; 0 at the end. */
    int forward(int node, int level) {
        return arena.getInt(node, FORWARD + LEVEL_BYTES * level);
    }

    /** How many members further {@link #forward} is; at the end of a level, how many members follow. */
    int span(int node, int level) {
        if (level == 0) {
            return forward(node, 0) == 0 ? 0 : 1;
        }
        return arena.getInt(node, SIZES + LEVEL_BYTES * level);
    }

    void link(int node, int level, int to, int span) {
        arena.putInt(node, FORWARD + LEVEL_BYTES * level, to);
        if (level > 0) {
            arena.putInt(node, SIZES + LEVEL_BYTES * level, span);
        }
    }

    void widen(int node, int level, int by) {
        if (level > 0) {
            int at = SIZES + LEVEL_BYTES * level;
            arena.putInt(node, at, arena.getInt(node, at) + by);
        }
    }

    /** The node before it; 0 for the first one. */
    int backward(int node) {
        return arena.getInt(node, BACKWARD);
    }

    void setBackward(int node, int before) {
        arena.putInt(node, BACKWARD, before);
    }

    /** Whether it stands before another, had that one this score. */
    boolean isBefore(int node, double score, int other) {
        double own = score(node);
        return own < score || own == score && compare(node, other) < 0;
    }

    // ---- members ----

    private int inlineLength(int node) {
        return arena.getInt(node, SIZES) >>> HEIGHT_BITS;
    }

    private int memberAt(int node) {
        return MEMBER + LEVEL_BYTES * (height(node) - 1);
    }

    private byte[] longMember(int node) {
        return (byte[]) longMembers.get(arena.getInt(node, memberAt(node)));
    }

    int memberLength(int node) {
        int length = inlineLength(node);
        return length == LONG_MEMBER ? longMember(node).length : length;
    }

    /** The member's bytes; nobody changes them. */
    byte[] member(int node) {
        int length = inlineLength(node);
        return length == LONG_MEMBER ? longMember(node) : arena.get(node, memberAt(node), length);
    }

    /** Hands the member over without a copy. */
    void member(int node, Arena.Sink sink) {
        int length = inlineLength(node);
        if (length == LONG_MEMBER) {
            byte[] member = longMember(node);
            sink.take(member, 0, member.length);
        } else {
            arena.give(node, memberAt(node), length, sink);
        }
    }

    int compare(int node, byte[] member) {
        int length = inlineLength(node);
        return length == LONG_MEMBER
                ? Arrays.compareUnsigned(longMember(node), member)
                : arena.compare(node, memberAt(node), length, member);
    }

    private int compare(int node, int other) {
        int length = inlineLength(node);
        int otherLength = inlineLength(other);
        return length == LONG_MEMBER || otherLength == LONG_MEMBER
                ? Arrays.compareUnsigned(member(node), member(other))
                : arena.compare(node, memberAt(node), length, other, memberAt(other), otherLength);
    }
}
