package io.redislab.cli;

import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.engine.Clock;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Report;
import io.redislab.grading.Reports;
import io.redislab.lab.EngineWorld;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redislab check}: grades answers from files. Needs no terminal and changes nothing of the learner's. */
@Command(
        name = "check",
        description = "Grades answers to an exercise.",
        footer = {
            "",
            "A file whose name ends in .lua is a script, in .sh a program for a shell;",
            "any other is commands, one a line.",
            "",
            "Ends with 0 when all answers pass, 1 when one does not, 2 when one could not",
            "run, 3 when the exercise itself is faulty, 64 when the call is wrong."
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The exercise, as in 7.1.")
    private String id = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "The answers.")
    private List<Path> files = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chooses the hidden variants' data (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", paramLabel = "F", description = "Writes a report as JSON; - for standard output.")
    private @Nullable String json;

    @Option(names = "--junit", paramLabel = "F", description = "Writes a report as JUnit's XML.")
    private @Nullable String junit;

    @Option(names = "--html", paramLabel = "F", description = "Writes a report as a web page.")
    private @Nullable String html;

    @Mixin
    private CourseOption course = new CourseOption();

    @Override
    public Integer call() throws IOException {
        Exercise exercise = exercise(course.open());
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(read(file));
        }
        Grader grader = new Grader(EngineWorld.source(Clock.system()));
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            reports.add(grade(grader, exercise, files.get(i), contents.get(i)));
        }
        write(reports);
        return reports.stream()
                .mapToInt(report -> report.status().exitCode())
                .max()
                .orElse(ExitCode.OK);
    }

    private Exercise exercise(Course from) {
        if (!from.exerciseIds().contains(id)) {
            throw CliException.usage(
                    "There is no exercise " + id + ". There are: " + String.join(", ", from.exerciseIds()) + ".");
        }
        Loaded<Exercise> loaded = from.exercise(id);
        if (loaded.value().isEmpty()) {
            throw new CliException(
                    ExitCode.FAULTY,
                    "Exercise " + id + " is faulty, which is not the answer's fault:\n"
                            + loaded.faults().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return loaded.value().get();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException | OutOfMemoryError e) {
            throw CliException.usage(file + " can't be read" + (Files.exists(file) ? "." : ": there is no such file."));
        }
    }

    private Report grade(Grader grader, Exercise exercise, Path file, byte[] content) {
        String name = String.valueOf(file.getFileName());
        try {
            return grader.grade(exercise, name, Answer.read(name, content), seed);
        } catch (Answer.UnreadableAnswer e) {
            return Grader.unreadable(exercise, name, seed, e.getMessage());
        }
    }

    private void write(List<Report> reports) throws IOException {
        PrintStream out = Console.out();
        if (json != null) {
            to(json, reports.size() == 1 ? Reports.json(reports.get(0)) : Reports.json(reports));
        }
        if (junit != null) {
            to(junit, Reports.junit(reports));
        }
        if (html != null) {
            to(html, Reports.html(reports));
        }
        if (!"-".equals(json) && !"-".equals(junit) && !"-".equals(html)) {
            reports.forEach(report -> out.print(Reports.text(report)));
        }
        out.flush();
    }

    private static void to(String target, String text) throws IOException {
        if (target.equals("-")) {
            Console.out().print(text);
        } else {
            Files.writeString(Path.of(target), text, StandardCharsets.UTF_8);
        }
    }

    static int run(String[] arguments) {
        return CommandLines.execute(new CheckCommand(), arguments);
    }
}
