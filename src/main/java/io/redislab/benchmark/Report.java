package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkOptions.Load;
import io.redislab.benchmark.BenchmarkOptions.Output;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** Prints what a test measured, in redis-benchmark's three forms. */
final class Report {
    /** What the server says of its own files. */
    record ServerFiles(String save, String appendonly) {}

    /**
     * One test's result.
     *
     * @param requests how many were answered
     * @param payload bytes
     */
    record Result(String title, int requests, double seconds, int payload, LatencyCounts latencies) {
        double rate() {
            return requests / seconds;
        }
    }

    private final PrintStream out;
    private final Output form;
    private final Load load;
    private final Optional<ServerFiles> files;

    Report(PrintStream out, Output form, Load load, Optional<ServerFiles> files) {
        this.out = out;
        this.form = form;
        this.load = load;
        this.files = files;
    }

    void header() {
        if (form == Output.CSV) {
            out.println("\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\",\"p95_latency_ms\","
                    + "\"p99_latency_ms\",\"max_latency_ms\"");
        }
    }

    /** Behind the last test. */
    void footer() {
        if (form != Output.CSV) {
            out.println();
        }
        out.flush();
    }

    void print(Result result) {
        LatencyCounts latencies = result.latencies;
        switch (form) {
            case CSV ->
                print(
                        "\"%s\",\"%.2f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\"%n",
                        result.title,
                        result.rate(),
                        latencies.mean() / 1000,
                        latencies.min() / 1000.0,
                        latencies.percentile(50) / 1000.0,
                        latencies.percentile(95) / 1000.0,
                        latencies.percentile(99) / 1000.0,
                        latencies.max() / 1000.0);
            case QUIET ->
                print(
                        "%s: %.2f requests per second, p50=%.3f msec%n",
                        result.title, result.rate(), latencies.percentile(50) / 1000.0);
            case FULL -> full(result);
        }
        out.flush();
    }

    private void full(Result result) {
        LatencyCounts latencies = result.latencies;
        print("====== %s ======%n", result.title);
        print("  %d requests completed in %.2f seconds%n", result.requests, result.seconds);
        print("  %d parallel clients%n", load.clients());
        print("  %d bytes payload%n", result.payload);
        print("  keep alive: %d%n", load.keepAlive() ? 1 : 0);
        files.ifPresent(found -> {
            print("  host configuration \"save\": %s%n", found.save);
            print("  host configuration \"appendonly\": %s%n", found.appendonly);
        });
        print("  multi-thread: %s%n", load.threads() > 0 ? "yes" : "no");
        if (load.threads() > 0) {
            print("  threads: %d%n", load.threads());
        }
        print("%nLatency by percentile distribution:%n");
        latencies.percentiles(this::line);
        print("%nCumulative distribution of latencies:%n");
        latencies.distribution(this::line);
        print("%nSummary:%n");
        print("  throughput summary: %.2f requests per second%n", result.rate());
        print("  latency summary (msec):%n");
        print("    %9s %9s %9s %9s %9s %9s%n", "avg", "min", "p50", "p95", "p99", "max");
        print(
                "    %9.3f %9.3f %9.3f %9.3f %9.3f %9.3f%n",
                latencies.mean() / 1000,
                latencies.min() / 1000.0,
                latencies.percentile(50) / 1000.0,
                latencies.percentile(95) / 1000.0,
                latencies.percentile(99) / 1000.0,
                latencies.max() / 1000.0);
    }

    private void line(double percent, long micros, long cumulated) {
        print("%.3f%% <= %.3f milliseconds (cumulative count %d)%n", percent, micros / 1000.0, cumulated);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
