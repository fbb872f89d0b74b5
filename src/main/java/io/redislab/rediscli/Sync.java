package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.Arrays;

/**
 * The start of replication, as far as a client can play a replica: the server's data set as an RDB file, whose length is
 * told, or whose end is marked by forty bytes that were told.
 */
final class Sync {
    private static final int MARK_BYTES = 40;
    private static final int BUFFER = 64 * 1024;
    private static final String MARKED = "EOF:";

    /** Takes the bytes as they come. */
    interface Target {
        void write(byte[] bytes, int length) throws IOException;
    }

    private final Client client;
    private final Console console;
    private long length;
    private byte[] mark = {};

    Sync(Client client) {
        this.client = client;
        this.console = client.console;
    }

    /** Tells the server something about this replica; whether it understood. */
    boolean configure(String name, String value) throws IOException {
        console.complain("sending REPLCONF " + name + " " + value);
        if (client.ask("REPLCONF", name, value) instanceof Reply.Failure failure) {
            console.complain("REPLCONF " + name + " error: " + failure.text());
            return false;
        }
        return true;
    }

    /** Asks for the data set, and reads how its end will be known. */
    void start() throws ConnectionLost {
        byte[] sync = Texts.bytes("SYNC\r\n");
        try {
            client.link().sendRaw(sync, sync.length);
        } catch (ConnectionLost e) {
            throw console.fail("Error writing to master");
        }
        String header = header();
        if (header.startsWith("-")) {
            throw console.fail("SYNC with master failed: " + header);
        }
        String announced = header.substring(1);
        if (announced.startsWith(MARKED) && announced.length() >= MARKED.length() + MARK_BYTES) {
            mark = Texts.bytes(announced.substring(MARKED.length(), MARKED.length() + MARK_BYTES));
        } else {
            length = Texts.number(announced);
        }
    }

    /** The first line that isn't empty, with its CR: a server that is busy sends empty ones to be known alive. */
    private String header() {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        try {
            while (true) {
                client.link().readRaw(one, 1);
                if (one[0] != '\n') {
                    line.append((char) (one[0] & 0xff));
                } else if (line.length() > 0) {
                    return line.toString();
                }
            }
        } catch (ConnectionLost e) {
            throw console.fail("Error reading bulk length while SYNCing");
        }
    }

    boolean isMarked() {
        return mark.length > 0;
    }

    /** In bytes, where the end isn't marked. */
    long length() {
        return length;
    }

    /**
     * Reads the data set, and with it the mark behind it.
     *
     * @return how many bytes were read
     */
    long transfer(Target target) throws IOException {
        byte[] buffer = new byte[BUFFER];
        byte[] last = new byte[mark.length];
        long read = 0;
        while (isMarked() ? !(read >= mark.length && Arrays.equals(last, mark)) : read < length) {
            int wanted = isMarked() ? buffer.length : (int) Math.min(buffer.length, length - read);
            int count = client.link().readRaw(buffer, wanted);
            target.write(buffer, count);
            read += count;
            keepLast(last, buffer, count);
        }
        return read;
    }

    private static void keepLast(byte[] last, byte[] bytes, int count) {
        int fresh = Math.min(count, last.length);
        System.arraycopy(last, fresh, last, 0, last.length - fresh);
        System.arraycopy(bytes, count - fresh, last, last.length - fresh, fresh);
    }

    /** The mark's length: so much of what was read is not data. */
    int markLength() {
        return mark.length;
    }
}
