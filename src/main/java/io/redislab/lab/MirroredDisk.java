package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.storage.FileStorage;
import io.redislab.engine.storage.MemoryDisk;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world's disk: in memory, so that it can be copied and can lose its power, and in a real folder as well, where its files
 * are when the lab is opened again.
 */
final class MirroredDisk implements Storage {
    private final MemoryDisk disk;
    private final Storage folder;

    private MirroredDisk(MemoryDisk disk, Storage folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** The disk whose files are in this folder. */
    static MirroredDisk open(Path folder, LabClock clock) throws IOException {
        Files.createDirectories(folder);
        MirroredDisk mirrored = new MirroredDisk(waiting(clock), new FileStorage(folder));
        mirrored.load("");
        return mirrored;
    }

    /** A disk on which a sync that takes long lets the world's time pass, and nobody's else. */
    static MemoryDisk waiting(LabClock clock) {
        return new MemoryDisk(clock, nanos -> clock.turn(nanos / 1000));
    }

    private void load(String path) throws IOException {
        for (String name : folder.list(path.isEmpty() ? "." : path)) {
            String each = path.isEmpty() ? name : path + "/" + name;
            if (folder.isFolder(each)) {
                disk.createFolder("/" + each);
                load(each);
            } else {
                try (InputStream in = folder.read(each);
                        OutputFile file = disk.create("/" + each)) {
                    byte[] bytes = in.readAllBytes();
                    file.write(bytes, 0, bytes.length);
                    file.sync();
                }
                disk.syncFolder(Storage.folderOf("/" + each));
            }
        }
    }

    MemoryDisk disk() {
        return disk;
    }

    /** Another disk in memory that is in the same folder from now on. */
    MirroredDisk with(MemoryDisk other) {
        return new MirroredDisk(other, folder);
    }

    /** Makes the folder hold what the disk holds, after the disk has lost some of it. */
    void mirrorAll() throws IOException {
        clear("");
        copy("/");
    }

    private void clear(String path) throws IOException {
        for (String name : folder.list(path.isEmpty() ? "." : path)) {
            String each = path.isEmpty() ? name : path + "/" + name;
            if (folder.isFolder(each)) {
                clear(each);
            } else {
                folder.delete(each);
            }
        }
    }

    private void copy(String path) throws IOException {
        for (String name : disk.list(path)) {
            String each = Storage.in(path, name);
            if (disk.isFolder(each)) {
                folder.createFolder(inside(each));
                copy(each);
            } else {
                try (InputStream in = disk.read(each);
                        OutputFile file = folder.create(inside(each))) {
                    byte[] bytes = in.readAllBytes();
                    file.write(bytes, 0, bytes.length);
                }
            }
        }
    }

    /** The path below the real folder: nothing leads out of it. */
    private String inside(String path) {
        String absolute = disk.absolute(path);
        return absolute.equals("/") ? "." : absolute.substring(1);
    }

    @Override
    public List<String> list(String path) throws IOException {
        return disk.list(path);
    }

    @Override
    public boolean exists(String path) {
        return disk.exists(path);
    }

    @Override
    public boolean isFolder(String path) {
        return disk.isFolder(path);
    }

    @Override
    public long size(String path) throws IOException {
        return disk.size(path);
    }

    @Override
    public InputStream read(String path) throws IOException {
        return disk.read(path);
    }

    @Override
    public OutputFile create(String path) throws IOException {
        return new Both(disk.create(path), folder.create(inside(path)));
    }

    @Override
    public OutputFile append(String path) throws IOException {
        return new Both(disk.append(path), folder.append(inside(path)));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
        folder.rename(inside(from), inside(to));
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
        folder.delete(inside(path));
    }

    @Override
    public void createFolder(String path) throws IOException {
        disk.createFolder(path);
        folder.createFolder(inside(path));
    }

    @Override
    public void syncFolder(String path) throws IOException {
        disk.syncFolder(path);
    }

    @Override
    public Storage fork(Clock clock) {
        return disk.copy(clock);
    }

    @Override
    public String absolute(String path) {
        return disk.absolute(path);
    }

    /** A file in both places. Only the disk in memory knows of syncs: the real one is kept by the world's journal. */
    private static final class Both implements OutputFile {
        private final OutputFile memory;
        private final OutputFile real;

        private Both(OutputFile memory, OutputFile real) {
            this.memory = memory;
            this.real = real;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long before = memory.size();
            try {
                memory.write(bytes, offset, length);
            } finally {
                // A full disk takes a part.
                real.write(bytes, offset, (int) (memory.size() - before));
            }
        }

        @Override
        public long size() {
            return memory.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            memory.truncate(size);
            real.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            memory.sync();
        }

        @Override
        public void startSync() {
            memory.startSync();
        }

        @Override
        public boolean isSyncing() {
            return memory.isSyncing();
        }

        @Override
        public @Nullable IOException syncFailure() {
            return memory.syncFailure();
        }

        @Override
        public void close() throws IOException {
            memory.close();
            real.close();
        }
    }
}
