package io.redislab.rediscli;

import io.redislab.resp.ArgumentSplitter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Texts whose chars are bytes, and numbers as C reads them off the start of a text. */
final class Texts {
    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The characters that the bytes stand for, for what Java names: hosts and files. */
    static String decoded(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    static String encoded(String characters) {
        return of(characters.getBytes(StandardCharsets.UTF_8));
    }

    static List<byte[]> all(List<String> texts) {
        return texts.stream().map(Texts::bytes).toList();
    }

    static String quoted(String text) {
        return of(ArgumentSplitter.quote(bytes(text)));
    }

    /** The words of a line by the rules of quotes; empty where these don't match up. */
    static Optional<List<String>> split(String line) {
        return ArgumentSplitter.split(bytes(line))
                .map(words -> words.stream().map(Texts::of).toList());
    }

    /** Up to the first NUL byte. */
    static String beforeNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The whole number at the start of a text, 0 where there is none, the nearest long where it is too large. */
    static long number(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        int end = digitsEnd(text, start);
        String digits = text.substring(start, end);
        if (digits.isEmpty() || digits.equals("-") || digits.equals("+")) {
            return 0;
        }
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? value.longValue() : value.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
            end++;
        }
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** True where {@link #number} reads the whole text. An empty text counts, as it does in C. */
    static boolean isNumber(String text) {
        return text.isEmpty() || text.matches("[ \\t-\\r]*[-+]?[0-9]+");
    }

    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The decimal fraction at the start of a text, 0 where there is none. */
    static double fraction(String text) {
        for (int end = text.length(); end > 0; end--) {
            String start = text.substring(0, end).strip();
            if (start.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
                return Double.parseDouble(start);
            }
        }
        return 0;
    }
}
