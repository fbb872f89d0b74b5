package io.redislab.lab.program;

import io.redislab.lab.door.EngineVisit;
import io.redislab.lab.door.Visit;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A program's redis-cli: a client of the world, or one of the stand-ins that ask for time and chance. */
final class ProgramVisit implements Visit {
    private static final String NOW = "REDISLAB.NOW";
    private static final String SLEEP = "REDISLAB.SLEEP";
    private static final String UUID_WORD = "REDISLAB.UUID";
    private static final Duration LONGEST_SLEEP = Duration.ofDays(400);

    private final BashCall call;
    private final Visitor visitor;
    private final EngineVisit client;

    ProgramVisit(BashCall call, Visitor visitor) {
        this.call = call;
        this.visitor = visitor;
        this.client = new EngineVisit(call.world().connect(visitor.socket().toString()), visitor);
    }

    /** Whether it changes nothing and need not be held. */
    static boolean isSilent(byte[][] argv) {
        String name = word(argv[0]);
        return name.equals(NOW) || name.equals(UUID_WORD);
    }

    private static String word(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void run(byte[][] argv) {
        switch (word(argv[0])) {
            case NOW -> {
                long micros = call.world().wallMicros();
                answer(String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000));
            }
            case UUID_WORD -> answer(uuid());
            case SLEEP -> {
                Duration time = Duration.ZERO;
                for (int i = 1; i < argv.length; i++) {
                    time = time.plus(duration(word(argv[i])));
                }
                call.world().turn(time);
                answer("OK");
            }
            default -> call.note(argv, client.answer(argv));
        }
    }

    private void answer(String text) {
        visitor.send(List.of(new Reply.Bulk(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Of version 4, as uuidgen makes them. */
    private String uuid() {
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

    @Override
    public boolean isBusy() {
        return client.isBusy();
    }

    @Override
    public int protocol() {
        return client.protocol();
    }

    @Override
    public void end() {
        client.end();
    }
}
