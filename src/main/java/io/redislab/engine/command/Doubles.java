package io.redislab.engine.command;

import io.redislab.engine.RedisError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Doubles as C's strtod reads them: decimal, hexadecimal, inf and infinity in any case. */
public final class Doubles {
    private Doubles() {}

    /**
     * A double as arguments are read: nothing around it, and no number that overflows or becomes zero.
     *
     * @throws RedisError the given one for whatever is no number, for nan and for an empty word
     */
    public static double parse(byte[] word, RedisError otherwise) {
        double value = parseOrNan(word);
        if (Double.isNaN(value)) {
            throw otherwise;
        }
        return value;
    }

    /** As {@link #parse}; NaN when the word is no number. */
    public static double parseOrNan(byte[] word) {
        int length = word.length;
        int start = length > 0 && (word[0] == '-' || word[0] == '+') ? 1 : 0;
        long integer = 0;
        int i = start;
        while (i < length && i - start < 15 && word[i] >= '0' && word[i] <= '9') {
            integer = integer * 10 + word[i++] - '0';
        }
        if (i == length && i > start) {
            return word[0] == '-' ? -(double) integer : integer;
        }
        return inRange(read(new String(word, StandardCharsets.ISO_8859_1)), word);
    }

    /** NaN instead of what has overflowed or become zero. */
    private static double inRange(double value, byte[] word) {
        boolean outOfRange = Double.isInfinite(value) ? !spellsInfinity(word) : value == 0 && !spellsZero(word);
        return outOfRange ? Double.NaN : value;
    }

    /** As {@link #parseLoosely}, but NaN for what overflows or becomes zero: how SORT reads weights. */
    public static double parseWeight(byte[] word) {
        int end = 0;
        while (end < word.length && word[end] != 0) {
            end++;
        }
        double value = parseLoosely(word, 0);
        return end == 0 ? value : inRange(value, end == word.length ? word : Arrays.copyOf(word, end));
    }

    /**
     * A double as the ends of score ranges are read: as a C string, so that a zero byte ends it, blanks may stand before
     * it, nothing at all is 0, and what overflows is infinite. NaN when it is no number.
     */
    public static double parseLoosely(byte[] word, int from) {
        int end = from;
        while (end < word.length && word[end] != 0) {
            end++;
        }
        if (end == from) {
            return 0;
        }
        int start = from;
        while (start < end && (word[start] == ' ' || (word[start] >= '\t' && word[start] <= '\r'))) {
            start++;
        }
        return read(new String(word, start, end - start, StandardCharsets.ISO_8859_1));
    }

    private static boolean spellsInfinity(byte[] word) {
        return (word[word.length - 1] | 0x20) == 'f' || (word[word.length - 1] | 0x20) == 'y';
    }

    /** No digit but zeros before the exponent. */
    private static boolean spellsZero(byte[] word) {
        boolean hex = false;
        for (byte b : word) {
            int c = b | 0x20;
            hex |= c == 'x';
            if ((b >= '1' && b <= '9') || (hex && c >= 'a' && c <= 'f')) {
                return false;
            }
            if (c == (hex ? 'p' : 'e')) {
                return true;
            }
        }
        return true;
    }

    /** The whole text as a number, NaN when it is none. */
    private static double read(String text) {
        boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
        boolean negative = signed && text.charAt(0) == '-';
        String body = text.substring(signed ? 1 : 0);
        if (body.equalsIgnoreCase("inf") || body.equalsIgnoreCase("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        boolean hex = body.length() > 2 && body.charAt(0) == '0' && (body.charAt(1) | 0x20) == 'x';
        boolean exponent = false;
        // Java takes more than C does: suffixes, blanks and signs in front.
        for (int i = hex ? 2 : 0; i < body.length(); i++) {
            char c = body.charAt(i);
            int lower = c | 0x20;
            boolean digit = (c >= '0' && c <= '9') || (hex && !exponent && lower >= 'a' && lower <= 'f');
            boolean mark = lower == (hex ? 'p' : 'e');
            boolean sign = exponent && (c == '-' || c == '+');
            if (!digit && !mark && !sign && c != '.') {
                return Double.NaN;
            }
            exponent |= mark;
        }
        try {
            double value = Double.parseDouble(hex && !exponent ? body + "p0" : body);
            return negative ? -value : value;
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
