package io.redislab.benchmark;

import io.redislab.benchmark.BenchmarkOptions.Load;
import io.redislab.engine.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the connections of one test have in common, on whatever threads they are. */
final class Run {
    private final Clock clock;
    private final int requests;
    private final int pipeline;
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    /** In µs, of all requests. */
    private final AtomicLong latency = new AtomicLong();

    private final AtomicInteger clients = new AtomicInteger();
    private volatile boolean over;
    private volatile @Nullable BenchmarkException failure;

    Run(Clock clock, Load load) {
        this.clock = clock;
        this.requests = load.requests();
        this.pipeline = load.pipeline();
    }

    long nanos() {
        return clock.monotonicNanos();
    }

    /** Answers whether one more pipeline of requests may be sent. */
    boolean issue() {
        return issued.get() < requests && issued.getAndAdd(pipeline) < requests;
    }

    /** So many replies have come. Answers how many of them count. */
    int finish(int replies, long micros) {
        int before = finished.getAndAdd(replies);
        int counted = Math.max(0, Math.min(replies, requests - before));
        latency.addAndGet(micros * counted);
        return counted;
    }

    boolean isComplete() {
        return finished.get() >= requests;
    }

    int finished() {
        return finished.get();
    }

    long latencyMicros() {
        return latency.get();
    }

    void opened() {
        clients.incrementAndGet();
    }

    void closed() {
        if (clients.decrementAndGet() == 0 && !isComplete()) {
            throw new BenchmarkException("All clients disconnected... aborting.");
        }
    }

    int clients() {
        return clients.get();
    }

    /** Whether all threads have to end. */
    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    void fail(BenchmarkException cause) {
        failure = cause;
        over = true;
    }

    void check() {
        BenchmarkException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }
}
