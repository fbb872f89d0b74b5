package io.redislab.engine.config;

import io.redislab.engine.Glob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Real files. */
public final class DiskConfigFiles implements ConfigFiles {
    private static final String NO_SUCH_FILE = "No such file or directory";

    @Override
    public byte[] read(String directory, String path) throws IOException {
        Path file = Path.of(directory).resolve(path);
        if (Files.isDirectory(file)) {
            throw new IOException("Is a directory");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw worded(e);
        }
    }

    private static IOException worded(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new IOException(NO_SUCH_FILE, e);
        }
        if (e instanceof AccessDeniedException) {
            return new IOException("Permission denied", e);
        }
        return e instanceof NotDirectoryException ? new IOException("Not a directory", e) : e;
    }

    @Override
    public boolean exists(String absolutePath) {
        return Files.exists(Path.of(absolutePath));
    }

    @Override
    public List<String> match(String directory, String pattern) {
        List<Path> found = List.of(Path.of(pattern.startsWith("/") ? "/" : directory));
        for (String part : pattern.split("/", -1)) {
            if (!part.isEmpty()) {
                List<Path> deeper = new ArrayList<>();
                for (Path folder : found) {
                    step(folder, part, deeper);
                }
                found = deeper;
            }
        }
        return found.stream().map(Path::toString).toList();
    }

    /** What matches one part of the pattern in a folder, sorted; hidden files only if the pattern names the dot. */
    private static void step(Path folder, String part, List<Path> found) {
        if (part.equals(".") || part.equals("..")) {
            found.add(folder.resolve(part));
            return;
        }
        byte[] pattern = part.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> {
                        String name = entry.getFileName().toString();
                        return name.startsWith(".") == part.startsWith(".")
                                && Glob.matches(pattern, name.getBytes(StandardCharsets.UTF_8));
                    })
                    .sorted()
                    .forEach(found::add);
        } catch (IOException e) {
            // no folder, or one that can't be read: nothing in it matches, as for a shell
            return;
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path target = Path.of(path);
        Path temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", "");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw worded(e);
        }
    }

    @Override
    public String directory(String from, String path) throws ConfigException {
        Path directory = Path.of(from).resolve(path).normalize();
        if (!Files.exists(directory)) {
            throw new ConfigException(NO_SUCH_FILE);
        }
        if (!Files.isDirectory(directory)) {
            throw new ConfigException("Not a directory");
        }
        if (!Files.isExecutable(directory)) {
            throw new ConfigException("Permission denied");
        }
        return directory.toString();
    }
}
