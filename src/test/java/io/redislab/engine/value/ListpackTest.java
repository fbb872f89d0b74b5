package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ListpackTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> contents(Listpack pack) {
        List<String> forward = new ArrayList<>();
        for (int p = pack.first(); p != Listpack.NONE; p = pack.next(p)) {
            forward.add(new String(pack.get(p), StandardCharsets.ISO_8859_1));
        }
        List<String> backward = new ArrayList<>();
        for (int p = pack.last(); p != Listpack.NONE; p = pack.previous(p)) {
            backward.add(0, new String(pack.get(p), StandardCharsets.ISO_8859_1));
        }
        assertEquals(forward, backward);
        return forward;
    }

    @Test
    void formatOfEachEncoding() {
        assertEquals("070000000000ff", hex());
        assertEquals("09000000010005" + "01ff", hex("5"));
        assertEquals("0a0000000100" + "c08002" + "ff", hex("128"));
        assertEquals("0a0000000100" + "dfff02" + "ff", hex("-1"));
        assertEquals("0a0000000100" + "d00002" + "ff", hex("-4096"));
        assertEquals("0b0000000100" + "f1001003" + "ff", hex("4096"));
        assertEquals("0b0000000100" + "f1ffef03" + "ff", hex("-4097"));
        assertEquals("0c0000000100" + "f200800004" + "ff", hex("32768"));
        assertEquals("0d0000000100" + "f30000800005" + "ff", hex("8388608"));
        assertEquals("110000000100" + "f4000000000000008009" + "ff", hex("-9223372036854775808"));
        assertEquals("090000000100" + "8001" + "ff", hex(""));
        assertEquals("0b0000000100" + "82303103" + "ff", hex("01"));
    }

    private static String hex(String... elements) {
        Listpack pack = new Listpack();
        for (String element : elements) {
            pack.append(bytes(element));
        }
        assertTrue(Listpack.isValid(pack.toBytes()));
        assertEquals(List.of(elements), contents(pack));
        return HexFormat.of().formatHex(pack.toBytes());
    }

    @Test
    void stringsOfEveryLengthClass() {
        Listpack pack = new Listpack();
        List<String> model = new ArrayList<>();
        for (int length :
                new int[] {0, 1, 63, 64, 125, 126, 127, 4095, 4096, 16377, 16378, 16379, 70_000, 2_097_146, 2_097_147
                }) {
            String text = "x".repeat(length);
            pack.append(bytes(text));
            model.add(text);
        }
        assertEquals(model, contents(pack));
        assertTrue(Listpack.isValid(pack.toBytes()));
        for (int i = 0; i < model.size(); i++) {
            assertEquals(i, model.indexOf(new String(pack.get(pack.seek(i)), StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void countsBeyondItsHeader() {
        Listpack pack = new Listpack();
        for (int i = 0; i < 70_000; i++) {
            pack.append(i);
        }
        assertEquals(70_000, pack.count());
        assertEquals(69_999, pack.integer(pack.seek(-1)));
        assertEquals(65_600, pack.integer(pack.seek(65_600)));
        assertTrue(Listpack.isValid(pack.toBytes()));
        pack.deleteFrom(pack.first(), 69_000);
        assertEquals(1000, pack.count());
    }

    enum Kind {
        APPEND,
        PREPEND,
        BEFORE,
        AFTER,
        REPLACE,
        DELETE,
        DELETE_RANGE
    }

    record Change(Kind kind, int at, int count, String element) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> element = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.integers().between(-5000, 5000).map(String::valueOf),
                Arbitraries.of("-0", "00", "+1", "-", "", "9223372036854775808", "1.5"),
                Arbitraries.integers().between(4000, 5000).map("y"::repeat));
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 4),
                        element)
                .as(Change::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void behavesLikeAnArrayList(@ForAll("changes") List<Change> changes) {
        Listpack pack = new Listpack();
        List<String> model = new ArrayList<>();
        for (Change change : changes) {
            apply(change, pack, model);
            assertEquals(model.size(), pack.count());
        }
        assertEquals(model, contents(pack));
        assertTrue(Listpack.isValid(pack.toBytes()));
        for (int i = 0; i < model.size(); i++) {
            assertEquals(pack.seek(i), pack.seek(i - model.size()));
            int found = pack.find(pack.first(), bytes(model.get(i)), 0);
            assertEquals(pack.seek(model.indexOf(model.get(i))), found);
            assertTrue(pack.matches(found, bytes(model.get(i))));
            assertEquals(model.get(i).length(), pack.length(found));
        }
        assertEquals(Listpack.NONE, pack.seek(model.size()));
        assertEquals(Listpack.NONE, pack.seek(-model.size() - 1));
        Listpack merged = pack.copy();
        merged.appendAll(pack);
        List<String> twice = new ArrayList<>(model);
        twice.addAll(model);
        assertEquals(twice, contents(merged));
    }

    private static void apply(Change change, Listpack pack, List<String> model) {
        byte[] element = bytes(change.element);
        int at = model.isEmpty() ? 0 : change.at % model.size();
        int p = pack.seek(at);
        Kind kind = model.isEmpty() ? Kind.APPEND : change.kind;
        switch (kind) {
            case APPEND -> {
                pack.append(element);
                model.add(change.element);
            }
            case PREPEND -> {
                pack.prepend(element);
                model.add(0, change.element);
            }
            case BEFORE -> {
                pack.insertBefore(p, element);
                model.add(at, change.element);
            }
            case AFTER -> {
                int where = pack.insertAfter(p, element);
                assertTrue(pack.matches(where, element));
                model.add(at + 1, change.element);
            }
            case REPLACE -> {
                pack.replace(p, element);
                model.set(at, change.element);
            }
            case DELETE -> {
                int next = pack.delete(p);
                model.remove(at);
                assertEquals(at == model.size(), next == Listpack.NONE);
            }
            case DELETE_RANGE -> {
                pack.deleteRange(at, change.count);
                model.subList(at, Math.min(model.size(), at + change.count)).clear();
            }
        }
    }

    @Test
    void damagedBytesAreRefusedWithoutReadingOutside() {
        Listpack pack = new Listpack();
        for (String element : List.of("a", "123", "-70000", "x".repeat(70), "y".repeat(5000), "99999999999")) {
            pack.append(bytes(element));
        }
        byte[] good = pack.toBytes();
        assertTrue(Listpack.isValid(good));
        assertFalse(Listpack.isValid(new byte[0]));
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(i % 2 == 0 ? 60 : bad.length)] = (byte) random.nextInt();
            }
            if (Listpack.isValid(bad)) {
                Listpack read = Listpack.of(bad);
                assertEquals(read.count(), contents(read).size());
            }
        }
    }

    @Test
    void sinkSeesNumbersAndBytes() {
        Listpack pack = new Listpack();
        pack.append(bytes("abc"));
        pack.append(-42);
        List<Object> seen = new ArrayList<>();
        ElementSink sink = new ElementSink() {
            @Override
            public void bytes(byte[] buffer, int offset, int length) {
                seen.add(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
            }

            @Override
            public void integer(long value) {
                seen.add(value);
            }
        };
        pack.get(pack.first(), sink);
        pack.get(pack.last(), sink);
        assertEquals(List.of("abc", -42L), seen);
        assertArrayEquals(bytes("-42"), pack.get(pack.last()));
    }
}
