package io.redislab.engine;

import io.redislab.engine.command.CommandTable;
import io.redislab.engine.monitor.LatencyHistogram;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counters since the start or CONFIG RESETSTAT. */
public final class EngineStats {
    /** Where the first word of an error is longer, it is no code. */
    private static final int LONGEST_CODE = 31;

    /** One command's calls. */
    public static final class CommandStats {
        public long calls;
        public long micros;
        public long rejected;
        public long failed;
        private @Nullable LatencyHistogram latency;

        /** How long calls took; made when the first one ended. */
        public LatencyHistogram latency() {
            LatencyHistogram histogram = latency;
            if (histogram == null) {
                histogram = new LatencyHistogram();
                latency = histogram;
            }
            return histogram;
        }

        /** Whether any duration is known. */
        public boolean hasLatency() {
            return latency != null;
        }
    }

    private final CommandStats[] commands =
            new CommandStats[CommandTable.standard().idLimit()];
    /** Error replies by their code. */
    public final Map<String, Long> errors = new TreeMap<>();

    public long connectionsReceived;
    public long commandsProcessed;
    public long rejectedConnections;
    public long errorReplies;
    public long evictedKeys;
    public long evictedClients;
    public long work;
    public long netInput;
    public long netOutput;
    /** Bytes that a master has sent. */
    public long netReplicationInput;

    public long outputBufferLimitDisconnections;
    /** Background saves and rewrites that were begun; for each of them, Redis forks. */
    public long backgroundJobs;
    /** How long the start of the last one's process took, in µs. */
    public long latestForkMicros;

    public long unexpectedErrors;
    /** Payloads of RESTORE that were checked in depth. */
    public long dumpPayloadSanitizations;
    /** Reads from and writes to sockets. */
    public long reads;

    public long writes;

    /** The statistics of the command with this id. */
    public CommandStats command(int id) {
        CommandStats stats = commands[id];
        if (stats == null) {
            stats = new CommandStats();
            commands[id] = stats;
        }
        return stats;
    }

    /** Whether the command was ever called or refused. */
    public boolean has(int id) {
        return commands[id] != null;
    }

    /** An error was replied. @param text code first */
    public void countError(String text) {
        errorReplies++;
        int end = text.indexOf(' ');
        boolean hasCode = end > 0 && end < LONGEST_CODE;
        errors.merge(hasCode ? text.substring(0, end) : "ERR", 1L, Long::sum);
    }

    public void reset() {
        java.util.Arrays.fill(commands, null);
        errors.clear();
        connectionsReceived = 0;
        commandsProcessed = 0;
        rejectedConnections = 0;
        errorReplies = 0;
        evictedKeys = 0;
        evictedClients = 0;
        netInput = 0;
        netOutput = 0;
        netReplicationInput = 0;
        unexpectedErrors = 0;
        outputBufferLimitDisconnections = 0;
        dumpPayloadSanitizations = 0;
        reads = 0;
        writes = 0;
        backgroundJobs = 0;
        latestForkMicros = 0;
    }
}
