package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamNode;
import io.redislab.engine.value.stream.StreamValue;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Streams in files: the nodes as they are, what is known of the whole stream, then the groups, each with all its pending
 * entries first and its consumers, who name theirs, behind them.
 */
final class StreamRdb {
    private static final int ID_BYTES = 16;

    private StreamRdb() {}

    // ---- writing ----

    static void write(RdbOutput out, StreamValue stream) {
        out.length(stream.nodeCount());
        for (StreamNode node : stream.nodes()) {
            RdbOutput id = new RdbOutput(null);
            rawId(id, node.id());
            out.string(id.toBytes());
            Listpack elements = node.elements();
            out.string(elements.buffer(), 0, elements.totalBytes());
        }
        out.length(stream.length());
        id(out, stream.lastId());
        id(out, stream.firstId());
        id(out, stream.maxDeletedId());
        out.length(stream.entriesAdded());
        out.length(stream.groups().size());
        stream.groups().values().forEach(group -> write(out, group));
    }

    private static void write(RdbOutput out, StreamGroup group) {
        out.string(group.name());
        id(out, group.lastId());
        out.length(group.entriesRead());
        out.length(group.pending().size());
        for (PendingEntry entry : group.pending().values()) {
            rawId(out, entry.id());
            out.fixed64(entry.deliveryMillis());
            out.length(entry.deliveryCount());
        }
        out.length(group.consumers().size());
        for (StreamConsumer consumer : group.consumers().values()) {
            out.string(consumer.name());
            out.fixed64(consumer.seenMillis());
            out.length(consumer.pending().size());
            consumer.pending().keySet().forEach(id -> rawId(out, id));
        }
    }

    private static void id(RdbOutput out, StreamId id) {
        out.length(id.ms());
        out.length(id.seq());
    }

    private static void rawId(RdbOutput out, StreamId id) {
        out.bigEndian(id.ms(), 8);
        out.bigEndian(id.seq(), 8);
    }

    // ---- reading ----

    /** @param complete whether first id, greatest deleted id and counters are there: since Redis 7.0 */
    static StreamValue read(RdbInput in, boolean complete) throws IOException {
        StreamValue stream = new StreamValue();
        readNodes(in, stream);
        long length = in.length();
        StreamId last = readId(in);
        if (complete) {
            StreamId first = readId(in);
            StreamId maxDeleted = readId(in);
            stream.restore(length, last, first, maxDeleted, in.length());
        } else {
            StreamCursor live = stream.cursor(StreamId.MIN, StreamId.MAX, false);
            stream.restore(length, last, live.next() ? live.id() : StreamId.MAX, StreamId.MIN, length);
        }
        if (length != 0 && stream.nodeCount() == 0) {
            throw RdbException.damaged("Stream length inconsistent with rax entries");
        }
        for (int groups = in.count(); groups > 0; groups--) {
            readGroup(in, stream, complete);
        }
        return stream;
    }

    private static void readNodes(RdbInput in, StreamValue stream) throws IOException {
        Map<StreamId, StreamNode> nodes = new TreeMap<>();
        for (int count = in.count(); count > 0; count--) {
            byte[] key = in.string();
            if (key.length != ID_BYTES) {
                throw RdbException.damaged("Stream node key entry is not the size of a stream ID");
            }
            StreamId id = readRawId(new RdbInput(key, 0, key.length));
            byte[] elements = in.string();
            if (!StreamNode.isValid(elements)) {
                throw RdbException.damaged("Stream listpack integrity check failed.");
            }
            if (nodes.put(id, new StreamNode(id, Listpack.of(elements))) != null) {
                throw RdbException.damaged("Listpack re-added with existing key");
            }
        }
        nodes.values().forEach(stream::addNode);
    }

    private static StreamId readId(RdbInput in) throws IOException {
        long ms = in.length();
        return new StreamId(ms, in.length());
    }

    private static StreamId readRawId(RdbInput in) throws IOException {
        long ms = in.bigEndian(8);
        return new StreamId(ms, in.bigEndian(8));
    }

    private static void readGroup(RdbInput in, StreamValue stream, boolean complete) throws IOException {
        byte[] name = in.string();
        StreamId last = readId(in);
        long read = complete ? in.length() : stream.readCounterOf(last);
        if (stream.group(name) != null) {
            throw RdbException.damaged("Duplicated consumer group name");
        }
        StreamGroup group = stream.addGroup(name, last, read);
        for (int count = in.count(); count > 0; count--) {
            StreamId id = readRawId(in);
            long delivered = in.fixed64();
            long deliveries = in.length();
            if (group.pending().containsKey(id)) {
                throw RdbException.damaged("Duplicated global PEL entry loading stream consumer group");
            }
            group.addPending(id, delivered, deliveries);
        }
        for (int count = in.count(); count > 0; count--) {
            readConsumer(in, group);
        }
        if (group.pending().values().stream().anyMatch(entry -> entry.consumer() == null)) {
            throw RdbException.damaged("Stream CG PEL entry without consumer");
        }
    }

    private static void readConsumer(RdbInput in, StreamGroup group) throws IOException {
        byte[] name = in.string();
        if (group.consumer(name) != null) {
            throw RdbException.damaged("Duplicate stream consumer detected.");
        }
        StreamConsumer consumer = group.addConsumer(name, in.fixed64());
        for (int count = in.count(); count > 0; count--) {
            StreamId id = readRawId(in);
            PendingEntry entry = group.pending().get(id);
            if (entry == null) {
                throw RdbException.damaged("Consumer entry not found in group global PEL");
            }
            if (consumer.pending().containsKey(id)) {
                throw RdbException.damaged("Duplicated consumer PEL entry loading a stream consumer group");
            }
            group.assign(entry, consumer);
        }
    }
}
