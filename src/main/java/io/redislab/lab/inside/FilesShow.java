package io.redislab.lab.inside;

import io.redislab.engine.Engine;
import io.redislab.engine.persistence.rdb.RdbEntry;
import io.redislab.engine.persistence.rdb.RdbInput;
import io.redislab.engine.persistence.rdb.RdbReader;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.Storage;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads a server's files aloud: the RDB file key by key, the AOF command by command, with what is not synced and torn. */
public final class FilesShow {
    private static final int SHOWN = 16;
    private static final int MAX_BULK = 1 << 29;

    private final Engine engine;
    private final Storage storage;
    private final ToLongFunction<String> unsynced;
    private final Drawing drawing;

    private FilesShow(Engine engine, MemoryDisk disk, int width) {
        this.engine = engine;
        this.storage = engine.storage();
        this.unsynced = disk::unsyncedBytes;
        this.drawing = new Drawing(width);
    }

    /** The RDB file, as lines that are safe for a terminal. */
    public static List<String> rdb(Engine engine, MemoryDisk disk, int width) {
        FilesShow show = new FilesShow(engine, disk, width);
        show.rdb(Storage.in(engine.config().dir(), engine.config().dbfilename()));
        return show.drawing.lines();
    }

    /** The AOF's folder with its manifest and all files that it names. */
    public static List<String> aof(Engine engine, MemoryDisk disk, int width) {
        FilesShow show = new FilesShow(engine, disk, width);
        show.aof(Storage.in(engine.config().dir(), engine.config().appenddirname()));
        return show.drawing.lines();
    }

    private String size(String path, long bytes) {
        long lost = unsynced.applyAsLong(path);
        return Drawing.bytes(bytes)
                + (lost > 0 ? ", of which the last " + Drawing.grouped(lost) + " are not synced yet" : "");
    }

    // ---- RDB ----

    private void rdb(String path) {
        if (!storage.exists(path)) {
            drawing.line("There is no " + path + ": nothing was saved yet. SAVE or BGSAVE writes it.");
            return;
        }
        try (InputStream in = storage.read(path)) {
            byte[] bytes = in.readAllBytes();
            drawing.line(path + "  " + size(path, bytes.length));
            rdbContent(bytes);
        } catch (IOException e) {
            drawing.line("it can't be read any further: " + e.getMessage());
        }
    }

    private void rdbContent(byte[] bytes) throws IOException {
        drawing.line("     0  " + new String(bytes, 0, Math.min(9, bytes.length), StandardCharsets.ISO_8859_1)
                + "  the format and its version");
        RdbInput input = new RdbInput(bytes, 0, bytes.length);
        List<String> facts = new ArrayList<>();
        RdbLines lines = new RdbLines(facts);
        RdbReader reader = new RdbReader(input, engine.config(), lines, true);
        reader.begin();
        long before = input.position();
        while (reader.next()) {
            lines.flush(before, input.position());
            before = input.position();
        }
        lines.end(input.position());
    }

    private final class RdbLines implements RdbReader.Handler {
        private final List<String> facts;
        private String entry = "";
        private int shown;
        private int hidden;

        private RdbLines(List<String> facts) {
            this.facts = facts;
        }

        @Override
        public void aux(String name, String value) {
            facts.add(name + " " + Drawing.shown(value.getBytes(StandardCharsets.UTF_8), 20));
        }

        @Override
        public void function(byte[] code) {
            facts.add("a library of " + Drawing.bytes(code.length));
        }

        @Override
        public void databaseSize(int database, long keys, long volatileKeys) {
            facts.add("database " + database + ": " + Drawing.count(keys, "key", "keys") + ", " + volatileKeys
                    + " that expire");
        }

        @Override
        public void entry(RdbEntry read) {
            entry = Drawing.shown(read.key(), 30) + "  " + read.value().typeName() + ", "
                    + read.value().encoding() + (read.expireAt() >= 0 ? ", expires at " + read.expireAt() : "");
        }

        @Override
        public void emptyKey(byte[] key) {
            entry = Drawing.shown(key, 30) + "  empty";
        }

        @Override
        public void noChecksum() {
            facts.add("without a checksum");
        }

        @Override
        public void wrongChecksum(long expected, long stored) {
            facts.add("with a wrong checksum");
        }

        private void flush(long from, long to) {
            if (!facts.isEmpty()) {
                drawing.line("        " + String.join(" · ", facts));
                facts.clear();
            }
            if (shown < SHOWN) {
                drawing.line(String.format("%6d  %s, %s", from, entry, Drawing.bytes(to - from)));
                shown++;
            } else {
                hidden++;
            }
        }

        private void end(long at) {
            if (!facts.isEmpty()) {
                drawing.line("        " + String.join(" · ", facts));
            }
            if (hidden > 0) {
                drawing.line("        … " + Drawing.count(hidden, "key", "keys") + " more");
            }
            drawing.line(String.format("%6d  the end, and a CRC-64 that is right", at));
        }
    }

    // ---- AOF ----

    private void aof(String folder) {
        String manifest = Storage.in(folder, engine.config().appendfilename() + ".manifest");
        if (!storage.exists(manifest)) {
            drawing.line("There is no AOF: CONFIG SET appendonly yes begins one.");
            return;
        }
        try {
            String text = new String(read(manifest), StandardCharsets.UTF_8);
            drawing.line(manifest);
            for (String line : text.lines().toList()) {
                drawing.line("    " + line);
            }
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", -1);
                if (words.length > 1 && words[0].equals("file")) {
                    part(Storage.in(folder, words[1]));
                }
            }
        } catch (IOException e) {
            drawing.line("it can't be read any further: " + e.getMessage());
        }
    }

    private byte[] read(String path) throws IOException {
        try (InputStream in = storage.read(path)) {
            return in.readAllBytes();
        }
    }

    private void part(String path) throws IOException {
        byte[] bytes = read(path);
        drawing.line(Storage.nameOf(path) + "  " + size(path, bytes.length));
        if (bytes.length >= 5 && new String(bytes, 0, 5, StandardCharsets.ISO_8859_1).equals("REDIS")) {
            rdbContent(bytes);
        } else {
            commands(bytes);
        }
    }

    private void commands(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        Deque<String> last = new ArrayDeque<>();
        long count = 0;
        int at = 0;
        try {
            while (at < bytes.length) {
                if (bytes[at] == '#') {
                    int end = at;
                    while (end < bytes.length && bytes[end] != '\n') {
                        end++;
                    }
                    in.skipNBytes(Math.min(bytes.length, end + 1) - (long) at);
                    at = Math.min(bytes.length, end + 1);
                    continue;
                }
                Reply command = new ReplyReader(in, MAX_BULK).read();
                int next = bytes.length - in.available();
                last.add(String.format("%6d  %s, %s", at, words(command), Drawing.bytes(next - (long) at)));
                if (last.size() > SHOWN) {
                    last.removeFirst();
                }
                count++;
                at = next;
            }
            tell(last, count);
        } catch (IOException e) {
            tell(last, count);
            drawing.line(String.format(
                    "%6d  a torn tail of %s: the last write did not come to its end",
                    at, Drawing.bytes(bytes.length - (long) at)));
        }
    }

    private void tell(Deque<String> last, long count) {
        if (count > last.size()) {
            drawing.line("        … " + Drawing.count(count - last.size(), "command", "commands") + " before");
        }
        last.forEach(drawing::line);
        if (count == 0) {
            drawing.line("        no command yet");
        }
    }

    private static String words(Reply command) {
        if (!(command instanceof Reply.Array array)) {
            return "not a command";
        }
        StringBuilder out = new StringBuilder();
        for (Reply word : array.items()) {
            if (word instanceof Reply.Bulk bulk) {
                out.append(out.length() == 0 ? "" : " ").append(Drawing.shown(bulk.bytes(), 24));
            }
            if (out.length() > 60) {
                return out.append(" …").toString();
            }
        }
        return out.toString();
    }
}
