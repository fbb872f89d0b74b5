package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.List;

/** {@code --scan}, and the walk over all keys that others build on. */
final class Scan {
    private final Client client;
    private final Console console;
    private long cursor;

    Scan(Client client) {
        this.client = client;
        this.console = client.console;
    }

    /** Connects, or ends the program. */
    static void connect(Client client) {
        if (!client.open(false)) {
            throw new Ended(1);
        }
    }

    /** Lists the names of keys. */
    void run() throws IOException {
        connect(client);
        Interruption interruption = new Interruption();
        do {
            for (String key : next()) {
                console.print(
                        client.output == Output.STANDARD ? Texts.quoted(key) + "\n" : Texts.beforeNul(key) + "\n");
            }
            console.flush();
            Caller.pause(client.options.intervalMicros);
        } while (!interruption.wished() && !isAtEnd());
    }

    boolean isAtEnd() {
        return cursor == 0;
    }

    /** How many keys there are, for the percentage. */
    int size() throws IOException {
        Reply reply = client.ask("DBSIZE");
        if (reply instanceof Reply.Int size) {
            return (int) size.value();
        }
        throw console.fail(
                reply instanceof Reply.Failure failure
                        ? "Couldn't determine DBSIZE: " + failure.text()
                        : "Non INTEGER response from DBSIZE!");
    }

    /** Some more keys. */
    List<String> next() throws IOException {
        String at = Long.toUnsignedString(cursor);
        String pattern = client.options.pattern;
        Reply reply = pattern == null ? client.ask("SCAN", at) : client.ask("SCAN", at, "MATCH", pattern);
        if (reply instanceof Reply.Failure failure) {
            throw console.fail("SCAN error: " + failure.text());
        }
        if (!(reply instanceof Reply.Array array)) {
            throw console.fail("Non ARRAY response from SCAN!");
        }
        if (array.items().size() != 2
                || !(array.items().get(0) instanceof Reply.Bulk next)
                || !(array.items().get(1) instanceof Reply.Array keys)) {
            throw console.fail("Invalid element count from SCAN!");
        }
        cursor = Long.parseUnsignedLong(next.text());
        RawFormat raw = new RawFormat("");
        return keys.items().stream().map(raw::format).toList();
    }
}
