package io.redislab.rediscli;

import io.redislab.engine.Clock;
import java.io.IOException;

/**
 * {@code --latency-dist}: how long PING takes, as a line of coloured letters each second. A letter stands for a range of
 * durations, its colour for the share of requests that fell into it.
 */
final class LatencySpectrum {
    private static final long SECOND_MILLIS = 1_000;
    private static final int LINES_PER_LEGEND = 20;

    /** The upper ends of the ranges, in µs; beyond the last there is one more. */
    private static final long[] ENDS = {
        10,
        125,
        250,
        500,
        1_000,
        2_000,
        3_000,
        4_000,
        5_000,
        6_000,
        7_000,
        8_000,
        9_000,
        10_000,
        20_000,
        30_000,
        40_000,
        50_000,
        100_000,
        200_000,
        300_000,
        400_000,
        500_000,
        1_000_000,
        2_000_000,
        4_000_000,
        8_000_000,
        16_000_000,
        30_000_000,
        60_000_000
    };

    private static final String LETTERS = ".-*#123456789ABCDEFGHIJKLMNOPQ?";

    /** From none to all: of xterm's 256 colours, black to red, or shades of grey. */
    private static final int[] COLOURS = {
        0, 233, 234, 235, 237, 239, 241, 243, 245, 247, 144, 143, 142, 184, 226, 214, 208, 202, 196
    };

    private static final int[] GREYS = {0, 233, 234, 235, 237, 239, 241, 243, 245, 247, 249, 251, 253};

    private final Client client;
    private final Console console;
    private final Clock clock;
    private final int[] palette;
    private final long[] counts = new long[LETTERS.length()];

    LatencySpectrum(Client client, Clock clock) {
        this.client = client;
        this.console = client.console;
        this.clock = clock;
        this.palette = client.options.monochrome ? GREYS : COLOURS;
    }

    void run() throws IOException {
        Scan.connect(client);
        long asked = client.options.intervalMicros / 1000;
        long interval = asked == 0 ? SECOND_MILLIS : asked;
        long start = clock.wallMicros();
        int lines = 0;
        long count = 0;
        while (true) {
            long before = clock.wallMicros();
            Persistence.ask(client, "PING");
            counts[range(clock.wallMicros() - before)]++;
            count++;
            if ((clock.wallMicros() - start) / 1000 > interval) {
                if (lines++ % LINES_PER_LEGEND == 0) {
                    console.print(legend());
                }
                console.print(line(count));
                console.flush();
                start = clock.wallMicros();
                count = 0;
            }
            Caller.pause(Latency.MICROS_BETWEEN);
        }
    }

    private static int range(long micros) {
        int range = 0;
        while (range < ENDS.length && micros > ENDS[range]) {
            range++;
        }
        return range;
    }

    /** Takes the counts into a line, and begins anew. */
    private String line(long count) {
        StringBuilder out = new StringBuilder("\u001b[38;5;0m");
        for (int i = 0; i < counts.length; i++) {
            int shade = (int) Math.ceil((double) counts[i] / count * (palette.length - 1));
            out.append("\u001b[48;5;").append(palette[shade]).append('m').append(LETTERS.charAt(i));
            counts[i] = 0;
        }
        return out.append("\u001b[0m\n").toString();
    }

    private String legend() {
        StringBuilder out = new StringBuilder("""
            ---------------------------------------------
            . - * #          .01 .125 .25 .5 milliseconds
            1,2,3,...,9      from 1 to 9     milliseconds
            A,B,C,D,E        10,20,30,40,50  milliseconds
            F,G,H,I,J        .1,.2,.3,.4,.5       seconds
            K,L,M,N,O,P,Q,?  1,2,4,8,16,30,60,>60 seconds
            """).append("From 0 to 100%: ");
        for (int colour : palette) {
            out.append("\u001b[48;5;").append(colour).append("m ");
        }
        return out.append("\u001b[0m\n---------------------------------------------\n")
                .toString();
    }
}
