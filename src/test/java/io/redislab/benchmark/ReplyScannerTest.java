package io.redislab.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyScannerTest {
    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Here {@code |} stands for CR LF. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "+OK|; 1",
                ":1|$3|a+b|$-1|*-1|; 4",
                "*2|$2|ab|*1|:1|+OK|; 2",
                "*0|_|#t|,1.5|(123|; 5",
                "%1|+a|*2|:1|:2|~1|:1|=7|txt:abc|; 3",
                ">2|+invalidate|*1|$1|k|+OK|; 1",
                ">0|+OK|; 1",
                "*1|*0|*1|*1|$0||; 2",
            })
    void countsRepliesInAnyPortions(String text, int replies) {
        byte[] all = bytes(text);
        for (int portion = 1; portion <= all.length; portion++) {
            ReplyScanner scanner = new ReplyScanner();
            int found = 0;
            for (int at = 0; at < all.length; at += portion) {
                found += scanner.scan(all, at, Math.min(all.length, at + portion));
            }
            assertEquals(replies, found, "in portions of " + portion);
            assertNull(scanner.failure());
        }
    }

    /** An attribute, whose sign is not written in the table above. */
    @Test
    void attributesAreNoReplies() {
        byte[] all = "|1\r\n+ttl\r\n:3\r\n*2\r\n:1\r\n|1\r\n+x\r\n+y\r\n:2\r\n".getBytes(StandardCharsets.US_ASCII);
        assertEquals(1, new ReplyScanner().scan(all, 0, all.length));
    }

    @Test
    void keepsTheFirstErrorOutsideOfAggregates() {
        ReplyScanner scanner = new ReplyScanner();
        byte[] inside = bytes("*2|-ERR inside|:1|");
        assertEquals(1, scanner.scan(inside, 0, inside.length));
        assertNull(scanner.failure());
        byte[] errors = bytes("-ERR one|!7|ERR two|");
        assertEquals(2, scanner.scan(errors, 0, errors.length));
        assertEquals("ERR one", scanner.failure());
    }

    @Test
    void refusesWhatIsNoReply() {
        byte[] html = bytes("HTTP/1.1 400 Bad Request|");
        assertThrows(BenchmarkException.class, () -> new ReplyScanner().scan(html, 0, html.length));
    }
}
