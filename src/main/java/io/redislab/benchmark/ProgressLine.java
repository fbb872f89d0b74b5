package io.redislab.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** One line that is written over and over, four times a second. */
final class ProgressLine implements Progress {
    private static final long INTERVAL_NANOS = 250_000_000;

    private final PrintStream out;
    private final Run run;
    private final String title;
    private final boolean idle;
    private final long start;
    private long next;
    private long last;
    private int lastFinished;
    private long lastLatency;
    private int width;

    ProgressLine(PrintStream out, Run run, String title, boolean idle) {
        this.out = out;
        this.run = run;
        this.title = title;
        this.idle = idle;
        start = run.nanos();
        last = start;
        next = start + 1_000_000;
    }

    @Override
    public long millisToNext() {
        return Math.max(1, (next - run.nanos()) / 1_000_000);
    }

    @Override
    public void show() {
        long now = run.nanos();
        if (now < next) {
            return;
        }
        next = now + INTERVAL_NANOS;
        if (idle) {
            out.print("clients: " + run.clients() + "\r");
        } else {
            int finished = run.finished();
            long latency = run.latencyMicros();
            clear();
            String line = String.format(
                    Locale.ROOT,
                    "%s: rps=%.1f (overall: %.1f) avg_msec=%.3f (overall: %.3f)\r",
                    title,
                    rate(finished - lastFinished, now - last),
                    rate(finished, now - start),
                    average(latency - lastLatency, finished - lastFinished),
                    average(latency, finished));
            out.print(line);
            width = line.length();
            last = now;
            lastFinished = finished;
            lastLatency = latency;
        }
        out.flush();
    }

    private static double rate(int requests, long nanos) {
        return nanos == 0 ? 0 : requests * 1e9 / nanos;
    }

    private static double average(long micros, int requests) {
        return requests == 0 ? 0 : micros / 1000.0 / requests;
    }

    /** Blanks over what stands there. */
    void clear() {
        out.print(" ".repeat(Math.max(1, width)) + "\r");
    }
}
