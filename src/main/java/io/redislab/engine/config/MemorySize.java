package io.redislab.engine.config;

import java.util.Locale;
import java.util.OptionalLong;

/** Amounts of memory as redis.conf writes them: {@code 1000}, {@code 10k} = 10 000, {@code 10kb} = 10 240, {@code 1gb}. */
public final class MemorySize {
    private MemorySize() {}

    /**
     * Reads an amount; empty when it is none.
     *
     * @return an unsigned number of bytes, which wraps as it does in C; no digits at all count as 0
     */
    public static OptionalLong parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit =
                switch (text.substring(digits).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "k" -> 1000;
                    case "kb" -> 1L << 10;
                    case "m" -> 1000L * 1000;
                    case "mb" -> 1L << 20;
                    case "g" -> 1000L * 1000 * 1000;
                    case "gb" -> 1L << 30;
                    default -> 0;
                };
        if (unit == 0 || digits >= 128) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(unit * unsigned(text, digits));
    }

    private static long unsigned(String text, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.charAt(i) - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return -1L;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The shortest form that means exactly so many bytes, for redis.conf: 1048576 as {@code 1mb}. */
    public static String format(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "gb";
        }
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "mb";
        }
        return bytes % (1L << 10) == 0 ? (bytes >> 10) + "kb" : Long.toString(bytes);
    }
}
