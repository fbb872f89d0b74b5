package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.util.Locale;

/**
 * {@code --intrinsic-latency}: how long a program that never waits is kept waiting by its machine. It does a little work
 * over and over, and looks how long it took. No server is needed.
 */
final class IntrinsicLatency {
    private static final long MICROS = 1_000_000;
    private static final int ROUNDS = 1000;

    private final Console console;
    private final long micros;
    private final Clock clock;
    private int sum;

    IntrinsicLatency(Console console, int seconds, Clock clock) {
        this.console = console;
        this.micros = seconds * MICROS;
        this.clock = clock;
    }

    void run() {
        Interruption interruption = new Interruption();
        long end = clock.wallMicros() + micros;
        long most = 0;
        long runs = 0;
        while (true) {
            long before = clock.wallMicros();
            work();
            long after = clock.wallMicros();
            runs++;
            if (after - before > most) {
                most = after - before;
                console.print("Max latency so far: " + most + " microseconds.\n");
                console.flush();
            }
            if (interruption.wished() || after > end) {
                break;
            }
        }
        double average = (double) micros / runs;
        console.print(String.format(Locale.ROOT, """

            %d total runs (avg latency: %.4f microseconds / %.2f nanoseconds per run).
            Worst run took %.0fx longer than the average latency.
            """, runs, average, average * 1000, most / average));
    }

    /** Some microseconds of arithmetic whose result is kept, so that it is not left out. */
    private void work() {
        int value = sum | 1;
        for (int i = 0; i < ROUNDS; i++) {
            value ^= value << 13;
            value ^= value >>> 17;
            value ^= value << 5;
        }
        sum = value;
    }
}
