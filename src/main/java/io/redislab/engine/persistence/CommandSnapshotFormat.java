package io.redislab.engine.persistence;

import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.QuicklistCursor;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.engine.value.stream.PendingEntry;
import io.redislab.engine.value.stream.StreamConsumer;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.Numbers;
import java.io.IOException;
import java.util.List;

/** A snapshot as the fewest commands that make the same keys again: the base of an AOF without RDB. */
final class CommandSnapshotFormat implements SnapshotFormat {
    /** A command for a collection has no more elements, so that replaying it does not stop everything else. */
    private static final int ELEMENTS_PER_COMMAND = 64;

    private final CommandBuffer out = new CommandBuffer();
    /** Unix time in s for an annotation at the beginning, -1 for none. */
    private final long timestamp;

    private int database = -1;

    CommandSnapshotFormat(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public void begin(List<byte[]> libraries) {
        if (timestamp >= 0) {
            out.annotation("TS:" + timestamp);
        }
        for (byte[] code : libraries) {
            begin(3, "FUNCTION");
            out.word("LOAD");
            out.word(code);
        }
    }

    private void begin(int words, String name) {
        out.begin(words);
        out.word(name);
    }

    @Override
    public void database(int index, long keys, long volatileKeys) {
        select(index);
    }

    private void select(int index) {
        if (database != index) {
            begin(2, "SELECT");
            out.integer(index);
            database = index;
        }
    }

    @Override
    public void entry(RdbEntry entry) {
        select(entry.database());
        byte[] key = entry.key();
        Value value = entry.value();
        if (value instanceof StringValue string) {
            begin(3, "SET");
            out.word(key);
            out.word(string.bytes());
        } else if (value instanceof ListValue list) {
            writeList(key, list);
        } else if (value instanceof SetValue set) {
            Elements elements = new Elements("SADD", key, set.size(), 1);
            set.forEach(elements);
        } else if (value instanceof HashValue hash) {
            Elements elements = new Elements("HMSET", key, hash.size(), 2);
            hash.forEach(elements, elements);
        } else if (value instanceof SortedSetValue sorted) {
            Elements elements = new Elements("ZADD", key, sorted.size(), 2);
            sorted.forEach((member, score) -> {
                elements.word(Numbers.formatDouble(score));
                elements.word(member);
            });
        } else if (value instanceof StreamValue stream) {
            writeStream(key, stream);
        } else {
            throw new IllegalArgumentException("no commands for a " + value.typeName());
        }
        if (entry.expireAt() != -1) {
            begin(3, "PEXPIREAT");
            out.word(key);
            out.integer(entry.expireAt());
        }
    }

    private void writeList(byte[] key, ListValue list) {
        Elements elements = new Elements("RPUSH", key, list.list().size(), 1);
        QuicklistCursor cursor = list.list().cursor(true);
        while (cursor.next()) {
            elements.word(cursor.get());
        }
    }

    /** Puts elements into as many commands as they need. */
    private final class Elements implements ElementSink {
        private final String command;
        private final byte[] key;
        private final int wordsPerElement;
        private long wordsLeft;
        private int wordsInCommand;

        Elements(String command, byte[] key, long elements, int wordsPerElement) {
            this.command = command;
            this.key = key;
            this.wordsLeft = elements * wordsPerElement;
            this.wordsPerElement = wordsPerElement;
        }

        private void next() {
            if (wordsInCommand == 0) {
                wordsInCommand = (int) Math.min(wordsLeft, (long) ELEMENTS_PER_COMMAND * wordsPerElement);
                begin(2 + wordsInCommand, command);
                out.word(key);
            }
            wordsInCommand--;
            wordsLeft--;
        }

        void word(byte[] word) {
            next();
            out.word(word);
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            next();
            out.bytes(buffer, offset, length);
        }

        @Override
        public void integer(long value) {
            next();
            out.integer(value);
        }
    }

    // ---- streams ----

    private void writeStream(byte[] key, StreamValue stream) {
        if (stream.length() == 0) {
            // An entry that goes at once leaves the stream behind.
            begin(7, "XADD");
            out.word(key);
            out.word("MAXLEN");
            out.word("0");
            out.word("0-1");
            out.word("x");
            out.word("y");
        }
        StreamCursor cursor = stream.cursor(StreamId.MIN, StreamId.MAX, false);
        while (cursor.next()) {
            begin(3 + 2 * cursor.fieldCount(), "XADD");
            out.word(key);
            out.word(cursor.id().toBytes());
            cursor.fields(out);
        }
        begin(7, "XSETID");
        out.word(key);
        out.word(stream.lastId().toBytes());
        out.word("ENTRIESADDED");
        out.integer(stream.entriesAdded());
        out.word("MAXDELETEDID");
        out.word(stream.maxDeletedId().toBytes());
        stream.groups().values().forEach(group -> writeGroup(key, group));
    }

    private void writeGroup(byte[] key, StreamGroup group) {
        begin(7, "XGROUP");
        out.word("CREATE");
        out.word(key);
        out.word(group.name());
        out.word(group.lastId().toBytes());
        out.word("ENTRIESREAD");
        out.integer(group.entriesRead());
        for (StreamConsumer consumer : group.consumers().values()) {
            if (consumer.pending().isEmpty()) {
                begin(5, "XGROUP");
                out.word("CREATECONSUMER");
                out.word(key);
                out.word(group.name());
                out.word(consumer.name());
            }
            consumer.pending().values().forEach(entry -> writePending(key, group, consumer, entry));
        }
    }

    private void writePending(byte[] key, StreamGroup group, StreamConsumer consumer, PendingEntry entry) {
        begin(12, "XCLAIM");
        out.word(key);
        out.word(group.name());
        out.word(consumer.name());
        out.word("0");
        out.word(entry.id().toBytes());
        out.word("TIME");
        out.integer(entry.deliveryMillis());
        out.word("RETRYCOUNT");
        out.integer(entry.deliveryCount());
        out.word("JUSTID");
        out.word("FORCE");
    }

    @Override
    public void end() {}

    @Override
    public int pending() {
        return out.size();
    }

    @Override
    public void drain(OutputFile file) throws IOException {
        out.drain(file);
    }
}
