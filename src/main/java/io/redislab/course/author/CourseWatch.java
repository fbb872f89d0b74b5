package io.redislab.course.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Says when an author has saved something of a course. Looks at the files' times and sizes four times a second, which costs
 * less than a watch on each folder and works on every file system; what is being written is waited for, in shorter looks.
 */
public final class CourseWatch implements AutoCloseable {
    private static final long MILLIS = 250;
    /** While something has changed that was not told yet. */
    private static final long SETTLING_MILLIS = 50;

    private final Path root;
    private final Runnable changed;
    private final Thread thread = new Thread(this::loop, "course-watch");
    private Map<Path, String> told;
    private Map<Path, String> seen;

    /** @param changed is called on the watch's own thread */
    public CourseWatch(Path root, Runnable changed) {
        this.root = root;
        this.changed = changed;
        this.told = look();
        this.seen = told;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(seen.equals(told) ? MILLIS : SETTLING_MILLIS);
                compare();
            }
        } catch (InterruptedException e) {
            // The preview is closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Tells of a change once it has been the same for one look. */
    private void compare() {
        Map<Path, String> now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(told)) {
            told = now;
            changed.run();
        }
    }

    private Map<Path, String> look() {
        Map<Path, String> files = new HashMap<>();
        for (String part : new String[] {"course.yaml", "lessons", "exercises", "solutions"}) {
            Path start = root.resolve(part);
            if (Files.exists(start)) {
                look(start, files);
            }
        }
        return files;
    }

    private static void look(Path start, Map<Path, String> files) {
        try (Stream<Path> all = Files.walk(start)) {
            all.forEach(path -> stamp(path, files));
        } catch (IOException | UncheckedIOException e) {
            // A folder went while it was looked at; the next look sees what is left.
            files.put(start, "gone");
        }
    }

    private static void stamp(Path path, Map<Path, String> files) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                files.put(path, attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            }
        } catch (IOException e) {
            // An editor's temporary file, gone already.
            files.remove(path);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
