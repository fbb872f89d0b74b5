package io.redislab.engine.command;

import io.redislab.engine.RedisError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of C's type {@code long double} on x86-64, with which Redis adds decimal numbers: 64 bits of mantissa, 15 of
 * exponent. A number is kept as the {@link BigDecimal} that equals it exactly.
 */
public final class LongDouble {
    private static final int MANTISSA_BITS = 64;
    /** The weight of the last bit of the smallest numbers. */
    private static final int LOWEST_EXPONENT = -16445;

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(16384);
    private static final int MAX_CHARS = 5 * 1024;
    /** Decimal exponents beyond this are too large, or too small, whatever the digits are. */
    private static final int EXPONENT_BOUND = 20_000;

    private static final int SHOWN_DECIMALS = 17;

    private LongDouble() {}

    /**
     * Reads a number as C's strtold does.
     *
     * @return null for an infinity, which a word can name
     * @throws RedisError the given one when the word is no number, or none that fits
     */
    public static @Nullable BigDecimal parse(byte[] word, RedisError otherwise) {
        if (word.length == 0 || word.length >= MAX_CHARS) {
            throw otherwise;
        }
        String text = new String(word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
        String body = signed ? text.substring(1) : text;
        if (body.equals("inf") || body.equals("infinity")) {
            return null;
        }
        BigDecimal exact = body.startsWith("0x") ? hexadecimal(body, otherwise) : decimal(body, otherwise);
        BigDecimal value = round(exact);
        if (value == null || (value.signum() == 0 && exact.signum() != 0)) {
            throw otherwise;
        }
        return text.charAt(0) == '-' ? value.negate() : value;
    }

    private static BigDecimal decimal(String body, RedisError otherwise) {
        int e = body.indexOf('e');
        String digits = e < 0 ? body : body.substring(0, e);
        int point = digits.indexOf('.');
        String all = point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
        requireDigits(all, 10, otherwise);
        int scale = point < 0 ? 0 : digits.length() - point - 1;
        int exponent = e < 0 ? 0 : exponent(body.substring(e + 1), otherwise);
        return new BigDecimal(new BigInteger(all), scale - exponent);
    }

    private static BigDecimal hexadecimal(String body, RedisError otherwise) {
        int p = body.indexOf('p');
        String digits = p < 0 ? body.substring(2) : body.substring(2, p);
        int point = digits.indexOf('.');
        String all = point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
        requireDigits(all, 16, otherwise);
        int scale = point < 0 ? 0 : 4 * (digits.length() - point - 1);
        int exponent = (p < 0 ? 0 : exponent(body.substring(p + 1), otherwise)) - scale;
        BigInteger mantissa = new BigInteger(all, 16);
        return timesPowerOfTwo(mantissa, exponent);
    }

    private static void requireDigits(String digits, int radix, RedisError otherwise) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) {
                throw otherwise;
            }
        }
        if (digits.isEmpty()) {
            throw otherwise;
        }
    }

    private static int exponent(String text, RedisError otherwise) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        requireDigits(digits, 10, otherwise);
        int size =
                new BigInteger(digits).min(BigInteger.valueOf(EXPONENT_BOUND)).intValue();
        return text.startsWith("-") ? -size : size;
    }

    private static BigDecimal timesPowerOfTwo(BigInteger mantissa, int exponent) {
        BigInteger power = BigInteger.ONE.shiftLeft(Math.abs(exponent));
        return exponent >= 0
                ? new BigDecimal(mantissa.multiply(power))
                : new BigDecimal(mantissa).divide(new BigDecimal(power));
    }

    /**
     * Adds numbers that {@link #parse} gave and formats the sum.
     *
     * @throws RedisError when it is infinite or no number
     */
    public static byte[] formatSum(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        BigDecimal sum = a == null || b == null ? null : round(a.add(b));
        if (sum == null) {
            throw new RedisError("ERR increment would produce NaN or Infinity");
        }
        return format(sum);
    }

    /** The product as the processor rounds it; null when it is infinite. */
    public static @Nullable BigDecimal product(BigDecimal a, BigDecimal b) {
        return round(a.multiply(b));
    }

    /** The nearest long double, of two equally near ones the even one; null when it is infinite. */
    private static @Nullable BigDecimal round(BigDecimal exact) {
        if (exact.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int magnitude = exact.precision() - exact.scale();
        if (Math.abs(magnitude) > EXPONENT_BOUND / 2) {
            return magnitude > 0 ? null : BigDecimal.ZERO;
        }
        BigInteger numerator = exact.scale() > 0
                ? exact.unscaledValue()
                : exact.unscaledValue().multiply(BigInteger.TEN.pow(-exact.scale()));
        BigInteger denominator = exact.scale() > 0 ? BigInteger.TEN.pow(exact.scale()) : BigInteger.ONE;
        boolean negative = numerator.signum() < 0;
        numerator = numerator.abs();
        int exponent = Math.max(LOWEST_EXPONENT, numerator.bitLength() - denominator.bitLength() - MANTISSA_BITS);
        BigInteger mantissa = divide(numerator, denominator, exponent);
        if (mantissa.bitLength() > MANTISSA_BITS) {
            exponent++;
            mantissa = divide(numerator, denominator, exponent);
        }
        if (exponent > 0 && mantissa.shiftLeft(exponent).compareTo(LIMIT) >= 0) {
            return null;
        }
        return timesPowerOfTwo(negative ? mantissa.negate() : mantissa, exponent);
    }

    /** The quotient in units of two to the exponent, rounded half to even. */
    private static BigInteger divide(BigInteger numerator, BigInteger denominator, int exponent) {
        BigInteger dividend = exponent < 0 ? numerator.shiftLeft(-exponent) : numerator;
        BigInteger divisor = exponent > 0 ? denominator.shiftLeft(exponent) : denominator;
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** With at most 17 decimals and never an exponent, as INCRBYFLOAT shows and stores numbers. */
    public static byte[] format(BigDecimal value) {
        BigDecimal shown = value.setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
        String text = shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
