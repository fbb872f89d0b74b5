package io.redislab.rediscli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Goes through all keys for a report of the largest, or of the hottest, with pauses where they are asked for. */
final class KeyWalk {
    private static final int REPORT_EVERY = 1_000_000;
    /** Scans between two pauses. */
    private static final int SCANS_PER_PAUSE = 100;

    /** Looks at a portion of the keys. */
    interface Look {
        void at(List<String> keys) throws IOException;
    }

    private final Client client;
    private final Console console;
    private long sampled;
    private double percent;

    KeyWalk(Client client) {
        this.client = client;
        this.console = client.console;
    }

    /** @param wanted what is looked for, as the heading calls it */
    void go(String wanted, Look look) throws IOException {
        Scan.connect(client);
        Interruption interruption = new Interruption();
        Scan scan = new Scan(client);
        int all = scan.size();
        console.print("""

            # Scanning the entire keyspace to find %s keys as well as
            # average sizes per key type.  You can use -i 0.1 to sleep 0.1 sec
            # per 100 SCAN commands (not usually needed).

            """.formatted(wanted));
        int scans = 0;
        do {
            percent = 100.0 * sampled / all;
            look.at(scan.next());
            scans++;
            console.flush();
            if (scans % SCANS_PER_PAUSE == 0) {
                Caller.pause(client.options.intervalMicros);
            }
        } while (!interruption.wished() && !scan.isAtEnd());
        console.print("\n-------- summary -------\n\n");
        if (interruption.wished()) {
            print("[%05.2f%%] ", percent);
        }
        print("Sampled %d keys in the keyspace!\n", sampled);
    }

    /** One more key was looked at. */
    void count() {
        sampled++;
    }

    /** Says how far it is, from time to time. */
    void tellProgress() {
        if (sampled % REPORT_EVERY == 0) {
            print("[%05.2f%%] Sampled %d keys so far\n", percent, sampled);
        }
    }

    long sampled() {
        return sampled;
    }

    /** How much of the keyspace was gone through before this portion. */
    double percent() {
        return percent;
    }

    void print(String format, Object... values) {
        console.print(String.format(Locale.ROOT, format, values));
    }
}
