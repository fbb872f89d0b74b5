package io.redislab.cli;

import io.redislab.course.AnswerFolder;
import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.engine.Clock;
import io.redislab.grading.Answer;
import io.redislab.grading.Comparison;
import io.redislab.grading.Exercise;
import io.redislab.grading.Gradebook;
import io.redislab.grading.GradebookReports;
import io.redislab.grading.Grader;
import io.redislab.grading.ParallelGrading;
import io.redislab.grading.Report;
import io.redislab.grading.Reports;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.program.ShellPrograms;
import io.redislab.resp.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redislab check}: grades answers from files. Needs no terminal and changes nothing of the learner's. */
@Command(
        name = "check",
        description = "Grades answers to an exercise, or all answers in a folder.",
        customSynopsis = {
            "redislab check [OPTION ...] ID FILE...",
            "redislab check [OPTION ...] --all DIR",
        },
        footer = {
            "",
            "A file whose name ends in .lua is a script, in .sh a program for a shell;",
            "any other is commands, one a line.",
            "",
            "With --all each file whose name begins with an exercise's number and ends in",
            ".redis, .lua or .sh is an answer (07.1.redis, 07.1-anna.redis); each folder in",
            "DIR is a student. At the end comes a table.",
            "",
            "Ends with 0 when all answers pass, 1 when one does not, 2 when one could not",
            "run or a report not be written, 3 when an exercise itself is faulty, 64 when",
            "the call is wrong."
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The exercise, as in 7.1.")
    private String id = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = "The answers.")
    private List<Path> files = List.of();

    @Option(names = "--all", paramLabel = "DIR", description = "Grades all answers in a folder.")
    private @Nullable Path all;

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

    @Option(
            names = "--allow-shell",
            description = "Runs .sh answers even where nothing isolates them from this machine.")
    private boolean allowShell;

    private final PrintStream out;
    private Grader grader = new Grader(EngineWorld.source(Clock.system()));

    private CheckCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        grader = new Grader(
                EngineWorld.source(Clock.system()),
                new ShellPrograms(CourseOption.standard().resolve("bin/perl"), allowShell));
        if (Stream.of(json, junit, html).filter("-"::equals).count() > 1) {
            throw CliException.usage("Only one report can go to standard output.");
        }
        if (all != null) {
            if (!id.isEmpty()) {
                throw CliException.usage("With --all no exercise is named: the files' names tell.");
            }
            return gradeAll(all);
        }
        if (id.isEmpty() || files.isEmpty()) {
            throw CliException.usage(
                    "Name an exercise and the answers to it, or a folder with --all. 'redislab check --help' tells"
                            + " more.");
        }
        return gradeFiles();
    }

    private int gradeFiles() throws IOException {
        Course opened = course.open();
        Exercise exercise = exercise(opened);
        List<Comparison.Candidate> candidates = opened.candidates(exercise);
        List<Task> tasks = new ArrayList<>();
        for (Path file : files) {
            tasks.add(new Task(exercise, String.valueOf(file.getFileName()), read(file), candidates));
        }
        List<Report> reports = grade(tasks);
        write(
                () -> reports.size() == 1 ? Reports.json(reports.get(0)) : Reports.json(reports),
                () -> Reports.junit(reports),
                () -> Reports.html(reports),
                () -> reports.stream().map(Reports::text).collect(Collectors.joining()));
        return exitCode(reports);
    }

    private int gradeAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CliException.usage("There is no folder " + Printable.line(folder.toString()) + ".");
        }
        Course opened = course.open();
        AnswerFolder answers;
        try {
            answers = AnswerFolder.read(folder, opened.exerciseIds());
        } catch (IOException e) {
            throw CliException.usage(Printable.line(folder.toString()) + " can't be read.");
        }
        Map<String, Loaded<Exercise>> exercises = new LinkedHashMap<>();
        opened.exerciseIds().stream()
                .filter(each -> answers.answers().stream()
                        .anyMatch(found -> found.exercise().equals(each)))
                .forEach(each -> exercises.put(each, opened.exercise(each)));
        List<ParallelGrading.Task> tasks = new ArrayList<>();
        for (AnswerFolder.Found found : answers.answers()) {
            Loaded<Exercise> exercise = exercises.get(found.exercise());
            tasks.add(
                    exercise.value().isPresent()
                            ? new Task(exercise.value().get(), found.name(), read(found.file()), List.of())
                            : new Faulty(found.exercise(), found.name(), seed, faults(exercise)));
        }
        Gradebook book = book(answers, exercises, grade(tasks));
        write(
                () -> GradebookReports.json(book),
                () -> Reports.junit(book.reports()),
                () -> GradebookReports.html(book),
                () -> GradebookReports.text(book));
        return exitCode(book.reports());
    }

    private Gradebook book(AnswerFolder answers, Map<String, Loaded<Exercise>> exercises, List<Report> reports) {
        List<Gradebook.Entry> entries = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            entries.add(new Gradebook.Entry(answers.answers().get(i).student(), reports.get(i)));
        }
        List<Gradebook.Column> columns = new ArrayList<>();
        exercises.forEach((each, exercise) -> {
            boolean faulty = reports.stream()
                    .anyMatch(report ->
                            report.exercise().equals(each) && report.status() == Report.Status.FAULTY_EXERCISE);
            columns.add(new Gradebook.Column(
                    each,
                    exercise.value().map(Exercise::title).orElse(""),
                    faulty ? 0 : exercise.value().map(Exercise::points).orElse(0),
                    faulty));
        });
        return new Gradebook(seed, columns, entries, answers.ungraded());
    }

    private static List<Report> grade(List<? extends ParallelGrading.Task> tasks) {
        try (ProgressBar bar = new ProgressBar(tasks.size())) {
            return ParallelGrading.run(tasks, Runtime.getRuntime().availableProcessors(), bar::show);
        }
    }

    private static int exitCode(List<Report> reports) {
        return reports.stream()
                .mapToInt(report -> report.status().exitCode())
                .max()
                .orElse(ExitCode.OK);
    }

    private Exercise exercise(Course from) {
        // As in a file's name.
        id = id.replaceFirst("^0(?=[1-9])", "");
        if (!from.exerciseIds().contains(id)) {
            throw CliException.usage("There is no exercise " + Printable.line(id) + ". There are: "
                    + String.join(", ", from.exerciseIds()) + ".");
        }
        Loaded<Exercise> loaded = from.exercise(id);
        if (loaded.value().isEmpty()) {
            throw new CliException(
                    ExitCode.FAULTY,
                    "Exercise " + id + " is faulty, which is not the answer's fault:\n" + faults(loaded));
        }
        return loaded.value().get();
    }

    private static String faults(Loaded<Exercise> loaded) {
        return loaded.faults().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static byte[] read(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > AnswerFolder.MAX_BYTES) {
                throw CliException.usage(
                        Printable.line(file.toString()) + " has more than " + (AnswerFolder.MAX_BYTES >> 20) + " MB.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CliException.usage(Printable.line(file.toString()) + " can't be read"
                    + (Files.exists(file) ? "." : ": there is no such file."));
        }
    }

    /** An answer to be graded. */
    private final class Task implements ParallelGrading.Task {
        private final Exercise exercise;
        private final String name;
        private final byte[] content;
        private final List<Comparison.Candidate> candidates;

        private Task(Exercise exercise, String name, byte[] content, List<Comparison.Candidate> candidates) {
            this.exercise = exercise;
            this.name = name;
            this.content = content;
            this.candidates = candidates;
        }

        @Override
        public Report grade() {
            try {
                Answer answer = Answer.read(name, content);
                Report report = grader.grade(exercise, name, answer, seed);
                return report.passed() && !candidates.isEmpty()
                        ? report.with(grader.afterPass(exercise, answer, candidates, seed))
                        : report;
            } catch (Answer.UnreadableAnswer e) {
                return failed(e.getMessage());
            }
        }

        @Override
        public Report failed(String problem) {
            return Grader.unreadable(exercise, name, seed, problem);
        }
    }

    /** An answer to an exercise that can't be read. */
    private record Faulty(String exercise, String name, long seed, String problem) implements ParallelGrading.Task {
        @Override
        public Report grade() {
            return failed(problem);
        }

        @Override
        public Report failed(String why) {
            return Grader.faulty(exercise, name, seed, why);
        }
    }

    private interface Text {
        String make();
    }

    private void write(Text asJson, Text asJunit, Text asHtml, Text asText) {
        if (json != null) {
            to(json, asJson.make());
        }
        if (junit != null) {
            to(junit, asJunit.make());
        }
        if (html != null) {
            to(html, asHtml.make());
        }
        if (!"-".equals(json) && !"-".equals(junit) && !"-".equals(html)) {
            out.print(asText.make());
        }
        out.flush();
    }

    private void to(String target, String text) {
        if (target.equals("-")) {
            out.print(text);
            return;
        }
        Path file = Path.of(target);
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            Path folder = file.toAbsolutePath().getParent();
            String why = Files.isDirectory(file)
                    ? "it is a folder"
                    : folder == null || Files.isDirectory(folder)
                            ? String.valueOf(e.getMessage())
                            : "there is no folder " + folder;
            throw new CliException(
                    ExitCode.CANNOT_RUN, Printable.line("The report " + target + " can't be written: " + why) + ".");
        }
    }

    static int run(String[] arguments) {
        return run(arguments, Console.out());
    }

    /** @param out where reports go that go into no file */
    static int run(String[] arguments, PrintStream out) {
        return CommandLines.execute(new CheckCommand(out), arguments);
    }
}
