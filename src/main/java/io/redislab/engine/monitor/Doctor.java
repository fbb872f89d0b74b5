package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.monitor.LatencyEvents.Sample;
import io.redislab.engine.monitor.LatencyEvents.Series;
import java.util.ArrayList;
import java.util.List;

/** What MEMORY DOCTOR and LATENCY DOCTOR find out of the ordinary, and what they advise. */
public final class Doctor {
    /** Below this, ratios say nothing. */
    private static final long LITTLE_MEMORY = 5L << 20;

    private Doctor() {}

    public static String ofMemory(Engine engine) {
        MemoryReport memory = MemoryReport.of(engine);
        if (memory.used() < LITTLE_MEMORY) {
            return "This server holds next to nothing ("
                    + InfoText.human(memory.used())
                    + "): there is nothing to examine yet. Come back when it holds data.\n";
        }
        List<String> findings = new ArrayList<>();
        if ((double) memory.peak() / memory.used() > 1.5) {
            findings.add("Peak: at some time more than one and a half times the memory of now was in use. What the"
                    + " allocator got then it may keep, so that the process looks larger than its data. It is used"
                    + " again when data grows; MEMORY PURGE gives back what can be given back.");
        }
        if (memory.fragmentation() > 1.4 && memory.fragmentationBytes() > 10L << 20) {
            findings.add("Fragmentation: the process takes more than 1.4 times what is in use. After a peak that is"
                    + " natural; if it stays, values of ever changing sizes are the usual cause. Look at"
                    + " mem_fragmentation_ratio of INFO memory.");
        }
        long sessions = engine.sessions().size();
        if (sessions > 0 && memory.clients() / sessions > 200 << 10) {
            findings.add("Clients: their buffers take more than 200 KiB each on average. Slow subscribers, MONITOR or"
                    + " huge replies do that; CLIENT LIST shows who (omem, qbuf, tot-mem).");
        }
        if (engine.scripting().scriptCount() > 1000) {
            findings.add("Scripts: more than a thousand are cached. Scripts that are built from values instead of"
                    + " getting them as KEYS and ARGV do that; SCRIPT FLUSH empties the cache.");
        }
        if (findings.isEmpty()) {
            return "Memory looks well: no unusual peak, fragmentation, client buffers or scripts.\n";
        }
        return "Unusual about this server's memory:\n\n * " + String.join("\n\n * ", findings) + "\n";
    }

    public static String ofLatency(Engine engine) {
        Configuration config = engine.config();
        LatencyEvents events = engine.callLog().latencyEvents();
        if (config.latencyMonitorThreshold() == 0) {
            return "Nothing is watched: latency-monitor-threshold is 0. CONFIG SET latency-monitor-threshold 100"
                    + " remembers what takes 100 ms or more.";
        }
        if (events.all().isEmpty()) {
            return "No event took " + config.latencyMonitorThreshold() + " ms or more so far.";
        }
        StringBuilder report =
                new StringBuilder("Events that took " + config.latencyMonitorThreshold() + " ms or more:\n\n");
        int number = 1;
        for (Series series : events.all()) {
            report.append(number++).append(". ").append(describe(series)).append('\n');
            report.append("   ").append(advice(series.event(), config)).append("\n\n");
        }
        return report.toString();
    }

    private static String describe(Series series) {
        List<Sample> samples = series.samples();
        double mean = samples.stream().mapToLong(Sample::millis).average().orElse(0);
        double deviation = samples.stream()
                .mapToDouble(sample -> Math.abs(sample.millis() - mean))
                .average()
                .orElse(0);
        return series.event() + ": " + samples.size() + " samples, mean " + Math.round(mean) + " ms, mean deviation "
                + Math.round(deviation) + " ms, worst ever " + series.max() + " ms.";
    }

    private static String advice(String event, Configuration config) {
        return switch (event) {
            case "command", "fast-command" ->
                config.slowlogLogSlowerThan() < 0
                        ? "The slow log is off: CONFIG SET slowlog-log-slower-than 10000 would tell which calls these"
                                + " were."
                        : "SLOWLOG GET tells which calls these were. A command that visits many elements is best cut"
                                + " into smaller ones: SCAN for KEYS, ranges for whole collections, UNLINK for DEL.";
            case "expire-cycle" -> "Many keys expire in the same moment: spread their times to live.";
            case "eviction-cycle", "eviction-del" ->
                "maxmemory is reached and keys have to go first: raise it, store"
                        + " less, or set lazyfree-lazy-eviction yes.";
            case "command-unblocking" -> "Serving a client that waited took long: look at what it pops.";
            default ->
                event.startsWith("aof")
                        ? "The disk is slow to take the AOF: appendfsync everysec, no-appendfsync-on-rewrite yes, or a"
                                + " faster disk."
                        : "See redis.io on diagnosing latency for this event.";
        };
    }
}
