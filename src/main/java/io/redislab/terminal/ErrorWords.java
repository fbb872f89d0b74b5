package io.redislab.terminal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server means by an error, and what would help, where nothing about the single command is to be said. */
final class ErrorWords {
    /** By the first word of an error. */
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("NOAUTH", "The server wants a password first: AUTH password, or AUTH name password."),
            Map.entry("WRONGPASS", "There is no such user, or it has another password. ACL LIST shows the users."),
            Map.entry(
                    "NOPERM",
                    "This user may not do that. ACL WHOAMI says who you are, ACL GETUSER name what a user may do."),
            Map.entry(
                    "NOSCRIPT",
                    "The server does not know a script with this hash: after a restart or SCRIPT FLUSH it has"
                            + " to be loaded again with SCRIPT LOAD, or sent with EVAL."),
            Map.entry(
                    "EXECABORT",
                    "A command was refused while it was queued, so nothing of the transaction was run. The"
                            + " reply to that command says why. MULTI starts over."),
            Map.entry(
                    "OOM",
                    "The memory limit is reached and the policy does not allow to evict enough. CONFIG GET maxmemory*"
                            + " shows both; INFO memory what is used."),
            Map.entry(
                    "MISCONF",
                    "The last background save failed, so writes are refused to be safe. INFO persistence shows"
                            + " it, the log says why; CONFIG SET stop-writes-on-bgsave-error no lets writes through."),
            Map.entry(
                    "BUSY", "A script runs and does not end. SCRIPT KILL stops it as long as it has written nothing."),
            Map.entry("BUSYKEY", "The key exists. RESTORE … REPLACE writes over it."),
            Map.entry("BUSYGROUP", "The stream has a group of this name already. XINFO GROUPS key shows them."),
            Map.entry(
                    "NOGROUP",
                    "The stream or its group does not exist. XGROUP CREATE key group $ MKSTREAM makes both."),
            Map.entry("READONLY", "This is a replica, or a script that was called read-only: it can't write."),
            Map.entry("LOADING", "The server is reading its files. It answers when it is done."),
            Map.entry("NOREPLICAS", "min-replicas-to-write asks for replicas, and too few are connected."),
            Map.entry("NOTBUSY", "No script is running, so there is nothing to kill."),
            Map.entry("UNKILLABLE", "The script has written already; to stop it would leave half of its work."),
            Map.entry("NOPROTO", "HELLO takes the protocol versions 2 and 3."));

    /** Errors without a code of their own, by words that are in them. */
    private static final List<Map.Entry<String, String>> WORDS = List.of(
            Map.entry(
                    "equal or smaller than the target stream top item",
                    "A stream only grows at its end: the new ID has to be greater than the last one, which XINFO STREAM"
                            + " key shows as last-generated-id. XADD key * lets the server choose."),
            Map.entry(
                    "must be greater than 0-0",
                    "0-0 is no ID: the smallest is 0-1. XADD key * lets the server choose."),
            Map.entry(
                    "EXEC without MULTI",
                    "No transaction is open for this client. MULTI begins one, then EXEC runs it."),
            Map.entry(
                    "DISCARD without MULTI", "No transaction is open for this client, so there is nothing to discard."),
            Map.entry(
                    "calls can not be nested",
                    "This client is in a transaction already. EXEC runs what is queued, DISCARD drops it."),
            Map.entry("WATCH inside MULTI", "WATCH comes before MULTI: it says which keys must not change until EXEC."),
            Map.entry(
                    "DB index is out of range",
                    "CONFIG GET databases says how many there are; they are counted from 0."),
            Map.entry(
                    "cluster support disabled",
                    "This server is no node of a cluster: cluster-enabled is set in redis.conf, before the start."),
            Map.entry(
                    "DEBUG command not allowed",
                    "enable-debug-command is set in redis.conf, before the start; it is off because DEBUG can crash"
                            + " a server."),
            Map.entry(
                    "invalid expire time",
                    "A time to live is a whole number greater than 0, in the unit of the command."),
            Map.entry(
                    "invalid longitude,latitude",
                    "The longitude comes first, -180 to 180, then the latitude, -85.05112878 to 85.05112878."),
            Map.entry(
                    "are allowed in this context",
                    "A client that is subscribed only hears. UNSUBSCRIBE first, let @b do it, or HELLO 3: with RESP3"
                            + " both go together."),
            Map.entry("no such key", "The key is not there: EXISTS key, or why key, which tells whether it ever was."),
            Map.entry(
                    "index out of range",
                    "The list is shorter than that. LLEN key; indexes count from 0, or from -1 at the end."),
            Map.entry(
                    "LFU maxmemory policy is not selected",
                    "How often a key is used is only counted under a policy with lfu in its name: CONFIG SET"
                            + " maxmemory-policy allkeys-lfu."),
            Map.entry(
                    "An LFU maxmemory policy is selected",
                    "Under an LFU policy the time of the last use is not kept. OBJECT FREQ tells what is."),
            Map.entry(
                    "DUMP payload version or checksum",
                    "RESTORE takes what DUMP has given, byte by byte: from a prompt it has to keep its quotes and"
                            + " \\x escapes."),
            Map.entry(
                    "bit offset is not an integer",
                    "An offset is a whole number from 0 to 4294967295 (512 MB of bits)."),
            Map.entry("bit is not an integer", "A bit is 0 or 1."),
            Map.entry("Invalid bitfield type", "A type is u1 to u63 or i1 to i64, as in BITFIELD key GET u8 0."),
            Map.entry(
                    "Number of keys can't be greater",
                    "The number says how many of the words behind it are keys; there are fewer words than that."),
            Map.entry("Number of keys can't be negative", "The number says how many of the words behind it are keys."),
            Map.entry(
                    "Function not found",
                    "No library has a function of that name. FUNCTION LIST shows what is loaded."),
            Map.entry("Library already exists", "FUNCTION LOAD REPLACE puts the new one in its place."),
            Map.entry(
                    "HyperLogLog string",
                    "The key is a string, but none that PFADD has made: a HyperLogLog begins with the bytes HYLL."),
            Map.entry(
                    "min or max is not a float",
                    "A limit of scores is a number, (5 for more than 5, or -inf and +inf."),
            Map.entry("min or max not valid string range", "A limit of names is [b or (b, or - and + for the ends."),
            Map.entry("increment or decrement would overflow", "The number would leave 64 bits; it is as it was."),
            Map.entry("NaN or Infinity", "The sum would be no finite number; the value is as it was."),
            Map.entry("hash value is not", "The field holds no number. HGET key field shows what it holds."),
            Map.entry("offset is out of range", "An offset is a whole number from 0; a string has at most 512 MB."),
            Map.entry("string exceeds maximum allowed size", "A string has at most 512 MB (proto-max-bulk-len)."),
            Map.entry(
                    "Unknown option or number of arguments for CONFIG SET",
                    "CONFIG GET * shows the names that there are."),
            Map.entry("can't set immutable config", "This one is set in redis.conf, before the start."),
            Map.entry("invalid cursor", "A cursor is 0 at first, then the number that the last reply began with."),
            Map.entry("timeout is", "A timeout is in seconds, 0 for as long as it takes; parts of a second are fine."),
            Map.entry("No such client", "CLIENT LIST shows who is connected, with their ids and addresses."),
            Map.entry(
                    "without any password configured",
                    "The default user needs no password here. AUTH name password" + " is for another user."));

    private ErrorWords() {}

    /** What there is to say about an error, by what is in its text or by its first word. */
    static Optional<String> of(String error) {
        int blank = error.indexOf(' ');
        return WORDS.stream()
                .filter(entry -> error.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(CODES.get(blank < 0 ? error : error.substring(0, blank))));
    }
}
