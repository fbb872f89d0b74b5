package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.WireText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the stream commands have in common when they read their arguments and find their keys and groups. */
final class StreamArguments {
    private StreamArguments() {}

    private static RedisError invalidId() {
        return new RedisError("ERR Invalid stream ID specified as stream command argument");
    }

    /** {@code ms-seq}, or {@code ms} for its first id. */
    static StreamId id(byte[] word) {
        return id(word, 0);
    }

    private static StreamId id(byte[] word, long missingSeq) {
        StreamId id = StreamId.parse(word, missingSeq);
        if (id == null) {
            throw invalidId();
        }
        return id;
    }

    /** {@code ms-*}. */
    static StreamId idWithoutSeq(byte[] word) {
        StreamId id = StreamId.parseWithoutSeq(word);
        if (id == null) {
            throw invalidId();
        }
        return id;
    }

    /** The rest of the call, from this word on. */
    static List<StreamId> ids(Context context, int from) {
        List<StreamId> ids = new ArrayList<>(context.argc() - from);
        for (int i = from; i < context.argc(); i++) {
            ids.add(id(context.arg(i)));
        }
        return ids;
    }

    /** An id where {@code -} and {@code +} stand for the least and the greatest. */
    static StreamId idOrEdge(byte[] word, long missingSeq) {
        if (is(word, '-')) {
            return StreamId.MIN;
        }
        return is(word, '+') ? StreamId.MAX : id(word, missingSeq);
    }

    static boolean is(byte[] word, char only) {
        return word.length == 1 && word[0] == only;
    }

    private static boolean isExclusive(byte[] word) {
        return word.length > 1 && word[0] == '(';
    }

    private static byte[] behindBracket(byte[] word) {
        return Arrays.copyOfRange(word, 1, word.length);
    }

    /** The first id of an interval: {@code -}, an id, or {@code (id} for what follows it. */
    static StreamId intervalStart(byte[] word) {
        if (!isExclusive(word)) {
            return idOrEdge(word, 0);
        }
        StreamId id = id(behindBracket(word), 0);
        if (id.equals(StreamId.MAX)) {
            throw new RedisError("ERR invalid start ID for the interval");
        }
        return id.next();
    }

    /** The last id of an interval; {@code ms} alone means the last one of this ms. */
    static StreamId intervalEnd(byte[] word) {
        if (!isExclusive(word)) {
            return idOrEdge(word, -1);
        }
        StreamId id = id(behindBracket(word), -1);
        if (id.equals(StreamId.MIN)) {
            throw new RedisError("ERR invalid end ID for the interval");
        }
        return id.previous();
    }

    /** The stream at a key, or null. */
    static @Nullable StreamValue read(Context context, byte[] key) {
        return context.readValue(key, StreamValue.class);
    }

    static StreamValue of(KeyEntry entry) {
        if (entry.value() instanceof StreamValue stream) {
            return stream;
        }
        throw RedisError.WRONG_TYPE;
    }

    /**
     * The entry of a stream whose groups are about to change. For Redis such a command reads the key: it counts as a hit
     * or a miss, and watching clients don't see it.
     */
    static @Nullable KeyEntry readForGroups(Context context, byte[] key) {
        KeyEntry entry = context.read(key);
        if (entry != null) {
            of(entry);
            context.database().findForChange(key);
        }
        return entry;
    }

    /**
     * The group of a stream.
     *
     * @param entry where the stream is, or null when there is none
     * @throws RedisError NOGROUP, also where there is no stream
     */
    static StreamGroup group(@Nullable KeyEntry entry, byte[] key, byte[] name, String suffix) {
        StreamGroup group = entry == null ? null : of(entry).group(name);
        if (group == null) {
            throw new RedisError(
                    "NOGROUP No such key '" + text(key) + "' or consumer group '" + text(name) + "'" + suffix);
        }
        return group;
    }

    /** A word as it stands in an error. */
    static String text(byte[] word) {
        return WireText.ofC(word);
    }
}
