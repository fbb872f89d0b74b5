package io.redislab.engine.value.stream;

import org.jspecify.annotations.Nullable;

/** An entry that was delivered to a consumer of a group and has not been acknowledged. */
public final class PendingEntry {
    private final StreamId id;
    private long deliveryMillis;
    private long deliveryCount;

    @Nullable
    StreamConsumer consumer;

    PendingEntry(StreamId id, long deliveryMillis, long deliveryCount) {
        this.id = id;
        this.deliveryMillis = deliveryMillis;
        this.deliveryCount = deliveryCount;
    }

    public StreamId id() {
        return id;
    }

    /** When it was last delivered: Unix time in ms. */
    public long deliveryMillis() {
        return deliveryMillis;
    }

    /** How often it was delivered. */
    public long deliveryCount() {
        return deliveryCount;
    }

    public void delivered(long millis, long count) {
        deliveryMillis = millis;
        deliveryCount = count;
    }

    /** To whom it was last delivered; null until {@link StreamGroup#assign} has said so. */
    public @Nullable StreamConsumer consumer() {
        return consumer;
    }
}
