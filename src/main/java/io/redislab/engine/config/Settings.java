package io.redislab.engine.config;

import io.redislab.engine.config.OutputBufferLimit.ClientClass;
import java.util.List;
import java.util.Map;

/** What the server is set to: for each parameter that the engine needs, its value in a type, cheap enough for every call. */
public abstract sealed class Settings permits Configuration {
    private static final List<Permission> PERMISSIONS = List.of(Permission.values());
    private static final List<MaxmemoryPolicy> POLICIES = List.of(MaxmemoryPolicy.values());
    private static final List<OomScoreMode> OOM_SCORE_MODES = List.of(OomScoreMode.values());
    private static final List<FsyncPolicy> FSYNC_POLICIES = List.of(FsyncPolicy.values());
    private static final long LONGEST_STRING = Integer.MAX_VALUE - 0xffff;

    /** By slot: what numbers, switches and choices hold. */
    long[] numbers;
    /** By slot: what texts and special parameters hold, immutable. */
    Object[] objects;

    Settings(long[] numbers, Object[] objects) {
        this.numbers = numbers;
        this.objects = objects;
    }

    boolean isOn(SwitchParameter parameter) {
        return numbers[parameter.slot] != 0;
    }

    private int intOf(NumberParameter parameter) {
        return (int) Math.min(Integer.MAX_VALUE, numbers[parameter.slot]);
    }

    private long longOf(NumberParameter parameter) {
        return numbers[parameter.slot];
    }

    String textOf(TextParameter parameter) {
        return ByteText.toCharacters((String) objects[parameter.slot]);
    }

    private int choiceOf(ChoiceParameter parameter) {
        return (int) numbers[parameter.slot];
    }

    public int databases() {
        return intOf(Parameters.DATABASES);
    }

    public int hz() {
        return intOf(Parameters.HZ);
    }

    public boolean dynamicHz() {
        return isOn(Parameters.DYNAMIC_HZ);
    }

    /** The working directory: an absolute path. */
    public String dir() {
        return ByteText.toCharacters(Parameters.DIR.value(this));
    }

    /** debug, verbose, notice or warning. */
    public String loglevel() {
        return Parameters.LOGLEVEL.get(this);
    }

    /** Empty for the standard output. */
    public String logfile() {
        return textOf(Parameters.LOGFILE);
    }

    /** Empty for none. */
    public String pidfile() {
        return textOf(Parameters.PIDFILE);
    }

    public boolean daemonize() {
        return isOn(Parameters.DAEMONIZE);
    }

    /** Seconds. */
    public int shutdownTimeout() {
        return intOf(Parameters.SHUTDOWN_TIMEOUT);
    }

    public Permission enableDebugCommand() {
        return PERMISSIONS.get(choiceOf(Parameters.ENABLE_DEBUG_COMMAND));
    }

    public Permission enableModuleCommand() {
        return PERMISSIONS.get(choiceOf(Parameters.ENABLE_MODULE_COMMAND));
    }

    public Permission enableProtectedConfigs() {
        return PERMISSIONS.get(choiceOf(Parameters.ENABLE_PROTECTED_CONFIGS));
    }

    /** The words of shutdown-on-sigterm: default, save, nosave, now, force. */
    public List<String> shutdownOnSigterm() {
        return ByteText.splitAtSpaces(Parameters.SHUTDOWN_ON_SIGTERM.get(this));
    }

    public List<String> shutdownOnSigint() {
        return ByteText.splitAtSpaces(Parameters.SHUTDOWN_ON_SIGINT.get(this));
    }

    // ---- network and clients ----

    /** The addresses to listen on; a leading - means that it may fail. */
    public List<String> bind() {
        return Parameters.BIND.value(this);
    }

    /** 0 for none. */
    public int port() {
        return intOf(Parameters.PORT);
    }

    /** 0 for none. */
    public int tlsPort() {
        return intOf(Parameters.TLS_PORT);
    }

    /** The port of clients as the server tells it: the plain one, or the encrypted one where there is no other. */
    public int shownPort() {
        return port() != 0 ? port() : tlsPort();
    }

    public int tcpBacklog() {
        return intOf(Parameters.TCP_BACKLOG);
    }

    /** Seconds; 0 for never. */
    public int tcpKeepalive() {
        return intOf(Parameters.TCP_KEEPALIVE);
    }

    public boolean protectedMode() {
        return isOn(Parameters.PROTECTED_MODE);
    }

    /** A path, or empty for none. */
    public String unixsocket() {
        return textOf(Parameters.UNIXSOCKET);
    }

    /** The mode bits of the Unix socket, 0 to leave them as they are. */
    public int unixsocketperm() {
        return intOf(Parameters.UNIXSOCKETPERM);
    }

    /** Seconds after which an idle client is sent away; 0 for never. */
    public int timeout() {
        return intOf(Parameters.TIMEOUT);
    }

    public int maxclients() {
        return intOf(Parameters.MAXCLIENTS);
    }

    /** Bytes; 0 for no limit; negative: a percentage of maxmemory. */
    public long maxmemoryClients() {
        return longOf(Parameters.MAXMEMORY_CLIENTS);
    }

    /** Bytes: what is configured, but at most what fits into an array with room for what stands around it in a reply. */
    public long protoMaxBulkLen() {
        return Math.min(LONGEST_STRING, longOf(Parameters.PROTO_MAX_BULK_LEN));
    }

    /** Bytes. */
    public long clientQueryBufferLimit() {
        return longOf(Parameters.CLIENT_QUERY_BUFFER_LIMIT);
    }

    public OutputBufferLimit clientOutputBufferLimit(ClientClass clients) {
        Map<ClientClass, OutputBufferLimit> limits = Parameters.CLIENT_OUTPUT_BUFFER_LIMIT.value(this);
        OutputBufferLimit limit = limits.get(clients);
        if (limit == null) {
            throw new IllegalStateException("no limit for " + clients);
        }
        return limit;
    }

    /** How many keys client-side caching may remember; 0 for no limit. */
    public long trackingTableMaxKeys() {
        return longOf(Parameters.TRACKING_TABLE_MAX_KEYS);
    }

    public int ioThreads() {
        return intOf(Parameters.IO_THREADS);
    }

    // ---- users ----

    /** The default user's password as bytes, empty for none. */
    public byte[] requirepass() {
        return ByteText.bytes(Parameters.REQUIREPASS.get(this));
    }

    /** Empty for none. */
    public String aclfile() {
        return textOf(Parameters.ACLFILE);
    }

    public long acllogMaxLen() {
        return longOf(Parameters.ACLLOG_MAX_LEN);
    }

    /** Whether new users may use all channels. */
    public boolean aclPubsubDefaultAllChannels() {
        return choiceOf(Parameters.ACL_PUBSUB_DEFAULT) == 0;
    }

    // ---- memory ----

    /** Bytes; 0 for no limit. */
    public long maxmemory() {
        long bytes = longOf(Parameters.MAXMEMORY);
        return bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    public MaxmemoryPolicy maxmemoryPolicy() {
        return POLICIES.get(choiceOf(Parameters.MAXMEMORY_POLICY));
    }

    public int maxmemorySamples() {
        return intOf(Parameters.MAXMEMORY_SAMPLES);
    }

    public int maxmemoryEvictionTenacity() {
        return intOf(Parameters.MAXMEMORY_EVICTION_TENACITY);
    }

    public int lfuLogFactor() {
        return intOf(Parameters.LFU_LOG_FACTOR);
    }

    /** Minutes. */
    public int lfuDecayTime() {
        return intOf(Parameters.LFU_DECAY_TIME);
    }

    /** 1 to 10. */
    public int activeExpireEffort() {
        return intOf(Parameters.ACTIVE_EXPIRE_EFFORT);
    }

    public boolean activerehashing() {
        return isOn(Parameters.ACTIVEREHASHING);
    }

    public boolean lazyfreeLazyEviction() {
        return isOn(Parameters.LAZYFREE_LAZY_EVICTION);
    }

    public boolean lazyfreeLazyExpire() {
        return isOn(Parameters.LAZYFREE_LAZY_EXPIRE);
    }

    public boolean lazyfreeLazyServerDel() {
        return isOn(Parameters.LAZYFREE_LAZY_SERVER_DEL);
    }

    public boolean lazyfreeLazyUserDel() {
        return isOn(Parameters.LAZYFREE_LAZY_USER_DEL);
    }

    public boolean lazyfreeLazyUserFlush() {
        return isOn(Parameters.LAZYFREE_LAZY_USER_FLUSH);
    }

    public OomScoreMode oomScoreAdj() {
        return OOM_SCORE_MODES.get(choiceOf(Parameters.OOM_SCORE_ADJ));
    }

    /** For a master, a replica, and a process that saves. */
    public List<Integer> oomScoreAdjValues() {
        return Parameters.OOM_SCORE_ADJ_VALUES.value(this);
    }

    // ---- data types ----

    public int hashMaxListpackEntries() {
        return intOf(Parameters.HASH_MAX_LISTPACK_ENTRIES);
    }

    /** Bytes. */
    public int hashMaxListpackValue() {
        return intOf(Parameters.HASH_MAX_LISTPACK_VALUE);
    }

    public int setMaxIntsetEntries() {
        return intOf(Parameters.SET_MAX_INTSET_ENTRIES);
    }

    public int zsetMaxListpackEntries() {
        return intOf(Parameters.ZSET_MAX_LISTPACK_ENTRIES);
    }

    /** Bytes. */
    public int zsetMaxListpackValue() {
        return intOf(Parameters.ZSET_MAX_LISTPACK_VALUE);
    }

    /** Positive: elements a node; negative: a class of bytes, -1 for 4 KiB to -5 for 64 KiB. */
    public int listMaxListpackSize() {
        return intOf(Parameters.LIST_MAX_LISTPACK_SIZE);
    }

    public int listCompressDepth() {
        return intOf(Parameters.LIST_COMPRESS_DEPTH);
    }

    /** Bytes; 0 for no limit. */
    public long streamNodeMaxBytes() {
        return longOf(Parameters.STREAM_NODE_MAX_BYTES);
    }

    /** 0 for no limit. */
    public long streamNodeMaxEntries() {
        return longOf(Parameters.STREAM_NODE_MAX_ENTRIES);
    }

    /** Bytes. */
    public int hllSparseMaxBytes() {
        return intOf(Parameters.HLL_SPARSE_MAX_BYTES);
    }

    // ---- persistence ----

    /** When snapshots are due; empty for never. */
    public List<SavePoint> save() {
        return Parameters.SAVE.value(this);
    }

    public String dbfilename() {
        return textOf(Parameters.DBFILENAME);
    }

    public boolean rdbcompression() {
        return isOn(Parameters.RDBCOMPRESSION);
    }

    public boolean rdbchecksum() {
        return isOn(Parameters.RDBCHECKSUM);
    }

    public boolean rdbSaveIncrementalFsync() {
        return isOn(Parameters.RDB_SAVE_INCREMENTAL_FSYNC);
    }

    public boolean stopWritesOnBgsaveError() {
        return isOn(Parameters.STOP_WRITES_ON_BGSAVE_ERROR);
    }

    /** µs to wait behind each key that is saved; for tests. */
    public int rdbKeySaveDelay() {
        return intOf(Parameters.RDB_KEY_SAVE_DELAY);
    }

    /** µs to wait behind each key that is loaded; for tests. */
    public int keyLoadDelay() {
        return intOf(Parameters.KEY_LOAD_DELAY);
    }

    public boolean appendonly() {
        return isOn(Parameters.APPENDONLY);
    }

    public String appendfilename() {
        return textOf(Parameters.APPENDFILENAME);
    }

    public String appenddirname() {
        return textOf(Parameters.APPENDDIRNAME);
    }

    public FsyncPolicy appendfsync() {
        return FSYNC_POLICIES.get(choiceOf(Parameters.APPENDFSYNC));
    }

    public boolean aofRewriteIncrementalFsync() {
        return isOn(Parameters.AOF_REWRITE_INCREMENTAL_FSYNC);
    }

    public boolean noAppendfsyncOnRewrite() {
        return isOn(Parameters.NO_APPENDFSYNC_ON_REWRITE);
    }

    /** Per cent of growth; 0 for never. */
    public int autoAofRewritePercentage() {
        return intOf(Parameters.AUTO_AOF_REWRITE_PERCENTAGE);
    }

    /** Bytes. */
    public long autoAofRewriteMinSize() {
        return longOf(Parameters.AUTO_AOF_REWRITE_MIN_SIZE);
    }

    public boolean aofLoadTruncated() {
        return isOn(Parameters.AOF_LOAD_TRUNCATED);
    }

    public boolean aofUseRdbPreamble() {
        return isOn(Parameters.AOF_USE_RDB_PREAMBLE);
    }

    public boolean aofTimestampEnabled() {
        return isOn(Parameters.AOF_TIMESTAMP_ENABLED);
    }

    public boolean aofDisableAutoGc() {
        return isOn(Parameters.AOF_DISABLE_AUTO_GC);
    }

    // ---- scripts, slow log, latency, events ----

    /** ms after which a running script lets others get BUSY; 0 for never. */
    public long busyReplyThreshold() {
        return longOf(Parameters.BUSY_REPLY_THRESHOLD);
    }

    /** µs; negative for never. */
    public long slowlogLogSlowerThan() {
        return longOf(Parameters.SLOWLOG_LOG_SLOWER_THAN);
    }

    public long slowlogMaxLen() {
        return longOf(Parameters.SLOWLOG_MAX_LEN);
    }

    /** ms; 0 for off. */
    public long latencyMonitorThreshold() {
        return longOf(Parameters.LATENCY_MONITOR_THRESHOLD);
    }

    public boolean latencyTracking() {
        return isOn(Parameters.LATENCY_TRACKING);
    }

    public List<Double> latencyTrackingInfoPercentiles() {
        return Parameters.LATENCY_TRACKING_INFO_PERCENTILES.value(this);
    }

    /** A percentile as INFO names it: 50, 99.9. */
    public static String percentileName(double percentile) {
        return SpecialKinds.Percentiles.show(percentile);
    }

    /** Bits of {@link io.redislab.engine.keyspace.EventType}. */
    public int notifyKeyspaceEvents() {
        return Parameters.NOTIFY_KEYSPACE_EVENTS.value(this);
    }

    // ---- replication and cluster ----

    /** One master or none. */
    public List<MasterAddress> replicaof() {
        return Parameters.REPLICAOF.value(this);
    }

    public boolean replicaAnnounced() {
        return isOn(Parameters.REPLICA_ANNOUNCED);
    }

    public boolean replicaServeStaleData() {
        return isOn(Parameters.REPLICA_SERVE_STALE_DATA);
    }

    public boolean replicaReadOnly() {
        return isOn(Parameters.REPLICA_READ_ONLY);
    }

    public boolean replicaIgnoreMaxmemory() {
        return isOn(Parameters.REPLICA_IGNORE_MAXMEMORY);
    }

    public int replicaPriority() {
        return intOf(Parameters.REPLICA_PRIORITY);
    }

    /** Seconds. */
    public int replTimeout() {
        return intOf(Parameters.REPL_TIMEOUT);
    }

    /** Bytes. */
    public long replBacklogSize() {
        return longOf(Parameters.REPL_BACKLOG_SIZE);
    }

    /** Seconds, 0 for ever. */
    public long replBacklogTtl() {
        return longOf(Parameters.REPL_BACKLOG_TTL);
    }

    /** Whether the file of a full synchronization does not become the server's own. */
    public boolean replDisklessLoad() {
        return !Parameters.REPL_DISKLESS_LOAD.get(this).equals("disabled");
    }

    /** Empty for none. */
    public String masteruser() {
        return Parameters.MASTERUSER.get(this);
    }

    /** Empty for none. */
    public String masterauth() {
        return Parameters.MASTERAUTH.get(this);
    }

    /** Empty for what the master sees. */
    public String replicaAnnounceIp() {
        return Parameters.REPLICA_ANNOUNCE_IP.get(this);
    }

    /** 0 for the server's own. */
    public int replicaAnnouncePort() {
        return intOf(Parameters.REPLICA_ANNOUNCE_PORT);
    }

    /** The address to connect to other servers from; empty for any. */
    public String bindSourceAddr() {
        return Parameters.BIND_SOURCE_ADDR.get(this);
    }

    /** Seconds. */
    public int replPingReplicaPeriod() {
        return intOf(Parameters.REPL_PING_REPLICA_PERIOD);
    }

    public int minReplicasToWrite() {
        return intOf(Parameters.MIN_REPLICAS_TO_WRITE);
    }

    /** Seconds. */
    public int minReplicasMaxLag() {
        return intOf(Parameters.MIN_REPLICAS_MAX_LAG);
    }

    public boolean clusterEnabled() {
        return isOn(Parameters.CLUSTER_ENABLED);
    }
}
