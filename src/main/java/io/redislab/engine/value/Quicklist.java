package io.redislab.engine.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A list of strings as a chain of nodes, each a {@link Listpack} of limited size or, above the packed threshold, one
 * plain element. Pushing and popping at the ends is O(1), finding an index O(nodes), and what is inserted in the middle
 * moves the bytes of one node only. Nodes are split, merged and filled as in Redis, so that RDB files and DUMP give the
 * same bytes.
 *
 * <p>{@code fill} is {@code list-max-listpack-size}: positive, the most elements of a node (which then has at most 8
 * KiB); -1 to -5, the most bytes, 4 KiB to 64 KiB. With a {@code compressDepth} above 0 all nodes but so many at each end
 * are kept LZF compressed where that saves something.
 *
 * <p>The packed threshold is given with each change, because DEBUG turns it for all lists at once.
 */
public final class Quicklist {
    /** From this size on an element has a node of its own, unless DEBUG QUICKLIST-PACKED-THRESHOLD says otherwise. */
    public static final int DEFAULT_PACKED_THRESHOLD = 1 << 30;

    private static final int MAX_FILL = 32767;
    private static final int MIN_FILL = -5;
    private static final int MAX_DEPTH = 65535;
    private static final int SMALLEST_BYTE_LIMIT = 4096;

    /** Bounds a node that is limited by its number of elements. */
    private static final int SAFE_BYTES = 8192;

    /** What an element is assumed to need beside its own bytes. */
    private static final int ELEMENT_OVERHEAD = 8;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes of the settings in {@link #toBytes}. */
    private static final int SETTINGS = 4;

    private final int fill;
    private final int compressDepth;
    private @Nullable QuicklistNode head;
    private @Nullable QuicklistNode tail;
    private int nodes;
    private int size;

    public Quicklist(int fill, int compressDepth) {
        this.fill = Math.max(MIN_FILL, Math.min(MAX_FILL, fill));
        this.compressDepth = Math.max(0, Math.min(MAX_DEPTH, compressDepth));
    }

    /**
     * The list as bytes, if it is nothing but one listpack: its two settings (2 bytes each, little-endian), then that.
     * Null for any other, and for more than {@code most} bytes.
     */
    public byte @Nullable [] toBytes(int most) {
        if (nodes != 1 || head == null || head.plain || head.isCompressed() || SETTINGS + head.bytes() > most) {
            return null;
        }
        byte[] pack = head.open().toBytes();
        byte[] bytes = new byte[SETTINGS + pack.length];
        SHORT.set(bytes, 0, (short) fill);
        SHORT.set(bytes, 2, (short) compressDepth);
        System.arraycopy(pack, 0, bytes, SETTINGS, pack.length);
        return bytes;
    }

    /** What {@link #toBytes} has made. */
    public static Quicklist of(byte[] bytes) {
        Quicklist list = new Quicklist((short) SHORT.get(bytes, 0), (short) SHORT.get(bytes, 2) & MAX_DEPTH);
        QuicklistNode node = QuicklistNode.packed(Listpack.of(Arrays.copyOfRange(bytes, SETTINGS, bytes.length)));
        list.head = node;
        list.tail = node;
        list.nodes = 1;
        list.size = node.count;
        return list;
    }

    public Quicklist copy() {
        Quicklist copy = new Quicklist(fill, compressDepth);
        for (QuicklistNode node = head; node != null; node = node.next) {
            QuicklistNode twin = node.copy();
            twin.previous = copy.tail;
            if (copy.tail == null) {
                copy.head = twin;
            } else {
                copy.tail.next = twin;
            }
            copy.tail = twin;
        }
        copy.nodes = nodes;
        copy.size = size;
        return copy;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int fill() {
        return fill;
    }

    public int compressDepth() {
        return compressDepth;
    }

    public int nodeCount() {
        return nodes;
    }

    @Nullable
    QuicklistNode head() {
        return head;
    }

    @Nullable
    QuicklistNode tail() {
        return tail;
    }

    // Ends

    public void push(byte[] element, boolean atHead, int packedThreshold) {
        QuicklistNode end = atHead ? head : tail;
        if (element.length >= packedThreshold) {
            link(end, QuicklistNode.plain(element), !atHead);
        } else if (end != null && allowsInsert(end, element.length, packedThreshold)) {
            addAtEnd(end, element, atHead);
            size++;
        } else {
            Listpack pack = new Listpack();
            pack.append(element);
            link(end, QuicklistNode.packed(pack), !atHead);
        }
    }

    private static void addAtEnd(QuicklistNode node, byte[] element, boolean atHead) {
        Listpack pack = node.unpack();
        if (atHead) {
            pack.prepend(element);
        } else {
            pack.append(element);
        }
        node.count++;
    }

    /** Takes the first or last element away; the list is not empty. */
    public byte[] pop(boolean atHead) {
        QuicklistNode end = atHead ? head : tail;
        if (end == null) {
            throw new IllegalStateException("pop from an empty list");
        }
        if (end.plain) {
            byte[] element = end.plainBytes();
            unlink(end);
            return element;
        }
        Listpack pack = end.unpack();
        int p = atHead ? pack.first() : pack.last();
        byte[] element = pack.get(p);
        removeAt(end, p);
        return element;
    }

    /** As {@link #pop(boolean)}, without copying the element. */
    public void pop(boolean atHead, ElementSink sink) {
        QuicklistNode end = atHead ? head : tail;
        if (end == null) {
            throw new IllegalStateException("pop from an empty list");
        }
        if (end.plain) {
            byte[] element = end.plainBytes();
            sink.bytes(element, 0, element.length);
            unlink(end);
            return;
        }
        Listpack pack = end.unpack();
        int p = atHead ? pack.first() : pack.last();
        pack.get(p, sink);
        removeAt(end, p);
    }

    /** Puts a whole node at the end, as it was saved. Empty ones are left out. */
    public void appendNode(Listpack pack) {
        if (!pack.isEmpty()) {
            link(tail, QuicklistNode.packed(pack), true);
        }
    }

    /** Puts an element at the end that was saved as a node of its own. */
    public void appendPlainNode(byte[] element) {
        link(tail, QuicklistNode.plain(element), true);
    }

    // By index

    /**
     * A cursor whose first {@link QuicklistCursor#next} goes to this index.
     *
     * @param index from 0; -1 is the last element
     * @return null when there is no such element
     */
    public @Nullable QuicklistCursor cursorAt(long index, boolean forward) {
        long at = index < 0 ? size + index : index;
        if (at < 0 || at >= size) {
            return null;
        }
        QuicklistNode node;
        long before;
        if (at <= (size - 1) / 2) {
            node = head;
            before = 0;
            while (node != null && before + node.count <= at) {
                before += node.count;
                node = node.next;
            }
        } else {
            node = tail;
            before = (long) size - (node == null ? 0 : node.count);
            while (node != null && before > at) {
                node = node.previous;
                before -= node == null ? 0 : node.count;
            }
        }
        return new QuicklistCursor(this, node, (int) (at - before), forward);
    }

    /** A cursor over all elements, from the first or the last one on. */
    public QuicklistCursor cursor(boolean forward) {
        QuicklistNode start = forward ? head : tail;
        return new QuicklistCursor(this, start, forward || start == null ? 0 : start.count - 1, forward);
    }

    /** The element with this index, or null. */
    public byte @Nullable [] get(long index) {
        QuicklistCursor cursor = cursorAt(index, true);
        return cursor != null && cursor.next() ? cursor.get() : null;
    }

    /** Puts an element in the place of the one with this index; false when there is none. */
    public boolean replace(long index, byte[] element, int packedThreshold) {
        QuicklistCursor cursor = cursorAt(index, true);
        if (cursor == null || !cursor.next()) {
            return false;
        }
        cursor.replace(element, packedThreshold);
        return true;
    }

    /** Takes up to {@code count} elements away, from this index on; an index that does not exist takes none. */
    public void removeRange(long start, long count) {
        long from = start < 0 ? size + start : start;
        if (count <= 0 || from < 0 || from >= size) {
            return;
        }
        int left = (int) Math.min(count, size - from);
        QuicklistCursor cursor = cursorAt(from, true);
        if (cursor == null) {
            return;
        }
        QuicklistNode node = cursor.node();
        int offset = cursor.offset();
        while (left > 0 && node != null) {
            QuicklistNode following = node.next;
            int here = Math.min(left, node.count - offset);
            if (here == node.count) {
                unlink(node);
            } else {
                node.unpack().deleteRange(offset, here);
                node.count -= here;
                size -= here;
                compressAround(node);
            }
            left -= here;
            offset = 0;
            node = following;
        }
    }

    /** Sees each node as it is saved. */
    public interface NodeVisitor {
        void packed(Listpack pack);

        void plain(byte[] element);
    }

    public void forEachNode(NodeVisitor visitor) {
        for (QuicklistNode node = head; node != null; node = node.next) {
            if (node.plain) {
                visitor.plain(node.plainBytes());
            } else {
                visitor.packed(node.open());
            }
        }
    }

    /** Bytes of all nodes when none is compressed. */
    public long uncompressedBytes() {
        long sum = 0;
        for (QuicklistNode node = head; node != null; node = node.next) {
            sum += node.bytes();
        }
        return sum;
    }

    // What a cursor asks for

    /** Returns whether the node is gone. */
    boolean removeAt(QuicklistNode node, int p) {
        if (node.count == 1) {
            unlink(node);
            return true;
        }
        node.unpack().delete(p);
        node.count--;
        size--;
        return false;
    }

    /** Puts an element beside the one at {@code p}, which is the node's {@code offset}-th. */
    void insert(QuicklistNode node, int p, int offset, byte[] element, boolean after, int packedThreshold) {
        boolean atEdge = offset == (after ? node.count - 1 : 0);
        if (element.length >= packedThreshold) {
            QuicklistNode own = QuicklistNode.plain(element);
            if (node.plain || atEdge) {
                link(node, own, after);
            } else {
                QuicklistNode rest = split(node, offset, after);
                link(node, own, after);
                link(own, rest, after);
            }
            return;
        }
        if (allowsInsert(node, element.length, packedThreshold)) {
            Listpack pack = node.unpack();
            if (after) {
                pack.insertAfter(p, element);
            } else {
                pack.insertBefore(p, element);
            }
            node.count++;
            size++;
            compressAround(node);
            return;
        }
        QuicklistNode beside = after ? node.next : node.previous;
        if (atEdge && beside != null && allowsInsert(beside, element.length, packedThreshold)) {
            addAtEnd(beside, element, after);
            size++;
            compressAround(beside);
        } else if (atEdge) {
            Listpack pack = new Listpack();
            pack.append(element);
            link(node, QuicklistNode.packed(pack), after);
        } else {
            QuicklistNode rest = split(node, offset, after);
            addAtEnd(rest, element, after);
            link(node, rest, after);
            mergeAround(node);
        }
    }

    /** Puts an element in the place of the one at {@code p}, which is the node's {@code offset}-th. */
    void replace(QuicklistNode node, int p, int offset, byte[] element, int packedThreshold) {
        boolean large = element.length >= packedThreshold;
        if (!node.plain && !large) {
            node.unpack().replace(p, element);
            compressAround(node);
        } else if (node.plain && large) {
            node.setPlain(element);
            compressAround(node);
        } else {
            insert(node, p, offset, element, true, packedThreshold);
            if (node.count == 1) {
                unlink(node);
            } else {
                // The node ends with the replaced element now.
                Listpack pack = node.unpack();
                removeAt(node, pack.last());
                compressAround(node);
            }
        }
    }

    // Nodes

    private boolean allowsInsert(QuicklistNode node, int bytes, int packedThreshold) {
        if (node.plain || bytes >= packedThreshold) {
            return false;
        }
        long wanted = (long) node.bytes() + bytes + ELEMENT_OVERHEAD;
        return fitsBytes(wanted) || (wanted <= SAFE_BYTES && node.count < fill);
    }

    private boolean allowsMerge(@Nullable QuicklistNode a, @Nullable QuicklistNode b) {
        if (a == null || b == null || a.plain || b.plain) {
            return false;
        }
        // 11 is what Redis takes off for the header and the end that go.
        long wanted = (long) a.bytes() + b.bytes() - 11;
        return fitsBytes(wanted) || (wanted <= SAFE_BYTES && a.count + b.count <= fill);
    }

    private boolean fitsBytes(long wanted) {
        return fill < 0 && wanted <= (long) SMALLEST_BYTE_LIMIT << (-fill - 1);
    }

    /** Puts a node beside another, or alone into an empty list. */
    private void link(@Nullable QuicklistNode at, QuicklistNode node, boolean after) {
        node.previous = after ? at : at == null ? null : at.previous;
        node.next = after ? at == null ? null : at.next : at;
        if (node.previous == null) {
            head = node;
        } else {
            node.previous.next = node;
        }
        if (node.next == null) {
            tail = node;
        } else {
            node.next.previous = node;
        }
        nodes++;
        size += node.count;
        if (at != null) {
            compressAround(at);
        }
        compressAround(node);
    }

    private void unlink(QuicklistNode node) {
        if (node.previous == null) {
            head = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next == null) {
            tail = node.previous;
        } else {
            node.next.previous = node.previous;
        }
        nodes--;
        size -= node.count;
        compressAround(null);
    }

    /**
     * Takes the elements behind (or before) the {@code offset}-th out of a node.
     *
     * @return a node with them, not linked
     */
    private QuicklistNode split(QuicklistNode node, int offset, boolean after) {
        Listpack kept = node.unpack();
        Listpack taken = kept.copy();
        int count = node.count;
        if (after) {
            kept.deleteRange(offset + 1L, count);
            taken.deleteRange(0, offset + 1);
        } else {
            kept.deleteRange(0, offset);
            taken.deleteRange(offset, count);
        }
        QuicklistNode rest = QuicklistNode.packed(taken);
        node.count = count - rest.count;
        size -= rest.count;
        return rest;
    }

    /** After a split: joins neighbours that fit into one node, first those farther away, then the centre's own. */
    private void mergeAround(QuicklistNode center) {
        QuicklistNode before = center.previous;
        QuicklistNode behind = center.next;
        if (before != null && allowsMerge(before.previous, before)) {
            merge(before.previous, before);
        }
        if (behind != null && allowsMerge(behind, behind.next)) {
            merge(behind, behind.next);
        }
        QuicklistNode joined = center;
        if (allowsMerge(center.previous, center)) {
            joined = merge(center.previous, center);
        }
        if (allowsMerge(joined, joined.next)) {
            merge(joined, joined.next);
        }
    }

    private QuicklistNode merge(@Nullable QuicklistNode left, @Nullable QuicklistNode right) {
        if (left == null || right == null) {
            throw new IllegalStateException("nothing to merge");
        }
        left.unpack().appendAll(right.unpack());
        left.count += right.count;
        size += right.count;
        unlink(right);
        compressAround(left);
        return left;
    }

    /** Opens the nodes at both ends, and compresses the first ones behind them and the one that has changed. */
    void compressAround(@Nullable QuicklistNode changed) {
        if (compressDepth == 0 || nodes < 2 * compressDepth) {
            return;
        }
        QuicklistNode front = head;
        QuicklistNode back = tail;
        boolean outer = false;
        for (int depth = 0; depth < compressDepth && front != null && back != null; depth++) {
            front.expand();
            back.expand();
            outer |= front == changed || back == changed;
            if (front == back || front.next == back) {
                return;
            }
            front = front.next;
            back = back.previous;
        }
        if (!outer && changed != null) {
            changed.compress();
        }
        if (front != null && back != null) {
            front.compress();
            back.compress();
        }
    }
}
