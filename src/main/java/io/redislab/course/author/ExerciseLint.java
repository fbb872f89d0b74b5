package io.redislab.course.author;

import io.redislab.course.Course;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Check;
import io.redislab.grading.Exercise;
import io.redislab.grading.Mistake;
import io.redislab.grading.Requirement;
import io.redislab.grading.Variable;
import io.redislab.grading.Where;
import io.redislab.resp.CommandText.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at one exercise without running it: its names, its hints, its answers' files. */
final class ExerciseLint {
    /** A shorter command than this many words gives nothing away. */
    private static final int TELLING = 3;

    private final Course course;
    private final String id;
    private final Exercise exercise;
    private final boolean whole;
    private final Faults faults;
    private final SourceText source;
    /** The right answers that are commands, by file name. */
    private final Map<String, List<Command>> solutions = new LinkedHashMap<>();

    /**
     * Looks at an exercise.
     *
     * @param id by its file's name
     * @param whole whether all of it could be read; otherwise only what is certain is reported
     */
    ExerciseLint(Course course, String id, Exercise exercise, boolean whole, Faults faults) {
        this.course = course;
        this.id = id;
        this.exercise = exercise;
        this.whole = whole;
        this.faults = faults;
        this.source = SourceText.of(course, exercise.where().file());
        for (Path path : course.solutions(id)) {
            if (name(path).endsWith(".redis")) {
                solutions.put(name(path), CommandWords.parse(read(path)));
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private String read(Path path) {
        return course.text(course.root().relativize(path).toString()).orElse("");
    }

    /** @param taught everything that was said before and in the exercise's chapter; absent when it is in no chapter */
    void run(Optional<String> taught) {
        if (whole || !exercise.setup().isEmpty()) {
            names();
        }
        hints();
        answers();
        taught.ifPresent(this::taught);
    }

    // ---- names ----

    private void names() {
        NamesInTask task = new NamesInTask(exercise.task());
        for (Exercise.Function function : exercise.functions()) {
            List<String> words = new ArrayList<>(List.of(function.name()));
            words.addAll(function.keys());
            words.addAll(function.args());
            for (String word : words) {
                if (!task.says(word)) {
                    notInTask(function.where(), "'" + word + "' of the function " + function.name());
                }
            }
        }
        Set<String> given = new HashSet<>();
        Checks.flat(exercise.setup()).forEach(check -> {
            if (check instanceof Check.Run run) {
                given.addAll(words(run));
            }
        });
        for (Requirement requirement : exercise.requirements()) {
            names(requirement, task, given);
        }
    }

    private static List<String> words(Check.Run run) {
        return run.commands().stream()
                .flatMap(line -> CommandWords.parse(line).stream())
                .flatMap(command -> CommandWords.words(command).stream())
                .toList();
    }

    /** @param given names that are in the learner's world from the start */
    private void names(Requirement requirement, NamesInTask task, Set<String> given) {
        Set<String> examiners = new HashSet<>(given);
        Checks.flat(requirement.checks()).forEach(check -> {
            if (check instanceof Check.Call call) {
                examiners.addAll(call.keys());
                examiners.addAll(call.args());
                if (!task.gives(call.name())) {
                    notInTask(check.where(), "the function '" + call.name() + "'");
                }
            } else if (check instanceof Check.Run run) {
                examiners.addAll(words(run));
            } else if (check instanceof Check.Key key && !isNone(key)) {
                given(key.key(), "the key", check.where(), task, examiners);
            } else if (check instanceof Check.Published published) {
                given(published.channel(), "the channel", check.where(), task, examiners);
            }
        });
    }

    private static boolean isNone(Check.Key key) {
        return key.type().filter("none"::equals).isPresent();
    }

    private void given(String name, String what, Where where, NamesInTask task, Set<String> examiners) {
        if (examiners.contains(name)) {
            return;
        }
        String expanded = expand(name);
        if (!task.gives(expanded) && examiners.stream().map(this::expand).noneMatch(expanded::equals)) {
            notInTask(where, what + " '" + expanded + "'");
        }
    }

    private void notInTask(Where where, String what) {
        faults.error(where, "not-in-task", what + " does not stand in the task", "say it there");
    }

    /** With the values that are fixed; what is drawn may be a number. */
    private String expand(String text) {
        String expanded = text;
        for (Map.Entry<String, Variable> variable : exercise.variables().entrySet()) {
            String value = variable.getValue() instanceof Variable.Fixed fixed ? fixed.text() : "1";
            expanded = expanded.replace("{{" + variable.getKey() + "}}", value);
        }
        return expanded.replaceAll("\\{\\{[^}]*\\}\\}", "1");
    }

    // ---- hints ----

    private void hints() {
        Set<String> told = new HashSet<>(CommandWords.shown(exercise.task()));
        Set<String> telling = solutions.values().stream()
                .flatMap(List::stream)
                .map(CommandWords::words)
                .filter(words -> words.size() >= TELLING)
                .map(CommandWords::normal)
                .filter(command -> !told.contains(command))
                .collect(Collectors.toSet());
        Map<String, String> early = new LinkedHashMap<>();
        early.put("nudge", exercise.hints().nudge());
        early.put("concept", exercise.hints().concept());
        early.put("shape", exercise.hints().shape());
        early.forEach((level, hint) -> {
            List<String> shown = CommandWords.shown(hint);
            Optional<String> quote = shown.stream().filter(telling::contains).findFirst();
            quote.ifPresentOrElse(
                    command -> quoted(level, hint, "the hint '" + level + "' quotes the solution: " + command),
                    () -> all(shown, told)
                            .ifPresent(file -> quoted(level, hint, "the hint '" + level + "' is all of " + file)));
        });
        worked();
    }

    /** A right answer, however short, of which nothing is left to be found. @param told what the task says already */
    private Optional<String> all(List<String> shown, Set<String> told) {
        return solutions.entrySet().stream()
                .filter(answer -> {
                    List<String> commands = answer.getValue().stream()
                            .map(command -> CommandWords.normal(CommandWords.words(command)))
                            .filter(command -> !told.contains(command))
                            .toList();
                    return !commands.isEmpty() && shown.containsAll(commands);
                })
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The last hint works one part through, not all of them. */
    private void worked() {
        Set<String> shown = new HashSet<>(CommandWords.shown(exercise.hints().worked()));
        solutions.forEach((file, commands) -> {
            long quoted = commands.stream()
                    .map(command -> CommandWords.normal(CommandWords.words(command)))
                    .filter(shown::contains)
                    .count();
            if (commands.size() > 2 && quoted == commands.size()) {
                quoted("worked", exercise.hints().worked(), "the hint 'worked' is all of " + file);
            }
        });
    }

    private void quoted(String level, String hint, String message) {
        faults.error(
                source.find(level, hint),
                "hint-quotes-solution",
                message,
                "leave gaps (…), or work through one part with other data");
    }

    // ---- answers ----

    private void answers() {
        String name = "solutions/" + course.exerciseName(id).orElse("");
        for (String folder : List.of(name, name + "/wrong")) {
            course.list(folder).stream()
                    .filter(Course::isAnswerFile)
                    .forEach(file -> course.look(folder + "/" + file, faults));
        }
        List<String> right =
                course.solutions(id).stream().map(ExerciseLint::name).toList();
        for (Exercise.Approach approach : exercise.approaches()) {
            if (!right.contains(approach.answer())) {
                missing(approach.where(), "solution", approach.answer(), right);
            }
        }
        List<String> wrong =
                course.wrongAnswers(id).stream().map(ExerciseLint::name).toList();
        Set<String> named = new HashSet<>();
        for (Mistake mistake : exercise.mistakes()) {
            named.addAll(mistake.answers());
            mistake.answers().stream()
                    .filter(answer -> !wrong.contains(answer))
                    .forEach(answer -> missing(mistake.where(), "wrong answer", answer, wrong));
            if (mistake.answers().isEmpty()) {
                faults.error(
                        mistake.where(),
                        "no-answer",
                        "no wrong answer shows the mistake '" + mistake.id() + "'",
                        "add one to solutions/…/wrong and name it in answers:");
            }
        }
        for (Path path : course.wrongAnswers(id)) {
            if (whole && !named.contains(name(path))) {
                faults.error(
                        new Where(course.root().relativize(path).toString(), 1, 1),
                        "no-message",
                        "no mistake names this answer",
                        "name it in answers: of a mistake");
            }
        }
        atLeast(course.rules().rightAnswers(), right.size(), "right answers");
        atLeast(course.rules().wrongAnswers(), wrong.size(), "wrong answers");
    }

    private void missing(Where where, String what, String answer, Collection<String> there) {
        faults.error(
                where,
                "reference",
                "there is no " + what + " " + answer,
                there.isEmpty() ? "write it, or take this out" : "there are: " + String.join(", ", there));
    }

    private void atLeast(Optional<Integer> least, int count, String what) {
        least.filter(n -> count < n)
                .ifPresent(n -> faults.error(
                        exercise.where(),
                        "rules",
                        "exercise " + id + " has " + count + " " + what + ", the course asks for " + n,
                        "add some, or change rules: in course.yaml"));
    }

    // ---- what was taught ----

    /** At least one right answer needs nothing but what was taught. */
    private void taught(String before) {
        String all = before + "\n" + exercise.task();
        Map<String, String> unknown = new LinkedHashMap<>();
        for (Map.Entry<String, List<Command>> solution : solutions.entrySet()) {
            Optional<String> first = solution.getValue().stream()
                    .map(command -> CommandWords.name(CommandWords.words(command)))
                    .filter(name -> !CommandWords.mentions(all, name))
                    .findFirst();
            if (first.isEmpty()) {
                return;
            }
            unknown.put(solution.getKey(), first.get());
        }
        if (!unknown.isEmpty()) {
            String which = unknown.entrySet().stream()
                    .map(entry -> entry.getKey() + " uses " + entry.getValue())
                    .collect(Collectors.joining(", "));
            faults.error(
                    exercise.where(),
                    "not-taught",
                    "no right answer does with what was taught: " + which,
                    "teach it in an earlier step, name it in the task, or add an answer that does without it");
        }
    }
}
