package io.redislab.cli;

import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.author.CourseLint;
import io.redislab.course.author.CourseTester;
import io.redislab.course.author.Coverage;
import io.redislab.course.author.KeyReference;
import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.engine.Clock;
import io.redislab.grading.Json;
import io.redislab.grading.Programs;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.program.ShellPrograms;
import io.redislab.resp.Printable;
import io.redislab.terminal.Lab;
import io.redislab.terminal.LabOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redislab course}: for those who write lessons and exercises. */
@Command(
        name = "course",
        description = "Looks after a course: its lessons, exercises and solutions.",
        subcommands = CourseNewCommand.class)
final class CourseCommand implements Runnable {
    @Mixin
    private CourseOption course = new CourseOption();

    private final PrintStream out = Console.out();

    /** Which course, for the commands below this one. */
    CourseOption option() {
        return course;
    }

    @Override
    public void run() {
        throw CliException.usage(
                "What about the course? new, lint, test or preview. 'redislab course --help' tells more.");
    }

    @Command(name = "lint", description = "Reads all files and reports every fault at its line.")
    int lint(@Option(names = "--json", description = "Prints the faults as JSON.") boolean json) {
        Loaded<Course> loaded = course.load();
        List<Fault> faults = faults(loaded, opened -> new CourseLint(opened).run());
        if (json) {
            out.print(Json.write(faults.stream().map(CourseCommand::json).toList()));
            out.flush();
            return code(faults);
        }
        return tell(faults, "No faults.");
    }

    @Command(
            name = "test",
            description =
                    "Reports what lint does, and proves that solutions pass, that wrong answers get their message, and"
                            + " that the untouched start fails.")
    int test(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "ID",
                            description = "Chapters (7) or exercises (7.1); all by default.")
                    List<String> ids,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of the hidden variants.")
                    long seed) {
        Loaded<Course> loaded = course.load();
        return tell(faults(loaded, opened -> test(opened, ids == null ? List.of() : ids, seed)), "It holds.");
    }

    private static List<Fault> test(Course opened, List<String> ids, long seed) {
        for (String id : ids) {
            if (!opened.exerciseIds().contains(id) && opened.chapterInfo(id).isEmpty()) {
                throw CliException.usage("There is neither a chapter nor an exercise " + id + ".");
            }
        }
        Programs programs = new ShellPrograms(CourseOption.standard().resolve("bin/perl"), false);
        programs.refusal().ifPresent(why -> Console.out().println("Answers in .sh are left out: " + why + "."));
        CourseTester tester = new CourseTester(opened, EngineWorld.source(Clock.system()), seed).with(programs);
        CourseLint lint = new CourseLint(opened);
        Faults all = new Faults();
        all.addAll(ids.isEmpty() ? lint.run() : lint.run(ids));
        all.addAll(ids.isEmpty() ? tester.testAll() : tester.test(ids));
        return all.sorted();
    }

    /** The faults of course.yaml and, as far as it can be read, of what it names. */
    private static List<Fault> faults(Loaded<Course> loaded, Function<Course, List<Fault>> more) {
        Faults all = new Faults();
        all.addAll(loaded.faults());
        loaded.readable().ifPresent(opened -> all.addAll(more.apply(opened)));
        return all.sorted();
    }

    private static Map<String, Object> json(Fault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", fault.where().file());
        json.put("line", fault.where().line());
        json.put("column", fault.where().column());
        json.put("severity", fault.severity().name().toLowerCase(Locale.ROOT));
        json.put("code", fault.code());
        json.put("message", fault.message());
        json.put("advice", fault.advice());
        return json;
    }

    @Command(
            name = "preview",
            description = "Opens the lab at a step, its state built, and keeps nothing of what happens there.")
    int preview(
            @Parameters(paramLabel = "ID", description = "An exercise (7.1), a step (7/rank) or a chapter (7).")
                    String id,
            @Option(names = "--watch", description = "Shows the step anew whenever a file of the course is saved.")
                    boolean watch,
            @Option(names = "--plain", description = "Lines only: nothing on the screen is drawn anew.")
                    boolean plain) {
        LabOptions.Preview preview = new LabOptions.Preview(id, watch);
        return Lab.open(new LabOptions(course.folder(), plain, Optional.empty(), Optional.of(preview)));
    }

    @Command(
            name = "coverage",
            description = "Says which step or requirement meets each section, command and bullet of a guide.")
    int coverage(
            @Option(names = "--guide", required = true, paramLabel = "DIR", description = "The guide's folder.")
                    Path guide,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "Where the table goes; by default it is printed.")
                    @Nullable
                    Path file)
            throws IOException {
        Coverage.Result result = Coverage.of(course.open(), guide, EngineWorld.source(Clock.system()));
        if (file == null) {
            out.print(result.table());
        } else {
            Files.writeString(file, result.table());
        }
        result.missing().forEach(out::println);
        out.println(
                result.missing().isEmpty()
                        ? "Nothing is missing."
                        : result.missing().size() + " missing.");
        out.flush();
        return result.missing().isEmpty() ? ExitCode.OK : ExitCode.NOT_PASSED;
    }

    @Command(
            name = "reference",
            description = "Writes the reference of keys into the handbook, and the JSON Schemas for editors.")
    int reference(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DIR",
                            defaultValue = "docs",
                            description = "The handbook's folder.")
                    Path docs)
            throws IOException {
        for (Map.Entry<Path, String> file : KeyReference.files(docs).entrySet()) {
            Files.createDirectories(file.getKey().toAbsolutePath().getParent());
            Files.writeString(file.getKey(), file.getValue());
            out.println("  " + file.getKey());
        }
        out.flush();
        return ExitCode.OK;
    }

    private int tell(List<Fault> faults, String none) {
        faults.forEach(fault -> out.println(Printable.lines(fault.toString())));
        out.println(faults.isEmpty() ? none : faults.size() + (faults.size() == 1 ? " fault." : " faults."));
        out.flush();
        return code(faults);
    }

    private static int code(List<Fault> faults) {
        return faults.isEmpty() ? ExitCode.OK : ExitCode.NOT_PASSED;
    }

    static int run(String[] arguments) {
        return CommandLines.execute(new CourseCommand(), arguments);
    }
}
