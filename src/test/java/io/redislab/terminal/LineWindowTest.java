package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jline.reader.impl.BufferImpl;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class LineWindowTest {
    private static final AttributedString PROMPT = new AttributedString("lab> ");
    private final BufferImpl text = new BufferImpl();

    private LineWindow window(int columns, int rows) {
        return LineWindow.of(text, PROMPT, new Size(columns, rows), false);
    }

    private static List<String> shown(LineWindow window) {
        return window.rows().stream().map(AttributedString::toString).toList();
    }

    @Test
    void whatFitsIsShownWhole() {
        text.write("GET a\nGET b");
        LineWindow window = window(20, 6);
        assertEquals(List.of("lab> GET a\n", "...> GET b"), shown(window));
        assertEquals(1, window.cursorRow());
        assertEquals(10, window.cursorColumn());
    }

    @Test
    void ofManyLinesTheLastOnesAreShown() {
        text.write("PING\n".repeat(20_000) + "ECHO x");
        LineWindow window = window(20, 6);
        assertEquals(
                List.of("…\n", "...> PING\n", "...> PING\n", "...> PING\n", "...> PING\n", "...> ECHO x"),
                shown(window));
        assertEquals(5, window.cursorRow());
        assertEquals(11, window.cursorColumn());
    }

    @Test
    void aLongLineBreaksWhereItWouldIfAllOfItWereShown() {
        text.write("0123456789".repeat(10_000));
        LineWindow window = window(20, 6);
        // 5 columns are the prompt's, so that each row begins with a 5.
        assertTrue(shown(window).get(1).startsWith("56789"), () -> shown(window).toString());
        assertEquals(6, window.rows().size());
        assertEquals(100_005 % 20, window.cursorColumn());
    }

    @Test
    void theCursorIsSeenWhereverItStands() {
        text.write("0123456789".repeat(10_000));
        for (int cursor : new int[] {0, 1, 14, 15, 16, 50, 99, 115, 5_000, 50_015, 99_990, 100_000}) {
            text.cursor(cursor);
            LineWindow window = window(20, 6);
            assertTrue(window.rows().size() <= 6);
            assertTrue(
                    window.cursorRow() >= 0
                            && window.cursorRow() < window.rows().size(),
                    "cursor at " + cursor);
            assertEquals((cursor + 5) % 20, window.cursorColumn() % 20);
        }
        text.cursor(0);
        assertEquals("…\n", shown(window(20, 6)).get(5));
        text.cursor(50_000);
        assertEquals("…\n", shown(window(20, 6)).get(0));
        assertEquals("…\n", shown(window(20, 6)).get(5));
    }
}
