package io.redislab.terminal;

import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;

/**
 * What is on the screen of an editor. Rows at the bottom that are the very objects that were drawn before are left as they
 * are, without the look at each character that JLine takes at each key.
 */
final class RowsDisplay extends Display {
    RowsDisplay(Terminal terminal) {
        super(terminal, false);
    }

    /** The first row has one character a column. */
    private boolean narrow;

    /**
     * {@link #update} for rows of which the first one, where the cursor is, has one character a column and is not full.
     *
     * @param cursor its column
     */
    void updateFirst(List<AttributedString> newLines, int cursor, boolean flush) {
        if (reset || !narrow || newLines.size() != oldLines.size() || changed(newLines) > 1) {
            update(newLines, cursor, flush);
            narrow = true;
            return;
        }
        AttributedString before = oldLines.get(0);
        AttributedString now = newLines.get(0);
        int end = end(now);
        int endBefore = end(before);
        int same = 0;
        int most = Math.min(end, endBefore);
        while (same < most
                && now.charAt(same) == before.charAt(same)
                && now.styleAt(same).equals(before.styleAt(same))) {
            same++;
        }
        if (same < end || same < endBefore) {
            moveVisualCursorTo(same);
            if (same < end) {
                now.substring(same, end).print(terminal);
                cursorPos = end;
            }
            if (end < endBefore) {
                terminal.puts(InfoCmp.Capability.clr_eol);
            }
        }
        moveVisualCursorTo(cursor);
        oldLines = newLines;
        if (flush) {
            terminal.flush();
        }
    }

    private static int end(AttributedString row) {
        int length = row.length();
        return length > 0 && row.charAt(length - 1) == '\n' ? length - 1 : length;
    }

    @Override
    public void update(List<AttributedString> newLines, int targetCursorPos, boolean flush) {
        narrow = false;
        int changed = changed(newLines);
        if (reset || changed == newLines.size() || newLines.size() >= rows || targetCursorPos >= changed * columns1) {
            super.update(newLines, targetCursorPos, flush);
            return;
        }
        oldLines = oldLines.subList(0, changed);
        super.update(newLines.subList(0, changed), targetCursorPos, flush);
        oldLines = newLines;
    }

    /** How many rows there are above those that are known to be the same, at least one. */
    @SuppressWarnings("ReferenceEquality") // The quick way; what is equal otherwise is found later.
    private int changed(List<AttributedString> newLines) {
        int changed = newLines.size();
        if (changed == oldLines.size()) {
            while (changed > 1 && newLines.get(changed - 1) == oldLines.get(changed - 1)) {
                changed--;
            }
        }
        return changed;
    }
}
