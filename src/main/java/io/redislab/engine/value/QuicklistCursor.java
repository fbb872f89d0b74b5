package io.redislab.engine.value;

import org.jspecify.annotations.Nullable;

/**
 * Walks over a {@link Quicklist}. {@link #next} goes to the next element; {@link #remove} takes the current one away and
 * the walk goes on. After {@link #replace} and the inserts the cursor may not be used any more.
 */
public final class QuicklistCursor {
    private final Quicklist list;
    private final boolean forward;
    private @Nullable QuicklistNode node;
    /** The node's listpack; null when the node is plain, or has not been opened. */
    private @Nullable Listpack pack;

    private int p;
    /** The element's index in its node; before the first {@link #next} and after a removal, of the one to come. */
    private int offset;

    private boolean onElement;

    QuicklistCursor(Quicklist list, @Nullable QuicklistNode node, int offset, boolean forward) {
        this.list = list;
        this.node = node;
        this.offset = offset;
        this.forward = forward;
    }

    /** Goes to the next element; false at the end. */
    public boolean next() {
        QuicklistNode current = node;
        if (current == null) {
            return false;
        }
        if (!onElement) {
            onElement = true;
            return enter(current);
        }
        offset += forward ? 1 : -1;
        if (pack != null) {
            p = forward ? pack.next(p) : pack.previous(p);
            if (p != Listpack.NONE) {
                return true;
            }
        }
        return leave(current);
    }

    /** Opens the node at {@link #offset}, or goes on to its neighbour when there is nothing. */
    private boolean enter(QuicklistNode current) {
        if (offset < 0 || offset >= current.count) {
            return leave(current);
        }
        if (current.plain) {
            pack = null;
            return true;
        }
        pack = current.open();
        p = pack.seek(offset);
        return true;
    }

    private boolean leave(QuicklistNode current) {
        QuicklistNode neighbour = forward ? current.next : current.previous;
        node = neighbour;
        pack = null;
        if (neighbour == null) {
            return false;
        }
        offset = forward ? 0 : neighbour.count - 1;
        return enter(neighbour);
    }

    @Nullable
    QuicklistNode node() {
        return node;
    }

    int offset() {
        return offset;
    }

    private QuicklistNode current() {
        if (node == null || !onElement) {
            throw new IllegalStateException("the cursor is on no element");
        }
        return node;
    }

    /** The current element, copied. */
    public byte[] get() {
        return pack != null ? pack.get(p) : current().plainBytes().clone();
    }

    public void get(ElementSink sink) {
        if (pack != null) {
            pack.get(p, sink);
        } else {
            byte[] element = current().plainBytes();
            sink.bytes(element, 0, element.length);
        }
    }

    public boolean matches(byte[] element) {
        return pack != null
                ? pack.matches(p, element)
                : java.util.Arrays.equals(current().plainBytes(), element);
    }

    /** Takes the current element away. The next {@link #next} goes to the one that followed it. */
    public void remove() {
        QuicklistNode current = current();
        QuicklistNode neighbour = forward ? current.next : current.previous;
        onElement = false;
        pack = null;
        if (list.removeAt(current, p)) {
            node = neighbour;
            offset = forward || neighbour == null ? 0 : neighbour.count - 1;
        } else {
            list.compressAround(current);
            if (!forward) {
                offset--;
            }
        }
    }

    public void replace(byte[] element, int packedThreshold) {
        list.replace(current(), p, offset, element, packedThreshold);
        node = null;
    }

    public void insertBefore(byte[] element, int packedThreshold) {
        list.insert(current(), p, offset, element, false, packedThreshold);
        node = null;
    }

    public void insertAfter(byte[] element, int packedThreshold) {
        list.insert(current(), p, offset, element, true, packedThreshold);
        node = null;
    }
}
