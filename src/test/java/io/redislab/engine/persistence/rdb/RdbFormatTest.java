package io.redislab.engine.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import io.redislab.testing.SampleValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RdbFormatTest {
    private final Configuration config = Configuration.defaults();

    @Test
    void checksumIsThatOfTheFormat() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0xe9c6d914c4b8d9caL, Crc64.update(0, digits, 0, digits.length));
        long inParts = Crc64.update(Crc64.update(0, digits, 0, 4), digits, 4, 5);
        assertEquals(0xe9c6d914c4b8d9caL, inParts);
    }

    @Test
    void everyValueComesBack() throws IOException {
        for (Map.Entry<String, Value> sample : SampleValues.all().entrySet()) {
            byte[] payload = DumpPayload.of(sample.getValue(), true);
            assertTrue(DumpPayload.isSound(payload, false), sample.getKey());
            Value read = DumpPayload.read(payload, config);
            assertNotNull(read, sample.getKey());
            // A string may get a shorter encoding than it had.
            if (!sample.getKey().equals("string:raw")) {
                assertEquals(sample.getValue().encoding(), read.encoding(), sample.getKey());
            }
            assertEquals(content(sample.getValue()), content(read), sample.getKey());
        }
    }

    /** The value as it is written without compression, where members of tables come in their order. */
    private static String content(Value value) {
        return value instanceof StringValue string
                ? new String(string.bytes(), StandardCharsets.ISO_8859_1)
                : sorted(DumpPayload.of(value, false));
    }

    private static String sorted(byte[] bytes) {
        return new String(bytes, 0, bytes.length - 10, StandardCharsets.ISO_8859_1)
                .chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void lengthsComeBackInTheShortestForm() throws IOException {
        long[] lengths = {0, 63, 64, 16383, 16384, 0xFFFFFFFFL, 0x100000000L, Long.MAX_VALUE, -1};
        int[] bytes = {1, 1, 2, 2, 5, 5, 9, 9, 9};
        for (int i = 0; i < lengths.length; i++) {
            RdbOutput out = new RdbOutput(null);
            out.length(lengths[i]);
            assertEquals(bytes[i], out.pending());
            assertEquals(lengths[i], new RdbInput(out.toBytes(), 0, out.pending()).length());
        }
    }

    @Test
    void damagedPayloadsAreNoValues() {
        Random random = new Random(7);
        for (Map.Entry<String, Value> sample : SampleValues.all().entrySet()) {
            byte[] payload = DumpPayload.of(sample.getValue(), true);
            for (int round = 0; round < 400; round++) {
                byte[] damaged = payload.clone();
                for (int i = 0; i <= round % 3; i++) {
                    damaged[random.nextInt(damaged.length - 10)] = (byte) random.nextInt(256);
                }
                assertFalse(!Arrays.equals(damaged, payload) && DumpPayload.isSound(damaged, false));
                readAnyhow(damaged);
            }
        }
    }

    /** Reads bytes whatever they are: a value, which can be used then, or an RdbException. */
    private void readAnyhow(byte[] payload) {
        try {
            Value value = DumpPayload.read(payload, config);
            if (value != null) {
                value.copy();
                value.memoryUsage(0);
                DumpPayload.of(value, true);
            }
        } catch (RdbException expected) {
            assertNotNull(expected.getMessage());
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    @Property(tries = 2000)
    void anyBytesAreAValueOrRefused(@ForAll byte[] bytes) {
        byte[] payload = Arrays.copyOf(bytes, bytes.length + 11);
        System.arraycopy(bytes, 0, payload, 1, bytes.length);
        for (int type = 0; type < 22; type++) {
            payload[0] = (byte) type;
            readAnyhow(payload);
        }
    }

    @Test
    void promisesOfHugeLengthsAllocateNothing() {
        byte[] hugeString = {0, (byte) 0x81, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(RdbException.class, () -> DumpPayload.read(hugeString, config));
        byte[] hugeLzf = {0, (byte) 0xC3, 1, (byte) 0x80, 0x7f, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(RdbException.class, () -> DumpPayload.read(hugeLzf, config));
        byte[] hugeSet = {2, (byte) 0x80, 0x7f, -1, -1, -1, 1, 'a', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(RdbException.class, () -> DumpPayload.read(hugeSet, config));
    }

    // ---- older encodings ----

    private Value readOld(int type, byte[] body) throws IOException {
        RdbOutput out = new RdbOutput(null);
        out.string(body);
        Value value = new RdbValueReader(config).read(type, new RdbInput(out.toBytes(), 0, out.pending()));
        assertNotNull(value);
        return value;
    }

    /** A ziplist of strings up to 63 bytes and integers of every width. */
    static byte[] ziplist(Object... elements) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int previous = 0;
        int tail = 10;
        for (Object element : elements) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            entry.write(previous);
            if (element instanceof Long number) {
                writeInteger(entry, number);
            } else {
                byte[] text = element.toString().getBytes(StandardCharsets.ISO_8859_1);
                entry.write(text.length);
                entry.writeBytes(text);
            }
            tail = 10 + entries.size();
            previous = entry.size();
            entries.writeBytes(entry.toByteArray());
        }
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        littleEndian(list, 11 + entries.size(), 4);
        littleEndian(list, tail, 4);
        littleEndian(list, elements.length, 2);
        list.writeBytes(entries.toByteArray());
        list.write(0xFF);
        return list.toByteArray();
    }

    private static void writeInteger(ByteArrayOutputStream entry, long value) {
        if (value >= 0 && value <= 12) {
            entry.write(0xF1 + (int) value);
        } else if (value == (byte) value) {
            entry.write(0xFE);
            littleEndian(entry, value, 1);
        } else if (value == (short) value) {
            entry.write(0xC0);
            littleEndian(entry, value, 2);
        } else if (value >= -(1 << 23) && value < 1 << 23) {
            entry.write(0xF0);
            littleEndian(entry, value, 3);
        } else if (value == (int) value) {
            entry.write(0xD0);
            littleEndian(entry, value, 4);
        } else {
            entry.write(0xE0);
            littleEndian(entry, value, 8);
        }
    }

    private static void littleEndian(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
    }

    @Test
    void ziplistsBecomeListpacks() throws IOException {
        byte[] list = ziplist("a", 0L, 12L, 13L, -1L, 1000L, -70_000L, 1L << 30, Long.MIN_VALUE, "last");
        ListValue read = (ListValue) readOld(RdbFormat.LIST_ZIPLIST, list);
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < read.list().size(); i++) {
            elements.append(new String(element(read, i), StandardCharsets.ISO_8859_1))
                    .append(' ');
        }
        assertEquals("a 0 12 13 -1 1000 -70000 1073741824 -9223372036854775808 last ", elements.toString());
        HashValue hash = (HashValue) readOld(RdbFormat.HASH_ZIPLIST, ziplist("f1", "v1", "f2", 2L));
        assertArrayEquals(SampleValues.bytes("2"), hash.get(SampleValues.bytes("f2")));
        assertEquals(
                "listpack",
                readOld(RdbFormat.ZSET_ZIPLIST, ziplist("m1", 1L, "m2", "2.5")).encoding());
    }

    private static byte[] element(ListValue list, int index) {
        byte[] element = list.list().get(index);
        assertNotNull(element);
        return element;
    }

    @Test
    void damagedZiplistsAreRefused() {
        byte[] good = ziplist("field", "value", "other", 5L);
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                try {
                    readOld(RdbFormat.HASH_ZIPLIST, bad);
                } catch (RdbException expected) {
                    assertFalse(expected.isCutOff());
                } catch (IOException other) {
                    throw new AssertionError(other);
                }
            }
        }
        assertThrows(RdbException.class, () -> readOld(RdbFormat.HASH_ZIPLIST, ziplist("f", "v", "f", "w")));
        assertThrows(RdbException.class, () -> readOld(RdbFormat.HASH_ZIPLIST, ziplist("f", "v", "g")));
    }

    @Test
    void zipmapsBecomeHashes() throws IOException {
        byte[] map = {2, 3, 'f', 'o', 'o', 3, 1, 'b', 'a', 'r', 'x', 1, 'g', 0, 0, -1};
        HashValue hash = (HashValue) readOld(RdbFormat.HASH_ZIPMAP, map);
        assertArrayEquals(SampleValues.bytes("bar"), hash.get(SampleValues.bytes("foo")));
        assertArrayEquals(new byte[0], hash.get(SampleValues.bytes("g")));
        assertThrows(RdbException.class, () -> readOld(RdbFormat.HASH_ZIPMAP, new byte[] {0, -1}));
        assertThrows(RdbException.class, () -> readOld(RdbFormat.HASH_ZIPMAP, new byte[] {1, 9, 'f', -1}));
    }

    @Test
    void emptyCollectionsAreNoKeys() throws IOException {
        for (int type : new int[] {RdbFormat.LIST, RdbFormat.SET, RdbFormat.HASH, RdbFormat.ZSET_2}) {
            assertNull(new RdbValueReader(config).read(type, new RdbInput(new byte[] {0}, 0, 1)));
        }
    }

    @Test
    void streamsOfBytesAreReadInParts() throws IOException {
        byte[] text = "0123456789".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
        RdbOutput out = new RdbOutput(null);
        out.string(text);
        out.fixed64(42);
        byte[] all = out.toBytes();
        RdbInput in = new RdbInput(new ByteArrayInputStream(all), all.length);
        assertArrayEquals(text, in.string());
        assertEquals(42, in.fixed64());
        assertEquals(0, in.remaining());
        assertEquals(out.checksum(), in.checksum());
        assertThrows(RdbException.class, in::readByte);
    }
}
