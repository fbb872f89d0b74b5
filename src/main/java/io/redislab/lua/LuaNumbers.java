package io.redislab.lua;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers as text: reading as C's {@code strtod} does, printing as {@code %.14g}. */
public final class LuaNumbers {
    private static final LuaString INF = LuaString.of("inf");
    private static final LuaString NEGATIVE_INF = LuaString.of("-inf");
    private static final LuaString NAN = LuaString.of("nan");
    private static final LuaString NEGATIVE_NAN = LuaString.of("-nan");
    private static final LuaString NEGATIVE_ZERO = LuaString.of("-0");
    /** Below this a whole number prints with all its digits under %.14g. */
    private static final double WHOLE_LIMIT = 1e14;

    private LuaNumbers() {}

    /** The text that {@code tostring} gives. */
    public static LuaString format(double x) {
        if (Math.abs(x) < WHOLE_LIMIT) {
            long n = (long) x;
            if (n == x) {
                return n == 0 && Double.doubleToRawLongBits(x) != 0 ? NEGATIVE_ZERO : LuaString.wrap(digits(n));
            }
        } else if (Double.isNaN(x)) {
            return Double.doubleToRawLongBits(x) < 0 ? NEGATIVE_NAN : NAN;
        } else if (Double.isInfinite(x)) {
            return x > 0 ? INF : NEGATIVE_INF;
        }
        return LuaString.of(CFormat.general(x, 14));
    }

    /** The decimal digits of a whole number of at most 18 digits. */
    public static byte[] digits(long n) {
        long rest = Math.abs(n);
        int length = n < 0 ? 2 : 1;
        for (long r = rest; r >= 10; r /= 10) {
            length++;
        }
        byte[] out = new byte[length];
        int at = length;
        do {
            long q = rest / 10;
            out[--at] = (byte) ('0' + (rest - q * 10));
            rest = q;
        } while (rest > 0);
        if (n < 0) {
            out[0] = '-';
        }
        return out;
    }

    /** The number that the whole string spells (spaces around it are fine), else {@link Lua#TAG}. */
    public static double parse(LuaString text) {
        byte[] b = text.bytes();
        int length = b.length;
        if (length > 0 && length < 16) {
            long n = 0;
            int i = b[0] == '-' && length > 1 ? 1 : 0;
            int from = i;
            while (i < length && b[i] >= '0' && b[i] <= '9') {
                n = n * 10 + (b[i] - '0');
                i++;
            }
            if (i == length) {
                return from == 1 ? -(double) n : n;
            }
        }
        return parse(b, 0, length);
    }

    /** The number that the bytes spell, else {@link Lua#TAG}; a NUL ends them as in C. */
    public static double parse(byte[] b, int from, int to) {
        int end = from;
        while (end < to && b[end] != 0) {
            end++;
        }
        int i = from;
        while (i < end && isSpace(b[i])) {
            i++;
        }
        while (end > i && isSpace(b[end - 1])) {
            end--;
        }
        int[] stop = new int[1];
        double x = strtod(b, i, end, stop);
        return stop[0] == end && stop[0] > i ? x : Lua.TAG;
    }

    public static boolean isSpace(int c) {
        return c == ' ' || (c >= 9 && c <= 13);
    }

    /**
     * Reads the longest number at {@code from}, as {@code strtod} does but without leading spaces.
     *
     * @param stop receives the index behind it, {@code from} when there is none
     */
    public static double strtod(byte[] b, int from, int end, int[] stop) {
        int i = from;
        boolean negative = false;
        if (i < end && (b[i] == '-' || b[i] == '+')) {
            negative = b[i] == '-';
            i++;
        }
        stop[0] = from;
        double x;
        if (matches(b, i, end, "inf")) {
            stop[0] = matches(b, i, end, "infinity") ? i + 8 : i + 3;
            x = Double.POSITIVE_INFINITY;
        } else if (matches(b, i, end, "nan")) {
            stop[0] = afterNan(b, i + 3, end);
            x = Double.longBitsToDouble(0x7ff8_0000_0000_0000L);
        } else if (i + 1 < end && b[i] == '0' && (b[i + 1] | 0x20) == 'x') {
            x = hexadecimal(b, i, end, stop);
        } else {
            x = decimal(b, i, end, stop);
        }
        return negative ? -x : x;
    }

    private static boolean matches(byte[] b, int from, int end, String word) {
        if (end - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((b[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int afterNan(byte[] b, int from, int end) {
        if (from < end && b[from] == '(') {
            int i = from + 1;
            while (i < end && (Character.isLetterOrDigit(b[i] & 0x7f) || b[i] == '_') && b[i] > 0) {
                i++;
            }
            if (i < end && b[i] == ')') {
                return i + 1;
            }
        }
        return from;
    }

    private static double decimal(byte[] b, int from, int end, int[] stop) {
        int i = from;
        int digits = 0;
        while (i < end && isDigit(b[i])) {
            i++;
            digits++;
        }
        if (i < end && b[i] == '.') {
            int j = i + 1;
            while (j < end && isDigit(b[j])) {
                j++;
                digits++;
            }
            if (digits > 0) {
                i = j;
            }
        }
        if (digits == 0) {
            return 0;
        }
        if (i < end && (b[i] | 0x20) == 'e') {
            int j = i + 1;
            if (j < end && (b[j] == '-' || b[j] == '+')) {
                j++;
            }
            int first = j;
            while (j < end && isDigit(b[j])) {
                j++;
            }
            if (j > first) {
                i = j;
            }
        }
        stop[0] = i;
        return Double.parseDouble(new String(b, from, i - from, StandardCharsets.ISO_8859_1));
    }

    /** Any number of digits, a point and a binary exponent are allowed, as glibc's strtod takes them. */
    private static double hexadecimal(byte[] b, int from, int end, int[] stop) {
        int i = from + 2;
        StringBuilder digits = new StringBuilder();
        int fraction = 0;
        boolean point = false;
        for (; i < end; i++) {
            if (b[i] == '.' && !point) {
                point = true;
            } else if (Character.digit(b[i], 16) >= 0 && b[i] > 0) {
                digits.append((char) b[i]);
                fraction += point ? 1 : 0;
            } else {
                break;
            }
        }
        if (digits.length() == 0) {
            stop[0] = from + 1;
            return 0;
        }
        int exponent = 0;
        if (i < end && (b[i] | 0x20) == 'p') {
            int j = i + 1;
            boolean minus = j < end && b[j] == '-';
            if (j < end && (b[j] == '-' || b[j] == '+')) {
                j++;
            }
            int first = j;
            while (j < end && isDigit(b[j])) {
                exponent = Math.min(exponent * 10 + (b[j] - '0'), 100_000);
                j++;
            }
            if (j > first) {
                i = j;
                exponent = minus ? -exponent : exponent;
            } else {
                exponent = 0;
            }
        }
        stop[0] = i;
        return Double.parseDouble("0x" + digits + "p" + (exponent - 4 * fraction));
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** The exact value, for those who need all digits. */
    static BigDecimal exact(double x) {
        return new BigDecimal(x);
    }
}
