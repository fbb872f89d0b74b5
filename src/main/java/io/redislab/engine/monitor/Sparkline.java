package io.redislab.engine.monitor;

import io.redislab.engine.monitor.LatencyEvents.Sample;
import io.redislab.engine.monitor.LatencyEvents.Series;
import java.util.List;

/** The samples of an event drawn with characters: a column each, its age written downwards below it. */
public final class Sparkline {
    private static final int ROWS = 4;
    private static final int MAX_COLUMNS = 80;

    private Sparkline() {}

    /** @param nowMillis Unix time in ms */
    public static String of(Series series, long nowMillis) {
        List<Sample> samples = series.samples();
        long high = samples.stream().mapToLong(Sample::millis).max().orElse(0);
        long low = samples.stream().mapToLong(Sample::millis).min().orElse(0);
        StringBuilder text = new StringBuilder();
        text.append(series.event())
                .append(" - high ")
                .append(high)
                .append(" ms, low ")
                .append(low)
                .append(" ms (all time high ")
                .append(series.max())
                .append(" ms)\n");
        text.append("-".repeat(MAX_COLUMNS)).append('\n');
        for (int from = 0; from < samples.size(); from += MAX_COLUMNS) {
            List<Sample> part = samples.subList(from, Math.min(samples.size(), from + MAX_COLUMNS));
            bars(text, part, low, high);
            ages(text, part, nowMillis / 1000);
        }
        return text.toString();
    }

    /** The tops of the columns as {@code _ o #}, three steps a row, and the columns below them. */
    private static void bars(StringBuilder text, List<Sample> samples, long low, long high) {
        for (int row = ROWS - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder();
            for (Sample sample : samples) {
                double share = high == low ? 1 : (double) (sample.millis() - low) / (high - low);
                int height = (int) (share * (ROWS * 3 - 1));
                int above = height - row * 3;
                line.append(above < 0 ? ' ' : above < 3 ? "_o#".charAt(above) : '|');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static void ages(StringBuilder text, List<Sample> samples, long now) {
        List<String> ages =
                samples.stream().map(sample -> age(now - sample.time())).toList();
        int longest = ages.stream().mapToInt(String::length).max().orElse(0);
        text.append('\n');
        for (int i = 0; i < longest; i++) {
            StringBuilder line = new StringBuilder();
            for (String age : ages) {
                line.append(i < age.length() ? age.charAt(i) : ' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String age(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 24 * 3600 ? seconds / 3600 + "h" : seconds / (24 * 3600) + "d";
    }
}
