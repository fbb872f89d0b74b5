package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.Step;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Report;
import io.redislab.grading.World;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a course against a guide: which step or requirement meets each section, command line and bullet. A command line is
 * met where that command runs, in the same form; the rest is claimed by {@code covers:}. A claim that is none is reported.
 */
public final class Coverage {
    private final Course course;
    private final Guide guide;
    private final Evidence evidence;
    private final Grader grader;
    private final List<String> missing = new ArrayList<>();
    private final Map<String, String> requirementOf = new HashMap<>();

    private Coverage(Course course, Guide guide, World.Source worlds) {
        this.course = course;
        this.guide = guide;
        this.evidence = new Evidence(course);
        this.grader = new Grader(worlds);
    }

    /**
     * What was found.
     *
     * @param table Markdown, the same for the same course and guide
     * @param missing what no step and no requirement meets, and claims that name nothing, in words for an author
     */
    public record Result(String table, List<String> missing) {
        public Result {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Holds a course against the guide in a folder.
     *
     * @throws IOException when the folder holds no guide
     */
    public static Result of(Course course, Path guideFolder, World.Source worlds) throws IOException {
        Coverage coverage = new Coverage(course, Guide.read(guideFolder), worlds);
        String table = coverage.table();
        coverage.refuseFalseClaims();
        return new Result(table, coverage.missing);
    }

    private String table() {
        StringBuilder out = new StringBuilder();
        out.append("# What covers the guide\n\nMade by `redislab course coverage`. Lines are those of the guide. ")
                .append("A command is *typed* where the learner or an answer runs it, *shown* where it runs in a text ")
                .append("or a set-up; *form* means the same command with the same options and other data. ")
                .append("`7/rank` is a step, `7.1 top` a requirement of exercise 7.1.\n\n");
        figures(out);
        String commands = commands();
        sections(out);
        bullets(out);
        out.append(commands);
        return out.toString();
    }

    // ---- figures ----

    private void figures(StringBuilder out) {
        out.append("## Chapters\n\nSteps without exercises; *checked* have a check or a question.\n\n")
                .append("| chapter | steps | checked | typed | predictions | repairs | measurements | exercises |")
                .append(" right answers | wrong answers |\n")
                .append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (ChapterInfo info : course.chapters()) {
            if (info.folder().isEmpty()) {
                continue;
            }
            Chapter chapter = course.chapter(info.id()).orThrow();
            List<String> exercises = chapter.steps().stream()
                    .flatMap(step -> step.exercise().stream())
                    .toList();
            int checked = Figures.checked(chapter);
            int typed = Figures.count(chapter, Step.Kind.TYPE);
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d (%d %%) | %d | %d | %d | %s | %s | %s |%n",
                    chapter.id(),
                    chapter.steps().size() - exercises.size(),
                    checked,
                    typed,
                    Math.round(100.0 * typed / checked),
                    Figures.count(chapter, Step.Kind.PREDICT),
                    Figures.count(chapter, Step.Kind.REPAIR),
                    Figures.count(chapter, Step.Kind.MEASURE),
                    String.join(", ", exercises),
                    exercises.stream()
                            .map(id -> "" + course.solutions(id).size())
                            .collect(Collectors.joining(", ")),
                    exercises.stream()
                            .map(id -> "" + course.wrongAnswers(id).size())
                            .collect(Collectors.joining(", "))));
        }
        out.append('\n');
    }

    // ---- sections and bullets ----

    private final Map<String, Set<String>> bySection = new HashMap<>();

    private void sections(StringBuilder out) {
        Set<String> ofSections = guide.bullets().stream()
                .filter(bullet -> !bullet.exercise())
                .map(Guide.Part::id)
                .collect(Collectors.toSet());
        for (Evidence.Claim claim : evidence.claims()) {
            boolean counts = claim.text().contains(" bullet ")
                    ? ofSections.contains(claim.text())
                    : !claim.text().startsWith("ex ");
            if (counts) {
                bySection
                        .computeIfAbsent(claim.text().split(" ", 2)[0], id -> new LinkedHashSet<>())
                        .add(claim.place());
            }
        }
        out.append("## Sections\n\n| section | line | met in |\n| --- | --- | --- |\n");
        for (Guide.Part section : guide.sections()) {
            row(out, section.id(), section.line(), bySection.getOrDefault(section.id(), Set.of()), "section");
        }
        out.append('\n');
    }

    private void bullets(StringBuilder out) {
        out.append("## Bullets\n\n| of | line | met in |\n| --- | --- | --- |\n");
        for (Guide.Part bullet : guide.bullets()) {
            Set<String> places = evidence.claims().stream()
                    .filter(claim -> claim.text().equals(bullet.id()))
                    .map(Evidence.Claim::place)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            row(out, bullet.id(), bullet.line(), places, "");
        }
        out.append('\n');
    }

    private void row(StringBuilder out, String id, int line, Set<String> places, String what) {
        if (places.isEmpty()) {
            missing.add((what + " " + id).strip() + " (line " + line + ") is met by no step and no requirement");
        }
        List<String> first = places.stream().limit(6).toList();
        out.append("| ")
                .append(id)
                .append(" | ")
                .append(line)
                .append(" | ")
                .append(first.stream().map(place -> "`" + place + "`").collect(Collectors.joining(", ")))
                .append(places.size() > first.size() ? ", …" : "")
                .append(" |\n");
    }

    // ---- command lines ----

    private record Met(int rank, Evidence.Use use, String how) {}

    private String commands() {
        StringBuilder out = new StringBuilder("## Command lines\n\n| line | of | command | met in | how |\n");
        out.append("| --- | --- | --- | --- | --- |\n");
        for (Guide.CommandLine command : guide.commands()) {
            Optional<Met> met = evidence.uses().stream()
                    .flatMap(use -> met(command, use).stream())
                    .min(Comparator.comparingInt(Met::rank));
            String of = (command.exercise() ? "ex " : "") + command.section();
            if (met.isEmpty()) {
                missing.add("line " + command.line() + ", " + of + ": " + shown(command.words()) + " runs nowhere");
            }
            String place = met.map(found -> place(found.use())).orElse("");
            met.filter(found -> !command.exercise()).ifPresent(found -> bySection
                    .computeIfAbsent(command.section(), id -> new LinkedHashSet<>())
                    .add(place));
            out.append("| ")
                    .append(command.line())
                    .append(" | ")
                    .append(of)
                    .append(" | `")
                    .append(shown(command.words()).replace("|", "\\|"))
                    .append("` | ")
                    .append(place.isEmpty() ? "" : "`" + place + "`")
                    .append(" | ")
                    .append(met.map(Met::how).orElse("**missing**"))
                    .append(" |\n");
        }
        return out.toString();
    }

    /** The command's own words: its name, its first argument and its options. */
    private static String shown(List<String> words) {
        String name = CommandWords.name(words);
        int from = name.indexOf(' ') < 0 ? 1 : 2;
        StringBuilder shown = new StringBuilder(name);
        boolean gap = false;
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i);
            if (i == from && word.length() <= 32 || word.matches("[A-Z]{2,}")) {
                shown.append(' ').append(word.isEmpty() ? "\"\"" : word);
                gap = false;
            } else if (!gap) {
                shown.append(" …");
                gap = true;
            }
        }
        return shown.toString();
    }

    /** How well a use meets a command line; the best has the lowest rank. */
    private Optional<Met> met(Guide.CommandLine command, Evidence.Use use) {
        String chapter = command.section().split("\\.", 2)[0];
        boolean exact = CommandWords.normal(use.words()).equals(CommandWords.normal(command.words()));
        if (!exact && !use.form().equals(Evidence.form(command.words()))) {
            return Optional.empty();
        }
        boolean sameKey = use.words().size() > 1
                && command.words().size() > 1
                && use.words().get(1).equals(command.words().get(1));
        boolean own = command.exercise()
                ? use.place().equals(command.section())
                : !use.exercise() && use.chapter().equals(chapter);
        boolean typed = use.way() == Evidence.Way.TYPED;
        boolean claimed = evidence.claims().stream()
                .anyMatch(claim -> claim.place().equals(use.place())
                        && claim.text().replaceFirst("^ex ", "").startsWith(command.section() + " ")
                        && claim.text().toUpperCase(Locale.ROOT).contains(CommandWords.name(command.words())));
        int rank = (exact ? 0 : sameKey ? 2 : 4)
                + (own ? 0 : use.chapter().equals(chapter) ? 5 : 10)
                + (typed ? 0 : 1)
                - (claimed ? 1 : 0);
        return Optional.of(new Met(rank, use, (typed ? "typed" : "shown") + (exact ? "" : ", form")));
    }

    /** A step's id; of an exercise the requirement that fails without the command, where there is one. */
    private String place(Evidence.Use use) {
        if (!use.exercise()) {
            return use.place();
        }
        String key = use.place() + " " + CommandWords.normal(use.words());
        String requirement = requirementOf.computeIfAbsent(key, any -> requirement(use));
        return (use.place() + " " + requirement).strip();
    }

    private String requirement(Evidence.Use use) {
        Exercise exercise = course.exercise(use.place()).orThrow();
        for (Path path : course.solutions(use.place())) {
            List<Command> commands = CommandWords.parse(read(path));
            for (Command command : commands) {
                if (CommandWords.words(command).equals(use.words())) {
                    List<Command> fewer = new ArrayList<>(commands);
                    fewer.remove(command);
                    Report report = grader.grade(exercise, "", new Answer.Commands(fewer), 0);
                    Optional<String> unmet = report.requirements().stream()
                            .filter(result -> !result.met())
                            .map(Report.Result::id)
                            .findFirst();
                    if (unmet.isPresent()) {
                        return unmet.get();
                    }
                }
            }
        }
        return "";
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            // It was read a moment ago; without it, its exercise stands for the requirement.
            return "";
        }
    }

    // ---- claims ----

    private void refuseFalseClaims() {
        Set<String> ids = new LinkedHashSet<>();
        guide.sections().forEach(section -> ids.add(section.id()));
        guide.bullets().forEach(bullet -> ids.add(bullet.id().split(" ", 2)[0]));
        Set<String> bullets = guide.bullets().stream().map(Guide.Part::id).collect(Collectors.toSet());
        for (Evidence.Claim claim : evidence.claims()) {
            String text = claim.text().replaceFirst("^ex ", "");
            boolean bullet = text.contains(" bullet ");
            if (bullet ? !bullets.contains(text) : !ids.contains(text.split(" ", 2)[0])) {
                missing.add(claim.place() + " claims to cover '" + claim.text() + "', which the guide does not have");
            }
        }
    }
}
