package io.redislab.engine.config;

import io.redislab.engine.config.ChoiceParameter.Choice;
import io.redislab.engine.config.NumberParameter.Form;
import io.redislab.engine.config.OutputBufferLimit.ClientClass;
import io.redislab.engine.config.Parameter.Trait;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All parameters of Redis 7.0. */
final class Parameters {
    private static final Trait IMMUTABLE = Trait.IMMUTABLE;
    private static final Trait MULTIPLE = Trait.MULTIPLE;
    private static final Trait HIDDEN = Trait.HIDDEN;
    private static final Trait SENSITIVE = Trait.SENSITIVE;
    private static final Trait PROTECTED = Trait.PROTECTED;
    private static final Trait NOT_WHILE_LOADING = Trait.NOT_WHILE_LOADING;

    private static final int MAX_INT = Integer.MAX_VALUE;
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final long MAX_LONG = Long.MAX_VALUE;
    private static final long MAX_UNSIGNED_LONG = -1L;
    private static final int MAX_PORT = 65535;
    private static final long MB = 1L << 20;

    private static final List<Parameter> ALL = new ArrayList<>(230);

    // ---- general ----
    static final SwitchParameter DAEMONIZE = flag("daemonize", false, IMMUTABLE);
    static final ChoiceParameter SUPERVISED =
            choice("supervised", List.of("upstart", "systemd", "auto", "no"), "no", IMMUTABLE);
    static final TextParameter PIDFILE = text("pidfile", null, IMMUTABLE);
    static final ChoiceParameter LOGLEVEL =
            choice("loglevel", List.of("debug", "verbose", "notice", "warning"), "notice");
    static final TextParameter LOGFILE = text("logfile", "", IMMUTABLE);
    static final SwitchParameter SYSLOG_ENABLED = flag("syslog-enabled", false, IMMUTABLE);
    static final TextParameter SYSLOG_IDENT = text("syslog-ident", "redis", IMMUTABLE);
    static final ChoiceParameter SYSLOG_FACILITY = choice(
            "syslog-facility",
            List.of("user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"),
            "local0",
            IMMUTABLE);
    static final SwitchParameter CRASH_LOG_ENABLED = flag("crash-log-enabled", true);
    static final SwitchParameter CRASH_MEMCHECK_ENABLED = flag("crash-memcheck-enabled", true);
    static final SwitchParameter USE_EXIT_ON_PANIC = flag("use-exit-on-panic", false, HIDDEN);
    static final NumberParameter WATCHDOG_PERIOD = integer("watchdog-period", 0, MAX_INT, 0, HIDDEN);
    static final NumberParameter DATABASES = integer("databases", 1, MAX_INT, 16, IMMUTABLE);
    static final SwitchParameter ALWAYS_SHOW_LOGO = flag("always-show-logo", false, IMMUTABLE);
    static final SwitchParameter SET_PROC_TITLE = flag("set-proc-title", true, IMMUTABLE);
    static final TextParameter PROC_TITLE_TEMPLATE =
            text("proc-title-template", "{title} {listen-addr} {server-mode}", ValueChecks::procTitleTemplate);
    static final TextParameter IGNORE_WARNINGS = text("ignore-warnings", "");
    static final NumberParameter SHUTDOWN_TIMEOUT = integer("shutdown-timeout", 0, MAX_INT, 10);
    static final ChoiceParameter SHUTDOWN_ON_SIGINT = shutdownChoice("shutdown-on-sigint");
    static final ChoiceParameter SHUTDOWN_ON_SIGTERM = shutdownChoice("shutdown-on-sigterm");
    static final NumberParameter HZ = integer("hz", 0, MAX_INT, 10);
    static final SwitchParameter DYNAMIC_HZ = flag("dynamic-hz", true);
    static final ChoiceParameter ENABLE_PROTECTED_CONFIGS = permission("enable-protected-configs");
    static final ChoiceParameter ENABLE_DEBUG_COMMAND = permission("enable-debug-command");
    static final ChoiceParameter ENABLE_MODULE_COMMAND = permission("enable-module-command");
    static final SpecialParameter<String> DIR =
            special("dir", null, "/", new SpecialKinds.Directory(), PROTECTED, NOT_WHILE_LOADING);
    static final NumberParameter KEY_LOAD_DELAY = integer("key-load-delay", Integer.MIN_VALUE, MAX_INT, 0, HIDDEN);
    static final NumberParameter LOADING_PROCESS_EVENTS_INTERVAL_BYTES =
            memory("loading-process-events-interval-bytes", 1024, MAX_INT, 2 * MB, HIDDEN);

    // ---- network and clients ----
    static final SpecialParameter<List<String>> BIND =
            special("bind", null, List.of("*", "-::*"), new SpecialKinds.Bind(), MULTIPLE);
    static final TextParameter BIND_SOURCE_ADDR = text("bind-source-addr", null);
    static final SwitchParameter PROTECTED_MODE = flag("protected-mode", true);
    static final NumberParameter PORT = integer("port", 0, MAX_PORT, 6379);
    static final NumberParameter TCP_BACKLOG = integer("tcp-backlog", 0, MAX_INT, 511, IMMUTABLE);
    static final TextParameter UNIXSOCKET = text("unixsocket", null, IMMUTABLE);
    static final NumberParameter UNIXSOCKETPERM =
            number("unixsocketperm", null, Form.OCTAL, true, 0, 0777, 0, IMMUTABLE);
    static final NumberParameter SOCKET_MARK_ID =
            number("socket-mark-id", null, Form.INTEGER, true, 0, MAX_UNSIGNED_INT, 0, IMMUTABLE);
    static final NumberParameter TIMEOUT = integer("timeout", 0, MAX_INT, 0);
    static final NumberParameter TCP_KEEPALIVE = integer("tcp-keepalive", 0, MAX_INT, 300);
    static final NumberParameter MAXCLIENTS =
            number("maxclients", null, Form.INTEGER, true, 1, MAX_UNSIGNED_INT, 10000);
    static final NumberParameter MAXMEMORY_CLIENTS =
            number("maxmemory-clients", null, Form.MEMORY_OR_PERCENT, false, -100, MAX_LONG, 0);
    static final NumberParameter PROTO_MAX_BULK_LEN = memory("proto-max-bulk-len", MB, MAX_LONG, 512 * MB);
    static final NumberParameter CLIENT_QUERY_BUFFER_LIMIT = size("client-query-buffer-limit", MB, MAX_LONG, 1024 * MB);
    static final SpecialParameter<Map<ClientClass, OutputBufferLimit>> CLIENT_OUTPUT_BUFFER_LIMIT = special(
            "client-output-buffer-limit",
            null,
            new EnumMap<>(Map.of(
                    ClientClass.NORMAL, new OutputBufferLimit(0, 0, 0),
                    ClientClass.REPLICA, new OutputBufferLimit(256 * MB, 64 * MB, 60),
                    ClientClass.PUBSUB, new OutputBufferLimit(32 * MB, 8 * MB, 60))),
            new SpecialKinds.BufferLimits(),
            MULTIPLE);
    static final NumberParameter IO_THREADS = integer("io-threads", 1, 128, 1, IMMUTABLE);
    static final SwitchParameter IO_THREADS_DO_READS = flag("io-threads-do-reads", false, IMMUTABLE);
    static final NumberParameter TRACKING_TABLE_MAX_KEYS =
            number("tracking-table-max-keys", null, Form.INTEGER, true, 0, MAX_LONG, 1_000_000);

    // ---- users ----
    static final TextParameter REQUIREPASS = text("requirepass", null, SENSITIVE);
    static final TextParameter ACLFILE = text("aclfile", "", IMMUTABLE);
    static final NumberParameter ACLLOG_MAX_LEN = integer("acllog-max-len", 0, MAX_LONG, 128);
    static final ChoiceParameter ACL_PUBSUB_DEFAULT =
            choice("acl-pubsub-default", List.of("allchannels", "resetchannels"), "resetchannels");

    // ---- memory ----
    static final NumberParameter MAXMEMORY = number("maxmemory", null, Form.MEMORY, true, 0, MAX_UNSIGNED_LONG, 0);
    static final ChoiceParameter MAXMEMORY_POLICY = choice(
            "maxmemory-policy",
            List.of(MaxmemoryPolicy.values()).stream()
                    .map(MaxmemoryPolicy::wireName)
                    .toList(),
            "noeviction");
    static final NumberParameter MAXMEMORY_SAMPLES = integer("maxmemory-samples", 1, MAX_INT, 5);
    static final NumberParameter MAXMEMORY_EVICTION_TENACITY = integer("maxmemory-eviction-tenacity", 0, 100, 10);
    static final NumberParameter LFU_LOG_FACTOR = integer("lfu-log-factor", 0, MAX_INT, 10);
    static final NumberParameter LFU_DECAY_TIME = integer("lfu-decay-time", 0, MAX_INT, 1);
    static final NumberParameter ACTIVE_EXPIRE_EFFORT = integer("active-expire-effort", 1, 10, 1);
    static final SwitchParameter LAZYFREE_LAZY_EVICTION = flag("lazyfree-lazy-eviction", false);
    static final SwitchParameter LAZYFREE_LAZY_EXPIRE = flag("lazyfree-lazy-expire", false);
    static final SwitchParameter LAZYFREE_LAZY_SERVER_DEL = flag("lazyfree-lazy-server-del", false);
    static final SwitchParameter LAZYFREE_LAZY_USER_DEL = flag("lazyfree-lazy-user-del", false);
    static final SwitchParameter LAZYFREE_LAZY_USER_FLUSH = flag("lazyfree-lazy-user-flush", false);
    static final SwitchParameter ACTIVEREHASHING = flag("activerehashing", true);
    static final SwitchParameter ACTIVEDEFRAG = flag("activedefrag", false, Trait.UNSUPPORTED);
    static final NumberParameter ACTIVE_DEFRAG_IGNORE_BYTES = size("active-defrag-ignore-bytes", 1, MAX_LONG, 100 * MB);
    static final NumberParameter ACTIVE_DEFRAG_THRESHOLD_LOWER = integer("active-defrag-threshold-lower", 0, 1000, 10);
    static final NumberParameter ACTIVE_DEFRAG_THRESHOLD_UPPER = integer("active-defrag-threshold-upper", 0, 1000, 100);
    static final NumberParameter ACTIVE_DEFRAG_CYCLE_MIN = integer("active-defrag-cycle-min", 1, 99, 1);
    static final NumberParameter ACTIVE_DEFRAG_CYCLE_MAX = integer("active-defrag-cycle-max", 1, 99, 25);
    static final NumberParameter ACTIVE_DEFRAG_MAX_SCAN_FIELDS =
            integer("active-defrag-max-scan-fields", 1, MAX_LONG, 1000);
    static final SwitchParameter JEMALLOC_BG_THREAD = flag("jemalloc-bg-thread", true);
    static final SwitchParameter DISABLE_THP = flag("disable-thp", true, IMMUTABLE);
    static final ChoiceParameter OOM_SCORE_ADJ = choice(
            "oom-score-adj",
            List.of(new Choice("no", 0), new Choice("yes", 1), new Choice("relative", 1), new Choice("absolute", 2)),
            0,
            ValueChecks::any);
    static final SpecialParameter<List<Integer>> OOM_SCORE_ADJ_VALUES =
            special("oom-score-adj-values", null, List.of(0, 200, 800), new SpecialKinds.OomScores(), MULTIPLE);

    // ---- data types ----
    static final NumberParameter HASH_MAX_LISTPACK_ENTRIES =
            number("hash-max-listpack-entries", "hash-max-ziplist-entries", Form.INTEGER, true, 0, MAX_LONG, 512);
    static final NumberParameter HASH_MAX_LISTPACK_VALUE =
            number("hash-max-listpack-value", "hash-max-ziplist-value", Form.MEMORY, true, 0, MAX_LONG, 64);
    static final NumberParameter LIST_MAX_LISTPACK_SIZE = number(
            "list-max-listpack-size", "list-max-ziplist-size", Form.INTEGER, false, Integer.MIN_VALUE, MAX_INT, -2);
    static final NumberParameter LIST_COMPRESS_DEPTH = integer("list-compress-depth", 0, MAX_INT, 0);
    static final NumberParameter SET_MAX_INTSET_ENTRIES =
            number("set-max-intset-entries", null, Form.INTEGER, true, 0, MAX_LONG, 512);
    static final NumberParameter ZSET_MAX_LISTPACK_ENTRIES =
            number("zset-max-listpack-entries", "zset-max-ziplist-entries", Form.INTEGER, true, 0, MAX_LONG, 128);
    static final NumberParameter ZSET_MAX_LISTPACK_VALUE =
            number("zset-max-listpack-value", "zset-max-ziplist-value", Form.MEMORY, true, 0, MAX_LONG, 64);
    static final NumberParameter HLL_SPARSE_MAX_BYTES = size("hll-sparse-max-bytes", 0, MAX_LONG, 3000);
    static final NumberParameter STREAM_NODE_MAX_BYTES = size("stream-node-max-bytes", 0, MAX_LONG, 4096);
    static final NumberParameter STREAM_NODE_MAX_ENTRIES = integer("stream-node-max-entries", 0, MAX_LONG, 100);
    static final ChoiceParameter SANITIZE_DUMP_PAYLOAD =
            choice("sanitize-dump-payload", List.of("no", "yes", "clients"), "no");

    // ---- snapshots ----
    static final SpecialParameter<List<SavePoint>> SAVE = special(
            "save",
            null,
            List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10000)),
            new SpecialKinds.Save(),
            MULTIPLE);
    static final TextParameter DBFILENAME =
            text("dbfilename", "dump.rdb", TextParameter.Check.fileName("dbfilename", true, "filename"), PROTECTED);
    static final SwitchParameter RDBCOMPRESSION = flag("rdbcompression", true);
    static final SwitchParameter RDBCHECKSUM = flag("rdbchecksum", true, IMMUTABLE);
    static final SwitchParameter STOP_WRITES_ON_BGSAVE_ERROR = flag("stop-writes-on-bgsave-error", true);
    static final SwitchParameter RDB_SAVE_INCREMENTAL_FSYNC = flag("rdb-save-incremental-fsync", true);
    static final SwitchParameter RDB_DEL_SYNC_FILES = flag("rdb-del-sync-files", false);
    static final NumberParameter RDB_KEY_SAVE_DELAY =
            integer("rdb-key-save-delay", Integer.MIN_VALUE, MAX_INT, 0, HIDDEN);

    // ---- append only file ----
    static final SwitchParameter APPENDONLY = flag("appendonly", false, NOT_WHILE_LOADING);
    static final TextParameter APPENDFILENAME = text(
            "appendfilename",
            "appendonly.aof",
            TextParameter.Check.fileName("appendfilename", false, "filename"),
            IMMUTABLE);
    static final TextParameter APPENDDIRNAME = text(
            "appenddirname",
            "appendonlydir",
            TextParameter.Check.fileName("appenddirname", false, "dirname"),
            IMMUTABLE);
    static final ChoiceParameter APPENDFSYNC = choice("appendfsync", List.of("everysec", "always", "no"), "everysec");
    static final SwitchParameter NO_APPENDFSYNC_ON_REWRITE = flag("no-appendfsync-on-rewrite", false);
    static final NumberParameter AUTO_AOF_REWRITE_PERCENTAGE = integer("auto-aof-rewrite-percentage", 0, MAX_INT, 100);
    static final NumberParameter AUTO_AOF_REWRITE_MIN_SIZE = memory("auto-aof-rewrite-min-size", 0, MAX_LONG, 64 * MB);
    static final SwitchParameter AOF_LOAD_TRUNCATED = flag("aof-load-truncated", true);
    static final SwitchParameter AOF_USE_RDB_PREAMBLE = flag("aof-use-rdb-preamble", true);
    static final SwitchParameter AOF_TIMESTAMP_ENABLED = flag("aof-timestamp-enabled", false);
    static final SwitchParameter AOF_REWRITE_INCREMENTAL_FSYNC = flag("aof-rewrite-incremental-fsync", true);
    static final SwitchParameter AOF_DISABLE_AUTO_GC = flag("aof-disable-auto-gc", false);

    // ---- scripts, slow log, latency, events ----
    static final NumberParameter BUSY_REPLY_THRESHOLD =
            number("busy-reply-threshold", "lua-time-limit", Form.INTEGER, false, 0, MAX_LONG, 5000);
    static final NumberParameter SLOWLOG_LOG_SLOWER_THAN = integer("slowlog-log-slower-than", -1, MAX_LONG, 10000);
    static final NumberParameter SLOWLOG_MAX_LEN = integer("slowlog-max-len", 0, MAX_LONG, 128);
    static final NumberParameter LATENCY_MONITOR_THRESHOLD = integer("latency-monitor-threshold", 0, MAX_LONG, 0);
    static final SwitchParameter LATENCY_TRACKING = flag("latency-tracking", true);
    static final SpecialParameter<List<Double>> LATENCY_TRACKING_INFO_PERCENTILES = special(
            "latency-tracking-info-percentiles",
            null,
            List.of(50.0, 99.0, 99.9),
            new SpecialKinds.Percentiles(),
            MULTIPLE);
    static final SpecialParameter<Integer> NOTIFY_KEYSPACE_EVENTS =
            special("notify-keyspace-events", null, 0, new SpecialKinds.Events());

    // ---- replication ----
    static final SpecialParameter<List<MasterAddress>> REPLICAOF =
            special("replicaof", "slaveof", List.of(), new SpecialKinds.ReplicaOf(), IMMUTABLE, MULTIPLE);
    static final TextParameter MASTERUSER = text("masteruser", null, SENSITIVE);
    static final TextParameter MASTERAUTH = text("masterauth", null, SENSITIVE);
    static final SwitchParameter REPLICA_SERVE_STALE_DATA =
            flag("replica-serve-stale-data", "slave-serve-stale-data", true);
    static final SwitchParameter REPLICA_READ_ONLY = flag("replica-read-only", "slave-read-only", true);
    static final SwitchParameter REPLICA_LAZY_FLUSH = flag("replica-lazy-flush", "slave-lazy-flush", false);
    static final SwitchParameter REPLICA_IGNORE_MAXMEMORY =
            flag("replica-ignore-maxmemory", "slave-ignore-maxmemory", true);
    static final SwitchParameter REPLICA_IGNORE_DISK_WRITE_ERRORS = flag("replica-ignore-disk-write-errors", false);
    static final SwitchParameter REPLICA_ANNOUNCED = flag("replica-announced", true);
    static final TextParameter REPLICA_ANNOUNCE_IP =
            add(new TextParameter("replica-announce-ip", "slave-announce-ip", null, TextParameter.Check::none));
    static final NumberParameter REPLICA_ANNOUNCE_PORT =
            number("replica-announce-port", "slave-announce-port", Form.INTEGER, false, 0, MAX_PORT, 0);
    static final NumberParameter REPLICA_PRIORITY =
            number("replica-priority", "slave-priority", Form.INTEGER, false, 0, MAX_INT, 100);
    static final SwitchParameter REPL_DISKLESS_SYNC = flag("repl-diskless-sync", true);
    static final NumberParameter REPL_DISKLESS_SYNC_DELAY = integer("repl-diskless-sync-delay", 0, MAX_INT, 5);
    static final NumberParameter REPL_DISKLESS_SYNC_MAX_REPLICAS =
            integer("repl-diskless-sync-max-replicas", 0, MAX_INT, 0);
    static final ChoiceParameter REPL_DISKLESS_LOAD =
            choice("repl-diskless-load", List.of("disabled", "on-empty-db", "swapdb"), "disabled", NOT_WHILE_LOADING);
    static final SwitchParameter REPL_DISABLE_TCP_NODELAY = flag("repl-disable-tcp-nodelay", false);
    static final NumberParameter REPL_TIMEOUT = integer("repl-timeout", 1, MAX_INT, 60);
    static final NumberParameter REPL_PING_REPLICA_PERIOD =
            number("repl-ping-replica-period", "repl-ping-slave-period", Form.INTEGER, false, 1, MAX_INT, 10);
    static final NumberParameter REPL_BACKLOG_SIZE = memory("repl-backlog-size", 1, MAX_LONG, MB);
    static final NumberParameter REPL_BACKLOG_TTL = integer("repl-backlog-ttl", 0, MAX_LONG, 3600);
    static final NumberParameter MIN_REPLICAS_TO_WRITE =
            number("min-replicas-to-write", "min-slaves-to-write", Form.INTEGER, false, 0, MAX_INT, 0);
    static final NumberParameter MIN_REPLICAS_MAX_LAG =
            number("min-replicas-max-lag", "min-slaves-max-lag", Form.INTEGER, false, 0, MAX_INT, 10);
    static final ChoiceParameter PROPAGATION_ERROR_BEHAVIOR =
            choice("propagation-error-behavior", List.of("ignore", "panic", "panic-on-replicas"), "ignore");

    // ---- cluster ----
    static final SwitchParameter CLUSTER_ENABLED = flag("cluster-enabled", false, IMMUTABLE);
    static final TextParameter CLUSTER_CONFIG_FILE = text("cluster-config-file", "nodes.conf", IMMUTABLE);
    static final NumberParameter CLUSTER_PORT = integer("cluster-port", 0, MAX_PORT, 0, IMMUTABLE);
    static final NumberParameter CLUSTER_NODE_TIMEOUT = integer("cluster-node-timeout", 0, MAX_LONG, 15000);
    static final NumberParameter CLUSTER_MIGRATION_BARRIER = integer("cluster-migration-barrier", 0, MAX_INT, 1);
    static final NumberParameter CLUSTER_REPLICA_VALIDITY_FACTOR = number(
            "cluster-replica-validity-factor", "cluster-slave-validity-factor", Form.INTEGER, false, 0, MAX_INT, 10);
    static final SwitchParameter CLUSTER_REPLICA_NO_FAILOVER =
            flag("cluster-replica-no-failover", "cluster-slave-no-failover", false);
    static final SwitchParameter CLUSTER_REQUIRE_FULL_COVERAGE = flag("cluster-require-full-coverage", true);
    static final SwitchParameter CLUSTER_ALLOW_REPLICA_MIGRATION = flag("cluster-allow-replica-migration", true);
    static final SwitchParameter CLUSTER_ALLOW_READS_WHEN_DOWN = flag("cluster-allow-reads-when-down", false);
    static final SwitchParameter CLUSTER_ALLOW_PUBSUBSHARD_WHEN_DOWN =
            flag("cluster-allow-pubsubshard-when-down", true);
    static final NumberParameter CLUSTER_LINK_SENDBUF_LIMIT =
            number("cluster-link-sendbuf-limit", null, Form.MEMORY, true, 0, MAX_UNSIGNED_LONG, 0);
    static final TextParameter CLUSTER_ANNOUNCE_IP = text("cluster-announce-ip", null);
    static final TextParameter CLUSTER_ANNOUNCE_HOSTNAME =
            text("cluster-announce-hostname", null, ValueChecks::hostname);
    static final NumberParameter CLUSTER_ANNOUNCE_PORT = integer("cluster-announce-port", 0, MAX_PORT, 0);
    static final NumberParameter CLUSTER_ANNOUNCE_TLS_PORT = integer("cluster-announce-tls-port", 0, MAX_PORT, 0);
    static final NumberParameter CLUSTER_ANNOUNCE_BUS_PORT = integer("cluster-announce-bus-port", 0, MAX_PORT, 0);
    static final ChoiceParameter CLUSTER_PREFERRED_ENDPOINT_TYPE =
            choice("cluster-preferred-endpoint-type", List.of("ip", "hostname", "unknown-endpoint"), "ip");

    // ---- TLS ----
    static final NumberParameter TLS_PORT = integer("tls-port", 0, MAX_PORT, 0);
    static final NumberParameter TLS_SESSION_CACHE_SIZE = integer("tls-session-cache-size", 0, MAX_INT, 20 * 1024);
    static final NumberParameter TLS_SESSION_CACHE_TIMEOUT = integer("tls-session-cache-timeout", 0, MAX_INT, 300);
    static final SwitchParameter TLS_CLUSTER = flag("tls-cluster", false);
    static final SwitchParameter TLS_REPLICATION = flag("tls-replication", false);
    static final ChoiceParameter TLS_AUTH_CLIENTS = choice("tls-auth-clients", List.of("no", "yes", "optional"), "yes");
    static final SwitchParameter TLS_PREFER_SERVER_CIPHERS = flag("tls-prefer-server-ciphers", false);
    static final TextParameter TLS_CERT_FILE = text("tls-cert-file", null);
    static final TextParameter TLS_KEY_FILE = text("tls-key-file", null);
    static final SwitchParameter TLS_SESSION_CACHING = flag("tls-session-caching", true);

    static {
        for (String name : List.of(
                "tls-key-file-pass",
                "tls-client-cert-file",
                "tls-client-key-file",
                "tls-client-key-file-pass",
                "tls-dh-params-file",
                "tls-ca-cert-file",
                "tls-ca-cert-dir",
                "tls-protocols",
                "tls-ciphers",
                "tls-ciphersuites")) {
            text(name, null);
        }
        for (String name : List.of("server_cpulist", "bio_cpulist", "aof_rewrite_cpulist", "bgsave_cpulist")) {
            text(name, null, IMMUTABLE);
        }
    }

    private static final Map<String, Parameter> BY_NAME = new HashMap<>(512);

    static {
        for (Parameter parameter : ALL) {
            BY_NAME.put(parameter.name(), parameter);
            String alias = parameter.alias();
            if (alias != null) {
                BY_NAME.put(alias, parameter);
            }
        }
    }

    private Parameters() {}

    static List<Parameter> all() {
        return ALL;
    }

    /** By its name or its older name, in any case. */
    static @Nullable Parameter find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static <P extends Parameter> P add(P parameter) {
        parameter.slot = ALL.size();
        ALL.add(parameter);
        return parameter;
    }

    private static SwitchParameter flag(String name, boolean byDefault, Trait... traits) {
        return add(new SwitchParameter(name, null, byDefault, traits));
    }

    private static SwitchParameter flag(String name, String alias, boolean byDefault) {
        return add(new SwitchParameter(name, alias, byDefault));
    }

    private static NumberParameter number(
            String name,
            @Nullable String alias,
            Form form,
            boolean unsigned,
            long min,
            long max,
            long byDefault,
            Trait... traits) {
        return add(new NumberParameter(name, alias, form, unsigned, min, max, byDefault, traits));
    }

    private static NumberParameter integer(String name, long min, long max, long byDefault, Trait... traits) {
        return number(name, null, Form.INTEGER, false, min, max, byDefault, traits);
    }

    private static NumberParameter memory(String name, long min, long max, long byDefault, Trait... traits) {
        return number(name, null, Form.MEMORY, false, min, max, byDefault, traits);
    }

    private static NumberParameter size(String name, long min, long max, long byDefault, Trait... traits) {
        return number(name, null, Form.MEMORY, true, min, max, byDefault, traits);
    }

    private static TextParameter text(String name, @Nullable String byDefault, Trait... traits) {
        return text(name, byDefault, TextParameter.Check::none, traits);
    }

    private static TextParameter text(
            String name, @Nullable String byDefault, TextParameter.Check check, Trait... traits) {
        return add(new TextParameter(name, null, byDefault, check, traits));
    }

    private static ChoiceParameter choice(String name, List<String> words, String byDefault, Trait... traits) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            choices.add(new Choice(words.get(i), i));
        }
        return choice(name, choices, words.indexOf(byDefault), ValueChecks::any, traits);
    }

    private static ChoiceParameter choice(
            String name, List<Choice> choices, long byDefault, ChoiceParameter.Check check, Trait... traits) {
        return add(new ChoiceParameter(name, null, choices, byDefault, check, traits));
    }

    private static ChoiceParameter permission(String name) {
        return choice(name, List.of("no", "yes", "local"), "no", IMMUTABLE);
    }

    private static ChoiceParameter shutdownChoice(String name) {
        return choice(
                name,
                List.of(
                        new Choice("default", 0),
                        new Choice("save", ValueChecks.SHUTDOWN_SAVE),
                        new Choice("nosave", ValueChecks.SHUTDOWN_NOSAVE),
                        new Choice("now", ValueChecks.SHUTDOWN_NOW),
                        new Choice("force", ValueChecks.SHUTDOWN_FORCE)),
                0,
                ValueChecks::shutdown,
                MULTIPLE);
    }

    private static <T> SpecialParameter<T> special(
            String name, @Nullable String alias, T byDefault, SpecialParameter.Kind<T> kind, Trait... traits) {
        return add(new SpecialParameter<>(name, alias, byDefault, kind, traits));
    }
}
