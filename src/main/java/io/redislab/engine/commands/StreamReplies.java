package io.redislab.engine.commands;

import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.ReplySink;

/** Entries and ids as the stream commands reply them. */
final class StreamReplies {
    private static final byte[] NOBODY = {};

    private StreamReplies() {}

    static void id(ReplySink reply, StreamId id) {
        reply.bulk(id.toBytes());
    }

    /** The entry that the cursor is at: its id, and its fields and values in one array. */
    static void entry(ReplySink reply, StreamCursor cursor) {
        reply.array(2);
        id(reply, cursor.id());
        reply.array(2 * cursor.fieldCount());
        cursor.fields(new ElementReply(reply));
    }

    /** An entry that is pending but not in the stream any more. */
    static void deletedEntry(ReplySink reply, StreamId id) {
        reply.array(2);
        id(reply, id);
        reply.nilArray();
    }

    /** The entry with this id; false when there is none such, and nothing was replied. */
    static boolean entry(ReplySink reply, StreamValue stream, StreamId id) {
        StreamCursor cursor = stream.cursor(id, id, false);
        if (!cursor.next()) {
            return false;
        }
        entry(reply, cursor);
        return true;
    }

    /** The name of the consumer that has the entry. */
    static void owner(ReplySink reply, PendingEntry pending) {
        StreamConsumer consumer = pending.consumer();
        reply.bulk(consumer == null ? NOBODY : consumer.name());
    }

    /**
     * All entries that the cursor gives, as one array.
     *
     * @param count how many at most; 0 for all
     */
    static void entries(ReplySink reply, StreamCursor cursor, long count) {
        int mark = reply.openDeferred('*');
        int entries = 0;
        while ((count == 0 || entries < count) && cursor.next()) {
            entry(reply, cursor);
            entries++;
        }
        reply.closeDeferred(mark, entries);
    }
}
