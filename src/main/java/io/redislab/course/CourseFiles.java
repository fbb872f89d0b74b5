package io.redislab.course;

import io.redislab.course.yaml.Source;
import io.redislab.grading.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
                source.faults().error(asked, "no-file", relative + " is no file of at most 2 MB", "");
                return Optional.empty();
            }
            return Optional.of(decode(Files.readAllBytes(path)));
        } catch (CharacterCodingException e) {
            source.faults().error(new Where(relative, 1, 1), "encoding", "the file is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            source.faults().error(asked, "no-file", relative + " can't be read: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return unix.startsWith("\ufeff") ? unix.substring(1) : unix;
    }

    private String advice(Path missing) {
        Path folder = missing.getParent();
        Path name = missing.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "";
        }
        return io.redislab.course.yaml.Suggestion.closest(name.toString(), names(folder))
                .map(meant -> "did you mean " + meant + "?")
                .orElse("");
    }

    /** The names in a folder of the course, sorted; none when there is no such folder. */
    List<String> list(String relative) {
        Path folder = root.resolve(relative);
        return Files.isDirectory(folder) ? names(folder) : List.of();
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
