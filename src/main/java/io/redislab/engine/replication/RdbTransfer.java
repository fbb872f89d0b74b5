package io.redislab.engine.replication;

import io.redislab.engine.Engine;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file with all data that a master sends, on its way into a file of this server: with its length before it, or with a
 * mark behind it that was announced, where the master did not know the length.
 */
final class RdbTransfer {
    private static final String MARK = "$EOF:";
    private static final int MARK_LENGTH = 40;

    private final Engine engine;
    private final String path;
    private final Lines lines = new Lines();
    private byte[] mark = {};
    /** The last bytes that came, where a mark is awaited. */
    private byte[] tail = {};

    private boolean announced;
    private long size;
    private long received;
    private @Nullable OutputFile file;
    private boolean complete;

    /** The master has sent something else, in words for the log. */
    static final class BadTransfer extends Exception {
        private static final long serialVersionUID = 1L;

        BadTransfer(String why) {
            super(why, null, false, false);
        }
    }

    RdbTransfer(Engine engine) {
        this.engine = engine;
        this.path = Storage.in(
                engine.config().dir(),
                "temp-" + engine.now() / 1000 + "." + ProcessHandle.current().pid() + ".rdb");
    }

    /** Where the file is. */
    String path() {
        return path;
    }

    /** Bytes that will come, 0 when the master does not know. */
    long size() {
        return size;
    }

    /** Bytes that have come. */
    long received() {
        return received;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether its end was marked: then the master waits for a word before it goes on. */
    boolean isMarked() {
        return mark.length > 0;
    }

    /** Takes what has come, and answers where what follows the file begins. */
    int accept(byte[] bytes, int from, int to) throws BadTransfer {
        if (!announced) {
            int end = lines.take(bytes, from, to);
            if (lines.isWhole()) {
                announce(lines.next());
            }
            return end;
        }
        int count = isMarked() ? to - from : (int) Math.min(to - from, size - received);
        try {
            write(bytes, from, count);
        } catch (IOException e) {
            throw new BadTransfer("Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA"
                    + " synchronization: " + e.getMessage());
        }
        return from + count;
    }

    private void announce(String line) throws BadTransfer {
        if (line.isEmpty()) {
            // A sign of life.
            return;
        }
        if (line.startsWith("-")) {
            throw new BadTransfer("MASTER aborted replication with an error: " + line.substring(1));
        }
        String number = line.substring(1);
        if (line.startsWith(MARK) && line.length() >= MARK.length() + MARK_LENGTH) {
            mark = line.substring(MARK.length(), MARK.length() + MARK_LENGTH).getBytes(StandardCharsets.ISO_8859_1);
            engine.log()
                    .notice("MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF " + destination());
        } else if (line.startsWith("$")
                && !number.isEmpty()
                && number.length() < 19
                && number.chars().allMatch(Character::isDigit)) {
            size = Long.parseLong(number);
            engine.log().notice("MASTER <-> REPLICA sync: receiving " + size + " bytes from master " + destination());
        } else {
            throw new BadTransfer("Bad protocol from MASTER, the first byte is not '$' (we received '" + line
                    + "'), are you sure the host and port are right?");
        }
        announced = true;
        try {
            file = engine.storage().create(path);
        } catch (IOException e) {
            throw new BadTransfer(
                    "Opening the temp file needed for MASTER <-> REPLICA synchronization: " + e.getMessage());
        }
    }

    private String destination() {
        return engine.config().replDisklessLoad() ? "to parser" : "to disk";
    }

    private void write(byte[] bytes, int from, int count) throws IOException {
        OutputFile out = file;
        if (out == null) {
            throw new IOException("the file is closed");
        }
        out.write(bytes, from, count);
        received += count;
        if (isMarked()) {
            byte[] joined = Arrays.copyOf(tail, tail.length + count);
            System.arraycopy(bytes, from, joined, tail.length, count);
            tail = Arrays.copyOfRange(joined, Math.max(0, joined.length - MARK_LENGTH), joined.length);
            complete = Arrays.equals(tail, mark);
            if (complete) {
                out.truncate(received - MARK_LENGTH);
            }
        } else {
            complete = received == size;
        }
        if (complete) {
            out.sync();
            out.close();
            file = null;
        }
    }

    /** Gives it up: the file goes. */
    void abandon() {
        try {
            OutputFile out = file;
            if (out != null) {
                file = null;
                out.close();
                engine.storage().delete(path);
            }
        } catch (IOException e) {
            engine.log().warning("Can't delete " + path + ": " + e.getMessage());
        }
    }
}
