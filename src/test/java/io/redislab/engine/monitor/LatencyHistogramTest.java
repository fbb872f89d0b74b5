package io.redislab.engine.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    /** What INFO latencystats of a real Redis shows for single durations in µs. */
    @Test
    void valuesAreTheHighestOfTheirCounter() {
        assertEquals(1003, percentileOf(1_000));
        assertEquals(2007, percentileOf(2_000));
        assertEquals(11_007, percentileOf(11_000));
        assertEquals(66_047, percentileOf(66_000));
        assertEquals(1_003_519, percentileOf(1_000_000));
        assertEquals(255, percentileOf(255));
        assertEquals(1, percentileOf(0));
    }

    private static long percentileOf(long nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(nanos);
        return histogram.percentile(50);
    }

    @Test
    void percentilesAreRightToTwoDigits() {
        Random random = new Random(1);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] values = new long[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e9));
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        for (double percent : new double[] {0.1, 1, 25, 50, 90, 99, 99.9, 100}) {
            long exact = values[(int) Math.max(0, Math.min(4999, Math.round(percent / 100 * 5000) - 1))];
            long told = histogram.percentile(percent);
            assertTrue(told >= exact && told <= exact * 1.01 + 1, percent + "%: " + told + " for " + exact);
        }
        assertEquals(5000, histogram.total());
    }

    @Test
    void longDurationsCountAsOneSecond() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(Long.MAX_VALUE);
        assertTrue(histogram.percentile(100) >= 1_000_000_000L);
        assertTrue(histogram.percentile(100) < 1_010_000_000L);
    }

    @Test
    void cumulationDoublesItsStepsAndEndsWithAll() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long micros : new long[] {1, 1, 2, 3, 70, 5000}) {
            histogram.record(micros * 1000);
        }
        List<String> steps = new ArrayList<>();
        histogram.cumulate((micros, count) -> steps.add(micros + ":" + count));
        assertEquals(List.of("1:2", "2:3", "4:4", "132:5", "8454:6"), steps);
    }
}
