package io.redislab.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are replaced as a whole: after a crash there is the old one or the new one. */
final class AtomicFile {
    private static final int MAX_WRITE = 64 * 1024;

    private AtomicFile() {}

    static void replace(Path file, Path draft, ByteBuffer content) throws IOException {
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, content);
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes all of it. The JVM keeps a copy outside its heap of what is written at once, for each thread: so not much. */
    static void write(FileChannel out, ByteBuffer content) throws IOException {
        int end = content.limit();
        while (content.position() < end) {
            content.limit(Math.min(end, content.position() + MAX_WRITE));
            out.write(content);
        }
    }
}
