package io.redislab.differential;

import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the generator knows of commands beyond their syntax: which are left out and why, and what of a reply counts. */
final class Knowledge {
    /** Commands without a deterministic reply, or whose call would end or change the test itself. */
    private static final Map<String, String> EXCLUDED = new TreeMap<>();

    private static final Map<String, Scope> SCOPES = new HashMap<>();

    static {
        exclude("the time", "time", "lastsave");
        exclude(
                "describes this server, process or connection",
                "info",
                "lolwut",
                "role",
                "memory",
                "latency",
                "slowlog",
                "client",
                "cluster",
                "module",
                "config",
                "hello",
                "reset",
                "quit",
                "auth",
                "acl",
                "debug");
        exclude("writes files or ends the server", "save", "bgsave", "bgrewriteaof", "shutdown", "failover");
        exclude(
                "makes it another kind of server or connection",
                "replicaof",
                "slaveof",
                "psync",
                "sync",
                "replconf",
                "monitor",
                "readonly",
                "readwrite",
                "asking",
                "migrate",
                "restore-asking");
        exclude("replies depend on time: it waits for replicas that never come", "wait");
        exclude("summaries are in our own words; CommandTableAgainstRedisTest compares the table", "command");
        exclude("a number that COPY made is not shared in Redis; here small numbers show as shared", "object|refcount");
        exclude("takes long and replies OK", "pfselftest");
        exclude(
                "runs in the generator's scenarios only",
                "multi",
                "exec",
                "discard",
                "watch",
                "unwatch",
                "eval",
                "eval_ro",
                "evalsha",
                "evalsha_ro",
                "script",
                "function",
                "fcall",
                "fcall_ro",
                "subscribe",
                "psubscribe",
                "ssubscribe",
                "unsubscribe",
                "punsubscribe",
                "sunsubscribe",
                "select",
                "flushall",
                "flushdb",
                "swapdb");

        scope(
                Scope.UNORDERED,
                "acl",
                "function",
                "spop",
                "pubsub",
                "keys",
                "smembers",
                "sunion",
                "sinter",
                "sdiff",
                "hkeys",
                "hvals");
        scope(Scope.WORDS, "acl");
        scope(Scope.PAIRS, "hgetall");
        scope(Scope.SCAN, "scan", "sscan");
        scope(Scope.SCAN_PAIRS, "hscan", "zscan");
        scope(Scope.SHAPE, "dump", "randomkey", "srandmember", "hrandfield", "zrandmember");
        scope(Scope.IGNORED, "hello");
        scope(Scope.NEAR, "ttl", "pttl", "expiretime", "pexpiretime", "object");
    }

    private Knowledge() {}

    private static void exclude(String reason, String... names) {
        for (String name : names) {
            EXCLUDED.put(name, reason);
        }
    }

    private static void scope(Scope scope, String... names) {
        for (String name : names) {
            SCOPES.put(name, scope);
        }
    }

    static boolean isExcluded(String name) {
        return EXCLUDED.containsKey(name);
    }

    /** Names, for subcommands that of their container, with the reasons. */
    static Map<String, String> excluded() {
        return EXCLUDED;
    }

    static Scope scope(String name) {
        return SCOPES.getOrDefault(name, Scope.EXACT);
    }

    /** The letter that the names of keys begin with whose type a command is about; {@code '*'} for any. */
    static char keyLetter(CommandSpec spec) {
        CommandGroup group = spec.group();
        return switch (group) {
            case STRING, BITMAP -> 's';
            case LIST -> 'l';
            case SET -> 't';
            case HASH -> 'h';
            case SORTED_SET -> 'z';
            case STREAM -> 'x';
            case GEO -> 'g';
            case HYPERLOGLOG -> 'p';
            default -> '*';
        };
    }
}
