package io.redislab.lab.program;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What programs ask besides Redis' commands: for time and chance. */
final class StandIn {
    private static final String NOW = "REDISLAB.NOW";
    private static final String SLEEP = "REDISLAB.SLEEP";
    private static final String UUID_WORD = "REDISLAB.UUID";
    private static final Duration LONGEST_SLEEP = Duration.ofDays(400);

    private StandIn() {}

    static String word(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether it changes nothing and need not be held. */
    static boolean isSilent(byte[][] argv) {
        String name = word(argv[0]);
        return name.equals(NOW) || name.equals(UUID_WORD);
    }

    /** What is answered; none when it is a command of Redis'. */
    static Optional<String> answer(BashCall call, byte[][] argv) {
        switch (word(argv[0])) {
            case NOW -> {
                long micros = call.world().wallMicros();
                return Optional.of(String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000));
            }
            case UUID_WORD -> {
                return Optional.of(uuid(call));
            }
            case SLEEP -> {
                Duration time = Duration.ZERO;
                for (int i = 1; i < argv.length; i++) {
                    time = time.plus(duration(word(argv[i])));
                }
                call.world().turn(time);
                return Optional.of("OK");
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    /** Of version 4, as uuidgen makes them. */
    private static String uuid(BashCall call) {
        long high = call.random().nextLong() & ~0xf000L | 0x4000L;
        long low = call.random().nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low).toString();
    }

    /** As sleep reads it: a number, perhaps with s, m, h or d behind it. */
    private static Duration duration(String text) {
        if (!text.matches("[0-9]*\\.?[0-9]+[smhd]?")) {
            return Duration.ZERO;
        }
        char unit = text.charAt(text.length() - 1);
        double number = Double.parseDouble(Character.isDigit(unit) ? text : text.substring(0, text.length() - 1));
        long seconds =
                switch (unit) {
                    case 'm' -> 60;
                    case 'h' -> 3600;
                    case 'd' -> 86_400;
                    default -> 1;
                };
        double millis = Math.min(number * seconds * 1000, LONGEST_SLEEP.toMillis());
        return Duration.ofMillis((long) millis);
    }
}
