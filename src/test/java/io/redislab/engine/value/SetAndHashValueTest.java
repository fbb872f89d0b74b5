package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SetAndHashValueTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Collects what a value hands over. */
    private static final class Collector implements ElementSink {
        private final java.util.List<String> seen = new java.util.ArrayList<>();

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            seen.add(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void integer(long value) {
            seen.add(String.valueOf(value));
        }
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(-40, 40).map(String::valueOf),
                        Arbitraries.integers().between(-40, 40).map(String::valueOf),
                        Arbitraries.strings().alpha().ofMaxLength(2))
                .list()
                .ofMaxSize(150);
    }

    @Property(tries = 300)
    void setBehavesLikeAHashSet(@ForAll("words") List<String> words, @ForAll long seed) {
        Random random = new Random(seed);
        SetValue set = SetValue.createFor(bytes("1"));
        Set<String> model = new HashSet<>();
        boolean table = false;
        for (String word : words) {
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(word), set.remove(bytes(word)));
            } else {
                assertEquals(model.add(word), set.add(bytes(word), 30));
                table |= model.size() > 30 || !word.matches("0|-?[1-9][0-9]*");
            }
            assertEquals(table ? "hashtable" : "intset", set.encoding());
            assertEquals(model.contains(word), set.contains(bytes(word)));
        }
        assertEquals(model.size(), set.size());
        Collector all = new Collector();
        set.forEach(all);
        assertEquals(model.size(), all.seen.size());
        assertEquals(model, new HashSet<>(all.seen));
        Collector scanned = new Collector();
        long cursor = 0;
        do {
            cursor = set.copy().scan(cursor, scanned);
        } while (cursor != 0);
        assertEquals(model, new HashSet<>(scanned.seen));
        if (!model.isEmpty()) {
            assertTrue(model.contains(new String(set.random(random), StandardCharsets.ISO_8859_1)));
        }
    }

    @Property(tries = 300)
    void hashBehavesLikeAHashMap(@ForAll("words") List<String> words, @ForAll long seed) {
        Random random = new Random(seed);
        HashValue hash = new HashValue();
        Map<String, String> model = new HashMap<>();
        boolean table = false;
        for (String word : words) {
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(word) != null, hash.remove(bytes(word)));
            } else {
                String value = random.nextInt(200) == 0 ? "v".repeat(21) : String.valueOf(random.nextInt(100));
                assertEquals(model.put(word, value) == null, hash.set(bytes(word), bytes(value), 25, 20));
                table |= model.size() > 25 || value.length() > 20;
                assertEquals(value.length(), hash.valueLength(bytes(word)));
            }
            assertEquals(table ? "hashtable" : "listpack", hash.encoding());
            assertEquals(model.containsKey(word), hash.contains(bytes(word)));
        }
        assertEquals(model.size(), hash.size());
        for (HashValue each : List.of(hash, hash.copy())) {
            Collector fields = new Collector();
            Collector values = new Collector();
            each.forEach(fields, values);
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i < fields.seen.size(); i++) {
                found.put(fields.seen.get(i), values.seen.get(i));
            }
            assertEquals(model, found);
        }
        model.forEach((field, value) -> assertArrayEquals(bytes(value), hash.get(bytes(field))));
    }

    @Test
    void longArgumentsMakeATableBeforehand() {
        HashValue hash = new HashValue();
        hash.prepareFor(new byte[][] {bytes("key"), bytes("f"), bytes("v".repeat(65))}, 1, 2, 64);
        assertEquals("hashtable", hash.encoding());
        hash = new HashValue();
        hash.prepareFor(new byte[][] {bytes("f"), bytes("v".repeat(64))}, 0, 1, 64);
        assertEquals("listpack", hash.encoding());
    }
}
