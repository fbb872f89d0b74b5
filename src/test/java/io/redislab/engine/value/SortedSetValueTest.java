package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.value.LexRange.Bound;
import io.redislab.engine.value.LexRange.Kind;
import io.redislab.engine.value.ScoreChange.Comparison;
import io.redislab.engine.value.ScoreChange.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class SortedSetValueTest {
    private static final int MAX_VALUE = 64;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] member) {
        return new String(member, StandardCharsets.ISO_8859_1);
    }

    record Entry(String member, double score) {}

    private static List<Entry> contents(SortedSetValue set) {
        List<Entry> found = new ArrayList<>();
        set.forEach((member, score) -> found.add(new Entry(text(member), score)));
        return found;
    }

    /** A map from members to scores, sorted anew for each question. */
    private static List<Entry> contents(Map<String, Double> model) {
        return model.entrySet().stream()
                .map(e -> new Entry(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(Entry::score).thenComparing(Entry::member))
                .toList();
    }

    enum Action {
        PUT,
        ADD,
        ADD_OR_RAISE,
        REMOVE,
        REMOVE_RANKS,
        REMOVE_SCORES,
        REMOVE_LEX
    }

    record Change(Action kind, String member, double score, double width) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        return changes(String::valueOf);
    }

    /** Of members that fit into an arena's block and of such that don't. */
    @Provide
    Arbitrary<List<Change>> longChanges() {
        return changes(number -> number + "x".repeat(number % 4 * 230));
    }

    private static Arbitrary<List<Change>> changes(IntFunction<String> member) {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(12, Arbitraries.of(Action.PUT, Action.ADD, Action.ADD_OR_RAISE)),
                                Tuple.of(4, Arbitraries.just(Action.REMOVE)),
                                Tuple.of(
                                        1,
                                        Arbitraries.of(Action.REMOVE_RANKS, Action.REMOVE_SCORES, Action.REMOVE_LEX))),
                        Arbitraries.integers().between(0, 60).map(member::apply),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(-5, 5).map(Integer::doubleValue),
                                Arbitraries.of(
                                        0.1, 1e300, 3e-17, Double.POSITIVE_INFINITY, -1.5, 0x1p60, 4294967296.0)),
                        Arbitraries.doubles().between(0, 3))
                .as(Change::new)
                .list()
                .ofMaxSize(200);
    }

    @Property(tries = 300)
    void behavesLikeASortedMap(@ForAll("changes") List<Change> changes) {
        for (int maxEntries : new int[] {0, 10, 1000}) {
            SortedSetValue set = SortedSetValue.createFor(bytes("x"), maxEntries, MAX_VALUE);
            Map<String, Double> model = new HashMap<>();
            for (Change change : changes) {
                perform(set, maxEntries, model, change);
                assertEquals(contents(model), contents(set));
                assertShape(set);
            }
            assertQuestions(set, contents(model));
            SortedSetValue copy = set.copy();
            assertShape(copy);
            set.put(bytes("another"), 0, maxEntries, MAX_VALUE);
            assertEquals(contents(model), contents(copy));
            copy.convertToSkipList();
            assertShape(copy);
            copy.convertToPackIfSmall(1000, MAX_VALUE);
            assertEquals("listpack", copy.encoding());
            assertEquals(contents(model), contents(copy));
        }
    }

    @Property(tries = 100)
    void membersMayBeLong(@ForAll("longChanges") List<Change> changes) {
        SortedSetValue set = SortedSetValue.createSkipList();
        Map<String, Double> model = new HashMap<>();
        changes.forEach(change -> perform(set, 0, model, change));
        assertEquals(contents(model), contents(set));
        assertShape(set);
        assertQuestions(set, contents(model));
        SortedSetValue copy = set.copy();
        model.keySet().forEach(member -> assertTrue(set.remove(bytes(member))));
        assertTrue(set.isEmpty());
        assertShape(copy);
        assertEquals(contents(model), contents(copy));
    }

    private static void perform(SortedSetValue set, int maxEntries, Map<String, Double> model, Change change) {
        byte[] member = bytes(change.member);
        ScoreRange scores = new ScoreRange(change.score, true, change.score + change.width, false);
        switch (change.kind) {
            case PUT ->
                assertEquals(
                        model.put(change.member, change.score) == null,
                        set.put(member, change.score, maxEntries, MAX_VALUE));
            case ADD -> {
                ScoreChange add = new ScoreChange(false, false, Comparison.ALWAYS, true);
                Outcome outcome = set.change(member, change.score, add, maxEntries, MAX_VALUE);
                double sum = model.getOrDefault(change.member, 0.0) + change.score;
                model.put(change.member, sum);
                assertTrue(outcome != Outcome.REFUSED && outcome != Outcome.NOT_A_NUMBER);
                assertEquals(sum, add.score());
            }
            case ADD_OR_RAISE -> {
                ScoreChange raise = new ScoreChange(false, false, Comparison.GREATER, false);
                set.change(member, change.score, raise, maxEntries, MAX_VALUE);
                model.merge(change.member, change.score, Math::max);
            }
            case REMOVE -> assertEquals(model.remove(change.member) != null, set.remove(member));
            case REMOVE_RANKS -> {
                List<Entry> before = contents(model);
                if (!before.isEmpty()) {
                    int from = Math.min(before.size() - 1, (int) (change.width * 10));
                    int to = Math.min(before.size() - 1, from + 2);
                    before.subList(from, to + 1).forEach(entry -> model.remove(entry.member));
                    assertEquals(to - from + 1, set.removeRanks(from, to));
                }
            }
            case REMOVE_SCORES -> {
                int before = model.size();
                model.values().removeIf(scores::contains);
                assertEquals(before - model.size(), set.removeIn(scores));
            }
            case REMOVE_LEX -> {
                // Members are in lexicographic order only where all scores are equal.
                model.replaceAll((m, s) -> 1.0);
                contents(set).forEach(entry -> set.put(bytes(entry.member), 1, maxEntries, MAX_VALUE));
                LexRange range = new LexRange(
                        new Bound(Kind.INCLUSIVE, member), new Bound(Kind.EXCLUSIVE, bytes(change.member + "5")));
                int before = model.size();
                model.keySet().removeIf(m -> range.aboveMin(bytes(m)) && range.belowMax(bytes(m)));
                assertEquals(before - model.size(), set.removeIn(range));
            }
        }
    }

    private static void assertQuestions(SortedSetValue set, List<Entry> expected) {
        for (int rank = 0; rank < expected.size(); rank++) {
            Entry entry = expected.get(rank);
            assertEquals(rank, set.rank(bytes(entry.member)));
            assertEquals(entry.score, set.score(bytes(entry.member)));
            SortedSetCursor cursor = set.atRank(rank);
            assertNotNull(cursor);
            assertEquals(entry.member, text(cursor.member()));
            ScoreRange from = new ScoreRange(entry.score, true, Double.POSITIVE_INFINITY, false);
            List<Entry> above =
                    expected.stream().filter(e -> from.contains(e.score)).toList();
            assertEquals(above.size(), set.countIn(from));
            SortedSetCursor first = set.firstIn(from);
            assertEquals(above.isEmpty() ? null : above.get(0).member, first == null ? null : text(first.member()));
            ScoreRange to = new ScoreRange(Double.NEGATIVE_INFINITY, false, entry.score, true);
            List<Entry> below =
                    expected.stream().filter(e -> to.contains(e.score)).toList();
            SortedSetCursor last = set.lastIn(to);
            assertEquals(
                    below.isEmpty() ? null : below.get(below.size() - 1).member,
                    last == null ? null : text(last.member()));
        }
        assertNull(set.atRank(expected.size()));
        assertEquals(-1, set.rank(bytes("missing")));
        assertTrue(Double.isNaN(set.score(bytes("missing"))));
    }

    /** What the skip list's searches rely on: links, spans and levels. */
    private static void assertShape(SortedSetValue set) {
        SkipList list = set.skipList();
        if (list == null) {
            return;
        }
        List<Integer> nodes = new ArrayList<>();
        int before = 0;
        for (int node = list.first(); node != 0; node = list.forward(node, 0)) {
            assertEquals(before, list.backward(node));
            nodes.add(node);
            before = node;
        }
        assertEquals(before, list.last());
        assertEquals(list.size(), nodes.size());
        RehashingTable table = set.table();
        assertNotNull(table);
        assertEquals(list.size(), table.size());
        for (int level = 1; level < list.levels(); level++) {
            int rank = 0;
            for (int node = list.head(); node != 0; node = list.forward(node, level)) {
                assertTrue(list.height(node) > level);
                assertEquals(node, rank == 0 ? list.head() : nodes.get(rank - 1));
                rank += list.span(node, level);
            }
            assertEquals(nodes.size(), rank);
        }
        for (int node : nodes) {
            assertTrue(list.height(node) <= list.levels());
        }
    }

    @Test
    void scoresAreStoredAsRedisStoresThem() {
        SortedSetValue set = new SortedSetValue();
        set.put(bytes("a"), -0.0, 128, 64);
        set.put(bytes("b"), 4503599627370495.0, 128, 64);
        set.put(bytes("c"), 4503599627370496.0, 128, 64);
        set.put(bytes("d"), 0.1, 128, 64);
        set.put(bytes("e"), Double.POSITIVE_INFINITY, 128, 64);
        Listpack pack = set.pack();
        assertNotNull(pack);
        List<String> found = new ArrayList<>();
        for (int p = pack.first(); p != Listpack.NONE; p = pack.next(p)) {
            found.add(text(pack.get(p)) + (pack.isInteger(p) ? "#" : ""));
        }
        assertEquals(
                List.of(
                        "a",
                        "0#",
                        "d",
                        "0.10000000000000001",
                        "b",
                        "4503599627370495#",
                        "c",
                        "4503599627370496#",
                        "e",
                        "inf"),
                found);
        assertTrue(SortedSetValue.isScore(bytes("-inf")));
        assertTrue(!SortedSetValue.isScore(bytes("nan")));
    }

    @Test
    void anIncrementMayNotEndInNoNumber() {
        SortedSetValue set = new SortedSetValue();
        set.put(bytes("a"), Double.POSITIVE_INFINITY, 128, 64);
        ScoreChange add = new ScoreChange(false, false, Comparison.ALWAYS, true);
        assertEquals(Outcome.NOT_A_NUMBER, set.change(bytes("a"), Double.NEGATIVE_INFINITY, add, 128, 64));
        assertEquals(Double.POSITIVE_INFINITY, set.score(bytes("a")));
    }
}
