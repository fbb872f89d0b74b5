package io.redislab.resp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private static Reply read(String wire) throws IOException {
        return new ReplyReader(new ByteArrayInputStream(wire.getBytes(StandardCharsets.ISO_8859_1)), 1 << 20).read();
    }

    @Test
    void simpleTypes() throws IOException {
        assertEquals(new Reply.Status("OK"), read("+OK\r\n"));
        assertEquals(new Reply.Failure("ERR no"), read("-ERR no\r\n"));
        assertEquals(new Reply.Int(-7), read(":-7\r\n"));
        assertEquals(new Reply.Nil(), read("$-1\r\n"));
        assertEquals(new Reply.Nil(), read("_\r\n"));
        assertEquals(new Reply.NilArray(), read("*-1\r\n"));
        assertEquals(new Reply.Bool(true), read("#t\r\n"));
        assertEquals(new Reply.DoubleReply(1.5, "1.5"), read(",1.5\r\n"));
        assertEquals(new Reply.DoubleReply(Double.NEGATIVE_INFINITY, "-inf"), read(",-inf\r\n"));
        assertEquals(new Reply.BigNumber("123"), read("(123\r\n"));
        assertArrayEquals(new byte[] {'a', 0, '\r'}, ((Reply.Bulk) read("$3\r\na\0\r\r\n")).bytes());
    }

    @Test
    void aggregates() throws IOException {
        assertEquals(
                new Reply.Array(List.of(new Reply.Int(1), new Reply.Array(List.of()))), read("*2\r\n:1\r\n*0\r\n"));
        assertEquals(new Reply.MapReply(List.of(new Reply.Status("a"), new Reply.Int(1))), read("%1\r\n+a\r\n:1\r\n"));
        assertEquals(new Reply.Push(List.of(new Reply.Status("message"))), read(">1\r\n+message\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$-2\r\n",
                "$x\r\n",
                "?\r\n",
                "+OK\rx",
                ":1x\r\n",
                ":\r\n",
                "$1\r\nab\r\n",
                "#x\r\n",
                ",1d\r\n",
                "=2\r\nab\r\n",
                "$99999999999\r\n",
                "*99999999999\r\n",
                "%-1\r\n",
                ">-1\r\n",
                "$?\r\n",
                "$2000000\r\n",
                ":99999999999999999999\r\n",
                ",0x1p3\r\n"
            })
    void refuses(String wire) {
        assertThrows(ProtocolException.class, () -> read(wire));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+OK", "$5\r\nab", "*2\r\n:1\r\n", "*1000000000\r\n", "$1000000\r\nabc"})
    void endsEarly(String wire) {
        assertThrows(EOFException.class, () -> read(wire));
    }

    @Test
    void limitsDepthAndSize() {
        assertThrows(ProtocolException.class, () -> read("*1\r\n".repeat(100_000)));
        assertThrows(ProtocolException.class, () -> read("*1000000\r\n" + ":1\r\n".repeat(1_000_000)));
        assertThrows(ProtocolException.class, () -> read("+" + "a".repeat(2_000_000)));
    }
}
