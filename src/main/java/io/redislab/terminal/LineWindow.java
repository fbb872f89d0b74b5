package io.redislab.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Buffer;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * What is seen of a text that is too long for the screen: the rows around the cursor, without colours. Its cost depends on
 * the screen alone. JLine would lay out the whole text at each key, which takes a tenth of a second for 100 KB.
 *
 * @param rows each with its line feed, if it has one
 * @param cursorRow the row among these in which the cursor stands
 */
record LineWindow(List<AttributedString> rows, int cursorRow, int cursorColumn) {
    /** Texts up to this many characters are drawn whole. */
    static final int LEAST = TypedLine.MAX;

    /** What stands in the place of the rows above and below. */
    private static final AttributedString MORE = new AttributedString("…\n");

    static final String SECOND_PROMPT = "...> ";

    LineWindow {
        rows = List.copyOf(rows);
    }

    /**
     * The rows around the cursor.
     *
     * @param delayWrap whether a row that is full up to its last column has the cursor behind it
     */
    static LineWindow of(Buffer text, AttributedString prompt, Size size, boolean delayWrap) {
        int columns = size.getColumns();
        int height = size.getRows();
        int cursor = text.cursor();
        int from = from(text, prompt.columnLength(), columns, columns * height);
        int to = Math.min(text.length(), cursor + columns * height);
        AttributedStringBuilder out = new AttributedStringBuilder(to - from + 100);
        out.append(from == 0 ? prompt : AttributedString.EMPTY).append(lines(text.substring(from, cursor)));
        List<AttributedString> before = out.columnSplitLength(columns, false, delayWrap);
        int row = before.size() - 1;
        int column = before.get(row).columnLength();
        out.append(lines(text.substring(cursor, to)));
        List<AttributedString> all = new ArrayList<>(out.columnSplitLength(columns, true, delayWrap));
        if (row == all.size()) {
            all.add(AttributedString.EMPTY);
        }
        int first = Math.max(0, Math.min(row - height + 2, all.size() - height));
        int end = Math.min(all.size(), first + height);
        List<AttributedString> seen = new ArrayList<>(all.subList(first, end));
        if ((from > 0 || first > 0) && row > first) {
            seen.set(0, MORE);
        }
        if ((to < text.length() || end < all.size()) && row < end - 1) {
            seen.set(seen.size() - 1, MORE);
        }
        return new LineWindow(seen, row - first, column);
    }

    /** Where to begin, at most so many characters before the cursor and where a row begins. */
    private static int from(Buffer text, int promptColumns, int columns, int reach) {
        int earliest = text.cursor() - reach;
        if (earliest <= 0) {
            return 0;
        }
        int lineStart = text.cursor();
        while (lineStart > 0 && text.atChar(lineStart - 1) != '\n') {
            lineStart--;
        }
        if (lineStart >= earliest) {
            for (int i = earliest; i < lineStart; i++) {
                if (text.atChar(i - 1) == '\n') {
                    return i;
                }
            }
            return lineStart;
        }
        int indent = lineStart == 0 ? promptColumns : SECOND_PROMPT.length();
        int rows = (earliest - lineStart + indent + columns - 1) / columns;
        return lineStart + rows * columns - indent;
    }

    private static String lines(String text) {
        return text.replace("\n", "\n" + SECOND_PROMPT);
    }
}
