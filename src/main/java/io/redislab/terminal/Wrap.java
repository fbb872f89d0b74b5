package io.redislab.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Text without escape sequences, broken into lines at blanks. */
final class Wrap {
    private Wrap() {}

    /** How many columns a text takes on a terminal. */
    static int columns(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            columns += c < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(c));
        }
        return columns;
    }

    /** As much of the start of a text as fits into so many columns. */
    static String cut(String text, int limit) {
        if (columns(text) <= limit) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int width = c < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(c));
            if (used + width > limit - 1) {
                break;
            }
            out.appendCodePoint(c);
            used += width;
        }
        return limit < 1 ? "" : out + "…";
    }

    /** Lines of at most so many columns; words that are longer are broken. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            int used = 0;
            for (String word : paragraph.split(" ", -1)) {
                int columns = columns(word);
                if (used > 0 && used + 1 + columns > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                if (used > 0) {
                    line.append(' ');
                    used++;
                }
                while (columns > width && width > 2) {
                    String head = head(word, width - used);
                    lines.add(line + head);
                    line.setLength(0);
                    used = 0;
                    word = word.substring(head.length());
                    columns = columns(word);
                }
                line.append(word);
                used += columns;
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String head(String word, int limit) {
        int used = 0;
        int i = 0;
        while (i < word.length()) {
            int c = word.codePointAt(i);
            int width = c < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(c));
            if (i > 0 && used + width > limit) {
                break;
            }
            used += width;
            i += Character.charCount(c);
        }
        return word.substring(0, i);
    }
}
