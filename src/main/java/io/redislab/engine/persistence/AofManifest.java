package io.redislab.engine.persistence;

import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files make up the AOF: a base, which is a snapshot, and increments to be replayed on it in order; besides those
 * that were replaced and are still to be deleted. On disk a line for each:
 *
 * <pre>
 * file appendonly.aof.2.base.rdb seq 2 type b
 * file appendonly.aof.1.incr.aof seq 1 type h
 * file appendonly.aof.2.incr.aof seq 2 type i
 * </pre>
 */
record AofManifest(
        @Nullable Part base, List<Part> history, List<Part> increments, long baseSequence, long incrementSequence) {
    static final AofManifest EMPTY = new AofManifest(null, List.of(), List.of(), 0, 0);

    private static final int MAX_LINE = 1024;

    /** A file and its number; numbers of bases and of increments are counted apart. */
    record Part(String name, long sequence) {}

    /** A manifest that can't be read. */
    static final class InvalidManifest extends Exception {
        private static final long serialVersionUID = 1L;

        /** The line in question and its number, from 1; empty when it is about the whole. */
        private final String line;

        private final int number;

        InvalidManifest(String message, String line, int number) {
            super(message);
            this.line = line;
            this.number = number;
        }

        String line() {
            return line;
        }

        int number() {
            return number;
        }
    }

    boolean isEmpty() {
        return base == null && increments.isEmpty();
    }

    /** Base and increments, in the order of loading. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (base != null) {
            parts.add(base);
        }
        parts.addAll(increments);
        return parts;
    }

    Part lastIncrement() {
        return increments.get(increments.size() - 1);
    }

    // ---- changes ----

    /** With a new base; the old one is history. */
    AofManifest withNewBase(String fileName, boolean rdb) {
        long sequence = baseSequence + 1;
        List<Part> older = new ArrayList<>(history);
        if (base != null) {
            older.add(0, base);
        }
        Part fresh = new Part(fileName + "." + sequence + ".base" + (rdb ? ".rdb" : ".aof"), sequence);
        return new AofManifest(fresh, List.copyOf(older), increments, sequence, incrementSequence);
    }

    /** With a file of an older version as its base. */
    AofManifest withUpgradedBase(String fileName) {
        return new AofManifest(new Part(fileName, 1), history, increments, 1, incrementSequence);
    }

    /** With a new increment behind all others. */
    AofManifest withNewIncrement(String fileName) {
        long sequence = incrementSequence + 1;
        List<Part> more = new ArrayList<>(increments);
        more.add(new Part(fileName + "." + sequence + ".incr.aof", sequence));
        return new AofManifest(base, history, List.copyOf(more), baseSequence, sequence);
    }

    /** Increments become history: all, or all but the last one, which is being written. */
    AofManifest withHistoricIncrements(boolean keepLast) {
        int end = increments.size() - (keepLast ? 1 : 0);
        if (end <= 0) {
            return this;
        }
        List<Part> older = new ArrayList<>(history);
        older.addAll(0, increments.subList(0, end));
        return new AofManifest(
                base,
                List.copyOf(older),
                List.copyOf(increments.subList(end, increments.size())),
                baseSequence,
                incrementSequence);
    }

    AofManifest withoutHistory() {
        return new AofManifest(base, List.of(), increments, baseSequence, incrementSequence);
    }

    // ---- on disk ----

    byte[] format() {
        StringBuilder text = new StringBuilder();
        if (base != null) {
            line(text, base, 'b');
        }
        history.forEach(part -> line(text, part, 'h'));
        increments.forEach(part -> line(text, part, 'i'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, Part part, char type) {
        String name = part.name;
        boolean plain = name.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\' && c != '"');
        if (!plain) {
            name = new String(ArgumentSplitter.quote(name.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }
        text.append("file ").append(name).append(" seq ").append(part.sequence);
        text.append(" type ").append(type).append('\n');
    }

    static AofManifest parse(byte[] bytes) throws InvalidManifest {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            throw new InvalidManifest("Found an empty AOF manifest", "", 0);
        }
        Builder builder = new Builder();
        int number = 0;
        for (int from = 0; from < text.length(); ) {
            number++;
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            from += line.length() + 1;
            if (line.startsWith("#")) {
                continue;
            }
            if (end < 0 || line.length() >= MAX_LINE) {
                throw new InvalidManifest("The AOF manifest file contains too long line", "", 0);
            }
            builder.add(line.strip(), number);
        }
        return builder.build();
    }

    private static final class Builder {
        private @Nullable Part base;
        private final List<Part> history = new ArrayList<>();
        private final List<Part> increments = new ArrayList<>();
        private long lastIncrement;

        void add(String line, int number) throws InvalidManifest {
            Optional<List<byte[]>> words = ArgumentSplitter.split(line.getBytes(StandardCharsets.ISO_8859_1));
            if (line.isEmpty()
                    || words.isEmpty()
                    || words.get().size() < 6
                    || words.get().size() % 2 != 0) {
                throw new InvalidManifest("Invalid AOF manifest file format", line, number);
            }
            String name = "";
            long sequence = 0;
            String type = "";
            for (int i = 0; i < words.get().size(); i += 2) {
                String value = new String(words.get().get(i + 1), StandardCharsets.UTF_8);
                switch (new String(words.get().get(i), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)) {
                    case "file" -> name = value;
                    case "seq" -> sequence = leadingNumber(value);
                    case "type" -> type = value;
                    default -> {
                        // A later version may say more.
                    }
                }
            }
            if (name.contains("/") || name.contains("\\")) {
                throw new InvalidManifest("File can't be a path, just a filename", line, number);
            }
            if (name.isEmpty() || sequence == 0 || type.isEmpty()) {
                throw new InvalidManifest("Invalid AOF manifest file format", line, number);
            }
            add(new Part(name, sequence), type.charAt(0), line, number);
        }

        private void add(Part part, char type, String line, int number) throws InvalidManifest {
            switch (type) {
                case 'b' -> {
                    if (base != null) {
                        throw new InvalidManifest("Found duplicate base file information", line, number);
                    }
                    base = part;
                }
                case 'h' -> history.add(part);
                case 'i' -> {
                    if (part.sequence <= lastIncrement) {
                        throw new InvalidManifest("Found a non-monotonic sequence number", line, number);
                    }
                    increments.add(part);
                    lastIncrement = part.sequence;
                }
                default -> throw new InvalidManifest("Unknown AOF file type", line, number);
            }
        }

        /** As C's {@code atoll}: what follows the digits does not matter. */
        private static long leadingNumber(String text) {
            int end = 0;
            while (end < text.length() && end < 18 && Character.isDigit(text.charAt(end))) {
                end++;
            }
            return end == 0 ? 0 : Long.parseLong(text.substring(0, end));
        }

        AofManifest build() {
            long baseSequence = base == null ? 0 : base.sequence;
            return new AofManifest(base, List.copyOf(history), List.copyOf(increments), baseSequence, lastIncrement);
        }
    }
}
