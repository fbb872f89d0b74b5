package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.persistence.rdb.RdbException;
import io.redislab.engine.persistence.rdb.RdbInput;
import io.redislab.engine.storage.OutputFile;
import io.redislab.resp.Printable;
import io.redislab.resp.SilentSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays one file of the AOF: a snapshot in RDB, where it begins with one, then commands. */
final class AofLoad implements AutoCloseable {
    /** What came of a file. */
    enum Outcome {
        OK,
        /** The end was cut off, and the file was cut back to its last whole command. */
        TRUNCATED
    }

    /** The longest line of a number or an annotation. */
    private static final int MAX_LINE = 1024;

    private static final byte[] RDB = "REDIS".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;
    private final String name;
    private final String path;
    private final InputStream stream;
    private final RdbInput in;
    private final Session session;
    private final boolean oldStyle;
    private @Nullable RdbLoad preamble;
    private boolean begun;
    /** Where the last whole command ends, outside of a transaction. */
    private long validUpTo;

    private @Nullable List<Call> transaction;
    private Outcome outcome = Outcome.OK;

    private record Call(CommandSpec spec, byte[][] argv) {}

    /**
     * Opens a file.
     *
     * @param name as the manifest has it
     * @param oldStyle whether a version before 7.0 wrote it
     */
    AofLoad(Engine engine, String name, String path, boolean oldStyle) throws IOException {
        this.engine = engine;
        this.name = name;
        this.path = path;
        this.oldStyle = oldStyle;
        this.stream = engine.storage().read(path);
        this.in = new RdbInput(stream, engine.storage().size(path));
        this.session = engine.internalSession(new SilentSink());
        session.markFromAof();
    }

    Outcome outcome() {
        return outcome;
    }

    /** Bytes read so far. */
    long position() {
        return in.position();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /**
     * Loads the next key or command; false at the end of the file.
     *
     * @throws PersistenceException when the file can't be loaded; the log tells why
     */
    boolean next() {
        try {
            if (!begun) {
                begun = true;
                begin();
            }
            if (preamble != null) {
                nextOfPreamble(preamble);
                return true;
            }
            return nextCommand();
        } catch (RdbException e) {
            if (!e.isCutOff()) {
                throw fail("Bad file format reading the append only file " + name
                        + ": make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>");
            }
            cutOff();
            return false;
        } catch (IOException e) {
            throw fail("Unrecoverable error reading the append only file " + name + ": " + e.getMessage());
        }
    }

    private PersistenceException fail(String message) {
        engine.log().warning(message);
        return new PersistenceException(message);
    }

    private void begin() throws IOException {
        if (in.startsWith(RDB)) {
            engine.log()
                    .notice(
                            oldStyle
                                    ? "Reading RDB preamble from AOF file..."
                                    : "Reading RDB base file on AOF loading...");
            preamble = new RdbLoad(engine, in, true, false);
        }
    }

    private void nextOfPreamble(RdbLoad load) {
        try {
            if (!load.next()) {
                preamble = null;
                validUpTo = in.position();
                if (oldStyle) {
                    engine.log().notice("Reading the remaining AOF tail...");
                }
            }
        } catch (IOException e) {
            throw fail("Error reading the RDB " + (oldStyle ? "preamble of the AOF file " : "base file ") + name
                    + ", AOF loading aborted: " + e.getMessage());
        }
    }

    private boolean nextCommand() throws IOException {
        if (in.remaining() == 0) {
            if (transaction != null) {
                engine.log().warning("Revert incomplete MULTI/EXEC transaction in AOF file " + name);
                throw RdbException.cutOff();
            }
            return false;
        }
        String head = line();
        if (head.startsWith("#")) {
            return true;
        }
        byte[][] argv = words(head);
        CommandSpec spec = engine.commands().resolve(argv);
        if (spec == null || !spec.accepts(argv.length)) {
            throw fail("Unknown command '" + Printable.bytes(argv[0]) + "' reading the append only file " + name);
        }
        run(spec, argv);
        return true;
    }

    private void run(CommandSpec spec, byte[][] argv) {
        List<Call> queue = transaction;
        if (spec.name().equals("multi")) {
            transaction = new ArrayList<>();
        } else if (spec.name().equals("exec")) {
            transaction = null;
            if (queue != null) {
                queue.forEach(call -> engine.runner().replay(session, call.spec, call.argv));
            }
            validUpTo = in.position();
        } else if (queue != null) {
            queue.add(new Call(spec, argv));
        } else {
            engine.runner().replay(session, spec, argv);
            validUpTo = in.position();
        }
    }

    /** Up to the next line feed, without it; at the end of the file what is left. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (in.remaining() > 0 && line.size() < MAX_LINE) {
            int next = in.readByte();
            if (next == '\n') {
                break;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[][] words(String head) throws IOException {
        if (!head.startsWith("*")) {
            throw RdbException.damaged("a command begins with *");
        }
        if (head.length() == 1) {
            throw RdbException.cutOff();
        }
        long count = leadingNumber(head);
        if (count < 1) {
            throw RdbException.damaged("a command without words");
        }
        List<byte[]> words = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (in.remaining() == 0) {
                throw RdbException.cutOff();
            }
            String length = line();
            if (!length.startsWith("$")) {
                throw RdbException.damaged("a word begins with $");
            }
            words.add(in.bytes(leadingNumber(length)));
            in.bytes(2);
        }
        return words.toArray(byte[][]::new);
    }

    /** The number behind the first character; what follows it does not matter. */
    private static long leadingNumber(String line) {
        int end = 1;
        while (end < line.length() && end < 18 && Character.isDigit(line.charAt(end))) {
            end++;
        }
        return end == 1 ? 0 : Long.parseLong(line.substring(1, end));
    }

    /** The file ends in the middle of something: usually the machine went down while it was written. */
    private void cutOff() {
        if (engine.config().aofLoadTruncated()) {
            engine.log().warning("!!! Warning: short read while loading the AOF file " + name + "!!!");
            engine.log().warning("!!! Truncating the AOF " + name + " at offset " + validUpTo + " !!!");
            try (OutputFile file = engine.storage().append(path)) {
                file.truncate(validUpTo);
                engine.log().warning("AOF " + name + " loaded anyway because aof-load-truncated is enabled");
                outcome = Outcome.TRUNCATED;
                return;
            } catch (IOException e) {
                engine.log().warning("Error truncating the AOF file " + name + ": " + e.getMessage());
            }
        }
        throw fail("Unexpected end of file reading the append only file " + name
                + ". You can: 1) Make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>."
                + " 2) Alternatively you can set the 'aof-load-truncated' configuration option to yes and restart the"
                + " server.");
    }
}
