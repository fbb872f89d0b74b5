package io.redislab.differential;

import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the generator knows of commands beyond their syntax: which are left out and why, and what of a reply counts. */
final class Knowledge {
    /** Commands without a deterministic reply, or whose call would end or change the test itself. */
    private static final Map<String, String> EXCLUDED = new TreeMap<>();

    /** Commands that the scenarios leave out, too, with the reasons. */
    private static final Map<String, String> NEVER = new TreeMap<>();

    private static final Map<String, String> OPTIONS_NEVER = new TreeMap<>();

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

        never("the time", "time", "lastsave");
        never("chance", "acl|genpass", "lolwut");
        never(
                "describes this server, process or connection",
                "client|id",
                "client|info",
                "client|list",
                "info",
                "function|stats",
                "latency|histogram",
                "slowlog|get",
                "slowlog|len");
        never(
                "in our own words",
                "latency|doctor",
                "memory|doctor",
                "memory|malloc-stats",
                "acl|help",
                "client|help",
                "command|help",
                "config|help",
                "function|help",
                "latency|help",
                "memory|help",
                "module|help",
                "object|help",
                "pubsub|help",
                "script|help",
                "slowlog|help",
                "xgroup|help",
                "xinfo|help");
        never("CommandTableAgainstRedisTest compares the table", "command|docs", "command|info", "command|list");
        never("memory is modelled: docs/memory.md compares", "memory|stats", "memory|usage");
        never("small numbers show as shared where they are not", "object|refcount");
        never("changes what this server is, or ends it", "debug", "shutdown", "bgrewriteaof", "bgsave", "save");
        never("ends the connection, or makes it another kind of one", "quit", "monitor", "psync", "sync", "replconf");
        never("the next EVAL would go to the debugger", "script|debug");
        never("time passes", "client|pause");
        never("another server is needed", "migrate", "module|loadex");
        never("the order of libraries in the payload is that of a hash table", "function|dump");
        optionsNever("ends the connections of the test", "client|kill NORMAL", "client|kill PUBSUB");
        optionsNever("the number of a client", "client|tracking REDIRECT");
        optionsNever("whether a time from now on is later depends on a millisecond", "expire GT", "expire LT");
        optionsNever("whether a time from now on is later depends on a millisecond", "pexpire GT", "pexpire LT");
        optionsNever("glibc rounds a few distances wrongly", "georadius STOREDIST", "georadiusbymember STOREDIST");
        optionsNever("glibc rounds a few distances wrongly", "geosearchstore STOREDIST");
        optionsNever("ids from the time", "xadd *");

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
        scope(Scope.PAIRS, "hgetall", "config");
        scope(Scope.SCAN, "scan", "sscan");
        scope(Scope.SCAN_PAIRS, "hscan", "zscan");
        scope(Scope.SHAPE, "dump", "randomkey", "srandmember", "hrandfield", "zrandmember");
        scope(Scope.IGNORED, "hello");
        scope(Scope.NEAR, "ttl", "pttl", "expiretime", "pexpiretime", "object");
        // In Redis all small integers are one object: its time is that of the last access to any of them.
        scope(Scope.SHAPE, "idletime");
    }

    private Knowledge() {}

    private static void exclude(String reason, String... names) {
        for (String name : names) {
            EXCLUDED.put(name, reason);
        }
    }

    private static void never(String reason, String... names) {
        for (String name : names) {
            NEVER.put(name, reason);
        }
    }

    private static void optionsNever(String reason, String... options) {
        for (String option : options) {
            OPTIONS_NEVER.put(option, reason);
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

    /** Commands of which no scenario makes a call either. */
    static Set<String> neverGenerated() {
        return NEVER.keySet();
    }

    /** Words of the syntax of commands that are generated, which are left out. */
    static Set<String> optionsNeverGenerated() {
        return OPTIONS_NEVER.keySet();
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
