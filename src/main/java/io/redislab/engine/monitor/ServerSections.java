package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.MasterAddress;
import io.redislab.engine.persistence.Aof;
import io.redislab.engine.persistence.Loading;
import io.redislab.engine.persistence.Persistence;
import io.redislab.engine.persistence.RdbSaves;
import io.redislab.engine.replication.MasterLink;
import io.redislab.engine.replication.Replica;
import io.redislab.engine.replication.Replication;
import java.util.List;
import java.util.Locale;

/** The sections of INFO on the server itself: who it is, its clients, files, replicas and processor time. */
final class ServerSections {
    private final Engine engine;
    private String multiplexingApi = "none";

    ServerSections(Engine engine) {
        this.engine = engine;
    }

    void setMultiplexingApi(String name) {
        multiplexingApi = name;
    }

    void server(InfoText text) {
        Configuration config = engine.config();
        long uptime = (engine.now() - engine.startMillis()) / 1000;
        String file = config.configFile();
        text.field("redis_version", Engine.REDIS_VERSION)
                .field("redis_git_sha1", "00000000")
                .field("redis_git_dirty", 0)
                .field("redis_build_id", "0")
                .field("redis_mode", config.clusterEnabled() ? "cluster" : "standalone")
                .field("os", Host.system())
                .field("arch_bits", 64)
                .field("monotonic_clock", "POSIX clock_gettime")
                .field("multiplexing_api", multiplexingApi)
                .field("atomicvar_api", "java")
                .field("gcc_version", "0.0.0")
                .field("process_id", Host.processId())
                .field("process_supervised", "no")
                .field("run_id", engine.runId())
                .field("tcp_port", config.shownPort())
                .field("server_time_usec", engine.clock().wallMicros())
                .field("uptime_in_seconds", uptime)
                .field("uptime_in_days", uptime / (24 * 3600))
                .field("hz", config.hz())
                .field("configured_hz", config.hz())
                .field("lru_clock", engine.keyspace().access().lruClock())
                .field("executable", Host.executable())
                .field("config_file", file == null ? "" : file)
                .field("io_threads_active", 0);
        if (engine.end().isWaiting()) {
            text.field("shutdown_in_milliseconds", engine.end().millisLeft());
        }
    }

    void clients(InfoText text) {
        text.field(
                        "connected_clients",
                        engine.sessions().size()
                                - engine.replication().replicas().all().size())
                .field("cluster_connections", 0)
                .field("maxclients", engine.config().maxclients())
                .field("client_recent_max_input_buffer", engine.clientEviction().recentMaxInput())
                .field(
                        "client_recent_max_output_buffer",
                        engine.clientEviction().recentMaxOutput())
                .field("blocked_clients", engine.blocking().blockedCount())
                .field("tracking_clients", engine.tracking().clientCount())
                .field(
                        "clients_in_timeout_table",
                        engine.sessions().stream()
                                .filter(session -> {
                                    var blocked = session.blocked();
                                    return blocked != null && blocked.hasTimeout();
                                })
                                .count());
    }

    void persistence(InfoText text) {
        Persistence persistence = engine.persistence();
        RdbSaves rdb = persistence.rdb();
        Aof aof = persistence.aof();
        Loading loading = persistence.loading();
        text.field("loading", loading.isActive() ? 1 : 0)
                .field("async_loading", 0)
                .field("current_cow_peak", persistence.copiedBytes())
                .field("current_cow_size", persistence.copiedBytes())
                .field("current_cow_size_age", 0)
                .field("current_fork_perc", percent(persistence.keysProcessed(), persistence.keysToProcess()))
                .field("current_save_keys_processed", persistence.keysProcessed())
                .field("current_save_keys_total", persistence.keysToProcess())
                .field("rdb_changes_since_last_save", engine.keyspace().dirty())
                .field("rdb_bgsave_in_progress", rdb.isInProgress() ? 1 : 0)
                .field("rdb_last_save_time", rdb.lastSaveSeconds())
                .field("rdb_last_bgsave_status", status(rdb.isLastOk()))
                .field("rdb_last_bgsave_time_sec", rdb.lastDurationSeconds())
                .field("rdb_current_bgsave_time_sec", rdb.currentDurationSeconds())
                .field("rdb_saves", rdb.count())
                .field("rdb_last_cow_size", rdb.lastCopiedBytes())
                .field("rdb_last_load_keys_expired", loading.keysExpired())
                .field("rdb_last_load_keys_loaded", loading.keysLoaded())
                .field("aof_enabled", aof.isEnabled() ? 1 : 0)
                .field("aof_rewrite_in_progress", aof.isRewriteInProgress() ? 1 : 0)
                .field("aof_rewrite_scheduled", aof.isRewriteScheduled() ? 1 : 0)
                .field("aof_last_rewrite_time_sec", aof.rewrites().lastSeconds())
                .field("aof_current_rewrite_time_sec", aof.currentRewriteSeconds())
                .field("aof_last_bgrewrite_status", status(aof.rewrites().isLastOk()))
                .field("aof_rewrites", aof.rewrites().count())
                .field("aof_rewrites_consecutive_failures", aof.rewrites().failuresInARow())
                .field("aof_last_write_status", status(aof.writeFailure() == null))
                .field("aof_last_cow_size", aof.rewrites().lastCopiedBytes())
                .field("module_fork_in_progress", 0)
                .field("module_fork_last_cow_size", 0);
        if (aof.isEnabled()) {
            text.field("aof_current_size", aof.currentBytes())
                    .field("aof_base_size", aof.bytesAtRewrite())
                    .field("aof_pending_rewrite", aof.isRewriteScheduled() ? 1 : 0)
                    .field("aof_buffer_length", aof.bufferedBytes())
                    .field("aof_pending_bio_fsync", aof.pendingSyncs())
                    .field("aof_delayed_fsync", aof.delayedSyncs());
        }
        if (loading.isActive()) {
            loading(text, loading);
        }
    }

    private void loading(InfoText text, Loading loading) {
        long seconds = Math.max(1, engine.now() / 1000 - loading.startedAtSeconds());
        long speed = Math.max(1, loading.loadedBytes() / seconds);
        long left = Math.max(0, loading.totalBytes() - loading.loadedBytes());
        text.field("loading_start_time", loading.startedAtSeconds())
                .field("loading_total_bytes", loading.totalBytes())
                .field("loading_rdb_used_mem", loading.rdbUsedMemory())
                .field("loading_loaded_bytes", loading.loadedBytes())
                .field("loading_loaded_perc", percent(loading.loadedBytes(), loading.totalBytes()))
                .field("loading_eta_seconds", Math.max(1, left / speed));
    }

    private static String status(boolean ok) {
        return ok ? "ok" : "err";
    }

    private static String percent(long part, long whole) {
        return String.format(java.util.Locale.ROOT, "%.2f", whole == 0 ? 0 : 100.0 * part / whole);
    }

    void replication(InfoText text) {
        Configuration config = engine.config();
        Replication replication = engine.replication();
        MasterLink link = replication.master();
        text.field("role", link == null ? "master" : "slave");
        if (link != null && !config.replicaof().isEmpty()) {
            link(text, link, config.replicaof().get(0));
            text.field("slave_priority", config.replicaPriority())
                    .field("slave_read_only", config.replicaReadOnly() ? 1 : 0)
                    .field("replica_announced", config.replicaAnnounced() ? 1 : 0);
        }
        List<Replica> replicas = replication.replicas().all();
        text.field("connected_slaves", replicas.size());
        if (config.minReplicasToWrite() > 0 && config.minReplicasMaxLag() > 0) {
            text.field("min_slaves_good_slaves", replication.goodReplicas());
        }
        int number = 0;
        for (Replica one : replicas) {
            text.field(
                    "slave" + number++,
                    "ip=" + one.address() + ",port=" + one.port() + ",state=online,offset=" + one.acknowledged()
                            + ",lag=" + (engine.now() - one.acknowledgedMillis()) / 1000);
        }
        Replication.BacklogView backlog = replication.backlog();
        text.field("master_failover_state", "no-failover")
                .field("master_replid", replication.id())
                .field("master_replid2", replication.previousId())
                .field("master_repl_offset", replication.offset())
                .field("second_repl_offset", replication.previousEnd())
                .field("repl_backlog_active", backlog.active() ? 1 : 0)
                .field("repl_backlog_size", config.replBacklogSize())
                .field("repl_backlog_first_byte_offset", backlog.firstOffset())
                .field("repl_backlog_histlen", backlog.length());
    }

    private static void link(InfoText text, MasterLink link, MasterAddress master) {
        MasterLink.Progress progress = link.progress();
        text.field("master_host", master.host())
                .field("master_port", master.port())
                .field("master_link_status", link.isUp() ? "up" : "down")
                .field("master_last_io_seconds_ago", link.silentSeconds())
                .field("master_sync_in_progress", progress == null ? 0 : 1)
                .field("slave_read_repl_offset", link.readOffset())
                .field("slave_repl_offset", link.offset());
        if (progress != null) {
            text.field("master_sync_total_bytes", progress.total())
                    .field("master_sync_read_bytes", progress.received())
                    .field("master_sync_left_bytes", progress.total() - progress.received())
                    .decimal("master_sync_perc", share(progress.received(), progress.total()))
                    .field("master_sync_last_io_seconds_ago", progress.silentSeconds());
        }
        if (!link.isUp()) {
            text.field("master_link_down_since_seconds", link.downSeconds());
        }
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    void cpu(InfoText text) {
        Host.Cpu process = Host.cpuOfProcess();
        Host.Cpu thread = Host.cpuOfThread();
        text.field("used_cpu_sys", seconds(process.system()))
                .field("used_cpu_user", seconds(process.user()))
                .field("used_cpu_sys_children", seconds(process.systemOfChildren()))
                .field("used_cpu_user_children", seconds(process.userOfChildren()))
                .field("used_cpu_sys_main_thread", seconds(thread.system()))
                .field("used_cpu_user_main_thread", seconds(thread.user()));
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    void cluster(InfoText text) {
        text.field("cluster_enabled", engine.config().clusterEnabled() ? 1 : 0);
    }
}
