package io.redislab.terminal;

import io.redislab.lab.LabFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the lab is opened.
 *
 * @param course the folder of the course
 * @param plain text in lines only, without anything that redraws
 * @param data where the learner's work is kept; by default the XDG data folder
 * @param preview for an author: opens at a place of the course, and keeps nothing
 */
public record LabOptions(Path course, boolean plain, Optional<Path> data, Optional<Preview> preview) {
    public LabOptions(Path course, boolean plain) {
        this(course, plain, Optional.empty());
    }

    public LabOptions(Path course, boolean plain, Optional<Path> data) {
        this(course, plain, data, Optional.empty());
    }

    /**
     * What an author looks at.
     *
     * @param place as in {@code 7}, {@code 7/rank} or {@code 7.1}
     * @param watch shows the place again whenever a file of the course is saved
     */
    public record Preview(String place, boolean watch) {}

    /** Where the learner's work is kept. */
    Path dataFolder() {
        return data.isPresent() ? data.get() : LabFolder.standard(System.getenv());
    }
}
