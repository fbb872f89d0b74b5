package io.redislab.differential;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All keys of the first databases as text: types, encodings, expiries and values, in order where it is defined. */
final class Snapshot {
    private static final int DATABASES = 3;

    private Snapshot() {}

    /** Asks a server. */
    @FunctionalInterface
    interface Caller {
        Reply call(List<byte[]> argv) throws IOException;
    }

    /** By database and key. */
    static Map<String, String> take(Caller caller) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        for (int database = 0; database < DATABASES; database++) {
            caller.call(Step.of(0, "SELECT", Integer.toString(database)).argv());
            for (Reply key :
                    Comparison.items(caller.call(Step.of(0, "KEYS", "*").argv()))) {
                String name = new String(((Reply.Bulk) key).bytes(), StandardCharsets.ISO_8859_1);
                entries.put(database + ":" + name, describe(caller, name));
            }
        }
        return entries;
    }

    private static Reply ask(Caller caller, String... words) throws IOException {
        return caller.call(Step.of(0, words).argv());
    }

    private static String describe(Caller caller, String key) throws IOException {
        String type = ((Reply.Status) ask(caller, "TYPE", key)).text();
        Reply encoded = ask(caller, "OBJECT", "ENCODING", key);
        String encoding = encoded instanceof Reply.Bulk bulk ? bulk.text() : "none";
        long expiry = ((Reply.Int) ask(caller, "PEXPIRETIME", key)).value();
        List<String> lines = new ArrayList<>();
        // To a minute, as the servers' clocks are looked at one after the other.
        lines.add(type + " " + encoding + (expiry < 0 ? "" : " expires about " + (expiry + 30_000) / 60_000));
        switch (encoding + " " + type) {
            case "hashtable set" -> lines.addAll(sorted(ask(caller, "SMEMBERS", key), 1));
            case "hashtable hash" -> lines.addAll(sorted(ask(caller, "HGETALL", key), 2));
            case "skiplist zset" -> lines.add(Comparison.text(ask(caller, "ZRANGE", key, "0", "-1", "WITHSCORES")));
            case "stream stream" ->
                lines.add(withoutTimes(Comparison.text(ask(caller, "XINFO", "STREAM", key, "FULL", "COUNT", "0"))));
            default -> lines.add(Comparison.text(ask(caller, "DUMP", key)));
        }
        return String.join("\n", lines);
    }

    private static List<String> sorted(Reply reply, int step) {
        List<Reply> items = Comparison.items(reply);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i + step <= items.size(); i += step) {
            lines.add(String.join(
                    " => ",
                    items.subList(i, i + step).stream().map(Comparison::text).toList()));
        }
        lines.sort(null);
        return lines;
    }

    /** Unix times in ms of our days. */
    private static String withoutTimes(String text) {
        return text.replaceAll("\\(integer\\) 1[6-9]\\d{11}\\b", "(integer) time");
    }
}
