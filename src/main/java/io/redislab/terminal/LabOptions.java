package io.redislab.terminal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the lab is opened.
 *
 * @param course the folder of the course
 * @param plain text in lines only, without anything that redraws
 * @param data where the learner's work is kept; by default the XDG data folder
 */
public record LabOptions(Path course, boolean plain, Optional<Path> data) {
    public LabOptions(Path course, boolean plain) {
        this(course, plain, Optional.empty());
    }
}
