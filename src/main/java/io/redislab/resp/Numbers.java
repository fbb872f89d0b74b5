package io.redislab.resp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers as Redis reads and prints them. */
public final class Numbers {
    private static final byte[] INF = {'i', 'n', 'f'};
    private static final byte[] NEGATIVE_INF = {'-', 'i', 'n', 'f'};
    private static final byte[] NAN = {'n', 'a', 'n'};
    private static final byte[] NEGATIVE_NAN = {'-', 'n', 'a', 'n'};
    private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(StandardCharsets.ISO_8859_1);

    private Numbers() {}

    /** How many characters {@link Long#toString(long)} gives. */
    public static int lengthOf(long value) {
        if (value == Long.MIN_VALUE) {
            return MIN_LONG.length;
        }
        int length = value < 0 ? 2 : 1;
        for (long rest = Math.abs(value); rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    /**
     * Writes the decimal digits at {@code offset}; the buffer has room for 20.
     *
     * @return the offset after the last digit
     */
    public static int writeLong(byte[] buffer, int offset, long value) {
        if (value >= 0 && value < 10) {
            buffer[offset] = (byte) ('0' + value);
            return offset + 1;
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_LONG, 0, buffer, offset, MIN_LONG.length);
            return offset + MIN_LONG.length;
        }
        int end = offset + lengthOf(value);
        long rest = value;
        if (value < 0) {
            buffer[offset] = '-';
            rest = -value;
        }
        int at = end;
        do {
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return end;
    }

    public static byte[] longToBytes(long value) {
        byte[] bytes = new byte[lengthOf(value)];
        writeLong(bytes, 0, value);
        return bytes;
    }

    /** True when the bytes are exactly what {@link #longToBytes} makes of some long, and so can be stored as one. */
    public static boolean isLong(byte[] bytes, int offset, int length) {
        if (length == 0 || length > 20) {
            return false;
        }
        int at = offset;
        int end = offset + length;
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        if (at == end) {
            return false;
        }
        if (bytes[at] == '0') {
            return length == 1;
        }
        long limit = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return false;
            }
            value *= 10;
            if (value < limit + digit) {
                return false;
            }
            value -= digit;
        }
        return true;
    }

    public static boolean isLong(byte[] bytes) {
        return isLong(bytes, 0, bytes.length);
    }

    /** The value of bytes for which {@link #isLong} holds. */
    public static long parseLong(byte[] bytes, int offset, int length) {
        boolean negative = bytes[offset] == '-';
        long value = 0;
        for (int i = offset + (negative ? 1 : 0); i < offset + length; i++) {
            value = value * 10 - (bytes[i] - '0');
        }
        return negative ? value : -value;
    }

    public static long parseLong(byte[] bytes) {
        return parseLong(bytes, 0, bytes.length);
    }

    /**
     * A double as replies and scores show it: an integer without point or exponent where it is one and fits 64 bits,
     * otherwise C's {@code %.17g}.
     */
    public static byte[] formatDouble(double value) {
        if (Double.isNaN(value)) {
            return Double.doubleToRawLongBits(value) < 0 ? NEGATIVE_NAN : NAN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? INF : NEGATIVE_INF;
        }
        if (value == 0) {
            return (1 / value < 0 ? "-0" : "0").getBytes(StandardCharsets.ISO_8859_1);
        }
        if (value > -4503599627370496.0 && value < 4503599627370496.0 && value == (long) value) {
            return longToBytes((long) value);
        }
        return formatG(value, 17).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A double without exponent: C's {@code %.17f} without zeros at the end. */
    public static byte[] formatPlain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return formatDouble(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(17, RoundingMode.HALF_EVEN);
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** C's {@code %.<precision>g}. */
    public static String formatG(double value, int precision) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(value).round(new java.math.MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent < -4 || exponent >= precision) {
            BigDecimal mantissa = exact.movePointLeft(exponent).stripTrailingZeros();
            int magnitude = Math.abs(exponent);
            return mantissa.toPlainString() + (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + magnitude;
        }
        String plain = exact.toPlainString();
        if (plain.indexOf('.') < 0) {
            return plain;
        }
        int end = plain.length();
        while (plain.charAt(end - 1) == '0') {
            end--;
        }
        return plain.substring(0, plain.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
