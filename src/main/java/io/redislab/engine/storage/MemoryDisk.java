package io.redislab.engine.storage;

import io.redislab.engine.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that tells what was written from what was synced. When it loses its power, a file is as it was at its
 * last sync, and a folder has the names that it had at its own. It can also be slow, full, read-only or broken.
 *
 * <p>Stricter than most file systems: a new file whose folder was not synced is gone, however often the file itself was.
 */
public final class MemoryDisk implements Storage {
    private static final String FULL = "No space left on device";
    private static final String READ_ONLY = "Read-only file system";
    private static final String BROKEN = "Input/output error";
    private static final String MISSING = "No such file or directory";

    /** A file's content; names lead to it. */
    private static final class Content {
        private byte[] bytes = {};
        private int size;
        /** The content at the last sync; null when it is the first {@link #syncedSize} bytes of {@link #bytes}. */
        private byte @Nullable [] synced;

        private int syncedSize;

        byte[] current() {
            return Arrays.copyOf(bytes, size);
        }

        /** @param upTo how many bytes have reached the disk */
        void markSynced(int upTo) {
            synced = null;
            syncedSize = Math.min(size, upTo);
        }

        void truncate(int to) {
            if (to < syncedSize && synced == null) {
                synced = Arrays.copyOf(bytes, syncedSize);
            }
            size = Math.min(size, to);
        }

        void append(byte[] from, int offset, int length) {
            int wanted = Math.addExact(size, length);
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length + (bytes.length >> 1)));
            }
            System.arraycopy(from, offset, bytes, size, length);
            size = wanted;
        }

        /** @param kept how many bytes behind the last sync reached the disk nevertheless */
        void losePower(int kept) {
            if (synced != null) {
                bytes = synced;
                size = bytes.length;
            } else {
                size = Math.min(size, syncedSize + kept);
            }
            markSynced(size);
        }

        Content copy() {
            Content copy = new Content();
            copy.bytes = current();
            copy.size = size;
            copy.synced = synced;
            copy.syncedSize = syncedSize;
            return copy;
        }
    }

    private final Clock clock;
    private final LongConsumer pause;
    private final TreeMap<String, Content> files = new TreeMap<>();
    private final TreeMap<String, Content> syncedFiles = new TreeMap<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private long capacity = Long.MAX_VALUE;
    private long syncNanos;
    private boolean readOnly;
    private boolean broken;
    /** Files that were open when the power went write no more. */
    private int powerCycle;

    /** A disk whose waiting costs nobody's time, except that background syncs take what {@link #setSyncNanos} says. */
    public MemoryDisk(Clock clock) {
        this(clock, nanos -> {});
    }

    /** @param pause lets ns pass for whoever waits for a sync */
    public MemoryDisk(Clock clock, LongConsumer pause) {
        this.clock = clock;
        this.pause = pause;
        folders.add("/");
    }

    // ---- what can happen to a disk ----

    /** All that was not synced is gone. */
    public void losePower() {
        losePower(content -> 0);
    }

    /** As {@link #losePower()}, but of each file a part of what was not synced may have reached the disk. */
    public void losePower(RandomGenerator random) {
        losePower(content -> random.nextInt(content.size + 1));
    }

    private void losePower(ToIntFunction<Content> kept) {
        powerCycle++;
        files.clear();
        files.putAll(syncedFiles);
        new HashSet<>(files.values()).forEach(content -> content.losePower(kept.applyAsInt(content)));
    }

    /** How many bytes all files together may have; a write beyond stops where the disk is full. */
    public void setCapacity(long bytes) {
        capacity = bytes;
    }

    /** How long a sync takes, in ns. */
    public void setSyncNanos(long nanos) {
        syncNanos = nanos;
    }

    public void setReadOnly(boolean yes) {
        readOnly = yes;
    }

    /** The disk is well: it has room, takes writes, and syncs at once. */
    public void mend() {
        capacity = Long.MAX_VALUE;
        syncNanos = 0;
        readOnly = false;
        broken = false;
    }

    /** A broken disk fails every write and sync. */
    public void setBroken(boolean yes) {
        broken = yes;
    }

    public long usedBytes() {
        return new HashSet<>(files.values())
                .stream().mapToLong(content -> content.size).sum();
    }

    /** Bytes of a file that a loss of power would take. */
    public long unsyncedBytes(String path) {
        Content content = files.get(absolute(path));
        if (content == null) {
            return 0;
        }
        boolean named = syncedFiles.get(absolute(path)) == content;
        return named ? Math.max(0, content.size - content.syncedSize) : content.size;
    }

    /** Tells names and contents of all files, and what of them is synced: the same for disks that are the same. */
    public void describe(Consumer<byte[]> reader) {
        describe(files, reader);
        describe(syncedFiles, reader);
    }

    private static void describe(Map<String, Content> named, Consumer<byte[]> reader) {
        named.forEach((path, content) -> {
            reader.accept((path + " " + content.size + " " + content.syncedSize).getBytes(StandardCharsets.UTF_8));
            reader.accept(content.current());
            byte[] synced = content.synced;
            reader.accept(synced == null ? new byte[0] : synced);
        });
    }

    @Override
    public Storage fork(Clock newClock) {
        return copy(newClock);
    }

    /** An independent disk with the same files, synced or not. */
    public MemoryDisk copy(Clock newClock) {
        MemoryDisk copy = new MemoryDisk(newClock, pause);
        Map<Content, Content> twins = new HashMap<>();
        files.forEach((path, content) -> copy.files.put(path, twins.computeIfAbsent(content, Content::copy)));
        syncedFiles.forEach(
                (path, content) -> copy.syncedFiles.put(path, twins.computeIfAbsent(content, Content::copy)));
        copy.folders.addAll(folders);
        copy.capacity = capacity;
        copy.syncNanos = syncNanos;
        copy.readOnly = readOnly;
        copy.broken = broken;
        return copy;
    }

    /** Makes a folder and those that it is in. */
    public void createFolders(String path) {
        for (String folder = absolute(path); folders.add(folder); ) {
            folder = Storage.folderOf(folder);
        }
    }

    // ---- files ----

    @Override
    public String absolute(String path) {
        StringBuilder clean = new StringBuilder();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                clean.setLength(Math.max(0, clean.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                clean.append('/').append(part);
            }
        }
        return clean.length() == 0 ? "/" : clean.toString();
    }

    private Content content(String path) throws IOException {
        Content content = files.get(absolute(path));
        if (content == null) {
            throw new IOException(isFolder(path) ? "Is a directory" : MISSING);
        }
        return content;
    }

    private void checkWritable() throws IOException {
        if (broken) {
            throw new IOException(BROKEN);
        }
        if (readOnly) {
            throw new IOException(READ_ONLY);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        String absolute = absolute(folder);
        if (!folders.contains(absolute)) {
            throw new IOException(MISSING);
        }
        TreeSet<String> names = new TreeSet<>();
        files.keySet().stream().filter(path -> isIn(absolute, path)).forEach(path -> names.add(Storage.nameOf(path)));
        folders.stream()
                .filter(path -> !path.equals("/") && isIn(absolute, path))
                .forEach(path -> names.add(Storage.nameOf(path)));
        return List.copyOf(names);
    }

    private static boolean isIn(String folder, String path) {
        return Storage.folderOf(path).equals(folder);
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(absolute(path)) || isFolder(path);
    }

    @Override
    public boolean isFolder(String path) {
        return folders.contains(absolute(path));
    }

    @Override
    public long size(String path) throws IOException {
        return content(path).size;
    }

    @Override
    public InputStream read(String path) throws IOException {
        if (broken) {
            throw new IOException(BROKEN);
        }
        return new ByteArrayInputStream(content(path).current());
    }

    @Override
    public OutputFile create(String path) throws IOException {
        OutputFile file = append(path);
        file.truncate(0);
        return file;
    }

    @Override
    public OutputFile append(String path) throws IOException {
        checkWritable();
        String absolute = absolute(path);
        if (isFolder(absolute)) {
            throw new IOException("Is a directory");
        }
        if (!folders.contains(Storage.folderOf(absolute))) {
            throw new IOException(MISSING);
        }
        return new DiskFile(files.computeIfAbsent(absolute, p -> new Content()));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        checkWritable();
        Content content = content(from);
        if (!folders.contains(Storage.folderOf(absolute(to)))) {
            throw new IOException(MISSING);
        }
        if (isFolder(to)) {
            throw new IOException("Is a directory");
        }
        files.remove(absolute(from));
        files.put(absolute(to), content);
    }

    @Override
    public void delete(String path) throws IOException {
        checkWritable();
        String absolute = absolute(path);
        if (isFolder(absolute)) {
            if (!list(absolute).isEmpty()) {
                throw new IOException("Directory not empty");
            }
            folders.remove(absolute);
            return;
        }
        content(path);
        files.remove(absolute);
    }

    /** Folders are there for good at once: only the names in them need a sync. */
    @Override
    public void createFolder(String path) throws IOException {
        checkWritable();
        String absolute = absolute(path);
        if (files.containsKey(absolute)) {
            throw new IOException("File exists");
        }
        if (!folders.contains(Storage.folderOf(absolute))) {
            throw new IOException(MISSING);
        }
        folders.add(absolute);
    }

    @Override
    public void syncFolder(String path) throws IOException {
        if (broken) {
            throw new IOException(BROKEN);
        }
        String absolute = absolute(path);
        syncedFiles.keySet().removeIf(name -> isIn(absolute, name));
        files.forEach((name, content) -> {
            if (isIn(absolute, name)) {
                syncedFiles.put(name, content);
            }
        });
    }

    private final class DiskFile implements OutputFile {
        private final Content content;
        private final int openedIn = powerCycle;
        private long syncedAt;
        private boolean syncing;
        private int syncingBytes;
        private @Nullable IOException failure;

        DiskFile(Content content) {
            this.content = content;
        }

        private void checkPower() throws IOException {
            if (openedIn != powerCycle) {
                throw new IOException(BROKEN);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            checkPower();
            checkWritable();
            long room = capacity == Long.MAX_VALUE ? length : Math.max(0, capacity - usedBytes());
            content.append(bytes, offset, (int) Math.min(room, length));
            if (room < length) {
                throw new IOException(FULL);
            }
        }

        @Override
        public long size() {
            return content.size;
        }

        @Override
        public void truncate(long bytes) throws IOException {
            checkPower();
            checkWritable();
            content.truncate(Math.toIntExact(bytes));
        }

        @Override
        public void sync() throws IOException {
            checkPower();
            if (broken) {
                throw new IOException(BROKEN);
            }
            if (syncNanos > 0) {
                pause.accept(syncNanos);
            }
            content.markSynced(content.size);
        }

        @Override
        public void startSync() {
            syncing = true;
            syncingBytes = content.size;
            syncedAt = clock.monotonicNanos() + syncNanos;
            isSyncing();
        }

        @Override
        public boolean isSyncing() {
            if (syncing && syncedAt - clock.monotonicNanos() <= 0) {
                syncing = false;
                if (broken || openedIn != powerCycle) {
                    failure = new IOException(BROKEN);
                } else {
                    failure = null;
                    content.markSynced(syncingBytes);
                }
            }
            return syncing;
        }

        @Override
        public @Nullable IOException syncFailure() {
            return failure;
        }

        @Override
        public void close() {}
    }
}
