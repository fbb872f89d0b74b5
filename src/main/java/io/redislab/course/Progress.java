package io.redislab.course;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * What a learner has done, by the ids of steps and exercises. Kept as a text file, a line an entry, that is replaced as a
 * whole: a crash leaves the old one or the new one. A file that can't be read is kept under another name and never stops
 * the lab.
 */
public final class Progress {
    /** What the file is called. */
    public static final String FILE = "progress";

    private static final String HEAD = "redislab-progress 1";
    private static final String END = "end ";
    /** A course of a thousand steps takes a hundredth of it. */
    private static final long MAX_BYTES = 16L << 20;

    /** How far a step is. */
    public enum State {
        OPEN,
        SKIPPED,
        PASSED,
        /** Passed, but the step is not the same any more. */
        CHANGED
    }

    /**
     * What is known of a step or an exercise.
     *
     * @param fingerprint of the step when it was passed; empty before
     * @param attempts checks that did not pass
     * @param hints levels that were shown
     * @param solutionSeen whether the author's solution was shown before it was passed
     * @param milestones requirements that were met once
     */
    public record Entry(
            boolean passed,
            boolean skipped,
            String fingerprint,
            int attempts,
            int hints,
            boolean solutionSeen,
            Set<String> milestones) {
        public static final Entry NEW = new Entry(false, false, "", 0, 0, false, Set.of());

        public Entry {
            milestones = Set.copyOf(milestones);
        }

        public Entry pass(String now) {
            return new Entry(true, false, now, attempts, hints, solutionSeen, milestones);
        }

        public Entry skip() {
            return new Entry(passed, !passed, fingerprint, attempts, hints, solutionSeen, milestones);
        }

        public Entry failed() {
            return new Entry(passed, skipped, fingerprint, attempts + 1, hints, solutionSeen, milestones);
        }

        public Entry hinted(int level) {
            return new Entry(passed, skipped, fingerprint, attempts, Math.max(hints, level), solutionSeen, milestones);
        }

        public Entry sawSolution() {
            return new Entry(passed, skipped, fingerprint, attempts, hints, true, milestones);
        }

        public Entry reached(Set<String> more) {
            Set<String> all = new TreeSet<>(milestones);
            all.addAll(more);
            return new Entry(passed, skipped, fingerprint, attempts, hints, solutionSeen, all);
        }
    }

    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private String chapter = "";
    private Optional<Path> keptAside = Optional.empty();
    /** What the file holds. */
    private String saved = "";

    private Progress(Path file) {
        this.file = file;
    }

    /** Reads the file, if there is one. */
    public static Progress open(Path file) {
        Progress progress = new Progress(file);
        if (Files.exists(file) && !progress.read()) {
            progress.keepAside();
        }
        return progress;
    }

    /** What the file says, which is left as it is; nothing when it can't be read. */
    public static Progress peek(Path file) {
        Progress progress = new Progress(file);
        return progress.read() ? progress : new Progress(file);
    }

    /** Where a file that could not be read was put, so that the lab can say so. */
    public Optional<Path> keptAside() {
        return keptAside;
    }

    private void keepAside() {
        entries.clear();
        places.clear();
        chapter = "";
        for (int i = 1; i < 1000; i++) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
            if (!Files.exists(aside)) {
                try {
                    Files.move(file, aside);
                    keptAside = Optional.of(aside);
                } catch (IOException e) {
                    // It will be overwritten by the next save, or that fails with a reason of its own.
                    keptAside = Optional.empty();
                }
                return;
            }
        }
    }

    public Entry entry(String id) {
        return entries.getOrDefault(id, Entry.NEW);
    }

    /** Replaces what is known of a step or an exercise; {@link #save} writes it. */
    public void put(String id, Entry entry) {
        entries.put(id, entry);
    }

    /** Forgets a step or an exercise. */
    public void forget(String id) {
        entries.remove(id);
    }

    public State state(String id, String fingerprint) {
        Entry entry = entry(id);
        if (!entry.passed()) {
            return entry.skipped() ? State.SKIPPED : State.OPEN;
        }
        return entry.fingerprint().equals(fingerprint) ? State.PASSED : State.CHANGED;
    }

    /** The chapter in which the learner was last; empty at first. */
    public String chapter() {
        return chapter;
    }

    /** The step at which the learner was last in a chapter. */
    public Optional<String> place(String ofChapter) {
        return Optional.ofNullable(places.get(ofChapter));
    }

    public void setPlace(String newChapter, String step) {
        chapter = newChapter;
        places.put(newChapter, step);
    }

    /** How many entries of a chapter are passed; needs no course file. */
    public int passedIn(String ofChapter) {
        return (int) entries.entrySet().stream()
                .filter(each -> each.getValue().passed())
                .filter(each -> each.getKey().startsWith(ofChapter + "/")
                        || each.getKey().startsWith(ofChapter + "."))
                .count();
    }

    /**
     * Writes everything, so that even a crash of the machine leaves either the old file or the new one. A file that holds it
     * already is left alone.
     */
    public void save() throws IOException {
        String text = write();
        if (text.equals(saved) && Files.exists(file)) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path folder = file.toAbsolutePath().getParent();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
        syncFolder(folder);
        saved = text;
    }

    /** A rename lasts once its folder is on the disk; where folders can't be opened, the system sees to it. */
    private static void syncFolder(Path folder) throws IOException {
        if (folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    // ---- the file ----

    private String write() {
        StringBuilder out = new StringBuilder(HEAD).append('\n');
        if (!chapter.isEmpty()) {
            out.append("chapter ").append(chapter).append('\n');
        }
        places.forEach((of, step) ->
                out.append("place ").append(of).append(' ').append(step).append('\n'));
        entries.forEach((id, entry) -> out.append("entry ")
                .append(id)
                .append(entry.passed() ? " passed" : entry.skipped() ? " skipped" : " open")
                .append(' ')
                .append(entry.fingerprint().isEmpty() ? "-" : entry.fingerprint())
                .append(' ')
                .append(entry.attempts())
                .append(' ')
                .append(entry.hints())
                .append(entry.solutionSeen() ? " seen " : " unseen ")
                .append(entry.milestones().isEmpty() ? "-" : String.join(",", new TreeSet<>(entry.milestones())))
                .append('\n'));
        return out + END + checksum(out.toString()) + "\n";
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** False when the file can't be read, or what is in it. */
    private boolean read() {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES && read(Files.readString(file));
        } catch (IOException e) {
            // Not UTF-8, or not ours to read.
            return false;
        }
    }

    /** False when the text is not whole, or of a version that is not known. */
    private boolean read(String text) {
        int end = text.lastIndexOf(END);
        if (end < 0
                || !text.startsWith(HEAD + "\n")
                || !text.substring(end).equals(END + checksum(text.substring(0, end)) + "\n")) {
            return false;
        }
        List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
        lines.remove(0);
        for (String line : lines) {
            if (!readLine(line.split(" ", -1))) {
                return false;
            }
        }
        saved = text;
        return true;
    }

    private boolean readLine(String[] words) {
        switch (words[0]) {
            case "chapter" -> chapter = words.length == 2 ? words[1] : "";
            case "place" -> {
                if (words.length != 3) {
                    return false;
                }
                places.put(words[1], words[2]);
            }
            case "entry" -> {
                return readEntry(words);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readEntry(String[] words) {
        if (words.length != 8) {
            return false;
        }
        try {
            entries.put(
                    words[1],
                    new Entry(
                            words[2].equals("passed"),
                            words[2].equals("skipped"),
                            words[3].equals("-") ? "" : words[3],
                            Integer.parseInt(words[4]),
                            Integer.parseInt(words[5]),
                            words[6].equals("seen"),
                            words[7].equals("-") ? Set.of() : Set.of(words[7].split(",", -1))));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
