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
import java.io.IOException;
import java.nio.file.Files;
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
    private final Exercise exercise;
    private final Faults faults;
    private final SourceText source;
    /** The right answers that are commands, by file name. */
    private final Map<String, List<Command>> solutions = new LinkedHashMap<>();

    ExerciseLint(Course course, Exercise exercise, Faults faults) {
        this.course = course;
        this.exercise = exercise;
        this.faults = faults;
        this.source = SourceText.of(course, exercise.where().file());
        for (Path path : course.solutions(exercise.id())) {
            if (name(path).endsWith(".redis")) {
                solutions.put(name(path), CommandWords.parse(read(path)));
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            // The proof of the exercise reports it.
            return "";
        }
    }

    /** @param taught everything that was said before and in the exercise's chapter; absent when it is in no chapter */
    void run(Optional<String> taught) {
        names();
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
            for (String shown : CommandWords.shown(hint)) {
                if (telling.contains(shown)) {
                    quoted(level, hint, "the hint '" + level + "' quotes the solution: " + shown);
                }
            }
        });
        worked();
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
        List<String> right =
                course.solutions(exercise.id()).stream().map(ExerciseLint::name).toList();
        for (Exercise.Approach approach : exercise.approaches()) {
            if (!right.contains(approach.answer())) {
                missing(approach.where(), "solution", approach.answer(), right);
            }
        }
        List<String> wrong = course.wrongAnswers(exercise.id()).stream()
                .map(ExerciseLint::name)
                .toList();
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
        for (Path path : course.wrongAnswers(exercise.id())) {
            if (!named.contains(name(path))) {
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
                there.isEmpty() ? "" : "there are: " + String.join(", ", there));
    }

    private void atLeast(Optional<Integer> least, int count, String what) {
        least.filter(n -> count < n)
                .ifPresent(n -> faults.error(
                        exercise.where(),
                        "rules",
                        "exercise " + exercise.id() + " has " + count + " " + what + ", the course asks for " + n,
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
        unknown.entrySet().stream()
                .findFirst()
                .ifPresent(entry -> faults.error(
                        exercise.where(),
                        "not-taught",
                        "no right answer does with what was taught: " + entry.getKey() + " uses " + entry.getValue(),
                        "teach it in an earlier step, or add an answer that does without it"));
    }
}
