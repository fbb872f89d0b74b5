package io.redislab.rediscli;

import io.redislab.engine.Clock;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * {@code --pipe}: sends standard input as it is, and counts the replies. An ECHO of random bytes behind it shows when the
 * last of them has come. One thread sends while another receives, so that neither side waits for the other.
 */
final class Pipe {
    private static final int BUFFER = 64 * 1024;
    private static final int MAGIC_BYTES = 20;
    private static final long MILLIS_BETWEEN_LOOKS = 50;

    private final Client client;
    private final Console console;
    private final Clock clock;
    private final byte[] magic = new byte[MAGIC_BYTES];
    private final AtomicLong lastReply;
    private volatile boolean allSent;
    private volatile boolean done;
    private volatile boolean lost;
    private long errors;
    private long replies;

    Pipe(Client client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.console = client.console;
        this.clock = clock;
        this.lastReply = new AtomicLong(clock.wallMillis());
        random.nextBytes(magic);
    }

    void run() throws IOException {
        Scan.connect(client);
        ServerLink link = client.link();
        Thread receiver = new Thread(() -> receive(link), "redis-cli-replies");
        receiver.setDaemon(true);
        receiver.start();
        try {
            send(link);
        } catch (ConnectionLost e) {
            lost = true;
        }
        await(receiver);
        if (lost) {
            throw console.fail("Error reading replies from server");
        }
        if (done) {
            console.print("Last reply received from server.\n");
        } else {
            console.complain("No replies for " + client.options.pipeTimeoutSeconds + " seconds: exiting.");
            errors++;
        }
        console.print("errors: " + errors + ", replies: " + replies + "\n");
        throw new Ended(errors > 0 ? 1 : 0);
    }

    private void send(ServerLink link) throws ConnectionLost {
        byte[] buffer = new byte[BUFFER];
        while (!lost) {
            int count;
            try {
                count = console.in().read(buffer);
            } catch (IOException e) {
                throw console.fail("Error reading from stdin: " + e.getMessage());
            }
            if (count < 0) {
                break;
            }
            link.sendRaw(buffer, count);
        }
        allSent = true;
        // The line break ends what may have been an unfinished line; servers skip empty ones.
        byte[] echo = Texts.bytes("\r\n*2\r\n$4\r\nECHO\r\n$20\r\n" + Texts.of(magic) + "\r\n");
        link.sendRaw(echo, echo.length);
        console.print("All data transferred. Waiting for the last reply...\n");
        console.flush();
    }

    private void receive(ServerLink link) {
        try {
            while (!done) {
                Reply reply = link.receive();
                lastReply.set(clock.wallMillis());
                if (reply instanceof Reply.Failure failure) {
                    console.complain(failure.text());
                    errors++;
                } else if (allSent && reply instanceof Reply.Bulk bulk && Arrays.equals(bulk.bytes(), magic)) {
                    done = true;
                    return;
                }
                replies++;
            }
        } catch (IOException | Ended e) {
            lost = true;
        }
    }

    /** Waits for the last reply, or until none has come for too long. */
    private void await(Thread receiver) {
        long timeout = client.options.pipeTimeoutSeconds * 1000L;
        while (!done && !lost) {
            // redis-cli counts whole seconds, and waits for the next one to begin.
            if (timeout > 0 && clock.wallMillis() - lastReply.get() >= timeout + 1000) {
                return;
            }
            try {
                receiver.join(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
