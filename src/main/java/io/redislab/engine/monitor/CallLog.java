package io.redislab.engine.monitor;

import io.redislab.engine.Clock;
import io.redislab.engine.Context;
import io.redislab.engine.EngineStats.CommandStats;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.config.Configuration;
import java.util.function.LongSupplier;

/** What remains of every call: counters, the distribution of durations, slow ones, and what monitors are shown. */
public final class CallLog {
    private final Configuration config;
    private final SlowLog slowLog;
    private final LatencyEvents events;
    private final MonitorFeed monitors;

    /** @param nowMillis Unix time in ms */
    public CallLog(Clock clock, Configuration config, LongSupplier nowMillis) {
        this.config = config;
        this.slowLog = new SlowLog(config);
        this.events = new LatencyEvents(config, nowMillis);
        this.monitors = new MonitorFeed(clock, config);
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    public LatencyEvents latencyEvents() {
        return events;
    }

    public MonitorFeed monitors() {
        return monitors;
    }

    /** A call ended, or its session waits now. */
    public void called(Context context, CommandStats counters, long nanos) {
        CommandSpec spec = context.spec();
        long micros = nanos / 1000;
        counters.calls++;
        counters.micros += micros;
        if (micros >= 1000) {
            events.record(spec.has(CommandFlag.FAST) ? "fast-command" : "command", micros / 1000);
        }
        if (context.session().blocked() == null) {
            ended(context, counters, micros);
        }
        if (!monitors.sessions().isEmpty() && !spec.has(CommandFlag.SKIP_MONITOR) && !spec.has(CommandFlag.ADMIN)) {
            monitors.show(context);
        }
    }

    /**
     * A session that waited got its reply.
     *
     * @param waitedMicros since its call began
     * @param replyMicros of which its reply took
     */
    public void unblocked(Context context, CommandStats counters, long waitedMicros, long replyMicros) {
        counters.micros += waitedMicros;
        ended(context, counters, waitedMicros);
        events.record("command-unblocking", replyMicros / 1000);
    }

    private void ended(Context context, CommandStats counters, long micros) {
        if (!context.spec().has(CommandFlag.SKIP_SLOWLOG)) {
            slowLog.record(context, micros);
        }
        if (config.latencyTracking()) {
            counters.latency().record(micros * 1000);
        }
    }
}
