package io.redislab.engine.value.stream;

import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.MallocSize;
import io.redislab.engine.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stream: entries by id in {@link StreamNode nodes}, and consumer groups. Appending is O(1), finding an entry O(log
 * nodes) and a walk through one node.
 */
public final class StreamValue implements Value {
    private static final int STREAM = 80;
    /** How much Redis allocates for a new node at once. */
    private static final int PREALLOCATED = 4096;

    private final StreamNodes nodes = new StreamNodes();
    private final NavigableMap<byte[], StreamGroup> groups = new TreeMap<>(Arrays::compareUnsigned);
    private long length;
    private StreamId lastId = StreamId.MIN;
    private StreamId firstId = StreamId.MIN;
    private StreamId maxDeletedId = StreamId.MIN;
    private long entriesAdded;

    /** Live entries. */
    public long length() {
        return length;
    }

    /** The greatest id that was ever given; new ones are greater. */
    public StreamId lastId() {
        return lastId;
    }

    public void setLastId(StreamId id) {
        lastId = id;
    }

    /** The first live entry's id, or 0-0. */
    public StreamId firstId() {
        return firstId;
    }

    /** The greatest id that XDEL has deleted, or 0-0. */
    public StreamId maxDeletedId() {
        return maxDeletedId;
    }

    public void setMaxDeletedId(StreamId id) {
        maxDeletedId = id;
    }

    /** How many entries were ever added. */
    public long entriesAdded() {
        return entriesAdded;
    }

    public void setEntriesAdded(long count) {
        entriesAdded = count;
    }

    // ---- nodes ----

    public List<StreamNode> nodes() {
        List<StreamNode> all = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            all.add(nodes.get(i));
        }
        return Collections.unmodifiableList(all);
    }

    public int nodeCount() {
        return nodes.size();
    }

    /** How many nodes Redis' radix tree would have for this stream. O(nodes). */
    public int radixTreeNodes() {
        return nodes.radixTreeNodes();
    }

    /** Takes over a node that was read from a file: behind all others. Lengths and ids are set by {@link #restore}. */
    public void addNode(StreamNode node) {
        nodes.add(node);
    }

    /** Sets what a file says of the stream beside its nodes and groups. */
    public void restore(long newLength, StreamId last, StreamId first, StreamId maxDeleted, long added) {
        length = newLength;
        lastId = last;
        firstId = first;
        maxDeletedId = maxDeleted;
        entriesAdded = added;
    }

    // ---- entries ----

    /**
     * The id that a new entry gets at this time: the time itself, or what follows the last id if that is not behind.
     *
     * @return null when there is no greater id any more
     */
    public @Nullable StreamId idFor(long nowMillis) {
        if (Long.compareUnsigned(nowMillis, lastId.ms()) > 0) {
            return new StreamId(nowMillis, 0);
        }
        return lastId.equals(StreamId.MAX) ? null : lastId.next();
    }

    /**
     * Appends an entry.
     *
     * @param id greater than {@link #lastId}
     * @param words field and value in turns, from {@code from} on
     * @param maxBytes {@code stream-node-max-bytes}; 0 for no limit
     * @param maxEntries {@code stream-node-max-entries}; 0 for no limit
     */
    public void append(StreamId id, byte[][] words, int from, long maxBytes, long maxEntries) {
        StreamNode node = nodes.last();
        if (node != null && isFull(node, sizeOf(words, from), maxBytes, maxEntries)) {
            node.close();
            node = null;
        }
        if (node == null) {
            int reserved = maxBytes > 0 ? (int) Math.min(maxBytes, PREALLOCATED) : PREALLOCATED;
            node = StreamNode.forFields(id, words, from, reserved);
            nodes.add(node);
        }
        node.append(id, words, from);
        length++;
        entriesAdded++;
        lastId = id;
        if (length == 1) {
            firstId = id;
        }
    }

    /** Bytes of all fields and values. */
    public static long sizeOf(byte[][] words, int from) {
        long sum = 0;
        for (int i = from; i < words.length; i++) {
            sum += words[i].length;
        }
        return sum;
    }

    private static boolean isFull(StreamNode node, long added, long maxBytes, long maxEntries) {
        long limit = maxBytes <= 0 ? Listpack.MAX_BYTES : maxBytes;
        if (node.elements().totalBytes() + added >= Math.min(limit, Listpack.MAX_BYTES)) {
            return true;
        }
        return maxEntries > 0 && node.liveCount() + (long) node.deletedCount() >= maxEntries;
    }

    /** The live entries between two ids, both inclusive. */
    public StreamCursor cursor(StreamId start, StreamId end, boolean backwards) {
        return new StreamCursor(nodes, start, end, backwards, false);
    }

    public boolean contains(StreamId id) {
        return cursor(id, id, false).next();
    }

    /** The last live entry's id, or null when there is none. */
    public @Nullable StreamId lastLiveId() {
        StreamCursor cursor = cursor(StreamId.MIN, StreamId.MAX, true);
        return cursor.next() ? cursor.id() : null;
    }

    /** The first id that is stored, be it a tombstone; {@link StreamId#MAX} when nothing is. */
    public StreamId firstStoredId() {
        StreamCursor cursor = new StreamCursor(nodes, StreamId.MIN, StreamId.MAX, false, true);
        return cursor.next() ? cursor.id() : StreamId.MAX;
    }

    /** Deletes entries as XDEL does. Returns how many were there. */
    public int delete(List<StreamId> ids) {
        int deleted = 0;
        boolean firstGone = false;
        for (StreamId id : ids) {
            StreamCursor cursor = cursor(id, id, false);
            if (!cursor.next()) {
                continue;
            }
            StreamNode node = nodes.get(cursor.nodeIndex());
            if (node.liveCount() == 1) {
                nodes.remove(cursor.nodeIndex());
            } else {
                node.delete(cursor.position());
            }
            length--;
            deleted++;
            firstGone |= id.equals(firstId);
            if (id.isAfter(maxDeletedId)) {
                maxDeletedId = id;
            }
        }
        if (firstGone || length == 0) {
            findFirst();
        }
        return deleted;
    }

    private void findFirst() {
        StreamCursor cursor = cursor(StreamId.MIN, StreamId.MAX, false);
        firstId = cursor.next() ? cursor.id() : StreamId.MIN;
    }

    /** Removes entries from the beginning. Returns how many. */
    public long trim(StreamTrim trim) {
        long removed = 0;
        StreamId minId = trim.minId();
        while (nodes.size() > 0 && (minId != null || length > trim.maxLength())) {
            StreamNode node = nodes.get(0);
            int entries = node.liveCount();
            if (trim.limit() > 0 && removed + entries > trim.limit()) {
                break;
            }
            boolean whole = minId == null ? length - entries >= trim.maxLength() : isBefore(node, node.last(), minId);
            if (!whole) {
                if (!trim.approximate()) {
                    removed += trimInside(node, trim);
                }
                break;
            }
            nodes.remove(0);
            length -= entries;
            removed += entries;
        }
        if (removed > 0 || length == 0) {
            findFirst();
        }
        return removed;
    }

    private static boolean isBefore(StreamNode node, int entry, StreamId id) {
        return entry == StreamNode.NONE || StreamId.compare(node.ms(entry), node.seq(entry), id.ms(), id.seq()) < 0;
    }

    private long trimInside(StreamNode node, StreamTrim trim) {
        long removed = 0;
        StreamId minId = trim.minId();
        int entry = node.first();
        while (entry != StreamNode.NONE && (minId == null ? length > trim.maxLength() : isBefore(node, entry, minId))) {
            if (node.isDeleted(entry)) {
                entry = node.next(entry);
                continue;
            }
            int before = node.elements().totalBytes();
            node.delete(entry);
            // The counters in the head may have become shorter or longer, and moved everything.
            entry = node.next(entry + node.elements().totalBytes() - before);
            removed++;
            length--;
        }
        return removed;
    }

    // ---- groups ----

    /** The consumer groups by name. */
    public NavigableMap<byte[], StreamGroup> groups() {
        return groups;
    }

    public @Nullable StreamGroup group(byte[] name) {
        return groups.get(name);
    }

    /** Adds a group whose name is not taken. */
    public StreamGroup addGroup(byte[] name, StreamId last, long entriesRead) {
        StreamGroup group = new StreamGroup(name, last, entriesRead);
        groups.put(name, group);
        return group;
    }

    /** Whether an entry was deleted at this id or behind it, so that counting from there is not possible. */
    public boolean hasTombstonesFrom(StreamId start) {
        return length > 0
                && !maxDeletedId.isZero()
                && !firstId.isAfter(maxDeletedId)
                && start.compareTo(maxDeletedId) <= 0;
    }

    /**
     * How many entries there ever were up to this id, where that can be told: at the ends of the stream, and where
     * nothing was deleted in between.
     *
     * @return {@link StreamGroup#UNKNOWN} otherwise
     */
    public long readCounterOf(StreamId id) {
        if (entriesAdded == 0) {
            return 0;
        }
        int toLast = id.compareTo(lastId);
        if (toLast == 0 || (length == 0 && toLast < 0)) {
            return entriesAdded;
        }
        if (toLast > 0) {
            return StreamGroup.UNKNOWN;
        }
        if (maxDeletedId.isZero() || maxDeletedId.compareTo(firstId) < 0) {
            int toFirst = id.compareTo(firstId);
            if (toFirst <= 0) {
                return entriesAdded - length + (toFirst == 0 ? 1 : 0);
            }
        }
        return StreamGroup.UNKNOWN;
    }

    /** How many entries a group has not been given yet, or null when nobody can tell. */
    public @Nullable Long lag(StreamGroup group) {
        if (entriesAdded == 0) {
            return 0L;
        }
        long read = group.entriesRead();
        if (read == StreamGroup.UNKNOWN || hasTombstonesFrom(group.lastId())) {
            read = readCounterOf(group.lastId());
        }
        return read == StreamGroup.UNKNOWN ? null : (Long) (entriesAdded - read);
    }

    // ---- value ----

    @Override
    public String typeName() {
        return "stream";
    }

    @Override
    public String encoding() {
        return "stream";
    }

    @Override
    public StreamValue copy() {
        StreamValue copy = new StreamValue();
        for (int i = 0; i < nodes.size(); i++) {
            copy.nodes.add(nodes.get(i).copy());
        }
        copy.restore(length, lastId, firstId, maxDeletedId, entriesAdded);
        groups.forEach((name, group) -> copy.groups.put(name, group.copy()));
        return copy;
    }

    /** Nodes, and of each group itself and what waits in it, for which the first one speaks. */
    @Override
    public long freeEffort() {
        long effort = nodes.size() > 100 ? nodes.size() : radixTreeNodes();
        return groups.isEmpty()
                ? effort
                : effort
                        + groups.size()
                                * (1L + groups.firstEntry().getValue().pending().size());
    }

    @Override
    public long memoryUsage(int samples) {
        long sum = MallocSize.OBJECT + STREAM + radixTreeBytes(nodes.size());
        int seen = samples == 0 ? nodes.size() : Math.min(samples, nodes.size());
        long sampled = 0;
        for (int i = 0; i < seen; i++) {
            sampled += nodes.get(i).allocatedBytes();
        }
        if (seen == nodes.size()) {
            sum += sampled;
        } else {
            // The last node is seldom full, so it counts by itself.
            sum += sampled / seen * (nodes.size() - 1)
                    + nodes.get(nodes.size() - 1).allocatedBytes();
        }
        for (StreamGroup group : groups.values()) {
            sum += group.memoryUsage();
        }
        return sum;
    }

    /** What Redis reckons for a radix tree of ids, with the shape that ids of successive ms give it. */
    static long radixTreeBytes(int keys) {
        int treeNodes = keys == 0 ? 1 : keys == 1 ? 2 : 2 * keys + 2;
        return 16L * keys + 244L * treeNodes;
    }
}
