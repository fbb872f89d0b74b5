package io.redislab.lab;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times and durations as people type them at the prompt, and as they are told. */
public final class TimeText {
    private static final long SECOND = 1_000_000;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    /** Ten thousand days at once is enough for all that Redis counts. */
    private static final long LONGEST = 10_000L * 24 * 3600 * SECOND;

    /** The last moment of the year 9999, as Unix time in ms; the first is that of 1970. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private TimeText() {}

    /** {@code 90s}, {@code 500ms}, {@code 1h30m}, {@code 2d}; a number alone counts seconds. In µs. */
    public static Optional<Long> duration(String text) {
        long sum = 0;
        int at = 0;
        boolean any = false;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length()
                    && Character.digit(text.charAt(digits), 10) >= 0
                    && text.charAt(digits) < 128) {
                digits++;
            }
            int unit = digits;
            while (unit < text.length() && Character.isLetter(text.charAt(unit))) {
                unit++;
            }
            if (digits == at || digits - at > 12) {
                return Optional.empty();
            }
            long micros = micros(text.substring(digits, unit).toLowerCase(Locale.ROOT));
            long number = Long.parseLong(text.substring(at, digits));
            if (micros == 0 || number > LONGEST / micros) {
                return Optional.empty();
            }
            sum += number * micros;
            if (sum > LONGEST) {
                return Optional.empty();
            }
            any = true;
            at = unit;
        }
        return any ? Optional.of(sum) : Optional.empty();
    }

    private static long micros(String unit) {
        return switch (unit) {
            case "ms" -> 1000;
            case "", "s", "sec", "second", "seconds" -> SECOND;
            case "m", "min", "minute", "minutes" -> 60 * SECOND;
            case "h", "hour", "hours" -> 3600 * SECOND;
            case "d", "day", "days" -> 24 * 3600 * SECOND;
            case "w", "week", "weeks" -> 7 * 24 * 3600 * SECOND;
            default -> 0;
        };
    }

    /**
     * {@code 2026-12-24T18:00}, with seconds or a zone if wanted; {@code 2026-12-24}; {@code 18:00}, the next one; a Unix
     * time in seconds. In Unix ms.
     */
    public static Optional<Long> moment(String text, long nowMillis, ZoneId zone) {
        return read(text, nowMillis, zone).filter(TimeText::isKnown);
    }

    /** Whether a world's clock can show this Unix time in ms: from 1970 to 9999. */
    public static boolean isKnown(long wallMillis) {
        return wallMillis >= 0 && wallMillis <= LAST_MILLIS;
    }

    private static Optional<Long> read(String text, long nowMillis, ZoneId zone) {
        String word = text.strip().replace(' ', 'T');
        try {
            if (word.matches("[0-9]{9,11}")) {
                return Optional.of(Long.parseLong(word) * 1000);
            }
            if (word.matches("[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")) {
                LocalTime time = LocalTime.parse(word.length() == 4 || word.length() == 7 ? "0" + word : word);
                LocalDateTime today = LocalDateTime.ofInstant(Instant.ofEpochMilli(nowMillis), zone);
                LocalDateTime next = today.toLocalDate().atTime(time);
                return Optional.of((next.isAfter(today) ? next : next.plusDays(1))
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli());
            }
            if (word.length() == 10) {
                return Optional.of(
                        LocalDate.parse(word).atStartOfDay(zone).toInstant().toEpochMilli());
            }
            if (word.endsWith("Z") || word.matches(".*[+-][0-9]{2}:[0-9]{2}")) {
                return Optional.of(
                        java.time.OffsetDateTime.parse(word).toInstant().toEpochMilli());
            }
            return Optional.of(
                    LocalDateTime.parse(word).atZone(zone).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A moment as {@code 2026-12-24 18:00:00}, where the learner lives. */
    public static String moment(long wallMillis, ZoneId zone) {
        return MOMENT.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis), zone));
    }

    /** {@code 1d 02:03:04}, with thousandths when there are any. */
    public static String duration(long micros) {
        long abs = Math.abs(micros);
        long days = abs / (24 * 3600 * SECOND);
        long seconds = abs / SECOND % (24 * 3600);
        long millis = abs / 1000 % 1000;
        String clock = two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
        String part = millis == 0 ? "" : "." + String.valueOf(1000 + millis).substring(1);
        return (micros < 0 ? "-" : "") + (days == 0 ? "" : days + "d ") + clock + part;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
