package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.resp.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the AOF gets of reading and claiming: commands that lead to the same groups whenever they are run. */
final class StreamEffects {
    private static final byte[] ZERO = {'0'};

    private final Context context;
    private final byte[] key;
    private final StreamGroup group;

    StreamEffects(Context context, byte[] key, StreamGroup group) {
        this.context = context;
        this.key = key;
        this.group = group;
    }

    /** Finds or adds the consumer, who has been seen now. */
    StreamConsumer consumer(byte[] name, boolean propagate) {
        StreamConsumer consumer = group.consumer(name);
        if (consumer != null) {
            consumer.seen(context.now());
            return consumer;
        }
        consumer = group.addConsumer(name, context.now());
        context.addDirty(1);
        context.notify(EventType.STREAM, "xgroup-createconsumer", key);
        if (propagate) {
            propagate("XGROUP", "CREATECONSUMER", key, group.name(), name);
        }
        return consumer;
    }

    /** An entry has become pending, has got another owner, or is to go because the stream has it no more. */
    void claimed(PendingEntry entry) {
        StreamConsumer consumer = entry.consumer();
        propagate(
                "XCLAIM",
                key,
                group.name(),
                consumer == null ? ZERO : consumer.name(),
                ZERO,
                entry.id().toBytes(),
                "TIME",
                Numbers.longToBytes(entry.deliveryMillis()),
                "RETRYCOUNT",
                Numbers.longToBytes(entry.deliveryCount()),
                "FORCE",
                "JUSTID",
                "LASTID",
                group.lastId().toBytes());
    }

    /** The group has read on without anything becoming pending. */
    void moved() {
        StreamId last = group.lastId();
        propagate(
                "XGROUP",
                "SETID",
                key,
                group.name(),
                last.toBytes(),
                "ENTRIESREAD",
                Numbers.longToBytes(group.entriesRead()));
    }

    private void propagate(Object... words) {
        if (context.engine().propagation().isActive()) {
            context.propagateAs(Arrays.stream(words)
                    .map(word -> word instanceof byte[] bytes
                            ? bytes
                            : word.toString().getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new));
        }
    }
}
