package io.redislab.grading;

import java.util.Optional;

/** Numbers from {@code min} to {@code max}, both included. Written {@code 5}, {@code 1..10}, {@code 5..} or {@code ..5}. */
public record Range(double min, double max) {
    public static Optional<Range> parse(String text) {
        try {
            int dots = text.indexOf("..");
            if (dots < 0) {
                double only = number(text);
                return Optional.of(new Range(only, only));
            }
            String low = text.substring(0, dots).trim();
            String high = text.substring(dots + 2).trim();
            Range range = new Range(
                    low.isEmpty() ? Double.NEGATIVE_INFINITY : number(low),
                    high.isEmpty() ? Double.POSITIVE_INFINITY : number(high));
            return range.min <= range.max && !text.trim().equals("..") ? Optional.of(range) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double number(String text) {
        String word = text.trim();
        // Double.parseDouble also takes "1f", "0x1p3" and "NaN".
        if (word.isEmpty() || !word.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
            throw new NumberFormatException(word);
        }
        return Double.parseDouble(word);
    }

    public boolean contains(double value) {
        return value >= min && value <= max;
    }

    @Override
    public String toString() {
        if (min == max) {
            return show(min);
        }
        if (max == Double.POSITIVE_INFINITY) {
            return show(min) + " or more";
        }
        if (min == Double.NEGATIVE_INFINITY) {
            return show(max) + " or less";
        }
        return show(min) + " to " + show(max);
    }

    private static String show(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }
}
