package io.redislab.engine.storage;

import io.redislab.engine.Clock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine's own files. */
public final class FileStorage implements Storage {
    private final Path root;
    /** One thread that waits for the disk; ends when it has had nothing to do for a while. */
    private final ExecutorService syncer;

    /** @param root where relative paths start */
    public FileStorage(Path root) {
        this.root = root.toAbsolutePath().normalize();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "redislab-fsync");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        syncer = pool;
    }

    private Path path(String path) {
        return root.resolve(path);
    }

    /** The same failure in the system's words. */
    private static IOException inSystemsWords(IOException cause) {
        String words = null;
        if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
            words = "No such file or directory";
        } else if (cause instanceof AccessDeniedException) {
            words = "Permission denied";
        } else if (cause instanceof FileAlreadyExistsException) {
            words = "File exists";
        } else if (cause instanceof DirectoryNotEmptyException) {
            words = "Directory not empty";
        } else if (cause instanceof NotDirectoryException) {
            words = "Not a directory";
        } else if (cause instanceof FileSystemException e) {
            words = e.getReason();
        }
        return words == null ? cause : new IOException(words, cause);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(path(folder))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(path(path));
    }

    @Override
    public boolean isFolder(String path) {
        return Files.isDirectory(path(path));
    }

    @Override
    public long size(String path) throws IOException {
        try {
            return Files.size(path(path));
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public InputStream read(String path) throws IOException {
        try {
            return Files.newInputStream(path(path));
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public OutputFile create(String path) throws IOException {
        return open(path, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public OutputFile append(String path) throws IOException {
        return open(path, StandardOpenOption.WRITE);
    }

    private OutputFile open(String path, OpenOption option) throws IOException {
        try {
            FileChannel channel =
                    FileChannel.open(path(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE, option);
            channel.position(channel.size());
            return new ChannelFile(channel, syncer);
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            Files.delete(path(path));
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public void createFolder(String path) throws IOException {
        try {
            if (!Files.isDirectory(path(path))) {
                Files.createDirectory(path(path));
            }
        } catch (IOException e) {
            throw inSystemsWords(e);
        }
    }

    @Override
    public void syncFolder(String path) throws IOException {
        // Windows can't open a folder; there the file system's journal has to do.
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(path(path), StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                throw inSystemsWords(e);
            }
        }
    }

    @Override
    public Storage fork(Clock clock) {
        MemoryDisk disk = new MemoryDisk(clock);
        disk.createFolders(absolute("."));
        return disk;
    }

    @Override
    public String absolute(String path) {
        return path(path).normalize().toString();
    }

    private static final class ChannelFile implements OutputFile {
        private final FileChannel channel;
        private final ExecutorService syncer;
        private long size;
        private volatile boolean syncing;
        private volatile @Nullable IOException failure;
        private volatile boolean closeWhenSynced;

        ChannelFile(FileChannel channel, ExecutorService syncer) throws IOException {
            this.channel = channel;
            this.syncer = syncer;
            this.size = channel.position();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    size += channel.write(buffer);
                }
            } catch (IOException e) {
                size = channel.position();
                throw inSystemsWords(e);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void truncate(long bytes) throws IOException {
            try {
                channel.truncate(bytes);
                channel.position(bytes);
                size = bytes;
            } catch (IOException e) {
                throw inSystemsWords(e);
            }
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw inSystemsWords(e);
            }
        }

        @Override
        public void startSync() {
            if (syncing) {
                throw new IllegalStateException("a sync goes on");
            }
            syncing = true;
            syncer.execute(this::syncInBackground);
        }

        private void syncInBackground() {
            try {
                sync();
                failure = null;
            } catch (IOException e) {
                failure = e;
            }
            endSync();
        }

        private synchronized void endSync() {
            syncing = false;
            if (closeWhenSynced) {
                try {
                    channel.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
        }

        @Override
        public boolean isSyncing() {
            return syncing;
        }

        @Override
        public @Nullable IOException syncFailure() {
            return failure;
        }

        @Override
        public synchronized void close() throws IOException {
            if (syncing) {
                closeWhenSynced = true;
            } else {
                channel.close();
            }
        }
    }
}
