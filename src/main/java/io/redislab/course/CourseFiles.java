package io.redislab.course;

import io.redislab.course.yaml.Source;
import io.redislab.grading.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads text files below the course's folder, and none outside it, whatever links there are. */
final class CourseFiles {
    private static final long MAX_BYTES = 2L << 20;

    private final Path root;

    CourseFiles(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    Path root() {
        return root;
    }

    /** The text of a file, with LF line ends; empty after its fault was reported at {@code asked}. */
    Optional<String> read(String relative, Where asked, Source source) {
        Path path = root.resolve(relative);
        try {
            if (!Files.exists(path)) {
                source.faults().error(asked, "no-file", "there is no file " + relative, advice(path));
                return Optional.empty();
            }
            if (!path.toRealPath().startsWith(root)) {
                source.faults().error(asked, "path", relative + " leads out of the course", "keep files in its folder");
                return Optional.empty();
            }
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
                source.faults()
                        .error(
                                asked,
                                "no-file",
                                relative + " is no file of at most 2 MB",
                                "make it smaller, or remove it");
                return Optional.empty();
            }
            return decode(Files.readAllBytes(path), relative, source);
        } catch (IOException e) {
            source.faults()
                    .error(
                            asked,
                            "no-file",
                            relative + " can't be read",
                            "look at its rights and at those of its folder");
        }
        return Optional.empty();
    }

    private static Optional<String> decode(byte[] bytes, String relative, Source source) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        boolean whole =
                !StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError();
        String text = out.flip().toString();
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        unix = unix.startsWith("\ufeff") ? unix.substring(1) : unix;
        if (!whole) {
            int line = (int) unix.chars().filter(c -> c == '\n').count() + 1;
            int column = unix.length() - unix.lastIndexOf('\n');
            source.faults()
                    .error(
                            new Where(relative, line, column),
                            "encoding",
                            "the file is not UTF-8: here is the byte "
                                    + String.format("0x%02x", bytes[in.position()] & 0xff),
                            "save it as UTF-8");
            return Optional.empty();
        }
        return Optional.of(unix);
    }

    /** Whether a path is a file of this course that {@link #read} would read. */
    boolean isOwn(Path path) {
        try {
            return Files.isRegularFile(path)
                    && path.toRealPath().startsWith(root)
                    && Files.isReadable(path)
                    && Files.size(path) <= MAX_BYTES;
        } catch (IOException e) {
            // It went meanwhile, or a link leads nowhere.
            return false;
        }
    }

    private String advice(Path missing) {
        Path folder = missing.getParent();
        Path name = missing.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "there is no such folder either: make it, or take this out";
        }
        return io.redislab.course.yaml.Suggestion.closest(name.toString(), names(folder))
                .map(meant -> "did you mean " + meant + "?")
                .orElse("write it, or take this out");
    }

    /** The names in a folder of the course, sorted; none when there is no such folder, or when it can't be read. */
    List<String> list(String relative) {
        Path folder = root.resolve(relative);
        return isOwnFolder(folder) ? names(folder) : List.of();
    }

    private boolean isOwnFolder(Path folder) {
        try {
            return Files.isDirectory(folder) && folder.toRealPath().startsWith(root) && Files.isReadable(folder);
        } catch (IOException e) {
            // It went meanwhile.
            return false;
        }
    }

    /** What keeps a folder that is there from being read. */
    Optional<String> trouble(String relative) {
        Path folder = root.resolve(relative);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || isOwnFolder(folder)) {
            return Optional.empty();
        }
        boolean file = !Files.isDirectory(folder);
        return Optional.of(
                file
                        ? "this is no folder"
                        : Files.isReadable(folder) ? "this leads out of the course" : "it can't be read");
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
