package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StringValueTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverGaveTheArrayNeverSeesItChange() {
        byte[] given = bytes("hello");
        StringValue value = StringValue.of(given);
        value.write(0, bytes("J"));
        assertArrayEquals(bytes("hello"), given);
        assertArrayEquals(bytes("Jello"), value.bytes());
    }

    @Test
    void bytesThatWereTakenOutStayAsTheyWere() {
        StringValue value = StringValue.of(bytes("hello"));
        value.append(bytes(" world"));
        byte[] before = value.bytes();
        value.write(0, bytes("J"));
        value.writable(1)[1] = 'u';
        assertArrayEquals(bytes("hello world"), before);
        assertArrayEquals(bytes("Jullo world"), value.bytes());
    }

    @Test
    void copiesPartWithTheFirstWrite() {
        StringValue value = StringValue.of(bytes("hello"));
        value.append(bytes("!"));
        StringValue copy = value.copy();
        value.append(bytes("?"));
        copy.write(0, bytes("J"));
        assertArrayEquals(bytes("hello!?"), value.bytes());
        assertArrayEquals(bytes("Jello!"), copy.bytes());
    }

    @Test
    void numbersBecomeBytesWhenTheyAreWrittenInto() {
        StringValue value = StringValue.of(bytes("12"));
        assertEquals("int", value.encoding());
        value.write(4, bytes("x"));
        assertArrayEquals(bytes("12\0\0x"), value.bytes());
        assertEquals("raw", value.encoding());
        value.assign(bytes("-7"));
        assertEquals("int", value.encoding());
        assertEquals(2, value.length());
    }

    @Test
    void anyWritesGiveWhatTheyGiveInABuffer() {
        Random random = new Random(9);
        for (int round = 0; round < 200; round++) {
            byte[] model = new byte[4000];
            int length = 0;
            StringValue value = StringValue.raw(StringValue.EMPTY);
            for (int i = 0; i < 30; i++) {
                byte[] content = new byte[1 + random.nextInt(40)];
                random.nextBytes(content);
                int at = random.nextBoolean() ? length : random.nextInt(length + 60);
                System.arraycopy(content, 0, model, at, content.length);
                length = Math.max(length, at + content.length);
                value.write(at, content);
                assertEquals(length, value.length());
                if (random.nextInt(4) == 0) {
                    assertArrayEquals(Arrays.copyOf(model, length), value.bytes());
                }
            }
            assertArrayEquals(Arrays.copyOf(model, length), Arrays.copyOf(value.buffer(), length));
        }
    }
}
