package io.redislab.cli;

import io.redislab.course.Course;
import io.redislab.course.CourseTester;
import io.redislab.course.yaml.Fault;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redislab course}: for those who write lessons and exercises. */
@Command(name = "course", description = "Looks after a course: its lessons, exercises and solutions.")
final class CourseCommand implements Runnable {
    @Mixin
    private CourseOption course = new CourseOption();

    private final PrintStream out = Console.out();

    @Override
    public void run() {
        throw CliException.usage("What about the course? lint, or test. 'redislab course --help' tells more.");
    }

    @Command(name = "lint", description = "Reads all files and reports every fault at its line.")
    int lint() {
        Course opened = course.open();
        List<Fault> faults = new ArrayList<>();
        opened.chapters().stream()
                .filter(info -> info.folder().isPresent())
                .forEach(info -> faults.addAll(opened.chapter(info.id()).faults()));
        opened.exerciseIds().forEach(id -> faults.addAll(opened.exercise(id).faults()));
        return tell(faults, "The files can all be read.");
    }

    @Command(
            name = "test",
            description =
                    "Proves that solutions pass, that wrong answers get their message, and that the untouched start"
                            + " fails.")
    int test(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "ID",
                            description = "Chapters (7) or exercises (7.1); all by default.")
                    List<String> ids,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of the hidden variants.")
                    long seed) {
        Course opened = course.open();
        CourseTester tester = new CourseTester(opened, EngineWorld.source(Clock.system()), seed);
        if (ids == null || ids.isEmpty()) {
            return tell(tester.testAll(), "All of the course holds.");
        }
        List<Fault> faults = List.of();
        for (String id : ids) {
            if (opened.exerciseIds().contains(id)) {
                faults = tester.testExercise(id);
            } else if (opened.chapterInfo(id).isPresent()) {
                faults = tester.testChapter(id);
            } else {
                throw CliException.usage("There is neither a chapter nor an exercise " + id + ".");
            }
        }
        return tell(faults, "It holds.");
    }

    private int tell(List<Fault> faults, String none) {
        faults.forEach(out::println);
        out.println(faults.isEmpty() ? none : faults.size() + (faults.size() == 1 ? " fault." : " faults."));
        out.flush();
        return faults.isEmpty() ? ExitCode.OK : ExitCode.NOT_PASSED;
    }

    static int run(String[] arguments) {
        return CommandLines.execute(new CourseCommand(), arguments);
    }
}
