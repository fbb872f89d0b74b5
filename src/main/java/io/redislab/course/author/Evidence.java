package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.Step;
import io.redislab.course.StepSolution;
import io.redislab.grading.Check;
import io.redislab.grading.Exercise;
import io.redislab.grading.Requirement;
import io.redislab.resp.CommandText.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every command that runs somewhere in a course, with where; what else a place claims to cover. */
final class Evidence {
    private static final Pattern LUA_CALL = Pattern.compile("redis\\.p?call\\(([^()]*)");
    private static final Pattern LUA_WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([\\w.\\[\\]]+)");
    /** The word behind these is a name of Redis' own, so that it matters. */
    private static final Set<String> OWN_WORDS = Set.of("CONFIG GET", "CONFIG SET", "INFO");

    /** How a place meets a command. */
    enum Way {
        /** The learner types it, or an answer has it. */
        TYPED,
        /** It stands in what the learner reads, or runs before they act. */
        SHOWN
    }

    /**
     * A command that runs.
     *
     * @param chapter as in {@code 7}
     * @param place a step or an exercise
     */
    record Use(String chapter, String place, boolean exercise, Way way, List<String> words) {
        /** The command with its options and without its data. */
        String form() {
            return Evidence.form(words);
        }
    }

    /** @param text as the author wrote it */
    record Claim(String place, String text) {}

    private final List<Use> uses = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();

    Evidence(Course course) {
        for (ChapterInfo info : course.chapters()) {
            if (info.folder().isPresent()) {
                chapter(course, course.chapter(info.id()).orThrow());
            }
        }
    }

    List<Use> uses() {
        return uses;
    }

    List<Claim> claims() {
        return claims;
    }

    private void chapter(Course course, Chapter chapter) {
        for (Step step : chapter.steps()) {
            if (step.exercise().isPresent()) {
                exercise(
                        course,
                        chapter.id(),
                        course.exercise(step.exercise().get()).orThrow());
                continue;
            }
            String id = step.id();
            StepSolution.commands(step).lines().forEach(line -> add(chapter.id(), id, false, Way.TYPED, line));
            add(chapter.id(), id, false, Way.TYPED, StepSolution.commands(step));
            dids(step.checks()).forEach(line -> add(chapter.id(), id, false, Way.TYPED, line));
            Stream.of(
                            step.text(),
                            step.task(),
                            step.question().map(Step.Question::ask).orElse(""))
                    .flatMap(text -> CommandWords.shown(text).stream())
                    .forEach(line -> add(chapter.id(), id, false, Way.SHOWN, line));
            setup(step.setup()).forEach(line -> add(chapter.id(), id, false, Way.SHOWN, line));
            step.covers().forEach(text -> claims.add(new Claim(id, text)));
        }
    }

    private void exercise(Course course, String chapter, Exercise exercise) {
        for (Path path : course.solutions(exercise.id())) {
            try {
                add(chapter, exercise.id(), true, Way.TYPED, Files.readString(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        setup(exercise.setup()).forEach(line -> add(chapter, exercise.id(), true, Way.SHOWN, line));
        for (Requirement requirement : exercise.requirements()) {
            String place = exercise.id() + " " + requirement.id();
            dids(requirement.checks()).forEach(line -> add(chapter, exercise.id(), true, Way.TYPED, line));
            setup(requirement.checks()).forEach(line -> add(chapter, exercise.id(), true, Way.SHOWN, line));
            requirement.covers().forEach(text -> claims.add(new Claim(place, text)));
        }
    }

    private static Stream<String> setup(List<Check> checks) {
        return Checks.flat(checks)
                .flatMap(check -> check instanceof Check.Run run
                        ? run.commands().stream()
                        : check instanceof Check.Probe probe ? Stream.of(probe.command()) : Stream.empty());
    }

    private static Stream<String> dids(List<Check> checks) {
        return Checks.flat(checks)
                .flatMap(check -> check instanceof Check.Did did ? did.forms().stream() : Stream.empty());
    }

    private void add(String chapter, String place, boolean exercise, Way way, String text) {
        for (Command command : CommandWords.parse(text)) {
            List<String> words = CommandWords.words(command);
            uses.add(new Use(chapter, place, exercise, way, words));
            words.stream()
                    .filter(word -> word.contains("redis.call(") || word.contains("redis.pcall("))
                    .forEach(script -> lua(chapter, place, exercise, way, script));
        }
    }

    private void lua(String chapter, String place, boolean exercise, Way way, String script) {
        Matcher calls = LUA_CALL.matcher(script);
        while (calls.find()) {
            List<String> words = new ArrayList<>();
            Matcher word = LUA_WORD.matcher(calls.group(1));
            while (word.find()) {
                words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
            }
            if (!words.isEmpty()) {
                uses.add(new Use(chapter, place, exercise, way, words));
            }
        }
    }

    /** The command with its options and without its data: {@code ZRANGE _ WITHSCORES}. */
    static String form(List<String> words) {
        String name = CommandWords.name(words);
        int from = name.indexOf(' ') < 0 ? 1 : 2;
        StringBuilder form = new StringBuilder(name);
        boolean gap = false;
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i);
            boolean own = i == from && OWN_WORDS.contains(name);
            if (own || word.matches("[A-Z]{2,}")) {
                form.append(' ').append(own ? word.toLowerCase(Locale.ROOT) : word);
                gap = false;
            } else if (!gap) {
                form.append(" _");
                gap = true;
            }
        }
        return form.toString();
    }
}
