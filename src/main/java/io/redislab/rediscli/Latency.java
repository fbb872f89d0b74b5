package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.io.IOException;
import java.util.Locale;

/** {@code --latency} and {@code --latency-history}: how long PING takes, in milliseconds. */
final class Latency {
    static final long MICROS_BETWEEN = 10_000;
    private static final long HISTORY_MILLIS = 15_000;
    private static final long SINGLE_MILLIS = 1_000;

    private final Client client;
    private final Console console;
    private final Clock clock;
    private long least;
    private long most;
    private long total;
    private long count;

    Latency(Client client, Clock clock) {
        this.client = client;
        this.console = client.console;
        this.clock = clock;
    }

    void run() throws IOException {
        Scan.connect(client);
        boolean history = client.options.latencyHistory;
        boolean people = client.output == Output.STANDARD;
        long asked = client.options.intervalMicros / 1000;
        long range = asked == 0 ? HISTORY_MILLIS : asked;
        long end = asked == 0 ? SINGLE_MILLIS : asked;
        long start = clock.wallMillis();
        while (true) {
            long before = clock.wallMillis();
            Persistence.ask(client, "PING");
            add(clock.wallMillis() - before);
            if (people) {
                console.print("\u001b[0G\u001b[2K");
            }
            long passed = clock.wallMillis() - start;
            if (people || history || passed > end) {
                console.print(figures());
                console.flush();
            }
            if (!people && !history && passed > end) {
                return;
            }
            if (history && passed > range) {
                console.print(String.format(Locale.ROOT, " -- %.2f seconds range\n", passed / 1000.0));
                start = clock.wallMillis();
                count = 0;
                total = 0;
            }
            Caller.pause(MICROS_BETWEEN);
        }
    }

    private void add(long millis) {
        least = count == 0 ? millis : Math.min(least, millis);
        most = count == 0 ? millis : Math.max(most, millis);
        total += millis;
        count++;
    }

    private String figures() {
        String format =
                switch (client.output) {
                    case STANDARD -> "min: %d, max: %d, avg: %.2f (%d samples)";
                    case CSV -> "%d,%d,%.2f,%d\n";
                    case RAW -> "%d %d %.2f %d\n";
                    case JSON -> "{\"min\": %d, \"max\": %d, \"avg\": %.2f, \"count\": %d}\n";
                    case QUOTED_JSON -> "";
                };
        return String.format(Locale.ROOT, format, least, most, (double) total / count, count);
    }
}
