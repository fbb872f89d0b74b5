package io.redislab.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {
    private record Row(double percent, long micros, long cumulated) {}

    private static LatencyCounts of(int digits, List<Integer> micros) {
        LatencyCounts histogram = new LatencyCounts(digits);
        for (int value : micros) {
            histogram.record(value, 1);
        }
        return histogram;
    }

    @Property(tries = 300)
    void percentilesAreThoseOfTheSortedValues(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 3_000_000) Integer> values,
            @ForAll @IntRange(min = 1, max = 4) int digits,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        LatencyCounts histogram = of(digits, values);
        List<Integer> sorted = values.stream().sorted().toList();
        int rank = Math.max(1, (int) (percent / 100.0 * sorted.size() + 0.5));
        long exact = sorted.get(rank - 1);
        long found = histogram.percentile(percent);
        assertTrue(found >= exact, found + " is below " + exact);
        assertTrue(found - exact <= Math.max(7, exact / Math.pow(10, digits)), found + " for " + exact);
        assertEquals(sorted.size(), histogram.total());
    }

    @Property(tries = 300)
    void rowsRiseToAll(@ForAll @Size(min = 1, max = 200) List<@IntRange(max = 3_000_000) Integer> values) {
        LatencyCounts histogram = of(3, values);
        for (boolean percentiles : new boolean[] {true, false}) {
            List<Row> rows = new ArrayList<>();
            LatencyCounts.Line add = (percent, micros, cumulated) -> rows.add(new Row(percent, micros, cumulated));
            if (percentiles) {
                histogram.percentiles(add);
            } else {
                histogram.distribution(add);
            }
            for (Row row : rows) {
                assertEquals(values.stream().filter(v -> v <= row.micros).count(), row.cumulated);
            }
            Row last = rows.get(rows.size() - 1);
            assertEquals(100.0, last.percent);
            assertEquals(values.size(), last.cumulated);
        }
    }

    /** As redis-benchmark shows ten replies after the same time. */
    @Test
    void oneDurationGivesTwoRows() {
        LatencyCounts histogram = new LatencyCounts(3);
        histogram.record(5090, 10);
        List<Row> rows = new ArrayList<>();
        histogram.percentiles((percent, micros, cumulated) -> rows.add(new Row(percent, micros, cumulated)));
        assertEquals(List.of(new Row(0, 5095, 10), new Row(100, 5095, 10)), rows);
        rows.clear();
        histogram.distribution((percent, micros, cumulated) -> rows.add(new Row(percent, micros, cumulated)));
        assertEquals(List.of(new Row(0, 103, 0), new Row(100, 5103, 10)), rows);
        assertEquals(5088, histogram.min());
        assertEquals(5095, histogram.max());
    }

    @Test
    void addsUp() {
        LatencyCounts all = of(3, List.of(10, 2000));
        all.add(of(3, List.of(3000)));
        assertEquals(3, all.total());
        assertEquals(8, all.min());
        assertEquals(1670, all.mean());
    }
}
