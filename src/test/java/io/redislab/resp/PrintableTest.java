package io.redislab.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void escapesWhatActs() {
        assertEquals("a\\x1b[2Jb", Printable.line("a\u001b[2Jb"));
        assertEquals("\\n\\r\\t\\a\\b\\x00\\x7f", Printable.line("\n\r\t\u0007\b\0\u007f"));
        assertEquals("\\u009b31m", Printable.line("\u009b31m"));
        assertEquals("\\u202e\\u2028\\ufeff", Printable.line("\u202e\u2028\ufeff"));
        assertEquals("\\U000e0001", Printable.line(new String(Character.toChars(0xe0001))));
        assertEquals("\ufffd", Printable.line("\ud800"));
    }

    @Test
    void leavesTextAlone() {
        String text = "Grüße, 日本語, 👩\u200d💻 é";
        assertEquals(text, Printable.line(text));
        assertEquals("a\n    b", Printable.lines("a\n\tb"));
    }

    @Test
    void bytes() {
        assertEquals("ü", Printable.bytes("ü".getBytes(StandardCharsets.UTF_8)));
        assertEquals("a\\xff\\x1b", Printable.bytes(new byte[] {'a', (byte) 0xff, 27}));
    }
}
