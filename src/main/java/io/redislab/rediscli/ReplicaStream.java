package io.redislab.rediscli;

import java.io.IOException;

/** What a server sends to its replicas, as CSV: {@code --replica}, and the commands SYNC and PSYNC. */
final class ReplicaStream {
    private static final long SECOND_MICROS = 1_000_000;

    private ReplicaStream() {}

    /** Connects, and shows the stream until the connection ends. */
    static void run(Client client) throws IOException {
        Scan.connect(client);
        Sync sync = new Sync(client);
        sync.configure("capa", "eof");
        sync.configure("rdb-filter-only", "");
        show(client);
    }

    /**
     * Passes over the data set and shows the commands behind it.
     *
     * @throws ConnectionLost at the end of it
     */
    static void show(Client client) throws IOException {
        Console console = client.console;
        Sync sync = new Sync(client);
        sync.start();
        console.complain("SYNC with master, discarding "
                + (sync.isMarked()
                        ? "bytes of bulk transfer until EOF marker..."
                        : sync.length() + " bytes of bulk transfer..."));
        long read;
        try {
            read = sync.transfer((bytes, length) -> {
                // Only what comes after it is shown.
            });
        } catch (ConnectionLost e) {
            throw console.fail("Error reading RDB payload while SYNCing");
        }
        console.complain(
                "SYNC done" + (sync.isMarked() ? " after " + read + " bytes" : "") + ". Logging commands from master.");
        if (sync.isMarked()) {
            // The server counts a replica that has answered as one that is there.
            Caller.pause(SECOND_MICROS);
            sync.configure("ACK", "0");
        }
        Output before = client.output;
        client.output = Output.CSV;
        try {
            while (true) {
                client.show(false);
            }
        } finally {
            client.output = before;
        }
    }
}
