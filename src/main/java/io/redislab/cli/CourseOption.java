package io.redislab.cli;

import io.redislab.course.Course;
import io.redislab.course.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --course DIR}, which all commands have that read a course. */
final class CourseOption {
    @Option(
            names = "--course",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The course's folder; by default the one that comes along.")
    private @Nullable Path folder;

    /** The course's folder. */
    Path folder() {
        return folder != null ? folder : standard();
    }

    /** The option as it was given, to be shown in advice; empty when it was not. */
    String asWritten() {
        return folder == null ? "" : " --course " + folder;
    }

    /** Where the program's own course is: beside the launcher, which says so, or here. */
    static Path standard() {
        return Path.of(System.getProperty("redislab.home", "."));
    }

    /** The course. @throws CliException when it can't be opened */
    Course open() {
        Path at = folder();
        Loaded<Course> loaded = load();
        return loaded.value()
                .orElseThrow(() -> CliException.usage("The course in " + at + " can't be opened:\n"
                        + loaded.faults().stream().map(Object::toString).collect(Collectors.joining("\n"))));
    }

    /** The course and what is wrong with its first file. @throws CliException when there is no such folder */
    Loaded<Course> load() {
        Path at = folder();
        if (!Files.isDirectory(at)) {
            throw CliException.usage("There is no folder " + at + ".");
        }
        return Course.open(at);
    }
}
