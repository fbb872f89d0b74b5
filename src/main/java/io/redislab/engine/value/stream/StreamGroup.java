package io.redislab.engine.value.stream;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A consumer group: how far it has read, its consumers, and what they have not acknowledged yet. */
public final class StreamGroup {
    /** What {@link #entriesRead} is when nobody can tell. */
    public static final long UNKNOWN = -1;

    private final byte[] name;
    private StreamId lastId;
    private long entriesRead;
    private final NavigableMap<StreamId, PendingEntry> pending = new TreeMap<>();
    private final NavigableMap<byte[], StreamConsumer> consumers = new TreeMap<>(Arrays::compareUnsigned);
    private long nameBytes;

    StreamGroup(byte[] name, StreamId lastId, long entriesRead) {
        this.name = name;
        this.lastId = lastId;
        this.entriesRead = entriesRead;
    }

    public byte[] name() {
        return name;
    }

    /** The last entry that was delivered to any consumer. */
    public StreamId lastId() {
        return lastId;
    }

    /** How many entries there ever were up to {@link #lastId}, or {@link #UNKNOWN}. */
    public long entriesRead() {
        return entriesRead;
    }

    public void moveTo(StreamId id, long read) {
        lastId = id;
        entriesRead = read;
    }

    /** All entries that were delivered and not acknowledged, by id. */
    public NavigableMap<StreamId, PendingEntry> pending() {
        return pending;
    }

    /** The consumers, by name. */
    public NavigableMap<byte[], StreamConsumer> consumers() {
        return consumers;
    }

    public @Nullable StreamConsumer consumer(byte[] consumerName) {
        return consumers.get(consumerName);
    }

    /** Adds a consumer that is not there yet. */
    public StreamConsumer addConsumer(byte[] consumerName, long seenMillis) {
        StreamConsumer consumer = new StreamConsumer(consumerName, seenMillis);
        consumers.put(consumerName, consumer);
        nameBytes += consumerName.length;
        return consumer;
    }

    /** Removes a consumer; nobody will get what it had pending. */
    public void removeConsumer(StreamConsumer consumer) {
        consumer.pending.keySet().forEach(pending::remove);
        consumers.remove(consumer.name());
        nameBytes -= consumer.name().length;
    }

    /** Adds a pending entry, which belongs to nobody yet. */
    public PendingEntry addPending(StreamId id, long deliveryMillis, long deliveryCount) {
        PendingEntry entry = new PendingEntry(id, deliveryMillis, deliveryCount);
        pending.put(id, entry);
        return entry;
    }

    /** Gives a pending entry to a consumer and takes it from the one that had it. */
    public void assign(PendingEntry entry, StreamConsumer consumer) {
        StreamConsumer before = entry.consumer;
        if (before == consumer) {
            return;
        }
        if (before != null) {
            before.pending.remove(entry.id());
        }
        entry.consumer = consumer;
        consumer.pending.put(entry.id(), entry);
    }

    /** An entry goes to a consumer for the first time, or again after the group was set back. */
    public PendingEntry deliver(StreamId id, StreamConsumer consumer, long nowMillis) {
        PendingEntry entry = pending.get(id);
        if (entry == null) {
            entry = addPending(id, nowMillis, 1);
        } else {
            entry.delivered(nowMillis, 1);
        }
        assign(entry, consumer);
        return entry;
    }

    /** The entry is not pending any more; false when it was not. */
    public boolean acknowledge(StreamId id) {
        PendingEntry entry = pending.remove(id);
        if (entry == null) {
            return false;
        }
        if (entry.consumer != null) {
            entry.consumer.pending.remove(id);
        }
        return true;
    }

    StreamGroup copy() {
        StreamGroup copy = new StreamGroup(name, lastId, entriesRead);
        for (StreamConsumer consumer : consumers.values()) {
            copy.addConsumer(consumer.name(), consumer.seenMillis());
        }
        for (PendingEntry entry : pending.values()) {
            PendingEntry twin = copy.addPending(entry.id(), entry.deliveryMillis(), entry.deliveryCount());
            StreamConsumer owner = entry.consumer == null ? null : copy.consumer(entry.consumer.name());
            if (owner != null) {
                copy.assign(twin, owner);
            }
        }
        return copy;
    }

    long memoryUsage() {
        long group = 40 + StreamValue.radixTreeBytes(pending.size()) + 24L * pending.size();
        return group + 24L * consumers.size() + nameBytes + StreamValue.radixTreeBytes(pending.size());
    }
}
