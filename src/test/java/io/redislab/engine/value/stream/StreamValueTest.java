package io.redislab.engine.value.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.Listpack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream against a sorted map, through appends, deletes and trims. */
class StreamValueTest {
    private static final String[] FIELDS = {"a", "temperature", "7", "", "a longer name of a field"};

    private final NavigableMap<StreamId, List<String>> model = new TreeMap<>();
    private StreamValue stream = new StreamValue();

    private void append(Random random, int maxBytes, int maxEntries) {
        StreamId last = stream.lastId();
        StreamId id = random.nextInt(4) == 0
                ? new StreamId(last.ms() + 1 + random.nextInt(300), random.nextInt(3) == 0 ? random.nextLong() : 0)
                : last.next();
        List<String> words = new ArrayList<>();
        int fields = 1 + (random.nextInt(5) == 0 ? random.nextInt(4) : 0);
        for (int i = 0; i < fields; i++) {
            words.add(FIELDS[random.nextInt(8) == 0 ? random.nextInt(FIELDS.length) : i % FIELDS.length]);
            words.add(random.nextBoolean() ? Integer.toString(random.nextInt()) : "x".repeat(random.nextInt(70)));
        }
        byte[][] argv = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        stream.append(id, argv, 0, maxBytes, maxEntries);
        model.put(id, words);
    }

    private List<Map.Entry<StreamId, List<String>>> read(StreamId start, StreamId end, boolean backwards) {
        List<Map.Entry<StreamId, List<String>>> entries = new ArrayList<>();
        StreamCursor cursor = stream.cursor(start, end, backwards);
        while (cursor.next()) {
            Words words = new Words();
            // Not reading an entry's fields is another way to the next one.
            if (entries.size() % 3 == 0) {
                assertEquals(model.getOrDefault(cursor.id(), List.of()).size(), 2 * cursor.fieldCount());
                words.all.addAll(model.getOrDefault(cursor.id(), List.of()));
            } else {
                cursor.fields(words);
            }
            entries.add(Map.entry(cursor.id(), words.all));
        }
        return entries;
    }

    private static final class Words implements ElementSink {
        private final List<String> all = new ArrayList<>();

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            all.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void integer(long value) {
            all.add(Long.toString(value));
        }
    }

    private void compare(Random random) {
        assertEquals(model.size(), stream.length());
        assertEquals(model.isEmpty() ? StreamId.MIN : model.firstKey(), stream.firstId());
        List<Map.Entry<StreamId, List<String>>> expected = new ArrayList<>(model.entrySet());
        assertEquals(expected, read(StreamId.MIN, StreamId.MAX, false));
        Collections.reverse(expected);
        assertEquals(expected, read(StreamId.MIN, StreamId.MAX, true));
        StreamId a = anyId(random);
        StreamId b = anyId(random);
        StreamId start = a.isAfter(b) ? b : a;
        StreamId end = a.isAfter(b) ? a : b;
        expected = new ArrayList<>(model.subMap(start, true, end, true).entrySet());
        assertEquals(expected, read(start, end, false));
        Collections.reverse(expected);
        assertEquals(expected, read(start, end, true));
        assertEquals(model.containsKey(a), stream.contains(a));
        assertEquals(model.isEmpty() ? null : model.lastKey(), stream.lastLiveId());
        for (StreamNode node : stream.nodes()) {
            assertTrue(StreamNode.isValid(node.elements().toBytes()));
        }
    }

    private StreamId anyId(Random random) {
        List<StreamId> ids = new ArrayList<>(model.keySet());
        if (ids.isEmpty() || random.nextInt(6) == 0) {
            return new StreamId(random.nextInt(2000), random.nextInt(5));
        }
        StreamId id = ids.get(random.nextInt(ids.size()));
        return switch (random.nextInt(4)) {
            case 0 -> id.next();
            case 1 -> id.isZero() ? id : id.previous();
            default -> id;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 200, 0})
    void behavesLikeASortedMap(int maxEntries) {
        Random random = new Random(maxEntries);
        for (int round = 0; round < 8; round++) {
            model.clear();
            stream = new StreamValue();
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        List<StreamId> ids = List.of(anyId(random), anyId(random));
                        int present = (int) ids.stream()
                                .filter(model::containsKey)
                                .distinct()
                                .count();
                        assertEquals(present, stream.delete(ids));
                        ids.forEach(model::remove);
                    }
                    case 1 -> trim(random);
                    default -> {
                        for (int i = random.nextInt(12); i >= 0; i--) {
                            append(random, random.nextInt(3) == 0 ? 100 : 0, maxEntries);
                        }
                    }
                }
                compare(random);
            }
            StreamValue copy = stream.copy();
            stream.trim(new StreamTrim(0, null, false, 0));
            assertEquals(0, stream.length());
            stream = copy;
            compare(random);
        }
    }

    private void trim(Random random) {
        boolean byLength = random.nextBoolean();
        StreamId minId = byLength ? null : anyId(random);
        long maxLength = random.nextInt(model.size() + 5);
        boolean approximate = random.nextBoolean();
        int before = model.size();
        long removed = stream.trim(new StreamTrim(maxLength, minId, approximate, approximate ? random.nextInt(9) : 0));
        for (long i = 0; i < removed; i++) {
            StreamId first = model.pollFirstEntry().getKey();
            assertTrue(minId == null || minId.isAfter(first));
        }
        if (minId == null) {
            assertTrue(removed <= Math.max(0, before - maxLength));
            assertTrue(approximate || removed == Math.max(0, before - maxLength));
        } else {
            assertTrue(approximate || model.headMap(minId, false).isEmpty());
        }
    }

    @Test
    void readsIdsAsRedisDoes() {
        assertEquals(new StreamId(5, 7), parse("5-7"));
        assertEquals(new StreamId(5, 9), parse("5"));
        assertEquals(new StreamId(5, 7), parse(" 5-+07"));
        assertEquals(new StreamId(-1, -1), parse("18446744073709551615-18446744073709551615"));
        assertEquals(new StreamId(1, -5), parse("1--05"));
        for (String text :
                List.of("", "-", "+", "5-", "-5", "5-x", "5 ", "1--5", "18446744073709551616", "1-2-3", "*")) {
            assertNull(parse(text), text);
        }
        assertTrue(StreamId.asksForSeq("5-*".getBytes(StandardCharsets.UTF_8)));
        assertFalse(StreamId.asksForSeq("-*".getBytes(StandardCharsets.UTF_8)));
        assertEquals(new StreamId(5, 0), StreamId.parseWithoutSeq("5-*".getBytes(StandardCharsets.UTF_8)));
    }

    private static StreamId parse(String text) {
        return StreamId.parse(text.getBytes(StandardCharsets.UTF_8), 9);
    }

    @Test
    void ordersIdsWithoutSign() {
        assertTrue(new StreamId(-1, 0).isAfter(new StreamId(Long.MAX_VALUE, 0)));
        assertEquals(StreamId.MIN, StreamId.MAX.next());
        assertEquals(StreamId.MAX, StreamId.MIN.previous());
        assertEquals(new StreamId(2, 0), new StreamId(1, -1).next());
        assertEquals(new StreamId(1, -1), new StreamId(2, 0).previous());
    }

    @Test
    void refusesABrokenLayout() {
        append(new Random(1), 0, 0);
        append(new Random(2), 0, 0);
        byte[] whole = stream.nodes().get(0).elements().toBytes();
        assertTrue(StreamNode.isValid(whole));
        Listpack elements = Listpack.of(whole.clone());
        int count = elements.count();
        for (int i = 0; i < count; i++) {
            Listpack broken = elements.copy();
            broken.delete(broken.seek(i));
            assertFalse(StreamNode.isValid(broken.toBytes()), "without element " + i);
        }
        assertFalse(StreamNode.isValid(new Listpack().toBytes()));
    }
}
