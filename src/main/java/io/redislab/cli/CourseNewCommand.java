package io.redislab.cli;

import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.author.CourseMaker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code redislab course new}: files that pass at once, to be changed. */
@Command(name = "new", description = "Makes a course, a lesson or an exercise that works, to be changed.")
final class CourseNewCommand implements Runnable {
    @ParentCommand
    private @Nullable CourseCommand parent;

    private final PrintStream out = Console.out();

    @Override
    public void run() {
        throw CliException.usage("What should be made? course, lesson or exercise.");
    }

    /** Makes files. */
    private interface Maker {
        List<Path> make() throws IOException, CourseMaker.Refused;
    }

    @Command(name = "course", description = "Makes a course of one chapter and one exercise.")
    int course(
            @Parameters(paramLabel = "DIR", description = "A new folder.") Path folder,
            @Option(names = "--title", paramLabel = "TEXT", defaultValue = "A course", description = "Its title.")
                    String title) {
        return tell(() -> CourseMaker.course(folder, title), " --course " + folder);
    }

    @Command(name = "lesson", description = "Makes a chapter with steps of each kind.")
    int lesson(
            @Parameters(paramLabel = "TITLE", description = "A few words.") String title,
            @Option(
                            names = "--chapter",
                            paramLabel = "N",
                            description = "A chapter that course.yaml lists without a folder; else a new one.")
                    @Nullable
                    Integer chapter) {
        Course opened = course().open();
        return tell(
                () -> CourseMaker.lesson(opened, Optional.ofNullable(chapter).map(String::valueOf), title),
                course().asWritten());
    }

    @Command(name = "exercise", description = "Makes an exercise with right and wrong answers.")
    int exercise(
            @Parameters(paramLabel = "TITLE", description = "A few words.") String title,
            @Option(names = "--chapter", paramLabel = "N", description = "The chapter; by default the last.") @Nullable
                    Integer chapter) {
        Course opened = course().open();
        String id = chapter != null
                ? String.valueOf(chapter)
                : opened.chapters().stream()
                        .filter(info -> info.folder().isPresent())
                        .map(ChapterInfo::id)
                        .reduce((earlier, later) -> later)
                        .orElse("1");
        return tell(() -> CourseMaker.exercise(opened, title, id), course().asWritten());
    }

    private CourseOption course() {
        return Objects.requireNonNull(parent).option();
    }

    private int tell(Maker maker, String courseOption) {
        try {
            maker.make().stream().distinct().forEach(file -> out.println("  " + file));
            out.println("redislab course test" + courseOption + " proves it.");
            return ExitCode.OK;
        } catch (CourseMaker.Refused e) {
            throw CliException.usage(e.getMessage());
        } catch (IOException e) {
            throw new CliException(ExitCode.CANNOT_RUN, "It can't be written: " + e);
        }
    }
}
