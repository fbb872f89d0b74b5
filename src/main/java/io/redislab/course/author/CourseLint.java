package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.Step;
import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.grading.Exercise;
import io.redislab.grading.Where;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a whole course and reports every fault that shows without running anything. */
public final class CourseLint {
    private final Course course;
    private final Faults faults = new Faults();
    private final Map<String, Chapter> chapters = new LinkedHashMap<>();
    /** What was said up to the end of each chapter. */
    private final Map<String, String> said = new HashMap<>();

    public CourseLint(Course course) {
        this.course = course;
    }

    public List<Fault> run() {
        for (ChapterInfo info : course.chapters()) {
            if (info.folder().isPresent()) {
                Loaded<Chapter> loaded = course.chapter(info.id());
                faults.addAll(loaded.faults());
                loaded.readable()
                        .ifPresentOrElse(
                                chapter -> chapters.put(info.id(), chapter),
                                () -> said.put(info.id(), unread(info, Set.of())));
            }
        }
        needs();
        chapters.values().forEach(chapter -> {
            String before = before(chapter) + "\n" + unread(chapter);
            said.put(chapter.id(), new ChapterLint(course, chapter, faults, before).run());
        });
        exercises();
        folders();
        strays();
        return faults.sorted();
    }

    /** What stands in a chapter's steps that can't be read: learners will read it once they can be. */
    private String unread(Chapter chapter) {
        return unread(
                chapter.info(),
                chapter.steps().stream().map(step -> step.where().file()).collect(Collectors.toSet()));
    }

    private String unread(ChapterInfo info, Set<String> read) {
        String folder = "lessons/" + info.folder().orElse("") + "/";
        return course.list(folder).stream()
                .filter(name -> name.endsWith(".md"))
                .map(name -> folder + name)
                .filter(file -> !read.contains(file))
                .flatMap(file -> course.text(file).stream())
                .collect(Collectors.joining("\n"));
    }

    /** The faults in the files of these chapters, as in 7, and exercises, as in 7.1. */
    public List<Fault> run(List<String> ids) {
        List<String> places = ids.stream()
                .flatMap(id -> Stream.concat(
                        course
                                .chapterInfo(id)
                                .flatMap(ChapterInfo::folder)
                                .map(folder -> "lessons/" + folder + "/")
                                .stream(),
                        course.exerciseName(id).stream()
                                .flatMap(name -> Stream.of("exercises/" + name + ".yaml", "solutions/" + name + "/"))))
                .toList();
        return run().stream()
                .filter(fault -> places.stream().anyMatch(fault.where().file()::startsWith))
                .toList();
    }

    // ---- the order of chapters ----

    private void needs() {
        Set<String> told = new HashSet<>();
        for (Chapter chapter : chapters.values()) {
            Where where = SourceText.of(course, lessonFile(chapter)).find("needs", "needs");
            for (String need : chapter.needs()) {
                if (course.chapterInfo(need).isEmpty()) {
                    faults.error(where, "reference", "there is no chapter " + need, "name an id of course.yaml");
                }
            }
            List<String> cycle = cycle(chapter);
            if (!cycle.isEmpty() && told.addAll(cycle)) {
                faults.error(
                        where,
                        "cycle",
                        "chapter " + chapter.id() + " needs itself: " + String.join(" → ", cycle),
                        "take one of these out of needs:");
            }
        }
    }

    private static String lessonFile(Chapter chapter) {
        return "lessons/" + chapter.info().folder().orElse("") + "/lesson.yaml";
    }

    private List<String> needsOf(String id) {
        Chapter chapter = chapters.get(id);
        return chapter == null ? List.of() : chapter.needs();
    }

    /** The way from a chapter back to itself; empty when there is none. */
    private List<String> cycle(Chapter chapter) {
        Map<String, String> from = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(chapter.id()));
        while (!open.isEmpty()) {
            String id = open.remove();
            for (String need : needsOf(id)) {
                if (need.equals(chapter.id())) {
                    Deque<String> way = new ArrayDeque<>(List.of(need));
                    for (String at = id; at != null; at = from.get(at)) {
                        way.addFirst(at);
                    }
                    return List.copyOf(way);
                }
                if (from.putIfAbsent(need, id) == null) {
                    open.add(need);
                }
            }
        }
        return List.of();
    }

    /** What was said in the chapters that one needs, and in those that these need. */
    private String before(Chapter chapter) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(chapter.needs());
        while (!open.isEmpty()) {
            String id = open.remove();
            if (!id.equals(chapter.id()) && all.add(id)) {
                open.addAll(needsOf(id));
            }
        }
        return all.stream().map(id -> said.getOrDefault(id, "")).collect(Collectors.joining("\n"));
    }

    // ---- exercises ----

    private void exercises() {
        Map<String, String> chapterOf = new HashMap<>();
        for (Chapter chapter : chapters.values()) {
            for (Step step : chapter.steps()) {
                step.exercise().ifPresent(id -> chapterOf.put(id, chapter.id()));
            }
        }
        for (String id : course.exerciseIds()) {
            Loaded<Exercise> loaded = course.exercise(id);
            faults.addAll(loaded.faults());
            loaded.readable().ifPresent(exercise -> new ExerciseLint(course, id, exercise, loaded.whole(), faults)
                    .run(Optional.ofNullable(chapterOf.get(id)).map(said::get)));
            new PlaceholderLint(course, "exercises/" + course.exerciseName(id).orElse("") + ".yaml", faults).run();
            if (!chapterOf.containsKey(id) && !mayBeListed(id)) {
                faults.error(
                        new Where("exercises/" + course.exerciseName(id).orElse("") + ".yaml", 1, 1),
                        "unused",
                        "exercise " + id + " is in no chapter",
                        "add '- exercise: " + id + "' to the steps of a lesson.yaml");
            }
        }
    }

    /** Whether the steps of its chapter can't all be read. */
    private boolean mayBeListed(String id) {
        return course.chapterInfo(id.substring(0, id.indexOf('.')))
                .filter(info -> info.folder().isPresent())
                .map(info -> course.text("lessons/" + info.folder().get() + "/lesson.yaml"))
                .filter(text -> text.isEmpty() || text.get().contains("exercise: " + id))
                .isPresent();
    }

    // ---- folders ----

    private void folders() {
        folders("lessons", 1);
        folders("exercises", 0);
        folders("solutions", 2);
    }

    private void folders(String name, int deeper) {
        course.trouble(name)
                .ifPresent(why ->
                        faults.error(new Where(name, 1, 1), "path", why, "make it a folder of the course's own"));
        if (deeper > 0) {
            course.list(name).stream()
                    .filter(each ->
                            Files.isDirectory(course.root().resolve(name).resolve(each)))
                    .forEach(each -> folders(name + "/" + each, deeper - 1));
        }
    }

    // ---- files that nothing reads ----

    private void strays() {
        Map<String, String> seen = new HashMap<>();
        for (String name : course.list("exercises")) {
            Where where = new Where("exercises/" + name, 1, 1);
            if (!Course.isExerciseFile(name)) {
                stray(where, "name it as in 07.1-leaderboard.yaml");
                continue;
            }
            String twin = seen.put(Course.idOf(name), name);
            if (twin != null) {
                faults.error(
                        where,
                        "duplicate-id",
                        "the id " + Course.idOf(name) + " is taken: exercises/" + twin,
                        "give it another number, in its name and in id:");
            }
        }
        Set<String> folders = course.chapters().stream()
                .flatMap(info -> info.folder().stream())
                .collect(Collectors.toSet());
        for (String name : course.list("lessons")) {
            if (!folders.contains(name)) {
                stray(new Where("lessons/" + name, 1, 1), "name it in folder: of a chapter in course.yaml");
            }
        }
        chapters.values().forEach(this::straySteps);
        Set<String> exercises = course.exerciseIds().stream()
                .flatMap(id -> course.exerciseName(id).stream())
                .collect(Collectors.toSet());
        for (String name : course.list("solutions")) {
            if (!exercises.contains(name)) {
                stray(new Where("solutions/" + name, 1, 1), "call it as the exercise's file, without .yaml");
            }
        }
    }

    private void straySteps(Chapter chapter) {
        String folder = "lessons/" + chapter.info().folder().orElse("");
        String listed = course.text(folder + "/lesson.yaml").orElse("");
        for (String name : course.list(folder)) {
            if (!name.equals("lesson.yaml") && !listed.contains(name)) {
                stray(new Where(folder + "/" + name, 1, 1), "add it to steps: of lesson.yaml, or remove it");
            }
        }
    }

    /** Files that begin with a dot are the editor's or the system's. */
    private void stray(Where where, String advice) {
        String file = where.file();
        if (file.startsWith(".", file.lastIndexOf('/') + 1)) {
            return;
        }
        faults.error(where, "stray", "nothing reads this", advice);
    }
}
