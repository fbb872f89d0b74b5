package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.resp.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictTest {
    private static final byte[] NOTHING = {};

    private static byte[] key(int n) {
        return Numbers.longToBytes(n);
    }

    private static int number(Dict dict, int entry) {
        return (int) Numbers.parseLong(dict.key(entry));
    }

    private static boolean add(Dict dict, int n) {
        return dict.put(key(n), NOTHING);
    }

    private static Dict filled(int size) {
        Dict dict = new Dict();
        for (int i = 0; i < size; i++) {
            add(dict, i);
        }
        return dict;
    }

    /** The statistic whose mean is the number of members less one, if all have the same chance. */
    private static double chiSquare(Dict dict, int draws) {
        Random random = new Random(11);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            int drawn = dict.random(random);
            assertNotEquals(0, drawn);
            counts.merge(number(dict, drawn), 1, Integer::sum);
        }
        double expected = (double) draws / dict.size();
        double sum = 0;
        for (int count : counts.values()) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum + (dict.size() - counts.size()) * expected;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 17})
    void smallTablesAreDrawnFromEvenly(int size) {
        double chiSquare = chiSquare(filled(size), 1000 * size);
        assertTrue(chiSquare < 3 * size + 10, () -> "chi square " + chiSquare);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 130, 500, 1025})
    void nobodyIsLeftOutOrFavouredInLargeTables(int size) {
        // 130 and 1025 have just begun to move to a larger table.
        double chiSquare = chiSquare(filled(size), 50 * size);
        assertTrue(chiSquare < 6 * size, () -> "chi square " + chiSquare);
    }

    @Test
    void sparseTablesAreDrawnFromToo() {
        Dict dict = filled(4096);
        for (int i = 0; i < 4096; i++) {
            if (i % 9 != 0) {
                dict.remove(key(i));
            }
        }
        double chiSquare = chiSquare(dict, 50 * dict.size());
        assertTrue(chiSquare < 6 * dict.size(), () -> "chi square " + chiSquare);
    }

    /** As in Redis: the element that finds as many elements as buckets makes the table grow. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 32, 64, 1024})
    void aFullTableGrowsWithTheNextElement(int buckets) {
        Dict dict = filled(buckets);
        dict.rehash(buckets);
        assertEquals(buckets, dict.bucketCount(0));
        assertFalse(dict.isRehashing());
        add(dict, buckets);
        assertTrue(dict.isRehashing());
        assertEquals(2 * buckets, dict.bucketCount(1));
    }

    /** Names that differ in their last characters only stand as far from each other as any. */
    @ParameterizedTest
    @ValueSource(strings = {"key:", "user:1000:session:", "a"})
    void namesInARowDoNotStandTogether(String prefix) {
        int buckets = 1024;
        Map<Integer, Integer> inBucket = new HashMap<>();
        for (int i = 0; i < buckets; i++) {
            byte[] name = (prefix + i).getBytes(StandardCharsets.US_ASCII);
            inBucket.merge(Dict.hash(name) & buckets - 1, 1, Integer::sum);
        }
        // By chance 1 - 1/e of the buckets are used, and the longest chain has some 6.
        assertTrue(inBucket.size() > 600, () -> inBucket.size() + " buckets are used");
        int longest = inBucket.values().stream().max(Integer::compare).orElseThrow();
        assertTrue(longest < 10, () -> "a chain of " + longest);
    }

    @Test
    void behavesLikeAMap() {
        Random random = new Random(3);
        Dict dict = new Dict();
        Set<Integer> model = new HashSet<>();
        for (int round = 0; round < 100_000; round++) {
            // Grows to some thousands, then shrinks again, over and over.
            boolean grows = round / 10_000 % 2 == 0;
            int n = random.nextInt(5000);
            if (random.nextInt(10) < (grows ? 8 : 2)) {
                assertEquals(model.add(n), add(dict, n));
            } else {
                assertEquals(model.remove(n), dict.remove(key(n)));
            }
            assertEquals(model.size(), dict.size());
        }
        Set<Integer> seen = new HashSet<>();
        dict.forEach(entry -> assertTrue(seen.add(number(dict, entry))));
        assertEquals(model, seen);
    }

    /** Values that grow and shrink, short ones in the arena, long ones beside it, while few entries become many and few again. */
    @ParameterizedTest
    @ValueSource(ints = {3, 20, 600})
    void keepsTheValuesWhateverTheirLength(int longest) {
        Random random = new Random(longest);
        Dict dict = new Dict();
        Map<Integer, byte[]> model = new HashMap<>();
        for (int round = 0; round < 60_000; round++) {
            int keys = round / 10_000 % 2 == 0 ? 2000 : 20;
            int n = random.nextInt(keys);
            if (random.nextInt(10) < 7) {
                byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 3 * longest : longest)];
                random.nextBytes(value);
                assertEquals(model.put(n, value) == null, dict.put(key(n), value));
            } else {
                assertEquals(model.remove(n) != null, dict.remove(key(n)));
                int other = 20 + random.nextInt(1980);
                assertEquals(model.remove(other) != null, dict.remove(key(other)));
            }
        }
        assertEquals(model.size(), dict.size());
        Dict copy = dict.copy();
        model.keySet().forEach(n -> assertTrue(dict.remove(key(n))));
        assertTrue(dict.isEmpty());
        model.forEach((n, value) -> assertArrayEquals(value, copy.value(copy.find(key(n)))));
        assertEquals(model.size(), copy.size());
    }

    /** What is taken and given back does not add up. */
    @Test
    void aValueThatChangesItsLengthOverAndOverTakesNoMoreMemory() {
        Dict dict = new Dict();
        for (int i = 0; i < 100_000; i++) {
            dict.put(key(i % 3), new byte[i % 300]);
            long bytes = dict.arena.reserved();
            assertTrue(bytes < 4 * 1024, () -> bytes + " bytes for three values");
        }
    }

    /** After every step the table goes through bytes, also in the middle of a move to a larger or smaller one. */
    @Test
    void fewShortEntriesAreBytesAndBack() {
        Random random = new Random(8);
        Dict dict = new Dict();
        Map<Integer, byte[]> model = new HashMap<>();
        int asBytes = 0;
        int rehashing = 0;
        for (int round = 0; round < 20_000; round++) {
            int n = random.nextInt(round / 1000 % 2 == 0 ? 24 : 6);
            if (random.nextInt(10) < 6) {
                byte[] value = new byte[random.nextInt(30)];
                random.nextBytes(value);
                assertEquals(model.put(n, value) == null, dict.put(key(n), value));
            } else {
                assertEquals(model.remove(n) != null, dict.remove(key(n)));
            }
            byte[] bytes = dict.toBytes(1000);
            if (bytes != null) {
                asBytes++;
                rehashing += dict.isRehashing() ? 1 : 0;
                dict = Dict.of(bytes);
                assertArrayEquals(bytes, dict.toBytes(bytes.length));
                assertNull(dict.toBytes(bytes.length - 1));
            }
        }
        assertTrue(asBytes > 5000 && rehashing > 10, asBytes + " times as bytes, " + rehashing + " in a move");
        assertEquals(model.size(), dict.size());
        Dict last = dict;
        model.forEach((n, value) -> assertArrayEquals(value, last.value(last.find(key(n)))));
    }

    @Test
    void aScanSeesWhatStaysWhateverHappensMeanwhile() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            int stay = 1 + random.nextInt(500);
            Dict dict = filled(stay);
            Set<Integer> seen = new HashSet<>();
            long cursor = 0;
            int next = stay;
            int removed = stay;
            do {
                cursor = dict.scan(cursor, entry -> seen.add(number(dict, entry)));
                for (int i = random.nextInt(40); i > 0; i--) {
                    add(dict, next++);
                }
                for (int i = random.nextInt(40); i > 0 && removed < next; i--) {
                    dict.remove(key(removed++));
                }
            } while (cursor != 0);
            for (int i = 0; i < stay; i++) {
                assertTrue(seen.contains(i), "a member was not seen");
            }
        }
    }
}
