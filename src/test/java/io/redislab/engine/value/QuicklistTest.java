package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QuicklistTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<String> contents(Quicklist list, boolean forward) {
        List<String> found = new ArrayList<>();
        QuicklistCursor cursor = list.cursor(forward);
        while (cursor.next()) {
            found.add(forward ? found.size() : 0, new String(cursor.get(), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    enum Kind {
        PUSH_HEAD,
        PUSH_TAIL,
        POP_HEAD,
        POP_TAIL,
        BEFORE,
        AFTER,
        REPLACE,
        REMOVE_RANGE,
        REMOVE_FORWARD,
        REMOVE_BACKWARD
    }

    record Change(Kind kind, int at, int count, String element) {}

    record Shape(int fill, int depth, int threshold) {}

    @Provide
    Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        Arbitraries.of(-5, -2, -1, 1, 2, 3, 5, 32),
                        Arbitraries.of(0, 0, 1, 2),
                        Arbitraries.of(Quicklist.DEFAULT_PACKED_THRESHOLD, 100, 20))
                .as(Shape::new);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> element = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 30).map(String::valueOf),
                Arbitraries.strings().alpha().ofMaxLength(30),
                Arbitraries.integers().between(10, 3000).map("z"::repeat));
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(1, 6),
                        element)
                .as(Change::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 500)
    void behavesLikeAnArrayList(@ForAll("shapes") Shape shape, @ForAll("changes") List<Change> changes) {
        Quicklist list = new Quicklist(shape.fill, shape.depth);
        List<String> model = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String element = i % 3 == 0 ? "element".repeat(i) : String.valueOf(i);
            list.push(bytes(element), false, shape.threshold);
            model.add(element);
        }
        for (Change change : changes) {
            apply(change, list, model, shape.threshold);
            assertEquals(model.size(), list.size());
        }
        assertEquals(model, contents(list, true));
        assertEquals(model, contents(list, false));
        assertEquals(model, contents(list.copy(), true));
        for (int i = 0; i < model.size(); i++) {
            byte[] found = list.get(i);
            assertNotNull(found);
            assertEquals(model.get(i), new String(found, StandardCharsets.ISO_8859_1));
            QuicklistCursor cursor = list.cursorAt(i - model.size(), false);
            assertNotNull(cursor);
            assertTrue(cursor.next());
            assertTrue(cursor.matches(bytes(model.get(i))));
            assertEquals(i > 0, cursor.next());
        }
        assertNull(list.get(model.size()));
        assertNull(list.get(-model.size() - 1));
        List<String> saved = new ArrayList<>();
        list.forEachNode(new Quicklist.NodeVisitor() {
            @Override
            public void packed(Listpack pack) {
                assertTrue(Listpack.isValid(pack.toBytes()));
                for (int p = pack.first(); p != Listpack.NONE; p = pack.next(p)) {
                    saved.add(new String(pack.get(p), StandardCharsets.ISO_8859_1));
                }
            }

            @Override
            public void plain(byte[] element) {
                saved.add(new String(element, StandardCharsets.ISO_8859_1));
            }
        });
        assertEquals(model, saved);
    }

    private static void apply(Change change, Quicklist list, List<String> model, int threshold) {
        byte[] element = bytes(change.element);
        Kind kind = model.isEmpty() ? Kind.PUSH_TAIL : change.kind;
        int at = model.isEmpty() ? 0 : change.at % model.size();
        switch (kind) {
            case PUSH_HEAD -> {
                list.push(element, true, threshold);
                model.add(0, change.element);
            }
            case PUSH_TAIL -> {
                list.push(element, false, threshold);
                model.add(change.element);
            }
            case POP_HEAD -> assertEquals(model.remove(0), new String(list.pop(true), StandardCharsets.ISO_8859_1));
            case POP_TAIL ->
                assertEquals(model.remove(model.size() - 1), new String(list.pop(false), StandardCharsets.ISO_8859_1));
            case BEFORE -> {
                on(list, at, true).insertBefore(element, threshold);
                model.add(at, change.element);
            }
            case AFTER -> {
                on(list, at, false).insertAfter(element, threshold);
                model.add(at + 1, change.element);
            }
            case REPLACE -> {
                assertTrue(list.replace(at - model.size(), element, threshold));
                model.set(at, change.element);
            }
            case REMOVE_RANGE -> {
                list.removeRange(at - (change.at % 2 == 0 ? model.size() : 0), change.count);
                model.subList(at, Math.min(model.size(), at + change.count)).clear();
            }
            case REMOVE_FORWARD -> {
                QuicklistCursor cursor = on(list, at, true);
                cursor.remove();
                model.remove(at);
                for (int i = at; i < Math.min(model.size(), at + 3); i++) {
                    assertTrue(cursor.next());
                    assertTrue(cursor.matches(bytes(model.get(i))));
                }
            }
            case REMOVE_BACKWARD -> {
                QuicklistCursor cursor = on(list, at, false);
                cursor.remove();
                model.remove(at);
                for (int i = at - 1; i >= Math.max(0, at - 3); i--) {
                    assertTrue(cursor.next());
                    assertTrue(cursor.matches(bytes(model.get(i))));
                }
            }
        }
    }

    private static QuicklistCursor on(Quicklist list, int index, boolean forward) {
        QuicklistCursor cursor = list.cursorAt(index, forward);
        assertNotNull(cursor);
        assertTrue(cursor.next());
        return cursor;
    }

    @Test
    void innerNodesAreCompressed() {
        Quicklist plainly = new Quicklist(4, 0);
        Quicklist small = new Quicklist(4, 1);
        for (int i = 0; i < 400; i++) {
            plainly.push(bytes("element number " + i), false, Quicklist.DEFAULT_PACKED_THRESHOLD);
            small.push(bytes("element number " + i), false, Quicklist.DEFAULT_PACKED_THRESHOLD);
        }
        assertEquals(plainly.uncompressedBytes(), small.uncompressedBytes());
        long kept = new ListValue(small).memoryUsage(0);
        assertTrue(kept < new ListValue(plainly).memoryUsage(0), "kept " + kept);
        assertFalse(small.isEmpty());
        assertEquals(contents(plainly, true), contents(small, true));
    }

    @Test
    void aListOfOneListpackIsItsBytes() {
        for (int fill : new int[] {-5, -2, 1, 128, 32767}) {
            for (int depth : new int[] {0, 1, 65535}) {
                Quicklist list = new Quicklist(fill, depth);
                assertNull(list.toBytes(1000), "an empty list has no listpack");
                list.push("a".getBytes(StandardCharsets.US_ASCII), false, Quicklist.DEFAULT_PACKED_THRESHOLD);
                byte[] bytes = list.toBytes(1000);
                assertNotNull(bytes);
                assertNull(list.toBytes(bytes.length - 1));
                Quicklist same = Quicklist.of(bytes);
                assertEquals(fill, same.fill());
                assertEquals(depth, same.compressDepth());
                assertEquals(1, same.size());
                assertArrayEquals(new byte[] {'a'}, same.pop(true));
            }
        }
        Quicklist two = new Quicklist(1, 0);
        two.push(new byte[1], true, Quicklist.DEFAULT_PACKED_THRESHOLD);
        two.push(new byte[1], true, Quicklist.DEFAULT_PACKED_THRESHOLD);
        assertNull(two.toBytes(1000));
    }
}
