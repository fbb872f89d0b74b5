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
    private final @Nullable SkipList list;
    private int node;

    SortedSetCursor(Listpack pack, int position) {
        this.pack = pack;
        this.list = null;
        this.position = position;
    }

    SortedSetCursor(SkipList list, int node) {
        this.pack = NO_PACK;
        this.list = list;
        this.node = node;
    }

    private SkipList list() {
        if (list == null || node == 0) {
            throw new IllegalStateException("the cursor is behind the last member");
        }
        return list;
    }

    public double score() {
        return position == Listpack.NONE ? list().score(node) : SortedSetPack.score(pack, position);
    }

    /** The member; nobody changes the array. */
    public byte[] member() {
        return position == Listpack.NONE ? list().member(node) : pack.get(position);
    }

    /** Hands the member over without a copy. */
    public void member(ElementSink sink) {
        if (position != Listpack.NONE) {
            pack.get(position, sink);
        } else {
            list().nodes().member(node, sink::bytes);
        }
    }

    public int memberLength() {
        return position == Listpack.NONE ? list().nodes().memberLength(node) : pack.length(position);
    }

    /** Whether a walk through the range goes on with this member: the end that it walks towards is not passed. */
    public boolean isIn(LexRange range, boolean reversed) {
        if (position == Listpack.NONE) {
            return reversed ? list().aboveMin(range, node) : list().belowMax(range, node);
        }
        return reversed ? range.aboveMin(pack, position) : range.belowMax(pack, position);
    }

    /** Goes on; false when there are no more members. Not to be called again then. */
    public boolean next() {
        if (position != Listpack.NONE) {
            position = SortedSetPack.next(pack, position);
            return position != Listpack.NONE;
        }
        node = list().forward(node, 0);
        return node != 0;
    }

    /** Goes back; false when there are no more members. Not to be called again then. */
    public boolean previous() {
        if (position != Listpack.NONE) {
            position = SortedSetPack.previous(pack, position);
            return position != Listpack.NONE;
        }
        node = list().backward(node);
        return node != 0;
    }

    /** Goes on in order, or back when reversed. */
    public boolean advance(boolean reversed) {
        return reversed ? previous() : next();
    }
}
