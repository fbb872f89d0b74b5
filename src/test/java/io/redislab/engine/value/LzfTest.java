package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LzfTest {
    @Test
    void longRunsBecomeShort() {
        byte[] in = "a".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
        byte[] out = Lzf.compress(in, in.length, in.length);
        assertNotNull(out);
        assertTrue(out.length < 150);
        assertArrayEquals(in, Lzf.decompress(out, in.length));
    }

    @Test
    void givesUpWhereItWouldNotFit() {
        byte[] in = new byte[300];
        new Random(1).nextBytes(in);
        assertNull(Lzf.compress(in, in.length, in.length));
        assertNull(Lzf.decompress(new byte[] {5, 1, 2}, 6));
        assertNull(Lzf.decompress(new byte[] {0x20, 0}, 3));
    }

    @Provide
    Arbitrary<byte[]> inputs() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(400),
                Arbitraries.bytes()
                        .between((byte) 0, (byte) 2)
                        .array(byte[].class)
                        .ofMaxSize(5000),
                Arbitraries.strings().alpha().ofMaxLength(12).map(s -> s.repeat(900)
                        .getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Property(tries = 300)
    void comesBack(@ForAll("inputs") byte[] in) {
        byte[] out = Lzf.compress(in, in.length, 2 * in.length + 10);
        assertNotNull(out);
        assertArrayEquals(in, Lzf.decompress(out, in.length));
        assertNull(Lzf.decompress(out, in.length + 1));
        byte[] again = Lzf.compress(in, in.length, out.length + 4);
        assertArrayEquals(out, again);
        if (out.length > 0) {
            assertNull(Lzf.compress(in, in.length, out.length - 1));
        }
    }

    @Property(tries = 500)
    void damagedInputIsRefusedQuietly(@ForAll byte[] in) {
        byte[] out = Lzf.decompress(in, 1000);
        assertTrue(out == null || out.length == 1000);
    }
}
