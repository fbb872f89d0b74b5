package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --bigkeys} and {@code --memkeys}: the largest key of each type, and averages. */
final class BigKeys {
    /** A key that is gone, between SCAN and TYPE. */
    private static final String NONE = "none";

    /** What is known of a type's keys. */
    private static final class Total {
        private long keys;
        private long size;
        private long largest;
        private String largestKey = "";
    }

    private final Client client;
    private final Console console;
    private final KeySizes sizes;
    private final Map<String, Total> totals = new HashMap<>();
    private final KeyWalk walk;
    private long nameBytes;

    BigKeys(Client client, KeySizes sizes) {
        this.client = client;
        this.console = client.console;
        this.sizes = sizes;
        this.walk = new KeyWalk(client);
    }

    void run() throws IOException {
        walk.go("biggest", this::look);
        summarize();
    }

    private void look(List<String> keys) throws IOException {
        List<String> types = types(keys);
        long[] measured = sizes.of(keys, types);
        for (int i = 0; i < measured.length; i++) {
            if (!types.get(i).equals(NONE)) {
                count(keys.get(i), types.get(i), measured[i]);
            }
        }
    }

    private List<String> types(List<String> keys) throws IOException {
        client.link()
                .send(keys.stream().map(key -> Texts.all(List.of("TYPE", key))).toList());
        List<String> types = new ArrayList<>(keys.size());
        for (String key : keys) {
            Reply reply = client.receive();
            if (!(reply instanceof Reply.Status type)) {
                throw console.fail(
                        reply instanceof Reply.Failure failure
                                ? "TYPE returned an error: " + failure.text()
                                : "Invalid reply type for TYPE on key '" + Texts.beforeNul(key) + "'!");
            }
            types.add(type.text());
        }
        return types;
    }

    private void count(String key, String type, long size) {
        Total total = total(type);
        total.size += size;
        total.keys++;
        nameBytes += key.length();
        walk.count();
        if (total.largest < size) {
            total.largest = size;
            total.largestKey = Texts.quoted(key);
            walk.print(
                    "[%05.2f%%] Biggest %-6s found so far '%s' with %d %s\n",
                    walk.percent(), type, total.largestKey, size, sizes.unit(type));
        }
        walk.tellProgress();
    }

    private void summarize() {
        long sampled = walk.sampled();
        walk.print("Total key length in bytes is %d (avg len %.2f)\n\n", nameBytes, ratio(nameBytes, sampled));
        for (String type : order()) {
            Total total = total(type);
            if (!total.largestKey.isEmpty()) {
                walk.print(
                        "Biggest %6s found '%s' has %d %s\n", type, total.largestKey, total.largest, sizes.unit(type));
            }
        }
        console.print("\n");
        for (String type : order()) {
            Total total = total(type);
            walk.print(
                    "%d %ss with %d %s (%05.2f%% of keys, avg size %.2f)\n",
                    total.keys,
                    type,
                    total.size,
                    sizes.unit(type),
                    100 * ratio(total.keys, sampled),
                    ratio(total.size, total.keys));
        }
    }

    private Total total(String type) {
        return totals.computeIfAbsent(type, fresh -> new Total());
    }

    /** The types as redis-cli lists them: in the order of its hash table, which is still being resized at the start. */
    private Set<String> order() {
        long sampled = walk.sampled();
        Set<String> order = new LinkedHashSet<>(
                sampled == 0 ? List.of("hash", "list", "string") : sampled == 1 ? List.of("string") : List.of());
        order.addAll(List.of("list", "hash", "string", "stream", "set", "zset"));
        order.addAll(totals.keySet());
        return order;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
