package io.redislab.engine.commands;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.keyspace.DataDigest;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.persistence.rdb.DumpPayload;
import io.redislab.engine.value.HashValue;
import io.redislab.engine.value.ListValue;
import io.redislab.engine.value.MallocSize;
import io.redislab.engine.value.Quicklist;
import io.redislab.engine.value.RehashingTable;
import io.redislab.engine.value.SetValue;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The subcommands of DEBUG that look into keys and values, or make some. */
final class DebugData {
    /** The type's byte before a dumped value, version and checksum behind it. */
    private static final int DUMP_FRAME = 11;

    private DebugData() {}

    private static KeyEntry entry(Context c) {
        KeyEntry entry = c.database().find(c.arg(2));
        if (entry == null) {
            throw RedisError.NO_SUCH_KEY;
        }
        return entry;
    }

    static void digest(Context c) {
        c.reply().status(DataDigest.ofAll(c.keyspace()));
    }

    static void digestValue(Context c) {
        c.reply().array(c.argc() - 2);
        for (int i = 2; i < c.argc(); i++) {
            KeyEntry entry = c.peek(c.arg(i));
            c.reply().status(entry == null ? DataDigest.ofNothing() : DataDigest.ofValue(entry));
        }
    }

    static void object(Context c) {
        KeyEntry entry = entry(c);
        Value value = entry.value();
        int serialized = DumpPayload.of(value, c.config().rdbcompression()).length - DUMP_FRAME;
        String text = "Value at:0x" + String.format(Locale.ROOT, "%012x", entry.address()) + " refcount:"
                + KeyCommands.referenceCount(c, value) + " encoding:" + value.encoding() + " serializedlength:"
                + serialized + " lru:" + entry.access() + " lru_seconds_idle:"
                + c.keyspace().access().idleMillis(entry) / 1000;
        if (value instanceof ListValue list) {
            text += listDetails(list.list());
        }
        c.reply().status(text);
    }

    private static String listDetails(Quicklist list) {
        double average = (double) list.size() / list.nodeCount();
        return String.format(
                Locale.ROOT,
                " ql_nodes:%d ql_avg_node:%.2f ql_listpack_max:%d ql_compressed:%d ql_uncompressed_size:%d",
                list.nodeCount(),
                average,
                list.fill(),
                list.compressDepth() != 0 ? 1 : 0,
                list.uncompressedBytes());
    }

    static void stringLengths(Context c) {
        KeyEntry entry = entry(c);
        if (!(entry.value() instanceof StringValue string) || string.isInt()) {
            throw new RedisError("ERR Not an sds encoded string.");
        }
        int key = entry.key().length;
        long valueBytes = string.memoryUsage(0) - MallocSize.OBJECT;
        c.reply()
                .status("key_sds_len:" + key + ", key_sds_avail:0, key_zmalloc: " + MallocSize.ofString(key)
                        + ", val_sds_len:" + string.length() + ", val_sds_avail:0, val_zmalloc: " + valueBytes);
    }

    static void listpack(Context c) {
        Value value = entry(c).value();
        if (!value.encoding().equals("listpack")) {
            throw new RedisError("ERR Not a listpack encoded object.");
        }
        c.engine().log().notice("listpack of " + new String(c.arg(2), StandardCharsets.UTF_8));
        c.reply().status("Listpack structure printed on stdout");
    }

    static void quicklist(Context c) {
        if (!(entry(c).value() instanceof ListValue list)) {
            throw new RedisError("ERR Not a quicklist encoded object.");
        }
        c.engine()
                .log()
                .notice("quicklist of " + new String(c.arg(2), StandardCharsets.UTF_8) + ":"
                        + listDetails(list.list()));
        c.reply().status("Quicklist structure printed on stdout");
    }

    static void populate(Context c) {
        Arguments args = c.args();
        RedisError negative = new RedisError("ERR value is out of range, must be positive");
        long count = args.longBetween(0, Long.MAX_VALUE, negative);
        byte[] prefix = args.hasNext() ? args.next() : "key".getBytes(StandardCharsets.US_ASCII);
        long size = args.hasNext() ? args.longValue() : 0;
        for (long i = 0; i < count; i++) {
            byte[] key = join(prefix, i);
            c.work(1);
            if (c.database().find(key) == null) {
                byte[] text = join("value".getBytes(StandardCharsets.US_ASCII), i);
                byte[] content = size > 0 ? Arrays.copyOf(text, (int) size) : text;
                c.put(key, StringValue.plain(content));
                c.touched(key);
            }
        }
        c.preventPropagation();
        c.reply().ok();
    }

    private static byte[] join(byte[] prefix, long number) {
        byte[] end = (":" + number).getBytes(StandardCharsets.US_ASCII);
        byte[] joined = Arrays.copyOf(prefix, prefix.length + end.length);
        System.arraycopy(end, 0, joined, prefix.length, end.length);
        return joined;
    }

    // ---- tables ----

    static void tableStatistics(Context c) {
        int number = c.args().intValue();
        if (number < 0 || number >= c.keyspace().count()) {
            throw new RedisError("ERR Out of range database");
        }
        Database database = c.keyspace().database(number);
        reply(c, "[Dictionary HT]\n" + statistics(database.keys()) + "[Expires HT]\n" + statistics(database.expires()));
    }

    static void tableStatisticsOfKey(Context c) {
        RehashingTable table = table(entry(c).value());
        if (table == null) {
            throw new RedisError("ERR The value stored at the specified key is not represented using an hash table");
        }
        reply(c, statistics(table));
    }

    private static @Nullable RehashingTable table(Value value) {
        if (value instanceof SetValue set) {
            return set.table();
        }
        if (value instanceof HashValue hash) {
            return hash.table();
        }
        return value instanceof SortedSetValue sorted ? sorted.table() : null;
    }

    private static void reply(Context c, String text) {
        c.reply().verbatim("txt", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String statistics(RehashingTable dict) {
        String main = "Hash table 0 stats (main hash table):\n" + statistics(dict, 0);
        return dict.isRehashing() ? main + "Hash table 1 stats (rehashing target):\n" + statistics(dict, 1) : main;
    }

    private static String statistics(RehashingTable dict, int which) {
        int buckets = dict.bucketCount(which);
        Map<Integer, Integer> byLength = new TreeMap<>();
        for (int i = 0; i < buckets; i++) {
            byLength.merge(dict.chainLength(which, i), 1, Integer::sum);
        }
        int elements = 0;
        int longest = 0;
        for (Map.Entry<Integer, Integer> e : byLength.entrySet()) {
            elements += e.getKey() * e.getValue();
            longest = Math.max(longest, e.getKey());
        }
        if (elements == 0) {
            return "No stats available for empty dictionaries\n";
        }
        int used = buckets - byLength.getOrDefault(0, 0);
        String mean = String.format(Locale.ROOT, "%.2f", (float) elements / used);
        StringBuilder text = new StringBuilder();
        text.append(" table size: ").append(buckets);
        text.append("\n number of elements: ").append(elements);
        text.append("\n different slots: ").append(used);
        text.append("\n max chain length: ").append(longest);
        text.append("\n avg chain length (counted): ").append(mean);
        text.append("\n avg chain length (computed): ").append(mean);
        text.append("\n Chain length distribution:\n");
        for (Map.Entry<Integer, Integer> e : byLength.entrySet()) {
            text.append(String.format(
                    Locale.ROOT, "   %d: %d (%.2f%%)\n", e.getKey(), e.getValue(), 100.0 * e.getValue() / buckets));
        }
        return text.toString();
    }
}
