package io.redislab.engine.config;

import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Text of configuration files and of CONFIG, which is bytes to Redis: here a String whose chars are bytes (ISO 8859-1), so
 * that nothing is lost and names and numbers are still easy to read.
 */
final class ByteText {
    private ByteText() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a user typed as characters. */
    static String ofCharacters(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a user reads as characters. */
    static String toCharacters(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    /** Between double quotes, with escapes, as redis.conf reads it back. */
    static String quote(String text) {
        return of(ArgumentSplitter.quote(bytes(text)));
    }

    /** At every single space; no words in an empty text. */
    static List<String> splitAtSpaces(String text) {
        List<String> words = new ArrayList<>();
        if (text.isEmpty()) {
            return words;
        }
        int from = 0;
        for (int at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', from)) {
            words.add(text.substring(from, at));
            from = at + 1;
        }
        words.add(text.substring(from));
        return words;
    }

    /** A whole number as C reads it: blanks and a sign may stand before it, nothing behind; no digits are 0. */
    static OptionalLong integer(String text) {
        String trimmed = text.stripLeading();
        if (trimmed.isEmpty()) {
            return text.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(trimmed));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
