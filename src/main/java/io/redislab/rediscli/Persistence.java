package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;

/** Requests that outlive the connection: for what watches a server, whatever happens to it. */
final class Persistence {
    private static final long SECOND_MICROS = 1_000_000;
    private static final String CLEAR_LINE = "\r\u001b[0K";

    private Persistence() {}

    /** Asks, with a new connection where the old one is lost, as often as it takes. */
    static Reply ask(Client client, String command) throws IOException {
        int tries = 0;
        while (true) {
            try {
                Reply reply = client.ask(command);
                if (tries > 0) {
                    client.console.print(CLEAR_LINE);
                }
                return reply;
            } catch (ConnectionLost e) {
                tries++;
                client.console.print(CLEAR_LINE + "Reconnecting... " + tries + "\r");
                client.console.flush();
                client.close();
                client.open(true);
                Caller.pause(SECOND_MICROS);
            }
        }
    }
}
