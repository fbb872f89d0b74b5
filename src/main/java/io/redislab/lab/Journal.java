package io.redislab.lab;

import io.redislab.grading.Trace;
import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A world in one file to which records are appended. A record is its length (4 bytes), the CRC-32 of its content (4) and
 * the content, whose first byte says what it is. Reading stops at the first record that is not whole: that is where a
 * crash left off, and where writing goes on.
 */
public final class Journal implements WorldStore {
    private static final byte[] MAGIC = "redislab-world 1\n".getBytes(StandardCharsets.US_ASCII);
    /** Of a record: its length and its checksum. */
    private static final int HEAD = 8;

    private static final int MAX_RECORD = 1 << 30;
    /** Replies that are longer are not kept; no check looks at so much. */
    private static final int MAX_REPLY = 256 * 1024;
    /** So many calls of one step are kept, the newest ones. */
    static final int MAX_TRACE = 10_000;

    private static final char EFFECT = 'E';
    private static final char CALL = 'C';
    private static final char BEGIN = 'B';
    private static final char CLOCK = 'T';
    /** All data at one time, as an RDB file; effects before it count no more. */
    private static final char SNAPSHOT = 'S';
    /** The calls of the step so far count no more; those that do follow. */
    private static final char RECALL = 'R';

    private final Path file;
    private final Opening opening;
    private @Nullable FileChannel channel;
    private Records batch = new Records();
    private boolean unsynced;
    private long size;

    /** How a file is opened. */
    @FunctionalInterface
    interface Opening {
        FileChannel open(Path file, OpenOption... options) throws IOException;
    }

    public Journal(Path file) {
        this(file, FileChannel::open);
    }

    Journal(Path file, Opening opening) {
        this.file = file;
        this.opening = opening;
    }

    @Override
    public Saved load() throws IOException {
        Files.deleteIfExists(draft());
        FileChannel opened =
                opening.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = opened;
        if (opened.size() > Integer.MAX_VALUE - 16) {
            throw new IOException(file + " is too large to be read");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) opened.size());
        while (bytes.hasRemaining() && opened.read(bytes) >= 0) {
            // One read need not fill the buffer.
        }
        Reading reading = new Reading(bytes.array());
        size = reading.readAll();
        if (size == 0 && bytes.array().length > 0) {
            setAside();
            return load();
        }
        opened.truncate(size);
        opened.position(size);
        if (size == 0) {
            write(ByteBuffer.wrap(MAGIC));
        }
        return new Saved(
                reading.snapshot,
                reading.effects,
                reading.trace,
                reading.step,
                reading.begun,
                reading.clock,
                reading.database);
    }

    /** What is no journal is kept under another name. */
    private void setAside() throws IOException {
        closeChannel();
        for (int i = 1; ; i++) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
            if (!Files.exists(aside)) {
                Files.move(file, aside);
                return;
            }
        }
    }

    /** Reads records from the bytes of a file. */
    private static final class Reading {
        private final byte[] bytes;
        private Optional<byte[]> snapshot = Optional.empty();
        private final List<Effect> effects = new ArrayList<>();
        private List<Trace.Entry> trace = new ArrayList<>();
        private String step = "";
        private final Set<String> begun = new HashSet<>();
        private LabClock.Setting clock = LabClock.Setting.MACHINE;
        private int database;

        private Reading(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Answers how many bytes are whole. */
        private int readAll() {
            if (bytes.length < MAGIC.length || !startsWith(MAGIC)) {
                return 0;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            in.position(MAGIC.length);
            int whole = MAGIC.length;
            while (in.remaining() >= HEAD) {
                int length = in.getInt();
                int sum = in.getInt();
                if (length <= 0 || length > in.remaining() || checksum(bytes, in.position(), length) != sum) {
                    break;
                }
                try {
                    record(new DataInputStream(new ByteArrayInputStream(bytes, in.position(), length)));
                } catch (IOException e) {
                    break;
                }
                in.position(in.position() + length);
                whole = in.position();
            }
            return whole;
        }

        private boolean startsWith(byte[] magic) {
            for (int i = 0; i < magic.length; i++) {
                if (bytes[i] != magic[i]) {
                    return false;
                }
            }
            return true;
        }

        private void record(DataInputStream in) throws IOException {
            int kind = in.readUnsignedByte();
            switch (kind) {
                case EFFECT -> effects.add(new Effect(in.readInt(), readWords(in)));
                case CALL -> {
                    database = in.readInt();
                    String client = readText(in);
                    String text = readText(in);
                    List<byte[]> argv = readWords(in);
                    Reply reply = new ReplyReader(in, MAX_RECORD).read();
                    makeRoom(trace);
                    trace.add(new Trace.Entry(nextNumber(trace), new Command(0, text, argv, client), reply));
                }
                case BEGIN -> {
                    step = readText(in);
                    begun.add(step);
                    trace = new ArrayList<>();
                }
                case SNAPSHOT -> {
                    snapshot = Optional.of(in.readAllBytes());
                    effects.clear();
                }
                case RECALL -> trace = new ArrayList<>();
                case CLOCK -> clock = new LabClock.Setting(in.readLong(), in.readLong(), in.readLong());
                default -> throw new EOFException("a record of a kind that is not known: " + kind);
            }
        }
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static List<byte[]> readWords(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<byte[]> words = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            words.add(readBytes(in));
        }
        return words;
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a word is longer than its record");
        }
        return in.readNBytes(length);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    // ---- writing ----

    /** What a record holds; the stream is in memory and does not fail. */
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Records as they stand in the file, one after the other. */
    private static final class Records extends ByteArrayOutputStream {
        private final DataOutputStream out = new DataOutputStream(this);

        void add(char kind, Content content) {
            int start = count;
            boolean whole = false;
            try {
                out.writeLong(0);
                out.writeByte(kind);
                content.writeTo(out);
                int from = start + HEAD;
                ByteBuffer.wrap(buf, start, HEAD).putInt(count - from).putInt(checksum(buf, from, count - from));
                whole = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                if (!whole) {
                    count = start;
                }
            }
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    private static void writeWords(DataOutputStream out, List<byte[]> words) throws IOException {
        out.writeInt(words.size());
        for (byte[] word : words) {
            writeBytes(out, word);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void effect(Records to, int database, byte[][] argv) {
        to.add(EFFECT, out -> {
            out.writeInt(database);
            writeWords(out, List.of(argv));
        });
    }

    private static void call(Records to, Trace.Entry entry, int database) {
        to.add(CALL, out -> {
            out.writeInt(database);
            writeText(out, entry.command().client());
            writeText(out, entry.command().text());
            writeWords(out, entry.command().argv());
            out.write(encode(entry.reply()));
        });
    }

    private static byte[] encode(Reply reply) {
        RespWriter writer = new RespWriter();
        writer.setProtocol(3);
        writer.reply(reply);
        int length = writer.size();
        if (length > MAX_REPLY) {
            writer.clear();
            writer.status("(a reply of " + length + " bytes)");
        }
        return writer.toBytes();
    }

    private static void begin(Records to, String step) {
        to.add(BEGIN, out -> writeText(out, step));
    }

    private static void clock(Records to, LabClock.Setting setting) {
        to.add(CLOCK, out -> {
            out.writeLong(setting.offsetMicros());
            out.writeLong(setting.standingMicros());
            out.writeLong(setting.turnedMicros());
        });
    }

    @Override
    public void effect(int database, byte[][] argv) {
        effect(batch, database, argv);
    }

    @Override
    public void call(Trace.Entry entry, int database) {
        call(batch, entry, database);
    }

    @Override
    public void recall(List<Trace.Entry> calls, int database) {
        batch.add(RECALL, out -> {});
        calls.forEach(entry -> call(batch, entry, database));
    }

    @Override
    public void begin(String step) {
        begin(batch, step);
    }

    @Override
    public void clock(LabClock.Setting setting) {
        clock(batch, setting);
    }

    @Override
    public void commit() throws IOException {
        if (batch.size() > 0) {
            write(batch.bytes());
            batch = new Records();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel out = opened();
        try {
            AtomicFile.write(out, bytes);
        } catch (IOException e) {
            // Nothing may follow half a record; it is written with the next ones.
            out.truncate(size);
            throw e;
        }
        size = out.position();
        unsynced = true;
    }

    private FileChannel opened() {
        if (channel == null) {
            throw new IllegalStateException("the journal is not open");
        }
        return channel;
    }

    @Override
    public void sync() throws IOException {
        if (unsynced) {
            opened().force(false);
            unsynced = false;
        }
    }

    @Override
    public long size() {
        return size;
    }

    private Path draft() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    @Override
    public void rewrite(Saved saved) throws IOException {
        Records all = new Records();
        all.writeBytes(MAGIC);
        clock(all, saved.clock());
        saved.snapshot().ifPresent(bytes -> all.add(SNAPSHOT, out -> out.write(bytes)));
        saved.effects()
                .forEach(effect -> effect(all, effect.database(), effect.argv().toArray(new byte[0][])));
        saved.begun().stream().filter(each -> !each.equals(saved.step())).forEach(each -> begin(all, each));
        if (!saved.step().isEmpty()) {
            begin(all, saved.step());
        }
        saved.trace().forEach(entry -> call(all, entry, saved.database()));
        AtomicFile.replace(file, draft(), all.bytes());
        batch = new Records();
        closeChannel();
        channel = opening.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        size = channel.size();
        channel.position(size);
    }

    private void closeChannel() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            try {
                commit();
                sync();
            } finally {
                closeChannel();
            }
        }
    }

    /** Leaves the oldest calls out where there are too many; answers them. A tenth at once, so that this is rare. */
    static List<Trace.Entry> makeRoom(List<Trace.Entry> trace) {
        if (trace.size() < MAX_TRACE) {
            return List.of();
        }
        List<Trace.Entry> oldest = trace.subList(0, MAX_TRACE / 10);
        List<Trace.Entry> left = List.copyOf(oldest);
        oldest.clear();
        return left;
    }

    static int nextNumber(List<Trace.Entry> trace) {
        return trace.isEmpty() ? 1 : trace.get(trace.size() - 1).number() + 1;
    }
}
