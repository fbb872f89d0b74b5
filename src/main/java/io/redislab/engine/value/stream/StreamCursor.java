package io.redislab.engine.value.stream;

import io.redislab.engine.value.ElementSink;

/** Walks through the live entries of a stream, forwards or backwards. Not valid any more once the stream changes. */
public final class StreamCursor {
    private final StreamNodes nodes;
    private final StreamId start;
    private final StreamId end;
    private final boolean backwards;
    private final boolean tombstones;

    private int index;
    private int entry = StreamNode.NONE;
    /** The entry behind the present one, once its fields have been read. */
    private int following = StreamNode.NONE;

    private boolean fieldsRead;
    private boolean inNode;
    private long ms;
    private long seq;
    private long visited;

    StreamCursor(StreamNodes nodes, StreamId start, StreamId end, boolean backwards, boolean tombstones) {
        this.nodes = nodes;
        this.start = start;
        this.end = end;
        this.backwards = backwards;
        this.tombstones = tombstones;
        this.index = backwards ? nodes.floor(end) : Math.max(0, nodes.floor(start));
    }

    /** Goes to the next entry, at first to the first one; false when there is none. */
    public boolean next() {
        while (true) {
            if (!step()) {
                return false;
            }
            StreamNode node = nodes.get(index);
            visited++;
            ms = node.ms(entry);
            seq = node.seq(entry);
            boolean beforeStart = StreamId.compare(ms, seq, start.ms(), start.seq()) < 0;
            boolean behindEnd = StreamId.compare(ms, seq, end.ms(), end.seq()) > 0;
            if (backwards ? beforeStart : behindEnd) {
                return false;
            }
            if (!beforeStart && !behindEnd && (tombstones || !node.isDeleted(entry))) {
                return true;
            }
        }
    }

    /** Goes one entry on, whatever it is, into the neighbouring node if need be. */
    private boolean step() {
        while (index >= 0 && index < nodes.size()) {
            StreamNode node = nodes.get(index);
            if (!inNode) {
                entry = backwards ? node.last() : node.first();
                inNode = true;
            } else if (backwards) {
                entry = node.previous(entry);
            } else {
                entry = fieldsRead ? following : node.next(entry);
            }
            fieldsRead = false;
            if (entry != StreamNode.NONE) {
                return true;
            }
            inNode = false;
            index += backwards ? -1 : 1;
        }
        return false;
    }

    public StreamId id() {
        return new StreamId(ms, seq);
    }

    public int fieldCount() {
        return nodes.get(index).fieldCount(entry);
    }

    /** Gives the entry's fields and values in turns: {@code 2 *} {@link #fieldCount} elements. */
    public void fields(ElementSink sink) {
        following = nodes.get(index).fields(entry, sink);
        fieldsRead = true;
    }

    /** How many entries have been looked at, tombstones too. */
    public long visited() {
        return visited;
    }

    int nodeIndex() {
        return index;
    }

    int position() {
        return entry;
    }
}
