package io.redislab.engine.replication;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Cuts lines out of what comes in pieces. */
final class Lines {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean whole;

    /** Takes bytes up to the end of the line, and answers where what is left begins. */
    int take(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        line.write(bytes, from, end - from);
        whole = end < to;
        return whole ? end + 1 : end;
    }

    /** Whether a line has come to its end. */
    boolean isWhole() {
        return whole;
    }

    /** The line without its end, one character a byte; the next one begins. */
    String next() {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        whole = false;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
