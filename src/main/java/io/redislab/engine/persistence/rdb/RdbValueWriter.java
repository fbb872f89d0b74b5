package io.redislab.engine.persistence.rdb;

import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.IntSet;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetCursor;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.engine.value.stream.StreamValue;

/** Writes values, each in the encoding that it has in memory. */
public final class RdbValueWriter {
    private RdbValueWriter() {}

    /** The number that stands before the value. */
    static int type(Value value) {
        if (value instanceof StringValue) {
            return RdbFormat.STRING;
        }
        if (value instanceof ListValue) {
            return RdbFormat.LIST_QUICKLIST_2;
        }
        if (value instanceof SetValue set) {
            return set.ints() != null ? RdbFormat.SET_INTSET : RdbFormat.SET;
        }
        if (value instanceof HashValue hash) {
            return hash.pack() != null ? RdbFormat.HASH_LISTPACK : RdbFormat.HASH;
        }
        if (value instanceof SortedSetValue sorted) {
            return sorted.pack() != null ? RdbFormat.ZSET_LISTPACK : RdbFormat.ZSET_2;
        }
        if (value instanceof StreamValue) {
            return RdbFormat.STREAM_LISTPACKS_2;
        }
        throw new IllegalArgumentException("no RDB form for a " + value.typeName());
    }

    static void write(RdbOutput out, Value value) {
        if (value instanceof StringValue string) {
            writeString(out, string);
        } else if (value instanceof ListValue list) {
            writeList(out, list.list());
        } else if (value instanceof SetValue set) {
            writeSet(out, set);
        } else if (value instanceof HashValue hash) {
            writeHash(out, hash);
        } else if (value instanceof SortedSetValue sorted) {
            writeSortedSet(out, sorted);
        } else if (value instanceof StreamValue stream) {
            StreamRdb.write(out, stream);
        } else {
            throw new IllegalArgumentException("no RDB form for a " + value.typeName());
        }
    }

    private static void writeString(RdbOutput out, StringValue string) {
        if (string.isInt()) {
            out.integerString(string.number());
        } else {
            out.string(string.bytes());
        }
    }

    private static void pack(RdbOutput out, Listpack pack) {
        out.string(pack.buffer(), 0, pack.totalBytes());
    }

    private static void writeList(RdbOutput out, Quicklist list) {
        out.length(list.nodeCount());
        list.forEachNode(new Quicklist.NodeVisitor() {
            @Override
            public void packed(Listpack pack) {
                out.length(RdbFormat.NODE_PACKED);
                pack(out, pack);
            }

            @Override
            public void plain(byte[] element) {
                out.length(RdbFormat.NODE_PLAIN);
                out.string(element);
            }
        });
    }

    private static void writeSet(RdbOutput out, SetValue set) {
        IntSet ints = set.ints();
        if (ints != null) {
            out.string(ints.buffer(), 0, ints.totalBytes());
        } else {
            out.length(set.size());
            set.forEach(new ElementWriter(out));
        }
    }

    private static void writeHash(RdbOutput out, HashValue hash) {
        Listpack pairs = hash.pack();
        if (pairs != null) {
            pack(out, pairs);
        } else {
            out.length(hash.size());
            ElementWriter writer = new ElementWriter(out);
            hash.forEach(writer, writer);
        }
    }

    /** The highest score first, so that a reader who adds one after the other always adds at the front. */
    private static void writeSortedSet(RdbOutput out, SortedSetValue sorted) {
        Listpack pairs = sorted.pack();
        if (pairs != null) {
            pack(out, pairs);
            return;
        }
        out.length(sorted.size());
        SortedSetCursor cursor = sorted.last();
        if (cursor != null) {
            do {
                out.string(cursor.member());
                out.binaryDouble(cursor.score());
            } while (cursor.previous());
        }
    }

    private record ElementWriter(RdbOutput out) implements ElementSink {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            out.string(buffer, offset, length);
        }

        @Override
        public void integer(long value) {
            out.integerString(value);
        }
    }
}
