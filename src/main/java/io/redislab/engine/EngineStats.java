package io.redislab.engine;

import io.redislab.engine.command.CommandTable;
import java.util.Map;
import java.util.TreeMap;

/** Counters since the start or CONFIG RESETSTAT. */
public final class EngineStats {
    /** One command's calls. */
    public static final class CommandStats {
        public long calls;
        public long micros;
        public long rejected;
        public long failed;
        /** Number of calls by duration: bucket b counts those of at least 2^b ns. Allocated with the first call. */
        public long[] histogram = {};
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
    public long peakMemory;
    public long slowlogId;
    public long outputBufferLimitDisconnections;
    public long unexpectedErrors;
    public long aclDeniedAuth;

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
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ') {
            end++;
        }
        errors.merge(text.substring(0, end), 1L, Long::sum);
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
        unexpectedErrors = 0;
        outputBufferLimitDisconnections = 0;
    }
}
