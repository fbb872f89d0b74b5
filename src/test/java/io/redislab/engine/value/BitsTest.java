package io.redislab.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the plain way to say the same, bit by bit. */
class BitsTest {
    private final Random random = new Random(5);

    @Test
    void countAndPositionAgreeWithALoopOverBits() {
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = bytes(1 + random.nextInt(40));
            int first = random.nextInt(bytes.length * 8);
            int last = first + random.nextInt(bytes.length * 8 - first);
            int count = 0;
            int[] position = {-1, -1};
            for (int bit = last; bit >= first; bit--) {
                int value = Bits.get(bytes, bit);
                count += value;
                position[value] = bit;
            }
            assertEquals(count, Bits.count(bytes, first, last));
            assertEquals(position[0], Bits.position(bytes, 0, first, last));
            assertEquals(position[1], Bits.position(bytes, 1, first, last));
        }
    }

    @Test
    void fieldsReadAsTheyWereWrittenAndLeaveTheOthersAlone() {
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = bytes(20);
            byte[] before = bytes.clone();
            int width = 1 + random.nextInt(64);
            int at = random.nextInt(160 - width);
            long value = random.nextLong();
            Bits.write(bytes, at, width, value);
            assertEquals((value << (64 - width)) >> (64 - width), Bits.readSigned(bytes, at, width));
            assertEquals((value << (64 - width)) >>> (64 - width), Bits.readUnsigned(bytes, at, width));
            for (int bit = 0; bit < width; bit++) {
                Bits.set(bytes, at + bit, Bits.get(before, at + bit));
            }
            assertArrayEquals(before, bytes);
        }
        assertEquals(0x80, Bits.readUnsigned(new byte[] {1}, 7, 8));
        assertEquals(-128, Bits.readSigned(new byte[] {1}, 7, 8));
    }

    @Test
    void sourcesAreCombinedAsIfTheShortOnesWentOnWithZeros() {
        byte[] a = {0b1100, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] b = {0b1010};
        assertArrayEquals(
                new byte[] {0b1000, 0, 0, 0, 0, 0, 0, 0, 0, 0}, Bits.combine(Bits.Operation.AND, new byte[][] {a, b}));
        assertArrayEquals(
                new byte[] {0b1110, 1, 2, 3, 4, 5, 6, 7, 8, 9}, Bits.combine(Bits.Operation.OR, new byte[][] {b, a}));
        assertArrayEquals(new byte[] {0}, Bits.combine(Bits.Operation.XOR, new byte[][] {b, b}));
        assertArrayEquals(new byte[] {-1, 0}, Bits.combine(Bits.Operation.NOT, new byte[][] {{0, -1}}));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        int kind = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (kind == 0 ? 0 : kind == 1 ? -1 : random.nextInt());
        }
        return bytes;
    }
}
