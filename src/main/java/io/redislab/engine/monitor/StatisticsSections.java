package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import io.redislab.engine.EngineStats;
import io.redislab.engine.EngineStats.CommandStats;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.Settings;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.Keyspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sections of INFO that count what happened. */
final class StatisticsSections {
    private final Engine engine;

    StatisticsSections(Engine engine) {
        this.engine = engine;
    }

    void stats(InfoText text) {
        EngineStats stats = engine.stats();
        Keyspace keyspace = engine.keyspace();
        Rates rates = engine.rates();
        text.field("total_connections_received", stats.connectionsReceived)
                .field("total_commands_processed", stats.commandsProcessed)
                .field("instantaneous_ops_per_sec", rates.commands())
                .field("total_net_input_bytes", stats.netInput)
                .field("total_net_output_bytes", stats.netOutput)
                .field("total_net_repl_input_bytes", stats.netReplicationInput)
                .field("total_net_repl_output_bytes", 0)
                .decimal("instantaneous_input_kbps", rates.inputBytes() / 1024.0)
                .decimal("instantaneous_output_kbps", rates.outputBytes() / 1024.0)
                .decimal("instantaneous_input_repl_kbps", 0)
                .decimal("instantaneous_output_repl_kbps", 0)
                .field("rejected_connections", stats.rejectedConnections)
                .field("sync_full", engine.replication().replicas().fullSyncs())
                .field("sync_partial_ok", engine.replication().replicas().partialSyncs())
                .field("sync_partial_err", engine.replication().replicas().refusedPartialSyncs())
                .field("expired_keys", keyspace.expired)
                .decimal("expired_stale_perc", engine.expiry().stalePercent())
                .field("expired_time_cap_reached_count", engine.expiry().timeCapReached())
                .field("expire_cycle_cpu_milliseconds", engine.expiry().spentMillis())
                .field("evicted_keys", stats.evictedKeys)
                .field("evicted_clients", stats.evictedClients)
                .field("total_eviction_exceeded_time", engine.eviction().totalExceededMillis())
                .field("current_eviction_exceeded_time", engine.eviction().currentExceededMillis())
                .field("keyspace_hits", keyspace.hits)
                .field("keyspace_misses", keyspace.misses)
                .field("pubsub_channels", engine.pubSub().channels().size())
                .field("pubsub_patterns", engine.pubSub().patterns().size())
                .field("pubsubshard_channels", engine.pubSub().shardChannels().size())
                .field("latest_fork_usec", stats.latestForkMicros)
                .field("total_forks", stats.backgroundJobs)
                .field("migrate_cached_sockets", engine.migration().cachedConnections())
                .field("slave_expires_tracked_keys", 0)
                .field("active_defrag_hits", 0)
                .field("active_defrag_misses", 0)
                .field("active_defrag_key_hits", 0)
                .field("active_defrag_key_misses", 0)
                .field("total_active_defrag_time", 0)
                .field("current_active_defrag_time", 0)
                .field("tracking_total_keys", engine.tracking().keyCount())
                .field("tracking_total_items", engine.tracking().itemCount())
                .field("tracking_total_prefixes", engine.tracking().prefixCount())
                .field("unexpected_error_replies", stats.unexpectedErrors)
                .field("total_error_replies", stats.errorReplies)
                .field("dump_payload_sanitizations", stats.dumpPayloadSanitizations)
                .field("total_reads_processed", stats.reads)
                .field("total_writes_processed", stats.writes)
                .field("io_threaded_reads_processed", 0)
                .field("io_threaded_writes_processed", 0)
                .field(
                        "reply_buffer_shrinks",
                        engine.clientEviction().bufferSettings().shrinks())
                .field(
                        "reply_buffer_expands",
                        engine.clientEviction().bufferSettings().expands());
    }

    /** All commands that have counters, subcommands behind their container. */
    private List<CommandSpec> counted() {
        List<CommandSpec> counted = new ArrayList<>();
        for (CommandSpec spec : engine.commands().loaded()) {
            counted.add(spec);
            counted.addAll(spec.subcommands());
        }
        counted.removeIf(spec -> !engine.stats().has(spec.id()));
        return counted;
    }

    void commandStats(InfoText text) {
        for (CommandSpec spec : counted()) {
            CommandStats counters = engine.stats().command(spec.id());
            double each = counters.calls == 0 ? 0 : (float) counters.micros / counters.calls;
            text.field(
                    "cmdstat_" + spec.name(),
                    "calls=" + counters.calls + ",usec=" + counters.micros + ",usec_per_call="
                            + InfoText.twoDecimals(each) + ",rejected_calls=" + counters.rejected
                            + ",failed_calls=" + counters.failed);
        }
    }

    void errorStats(InfoText text) {
        engine.stats().errors.forEach((code, count) -> text.field("errorstat_" + safe(code), "count=" + count));
    }

    /** What would break the format becomes an underscore. */
    private static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            safe.append("#:\n\r".indexOf(c) < 0 ? c : '_');
        }
        return safe.toString();
    }

    void latencyStats(InfoText text) {
        Configuration config = engine.config();
        if (!config.latencyTracking()) {
            return;
        }
        for (CommandSpec spec : counted()) {
            CommandStats counters = engine.stats().command(spec.id());
            if (!counters.hasLatency()) {
                continue;
            }
            List<String> values = new ArrayList<>();
            for (double percent : config.latencyTrackingInfoPercentiles()) {
                double micros = counters.latency().percentile(percent) / 1000.0;
                values.add("p" + Settings.percentileName(percent) + "=" + String.format(Locale.ROOT, "%.3f", micros));
            }
            text.field("latency_percentiles_usec_" + spec.name(), String.join(",", values));
        }
    }

    void keyspace(InfoText text) {
        for (Database database : engine.keyspace().databases()) {
            if (database.size() > 0) {
                text.field(
                        "db" + database.index(),
                        "keys=" + database.size() + ",expires=" + database.volatileSize() + ",avg_ttl="
                                + database.averageTtl());
            }
        }
    }
}
