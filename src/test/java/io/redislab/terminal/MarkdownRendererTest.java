package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownRendererTest {
    private static List<String> plain(String markdown, int width) {
        return new MarkdownRenderer(Style.PLAIN, width).render(markdown);
    }

    @Test
    void wrapsWithinTheWidth() {
        List<String> lines = plain("one two three four five six seven eight nine ten", 24);
        assertEquals(List.of("  one two three four", "  five six seven eight", "  nine ten"), lines);
    }

    @Test
    void codeIsIndentedAndKept() {
        assertEquals(
                List.of("  Try:", "", "      SET a  b", "", "      GET a"),
                plain("Try:\n\n```\nSET a  b\n\nGET a\n```", 80));
    }

    @Test
    void listsAndTables() {
        assertEquals(List.of("  • one", "  • two"), plain("- one\n- two", 80));
        assertEquals(List.of("  1. one", "  2. two"), plain("1. one\n2. two", 80));
        assertEquals(
                List.of("  a     b", "  ────  ─", "  long  x"), plain("| a | b |\n| --- | --- |\n| long | x |", 80));
    }

    @Test
    void nothingReachesTheTerminalRaw() {
        String hostile =
                "a\u001b[31mred\u0007 `\u001b]0;x\u0007` \u202e\u200b [l](http://x/\u001b[2J)\n\n```\n\u001b[2J\u009b\n```\n\n"
                        + "<b \u001b[1m>\n\n| \u001b[1m |\n| --- |\n| \u0000 |";
        for (Style style : Style.values()) {
            String all = String.join("\n", new MarkdownRenderer(style, 80).render(hostile));
            String own = all.replaceAll("\u001b\\[(0|1|2|3|36)m", style == Style.COLOUR ? "" : "$0");
            assertFalse(own.contains("\u001b[2J"), own);
            assertFalse(own.contains("\u001b]"), own);
            assertFalse(own.contains("\u001b[31m"), own);
            assertTrue(own.chars().allMatch(c -> c == '\n' || c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0)), own);
            assertFalse(own.contains("\u202e") || own.contains("\u200b"), own);
        }
    }
}
