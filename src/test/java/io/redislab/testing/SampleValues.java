package io.redislab.testing;

import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamId;
import io.redislab.engine.value.stream.StreamValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of every type in every encoding. */
public final class SampleValues {
    private SampleValues() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** New ones at each call, by what they are. */
    public static Map<String, Value> all() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("string:empty", StringValue.of(bytes("")));
        values.put("string:int8", StringValue.of(-1));
        values.put("string:int16", StringValue.of(12_345));
        values.put("string:int32", StringValue.of(-100_000));
        values.put("string:int64", StringValue.of(Long.MIN_VALUE));
        values.put("string:embstr", StringValue.of(bytes("a short text")));
        values.put("string:raw", StringValue.raw(bytes("5")));
        values.put("string:long", StringValue.of(bytes("many words, many words and more words ".repeat(500))));
        values.put("list:small", list(5, -2));
        values.put("list:nodes", list(700, 4));
        values.put("list:plain", listWithPlainNode());
        values.put("set:int16", set(20, 1, ""));
        values.put("set:int32", set(20, 70_000, ""));
        values.put("set:int64", set(20, 1L << 40, ""));
        values.put("set:table", set(300, 7, "member:"));
        values.put("hash:listpack", hash(20, 128));
        values.put("hash:table", hash(600, 512));
        values.put("zset:listpack", sortedSet(20, 128));
        values.put("zset:skiplist", sortedSet(300, 128));
        values.put("stream:plain", stream(250));
        values.put("stream:groups", streamWithGroups());
        values.put("stream:empty", new StreamValue());
        return values;
    }

    private static ListValue list(int elements, int fill) {
        ListValue list = new ListValue(fill, 0);
        for (int i = 0; i < elements; i++) {
            list.list().push(bytes(i % 3 == 0 ? Integer.toString(i) : "element " + i), i % 5 == 0, 1 << 30);
        }
        return list;
    }

    private static ListValue listWithPlainNode() {
        ListValue list = list(5, -2);
        list.list().push(bytes("large ".repeat(100)), true, 100);
        return list;
    }

    private static SetValue set(int members, long step, String prefix) {
        SetValue set = prefix.isEmpty() ? SetValue.createInts() : SetValue.createTable(0);
        for (int i = 0; i < members; i++) {
            set.add(bytes(prefix + (i - 3) * step), 512);
        }
        return set;
    }

    private static HashValue hash(int fields, int maxEntries) {
        HashValue hash = new HashValue();
        for (int i = 0; i < fields; i++) {
            hash.set(
                    bytes("field:" + i), bytes(i % 2 == 0 ? Integer.toString(i * 1000) : "value " + i), maxEntries, 64);
        }
        return hash;
    }

    private static SortedSetValue sortedSet(int members, int maxEntries) {
        SortedSetValue sorted = new SortedSetValue();
        double[] scores = {0, -0.0, 1.5, -3, 1e300, 0.1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 12345678};
        for (int i = 0; i < members; i++) {
            sorted.put(bytes("member:" + i), scores[i % scores.length] + i, maxEntries, 64);
        }
        return sorted;
    }

    private static StreamValue stream(int entries) {
        StreamValue stream = new StreamValue();
        for (int i = 1; i <= entries; i++) {
            byte[][] words = i % 10 == 0
                    ? new byte[][] {bytes("other"), bytes("fields " + i)}
                    : new byte[][] {bytes("temperature"), bytes(Integer.toString(i)), bytes("place"), bytes("roof")};
            stream.append(new StreamId(1_700_000_000_000L + i / 2, i), words, 0, 4096, 100);
        }
        stream.delete(List.of(new StreamId(1_700_000_000_010L, 20), new StreamId(1_700_000_000_000L, 1)));
        return stream;
    }

    private static StreamValue streamWithGroups() {
        StreamValue stream = stream(30);
        StreamGroup group = stream.addGroup(bytes("group"), new StreamId(1_700_000_000_005L, 11), 10);
        var alice = group.addConsumer(bytes("alice"), 1_700_000_100_000L);
        var bob = group.addConsumer(bytes("bob"), 1_700_000_200_000L);
        group.addConsumer(bytes("idle"), 1_700_000_300_000L);
        for (int i = 2; i < 12; i++) {
            StreamId id = new StreamId(1_700_000_000_000L + i / 2, i);
            group.deliver(id, i % 2 == 0 ? alice : bob, 1_700_000_400_000L + i);
        }
        stream.addGroup(bytes("fresh"), StreamId.MIN, StreamGroup.UNKNOWN);
        return stream;
    }
}
