package io.redislab.lab.inside;

import io.redislab.resp.Printable;
import java.util.ArrayList;
import java.util.List;

/** Lines of text that fit a width. What comes from keys and values is made safe for a terminal and cut. */
final class Drawing {
    private static final int MAX_LINES = 60;

    private final List<String> lines = new ArrayList<>();
    private final int width;

    Drawing(int width) {
        this.width = Math.max(40, width);
    }

    int width() {
        return width;
    }

    void line(String text) {
        if (lines.size() < MAX_LINES) {
            lines.add(text.length() > width ? text.substring(0, width - 1) + "…" : text);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Bytes from outside in at most so many columns. */
    static String shown(byte[] bytes, int most) {
        byte[] head = bytes.length > 4L * most ? java.util.Arrays.copyOf(bytes, 4 * most) : bytes;
        String text = Printable.bytes(head);
        return text.length() > most || head.length < bytes.length
                ? text.substring(0, Math.min(text.length(), most - 1)) + "…"
                : text;
    }

    /** {@code 1 member}, {@code 2 members}, {@code 10,000 members}. */
    static String count(long number, String one, String several) {
        return grouped(number) + " " + (number == 1 ? one : several);
    }

    static String bytes(long number) {
        return grouped(number) + (number == 1 ? " byte" : " bytes");
    }

    static String grouped(long number) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        for (int i = text.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    static String hex(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : " ")
                    .append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                    .append(Character.forDigit(bytes[i] & 15, 16));
        }
        return out.toString();
    }
}
