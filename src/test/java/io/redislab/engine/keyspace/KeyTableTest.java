package io.redislab.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.arena.ChunkSource;
import io.redislab.engine.value.ElementSink;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {
    private final Database database = new Database(0, ChunkSource.AT_ONCE);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String value(@Nullable KeyEntry entry) {
        assertNotNull(entry);
        return text(((StringValue) entry.value()).bytes());
    }

    /** Names of all lengths: some are longer than a record may be. */
    private static String name(int number) {
        return "k".repeat(number % 7 == 0 ? 1200 : number % 90) + ":" + number;
    }

    private static String content(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "" + random.nextLong();
            case 1 -> "v".repeat(random.nextInt(2000));
            case 2 -> "";
            default -> "v".repeat(random.nextInt(60)) + random.nextInt();
        };
    }

    /** What a model of two maps says. */
    private record Model(Map<String, String> values, Map<String, Long> times) {
        private Model copy() {
            return new Model(new HashMap<>(values), new HashMap<>(times));
        }

        private void check(Database database) {
            Map<String, String> seen = new TreeMap<>();
            database.keys().forEach(entry -> {
                assertNull(seen.put(text(entry.key()), value(entry)));
                assertEquals(times.containsKey(text(entry.key())), entry.isVolatile());
            });
            assertEquals(new TreeMap<>(values), seen);
            Map<String, Long> seenTimes = new HashMap<>();
            database.expires().forEach(expiry -> seenTimes.put(text(expiry.key()), expiry.when()));
            assertEquals(times, seenTimes);
            assertEquals(values.size(), database.size());
            assertEquals(times.size(), database.volatileSize());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesLikeTwoMaps(long seed) {
        Random random = new Random(seed);
        Model model = new Model(new HashMap<>(), new HashMap<>());
        for (int round = 0; round < 40_000; round++) {
            boolean grows = round / 8_000 % 2 == 0;
            String name = name(random.nextInt(2000));
            byte[] key = bytes(name);
            switch (random.nextInt(grows ? 8 : 14)) {
                case 0, 1, 2, 3 -> {
                    String content = content(random);
                    database.put(key, StringValue.of(bytes(content)));
                    model.values.put(name, content);
                }
                case 4 -> append(key, name, model);
                case 5 -> {
                    long when = random.nextLong(1, 1 << 30);
                    database.setExpire(key, when);
                    if (model.values.containsKey(name)) {
                        model.times.put(name, when);
                    }
                }
                case 6 -> assertEquals(model.times.remove(name) != null, database.persist(key));
                case 7 -> {
                    KeyEntry found = database.find(key);
                    assertEquals(model.values.get(name), found == null ? null : value(found));
                    assertEquals(model.times.getOrDefault(name, -1L), database.expireAt(key));
                }
                default -> {
                    KeyEntry removed = database.remove(key);
                    String old = model.values.remove(name);
                    model.times.remove(name);
                    assertEquals(old, removed == null ? null : value(removed));
                }
            }
        }
        model.check(database);
        Model before = model.copy();
        Database copy = database.copy();
        for (int i = 0; i < 2000; i += 2) {
            database.remove(bytes(name(i)));
            database.put(bytes(name(i + 1)), StringValue.of(bytes("other")));
        }
        before.check(copy);
    }

    private void append(byte[] key, String name, Model model) {
        KeyEntry entry = database.find(key);
        if (entry != null) {
            entry.open();
            ((StringValue) entry.value()).append(bytes("+"));
            assertSame(entry, database.find(key));
            entry.settle();
            assertEquals(model.values.get(name) + "+", value(entry));
            model.values.put(name, model.values.get(name) + "+");
        }
    }

    /** A value that is nothing but bytes is kept as such; how it is stored can't be seen. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 44, 45, 200, 900, 990, 1000, 1100, 5000})
    void encodingsStayWhatTheyAre(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 'x');
        for (StringValue value : new StringValue[] {StringValue.plain(content), StringValue.raw(content)}) {
            String encoding = value.encoding();
            long memory = value.memoryUsage(0);
            KeyEntry entry = database.put(bytes("key"), value);
            assertEquals(encoding, entry.value().encoding());
            assertEquals(memory, entry.value().memoryUsage(0));
            assertArrayEquals(content, ((StringValue) entry.value()).bytes());
        }
        KeyEntry number = database.put(bytes("key"), StringValue.of(Long.MIN_VALUE));
        assertEquals("int", number.value().encoding());
        assertEquals(Long.MIN_VALUE, ((StringValue) number.value()).number());
    }

    @Test
    void anEntryFollowsItsRecordWhereverItMoves() {
        KeyEntry early = database.put(bytes("key"), StringValue.of(bytes("short")));
        database.setExpire(bytes("key"), 7);
        early.setAccess(99);
        database.put(bytes("other"), StringValue.of(bytes("to be removed")));
        database.put(bytes("key"), StringValue.of(bytes("long ".repeat(30))));
        database.remove(bytes("other"));
        assertEquals("long ".repeat(30), value(early));
        assertEquals(7, database.expireAt(bytes("key")));
        assertEquals(99, early.access());
        assertTrue(early.isVolatile());
    }

    @Test
    void allLooksAtAnOpenValueSeeTheSame() {
        KeyEntry before = database.put(bytes("key"), StringValue.of(bytes("a")));
        KeyEntry open = database.find(bytes("key"));
        assertNotNull(open);
        open.open();
        ((StringValue) open.value()).append(bytes("b"));
        assertSame(open, database.find(bytes("key")));
        assertEquals("ab", value(before));
        before.open();
        ((StringValue) before.value()).append(bytes("c"));
        before.settle();
        assertEquals("abc", value(open));
        open.settle();
        assertEquals("abc", value(before));
    }

    @Test
    void aRemovedEntryKeepsWhatItWas() {
        database.put(bytes("key"), StringValue.of(bytes("value")));
        KeyEntry other = database.find(bytes("key"));
        assertNotNull(other);
        KeyEntry removed = database.remove(bytes("key"));
        assertEquals("value", value(removed));
        assertArrayEquals(bytes("key"), other.key());
        assertThrows(IllegalStateException.class, other::value);
    }

    @Test
    void whatGrowsOutOfARecordIsAnObjectUntilItFitsAgain() {
        HashValue hash = new HashValue();
        KeyEntry entry = database.put(bytes("hash"), hash);
        long small = database.keys().arena().bytes();
        entry.open();
        entry.setValue(StringValue.of(new byte[3000]));
        entry.settle();
        assertEquals(3000, ((StringValue) entry.value()).length());
        entry.setValue(StringValue.of(bytes("1")));
        entry.settle();
        assertEquals("1", value(entry));
        assertEquals(small, database.keys().arena().bytes());
    }

    /** Sets and hashes that are hash tables go into a record and come out the same, as long as they fit. */
    @Test
    void aTableOfFewIsKeptAsBytes() {
        for (int members = 1; members < 100; members++) {
            SetValue set = SetValue.createTable(0);
            HashValue hash = new HashValue();
            hash.set(bytes("long"), new byte[100], 128, 64);
            for (int i = 0; i < members; i++) {
                set.add(bytes("member" + i), 512);
                hash.set(bytes("field" + i), bytes("value" + i), 128, 64);
            }
            Value setKept = database.put(bytes("set"), set).value();
            Value hashKept = database.put(bytes("hash"), hash).value();
            boolean few = members < 20;
            assertTrue(!few || setKept != set && hashKept != hash, "a table of few that is an object");
            assertEquals(contents(set), contents(setKept));
            assertEquals(contents(hash), contents(hashKept));
        }
        assertTrue(
                database.find(bytes("set")).value()
                        == database.find(bytes("set")).value(),
                "one of many is an object");
    }

    private static Object contents(Value value) {
        Map<String, String> pairs = new TreeMap<>();
        if (value instanceof HashValue hash) {
            hash.forEachField(field -> pairs.put(text(field.field()), text(field.value())));
        } else {
            ((SetValue) value).forEach(new ElementSink() {
                @Override
                public void bytes(byte[] buffer, int offset, int length) {
                    pairs.put(text(Arrays.copyOfRange(buffer, offset, offset + length)), "");
                }

                @Override
                public void integer(long member) {
                    pairs.put("" + member, "");
                }
            });
        }
        return pairs + value.encoding() + value.memoryUsage(0);
    }

    @Test
    void aSnapshotsMarksAreThoseOfItsTime() {
        KeyTable keys = database.keys();
        for (int i = 0; i < 10; i++) {
            database.put(bytes("old" + i), StringValue.of(i));
        }
        keys.beginEpoch();
        database.put(bytes("new"), StringValue.of(1));
        Set<String> unsaved = unsaved(keys);
        assertEquals(10, unsaved.size());
        assertFalse(unsaved.contains("new"));
        keys.find(bytes("old3")).setSaved();
        assertEquals(9, unsaved(keys).size());
        for (int i = 0; i < 5000; i++) {
            keys.abandonEpoch();
            keys.beginEpoch();
            assertEquals(11, unsaved(keys).size());
        }
    }

    private static Set<String> unsaved(KeyTable keys) {
        Set<String> unsaved = new HashSet<>();
        keys.forEach(entry -> {
            if (entry.isUnsaved()) {
                unsaved.add(text(entry.key()));
            }
        });
        return unsaved;
    }

    @Test
    void aScanSeesWhatStaysWhateverHappensMeanwhile() {
        Random random = new Random(5);
        for (int round = 0; round < 30; round++) {
            Database scanned = new Database(0, ChunkSource.AT_ONCE);
            int stay = 1 + random.nextInt(500);
            for (int i = 0; i < stay; i++) {
                scanned.put(bytes("stay" + i), StringValue.of(i));
            }
            Set<String> seen = new HashSet<>();
            long cursor = 0;
            int next = 0;
            int removed = 0;
            do {
                cursor = scanned.keys().scan(cursor, entry -> seen.add(text(entry.key())));
                for (int i = random.nextInt(40); i > 0; i--) {
                    scanned.put(bytes("more" + next++), StringValue.of(i));
                }
                for (int i = random.nextInt(40); i > 0 && removed < next; i--) {
                    scanned.remove(bytes("more" + removed++));
                }
            } while (cursor != 0);
            for (int i = 0; i < stay; i++) {
                assertTrue(seen.contains("stay" + i));
            }
        }
    }

    @Test
    void allHaveTheSameChanceToBeDrawn() {
        for (int i = 0; i < 130; i++) {
            database.put(bytes("" + i), StringValue.of(i));
        }
        Random random = new Random(11);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 130 * 50; i++) {
            KeyEntry drawn = database.random(random);
            assertNotNull(drawn);
            counts.merge(text(drawn.key()), 1, Integer::sum);
        }
        assertEquals(130, counts.size());
        double sum = 0;
        for (int count : counts.values()) {
            sum += (count - 50) * (count - 50) / 50.0;
        }
        double chiSquare = sum;
        assertTrue(chiSquare < 6 * 130, () -> "chi square " + chiSquare);
    }
}
