package io.redislab.engine.value;

import org.jspecify.annotations.Nullable;

/**
 * A place in a sorted set, from which one goes on to the neighbours in either direction. The set may not be changed
 * meanwhile.
 */
public final class SortedSetCursor {
    private static final Listpack NO_PACK = new Listpack();

    private final Listpack pack;
    private int position = Listpack.NONE;
    private @Nullable SkipListNode node;

    SortedSetCursor(Listpack pack, int position) {
        this.pack = pack;
        this.position = position;
    }

    SortedSetCursor(SkipListNode node) {
        this.pack = NO_PACK;
        this.node = node;
    }

    private SkipListNode node() {
        if (node == null) {
            throw new IllegalStateException("the cursor is behind the last member");
        }
        return node;
    }

    public double score() {
        return position == Listpack.NONE ? node().score : SortedSetPack.score(pack, position);
    }

    /** The member; nobody changes the array. */
    public byte[] member() {
        return position == Listpack.NONE ? node().key : pack.get(position);
    }

    /** Hands the member over without a copy. */
    public void member(ElementSink sink) {
        if (position != Listpack.NONE) {
            pack.get(position, sink);
        } else {
            byte[] member = node().key;
            sink.bytes(member, 0, member.length);
        }
    }

    public int memberLength() {
        return position == Listpack.NONE ? node().key.length : pack.length(position);
    }

    /** Whether a walk through the range goes on with this member: the end that it walks towards is not passed. */
    public boolean isIn(LexRange range, boolean reversed) {
        if (position == Listpack.NONE) {
            byte[] member = node().key;
            return reversed ? range.aboveMin(member) : range.belowMax(member);
        }
        return reversed ? range.aboveMin(pack, position) : range.belowMax(pack, position);
    }

    /** Goes on; false when there are no more members. Not to be called again then. */
    public boolean next() {
        if (position != Listpack.NONE) {
            position = SortedSetPack.next(pack, position);
            return position != Listpack.NONE;
        }
        node = node().forward(0);
        return node != null;
    }

    /** Goes back; false when there are no more members. Not to be called again then. */
    public boolean previous() {
        if (position != Listpack.NONE) {
            position = SortedSetPack.previous(pack, position);
            return position != Listpack.NONE;
        }
        node = node().backward;
        return node != null;
    }

    /** Goes on in order, or back when reversed. */
    public boolean advance(boolean reversed) {
        return reversed ? previous() : next();
    }
}
