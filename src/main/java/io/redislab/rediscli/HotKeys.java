package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code --hotkeys}: the sixteen keys that are used most, by the server's LFU counters. */
final class HotKeys {
    private static final int KEPT = 16;
    private static final int REPORT_EVERY = 1_000_000;

    private record Key(String name, long counter) {}

    private final Client client;
    private final Console console;
    /** Coolest first. */
    private final List<Key> hottest = new ArrayList<>();

    HotKeys(Client client) {
        this.client = client;
        this.console = client.console;
    }

    void run() throws IOException {
        Scan.connect(client);
        Interruption interruption = new Interruption();
        Scan scan = new Scan(client);
        int all = scan.size();
        console.print("""

            # Scanning the entire keyspace to find hot keys as well as
            # average sizes per key type.  You can use -i 0.1 to sleep 0.1 sec
            # per 100 SCAN commands (not usually needed).

            """);
        long sampled = 0;
        int scans = 0;
        double percent;
        do {
            percent = 100.0 * sampled / all;
            List<String> keys = scan.next();
            scans++;
            List<Long> counters = counters(keys);
            for (int i = 0; i < keys.size(); i++) {
                sampled++;
                if (sampled % REPORT_EVERY == 0) {
                    print("[%05.2f%%] Sampled %d keys so far\n", percent, sampled);
                }
                keep(keys.get(i), counters.get(i), percent);
            }
            console.flush();
            if (scans % BigKeys.SCANS_PER_PAUSE == 0) {
                Caller.pause(client.options.intervalMicros);
            }
        } while (!interruption.wished() && !scan.isAtEnd());
        console.print("\n-------- summary -------\n\n");
        if (interruption.wished()) {
            print("[%05.2f%%] ", percent);
        }
        print("Sampled %d keys in the keyspace!\n", sampled);
        for (int i = hottest.size() - 1; i >= 0; i--) {
            Key key = hottest.get(i);
            print("hot key found with counter: %d\tkeyname: %s\n", key.counter(), key.name());
        }
    }

    /** Keeps a key that is hotter than the coolest of those that are kept; a counter of 0 is cold. */
    private void keep(String name, long counter, double percent) {
        int place = 0;
        while (place < hottest.size() && counter > hottest.get(place).counter()) {
            place++;
        }
        boolean full = hottest.size() == KEPT;
        if (counter == 0 || full && place == 0) {
            return;
        }
        Key key = new Key(Texts.quoted(name), counter);
        hottest.add(place, key);
        if (full) {
            hottest.remove(0);
        }
        print("[%05.2f%%] Hot key '%s' found so far with counter %d\n", percent, key.name(), counter);
    }

    private List<Long> counters(List<String> keys) throws IOException {
        client.link()
                .send(keys.stream()
                        .map(key -> Texts.all(List.of("OBJECT", "FREQ", key)))
                        .toList());
        List<Long> counters = new ArrayList<>(keys.size());
        for (String key : keys) {
            Reply reply = client.receive();
            if (reply instanceof Reply.Failure failure) {
                throw console.fail("Error: " + failure.text());
            }
            if (!(reply instanceof Reply.Int)) {
                console.complain("Warning: OBJECT freq on '" + Texts.quoted(key) + "' failed (may have been deleted)");
            }
            counters.add(reply instanceof Reply.Int counter ? counter.value() : 0L);
        }
        return counters;
    }

    private void print(String format, Object... values) {
        console.print(String.format(Locale.ROOT, format, values));
    }
}
