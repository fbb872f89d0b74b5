package io.redislab.engine.monitor;

import io.redislab.engine.EngineStats;

/** How much happens a second at present: the mean of the last 16 samples, one each 100 ms. */
public final class Rates {
    private static final int SAMPLES = 16;

    private final EngineStats stats;
    private final Gauge commands = new Gauge();
    private final Gauge input = new Gauge();
    private final Gauge output = new Gauge();
    private long lastNanos;

    private static final class Gauge {
        private final long[] samples = new long[SAMPLES];
        private int next;
        private long last;

        void take(long total, long nanos) {
            samples[next] = nanos > 0 ? (long) ((double) (total - last) / nanos * 1e9) : 0;
            next = (next + 1) % SAMPLES;
            last = total;
        }

        long mean() {
            long sum = 0;
            for (long sample : samples) {
                sum += sample;
            }
            return sum / SAMPLES;
        }
    }

    public Rates(EngineStats stats, long nowNanos) {
        this.stats = stats;
        this.lastNanos = nowNanos;
    }

    /** Takes a sample, if the last one is 100 ms old. @param nowNanos on the steady clock */
    public void sample(long nowNanos) {
        long passed = nowNanos - lastNanos;
        if (passed >= 100_000_000) {
            commands.take(stats.commandsProcessed, passed);
            input.take(stats.netInput, passed);
            output.take(stats.netOutput, passed);
            lastNanos = nowNanos;
        }
    }

    public long commands() {
        return commands.mean();
    }

    /** Bytes. */
    public long inputBytes() {
        return input.mean();
    }

    /** Bytes. */
    public long outputBytes() {
        return output.mean();
    }
}
