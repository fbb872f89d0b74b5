package io.redislab.engine.command;

import io.redislab.engine.RedisError;
import java.nio.charset.StandardCharsets;

/** Doubles as C's strtod reads them: decimal, hexadecimal, inf and infinity in any case; no spaces around. */
public final class Doubles {
    private Doubles() {}

    /** @throws RedisError the given one for whatever is no number, for nan and for an empty word */
    public static double parse(byte[] word, RedisError otherwise) {
        double value = parseOrNan(word);
        if (Double.isNaN(value)) {
            throw otherwise;
        }
        return value;
    }

    /** NaN when the word is no number. */
    public static double parseOrNan(byte[] word) {
        int length = word.length;
        if (length == 0 || length > 256) {
            return Double.NaN;
        }
        int start = word[0] == '-' || word[0] == '+' ? 1 : 0;
        long integer = 0;
        int i = start;
        while (i < length && i - start < 15 && word[i] >= '0' && word[i] <= '9') {
            integer = integer * 10 + word[i++] - '0';
        }
        if (i == length && i > start) {
            return word[0] == '-' ? -(double) integer : integer;
        }
        return slow(new String(word, StandardCharsets.ISO_8859_1), start);
    }

    private static double slow(String text, int start) {
        String body = text.substring(start);
        boolean negative = text.charAt(0) == '-';
        if (body.equalsIgnoreCase("inf") || body.equalsIgnoreCase("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        boolean hex = body.length() > 2 && body.charAt(0) == '0' && (body.charAt(1) | 0x20) == 'x';
        boolean exponent = false;
        for (int i = hex ? 2 : 0; i < body.length(); i++) {
            char c = body.charAt(i);
            boolean digit = c >= '0' && c <= '9' || hex && !exponent && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
            boolean mark = (c | 0x20) == (hex ? 'p' : 'e');
            boolean sign = exponent && (c == '-' || c == '+');
            if (!digit && !mark && !sign && c != '.') {
                return Double.NaN;
            }
            exponent |= mark;
        }
        if (hex && !exponent) {
            body += "p0";
        }
        try {
            double value = Double.parseDouble(body);
            return negative ? -value : value;
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
