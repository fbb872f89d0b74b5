package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IntSetTest {
    @Test
    void format() {
        IntSet set = new IntSet();
        assertEquals("0200000000000000", HexFormat.of().formatHex(set.toBytes()));
        set.add(5);
        set.add(-1);
        assertEquals("0200000002000000ffff0500", HexFormat.of().formatHex(set.toBytes()));
        set.add(40_000);
        assertEquals("0400000003000000ffffffff05000000409c0000", HexFormat.of().formatHex(set.toBytes()));
        set.remove(40_000);
        set.add(Long.MIN_VALUE);
        assertEquals(
                "08000000030000000000000000000080ffffffffffffffff0500000000000000",
                HexFormat.of().formatHex(set.toBytes()));
    }

    /** Values around the borders of the widths; negative counts remove. */
    @Provide
    Arbitrary<List<Long>> values() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(-20, 20),
                        Arbitraries.longs().between(-33_000, 33_000),
                        Arbitraries.longs(),
                        Arbitraries.of(
                                (long) Short.MIN_VALUE, (long) Short.MAX_VALUE + 1, (long) Integer.MAX_VALUE, 1L << 31))
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 300)
    void behavesLikeATreeSet(@ForAll("values") List<Long> values, @ForAll long seed) {
        IntSet set = new IntSet();
        TreeSet<Long> model = new TreeSet<>();
        Random random = new Random(seed);
        for (long value : values) {
            if (random.nextInt(3) == 0 && !model.isEmpty()) {
                long victim = random.nextBoolean() ? set.get(random.nextInt(set.size())) : value;
                assertEquals(model.remove(victim), set.remove(victim));
            } else {
                assertEquals(model.add(value), set.add(value));
            }
            assertEquals(model.contains(value), set.contains(value));
        }
        assertEquals(model.size(), set.size());
        int i = 0;
        for (long value : model) {
            assertEquals(value, set.get(i++));
            assertTrue(set.contains(value));
        }
        byte[] bytes = set.toBytes();
        assertEquals(!model.isEmpty(), IntSet.isValid(bytes));
        assertEquals(set.size(), IntSet.of(bytes).size());
        if (!model.isEmpty()) {
            assertTrue(model.contains(set.random(random)));
        }
    }

    @Test
    void damagedBytesAreRefused() {
        assertFalse(IntSet.isValid(new byte[7]));
        assertFalse(IntSet.isValid(HexFormat.of().parseHex("0300000001000000ffff05")));
        assertFalse(IntSet.isValid(HexFormat.of().parseHex("02000000020000000500ffff")));
        assertFalse(IntSet.isValid(HexFormat.of().parseHex("020000000200000005000500")));
        assertFalse(IntSet.isValid(HexFormat.of().parseHex("0200000003000000ffff0500")));
        assertTrue(IntSet.isValid(HexFormat.of().parseHex("0200000002000000ffff0500")));
    }
}
