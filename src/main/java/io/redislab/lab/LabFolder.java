package io.redislab.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a learner's work is kept: {@code $XDG_DATA_HOME/redislab}, readable by its owner only. One lab owns
 * it at a time, by a lock that the system drops when the lab ends, however it ends.
 */
public final class LabFolder implements AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** What the next start shows before the lab is open; the prompt's own. */
    public static final String SCREEN = "screen";

    /** Holds the path of the folder with the sockets, where that is elsewhere. */
    private static final String SHELL_PLACE = "shell-place";

    /** A socket's path has 107 bytes at most, on some systems 103. */
    private static final int LONGEST_SOCKET_FOLDER = 85;

    private final Path root;
    private final @Nullable FileChannel lockFile;

    private LabFolder(Path root, @Nullable FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Another lab owns the folder. */
    public static final class Taken extends Exception {
        private static final long serialVersionUID = 1L;

        private final String owner;

        Taken(String owner) {
            super("another lab is open");
            this.owner = owner;
        }

        /** Its process number, or empty when it is not known. */
        public String owner() {
            return owner;
        }
    }

    /** Where the folder belongs by the rules of the XDG base directories. */
    public static Path standard(Map<String, String> environment) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!data.isEmpty() && Path.of(data).isAbsolute()) {
            return Path.of(data, "redislab");
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
        return Path.of(home, ".local", "share", "redislab");
    }

    /**
     * Makes the folder if need be, and takes it.
     *
     * @throws Taken when another lab has it
     * @throws IOException when it can't be made or written
     */
    public static LabFolder own(Path root) throws IOException, Taken {
        create(root);
        FileChannel lockFile = FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another lab of this very program has it.
            lock = null;
        }
        if (lock == null) {
            String owner = read(root.resolve("lock"));
            lockFile.close();
            throw new Taken(owner);
        }
        lockFile.truncate(0);
        lockFile.write(java.nio.ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new LabFolder(root, lockFile);
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.chars().allMatch(Character::isDigit) ? text : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** A folder that is thrown away at the end, with the progress of another one to start from. */
    public static LabFolder apart(@Nullable Path progressOf) throws IOException {
        Path root = Files.createTempDirectory("redislab-");
        LabFolder folder = new LabFolder(root, null);
        if (progressOf != null && Files.isDirectory(progressOf)) {
            try (var courses = Files.newDirectoryStream(progressOf)) {
                for (Path course : courses) {
                    Path progress = course.resolve("progress");
                    if (Files.isRegularFile(progress)) {
                        Files.copy(
                                progress,
                                folder.course(course.getFileName().toString()).resolve("progress"));
                    }
                }
            }
        }
        return folder;
    }

    private static void create(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(folder)) {
            if (posix) {
                Files.createDirectory(folder, OWNER_ONLY);
            } else {
                Files.createDirectory(folder);
            }
        } else if (posix
                && !Files.getPosixFilePermissions(folder).equals(PosixFilePermissions.fromString("rwx------"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    public Path root() {
        return root;
    }

    /** True when what happens here is not kept. */
    public boolean isApart() {
        return lockFile == null;
    }

    /** The folder of a course. */
    public Path course(String id) throws IOException {
        Path folder = course(root, id);
        create(folder);
        return folder;
    }

    /** Where the folder of a course is, or will be, below a data folder. */
    public static Path course(Path root, String id) {
        return root.resolve(safe(id));
    }

    /** The folder of a chapter's world. */
    public Path world(String course, String chapter) throws IOException {
        Path worlds = course(course).resolve("worlds");
        create(worlds);
        Path folder = worlds.resolve(safe(chapter));
        create(folder);
        return folder;
    }

    /** Course and chapter names come from files; as names of folders they get no say in where they lie. */
    private static String safe(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints()
                .limit(60)
                .forEach(c -> out.appendCodePoint(c < 0x7f && (Character.isLetterOrDigit(c) || c == '-') ? c : '_'));
        return Set.of("", "lock", "history", "shell", SHELL_PLACE, SCREEN, SCREEN + ".new")
                        .contains(out.toString())
                ? "_" + out
                : out.toString();
    }

    /**
     * The folder of the sockets by which programs reach the lab. Where the path would be too long for a socket's, it is one
     * for temporary files.
     */
    public Path shell() throws IOException {
        Path folder = shell(root);
        if (folder.toAbsolutePath().toString().length() > LONGEST_SOCKET_FOLDER) {
            Path elsewhere = Files.createTempDirectory("redislab-shell");
            Files.writeString(root.resolve(SHELL_PLACE), elsewhere.toString());
            return elsewhere;
        }
        create(folder);
        return folder;
    }

    /** Where the sockets are of the lab that owns the folder with this root. */
    public static Path shell(Path root) {
        return root.resolve("shell");
    }

    /** Where the sockets are of a lab that owns the folder with this root and can be reached; empty when none does. */
    public static Optional<Path> openShell(Path root) {
        try {
            LabFolder free = own(root);
            free.close();
            return Optional.empty();
        } catch (Taken e) {
            Path folder = Path.of(readOr(root.resolve(SHELL_PLACE), shell(root).toString()));
            return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException e) {
            // It can't be owned; whoever tries to tells why.
            return Optional.empty();
        }
    }

    private static String readOr(Path file, String otherwise) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // It is only there where the usual place would not do.
            return otherwise;
        }
    }

    /** Where lines typed at the prompt are kept; nowhere when apart. */
    public Optional<Path> history() {
        return isApart() ? Optional.empty() : Optional.of(root.resolve("history"));
    }

    @Override
    public void close() throws IOException {
        if (lockFile != null) {
            lockFile.close();
            return;
        }
        FileTree.delete(root);
    }
}
