package io.redislab.engine.keyspace;

import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.QuicklistCursor;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.engine.value.stream.StreamCursor;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import io.redislab.resp.Numbers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * 20 bytes that stand for data: equal data give equal ones, whatever their encodings and the order of unordered things,
 * and the same as Redis' DEBUG DIGEST. Ordered parts are mixed (exclusive-or with the SHA-1 of the part, then SHA-1 of
 * it all), unordered ones are put together by exclusive-or only.
 */
public final class DataDigest {
    private static final int BYTES = 20;
    private static final byte[] EXPIRES = "!!expire!!".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha1;
    private final byte[] state = new byte[BYTES];

    private DataDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Of all data, in hexadecimal. */
    public static String ofAll(Keyspace keyspace) {
        DataDigest all = new DataDigest();
        for (Database database : keyspace.databases()) {
            if (database.size() > 0) {
                all.mix(ByteBuffer.allocate(4).putInt(database.index()).array());
                database.keys().forEach(entry -> {
                    DataDigest one = new DataDigest();
                    one.mix(entry.key());
                    one.addValue(entry);
                    all.add(one.state);
                });
            }
        }
        return all.toString();
    }

    /** Of one value and whether it expires, in hexadecimal. */
    public static String ofValue(KeyEntry entry) {
        DataDigest digest = new DataDigest();
        digest.addValue(entry);
        return digest.toString();
    }

    /** What stands for nothing. */
    public static String ofNothing() {
        return new DataDigest().toString();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(state);
    }

    /** Puts something unordered in. */
    private void add(byte[] part) {
        byte[] hash = sha1.digest(part);
        for (int i = 0; i < BYTES; i++) {
            state[i] ^= hash[i];
        }
    }

    /** Puts the next of ordered things in. */
    private void mix(byte[] part) {
        add(part);
        System.arraycopy(sha1.digest(state), 0, state, 0, BYTES);
    }

    private void addPair(byte[] first, byte[] second) {
        DataDigest pair = new DataDigest();
        pair.mix(first);
        pair.mix(second);
        add(pair.state);
    }

    private void addValue(KeyEntry entry) {
        Value value = entry.value();
        mix(ByteBuffer.allocate(4).putInt(typeNumber(value)).array());
        if (value instanceof StringValue string) {
            mix(string.bytes());
        } else if (value instanceof ListValue list) {
            QuicklistCursor cursor = list.list().cursor(true);
            while (cursor.next()) {
                mix(cursor.get());
            }
        } else if (value instanceof SetValue set) {
            set.forEach(each(this::add));
        } else if (value instanceof SortedSetValue sorted) {
            sorted.forEach((member, score) ->
                    addPair(member, Numbers.formatG(score, 17).getBytes(StandardCharsets.US_ASCII)));
        } else if (value instanceof HashValue hash) {
            hash.forEachField(field -> addPair(field.field(), field.value()));
        } else if (value instanceof StreamValue stream) {
            mixStream(stream);
        }
        if (entry.isVolatile()) {
            add(EXPIRES);
        }
    }

    private void mixStream(StreamValue stream) {
        StreamCursor cursor = stream.cursor(StreamId.MIN, StreamId.MAX, false);
        while (cursor.next()) {
            mix((Long.toUnsignedString(cursor.id().ms()) + "."
                            + Long.toUnsignedString(cursor.id().seq()))
                    .getBytes(StandardCharsets.US_ASCII));
            cursor.fields(each(this::mix));
        }
    }

    private static ElementSink each(Consumer<byte[]> taker) {
        return new ElementSink() {
            @Override
            public void bytes(byte[] buffer, int offset, int length) {
                taker.accept(Arrays.copyOfRange(buffer, offset, offset + length));
            }

            @Override
            public void integer(long value) {
                taker.accept(Numbers.longToBytes(value));
            }
        };
    }

    private static int typeNumber(Value value) {
        return switch (value.typeName()) {
            case "string" -> 0;
            case "list" -> 1;
            case "set" -> 2;
            case "zset" -> 3;
            case "hash" -> 4;
            default -> 6;
        };
    }
}
