package io.redislab.engine.monitor;

import io.redislab.engine.config.Configuration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What took longer than {@code latency-monitor-threshold}: for each kind of event the worst of every second, 160 of them. */
public final class LatencyEvents {
    private static final int MAX_SAMPLES = 160;

    private final Configuration config;
    private final LongSupplier nowMillis;
    private final Map<String, Series> series = new TreeMap<>();

    /**
     * The worst of one second.
     *
     * @param time Unix time in seconds
     */
    public record Sample(long time, long millis) {}

    /** The samples of one kind of event. */
    public static final class Series {
        private final String event;
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long max;

        Series(String event) {
            this.event = event;
        }

        public String event() {
            return event;
        }

        /** The longest ever, in ms. */
        public long max() {
            return max;
        }

        /** Oldest first, at least one. */
        public List<Sample> samples() {
            return new ArrayList<>(samples);
        }

        public Sample latest() {
            return samples.getLast();
        }

        private void add(long time, long millis) {
            max = Math.max(max, millis);
            Sample last = samples.peekLast();
            if (last != null && last.time() == time) {
                samples.removeLast();
                samples.add(new Sample(time, Math.max(last.millis(), millis)));
                return;
            }
            if (samples.size() == MAX_SAMPLES) {
                samples.remove();
            }
            samples.add(new Sample(time, millis));
        }
    }

    LatencyEvents(Configuration config, LongSupplier nowMillis) {
        this.config = config;
        this.nowMillis = nowMillis;
    }

    /** Something took its time: it is remembered if that was long enough. */
    public void record(String event, long millis) {
        long threshold = config.latencyMonitorThreshold();
        if (threshold > 0 && millis >= threshold) {
            series.computeIfAbsent(event, Series::new).add(nowMillis.getAsLong() / 1000, millis);
        }
    }

    /** By the event's name. */
    public Collection<Series> all() {
        return series.values();
    }

    public @Nullable Series of(String event) {
        return series.get(event);
    }

    /** Forgets an event, in any case; whether there was one. */
    public boolean remove(String event) {
        return series.keySet().removeIf(name -> name.equalsIgnoreCase(event));
    }

    /** Forgets all; how many events there were. */
    public int clear() {
        int count = series.size();
        series.clear();
        return count;
    }
}
