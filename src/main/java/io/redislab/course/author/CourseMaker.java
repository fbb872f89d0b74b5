package io.redislab.course.author;

import io.redislab.course.Chapter;
import io.redislab.course.ChapterInfo;
import io.redislab.course.Course;
import io.redislab.course.CourseRules;
import io.redislab.course.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes new courses, chapters and exercises from templates. What it makes keeps the course's rules and passes
 * {@code course test} at once, so that an author always changes something that works.
 */
public final class CourseMaker {
    private static final int MAX_EXERCISES = 99;

    private final Path root;
    private final List<Path> written = new ArrayList<>();

    private CourseMaker(Path root) {
        this.root = root;
    }

    /** Why nothing was made, in a sentence for the author. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Makes a course of one chapter and one exercise. Answers the files, in order. */
    public static List<Path> course(Path folder, String title) throws IOException, Refused {
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new Refused(folder + " exists and is not empty. Name a new folder.");
        }
        CourseMaker maker = new CourseMaker(folder);
        maker.write(Course.COURSE_FILE, Templates.course(slug(title), title));
        maker.chapterFiles(1, "First steps", Course.open(folder).orThrow().rules());
        maker.addExercise(Course.open(folder).orThrow(), "1", "A first exercise");
        return maker.written;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /**
     * Makes a chapter with a step of each kind; in the place of one that is listed but not written, or at the end.
     *
     * @param id of a chapter that is listed and has no folder
     */
    public static List<Path> lesson(Course course, Optional<String> id, String title) throws IOException, Refused {
        CourseMaker maker = new CourseMaker(course.root());
        int number = maker.list(course, id, title);
        maker.chapterFiles(number, title, course.rules());
        return maker.written;
    }

    /** Makes an exercise as the next one of a chapter. */
    public static List<Path> exercise(Course course, String title, String chapter) throws IOException, Refused {
        CourseMaker maker = new CourseMaker(course.root());
        maker.addExercise(course, chapter, title);
        return maker.written;
    }

    /** As in file names: lower case, dashes. */
    private static String slug(String title) {
        String slug =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "new" : slug;
    }

    private void write(String relative, String text) throws IOException {
        Path file = root.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        written.add(file);
    }

    // ---- chapters ----

    private int list(Course course, Optional<String> id, String title) throws IOException, Refused {
        String text = course.text(Course.COURSE_FILE).orElse("");
        Optional<ChapterInfo> listed = id.flatMap(course::chapterInfo);
        if (listed.isPresent()) {
            return fill(text, listed.get(), title);
        }
        int next = course.chapters().stream()
                        .mapToInt(info -> Integer.parseInt(info.id()))
                        .max()
                        .orElse(0)
                + 1;
        int number = id.map(Integer::parseInt).orElse(next);
        String entry = Templates.chapterEntry(number, title, folder(number, title));
        write(
                Course.COURSE_FILE,
                YamlList.append(text, "chapters", entry).orElseThrow(() -> cannotAdd(Course.COURSE_FILE, entry)));
        return number;
    }

    private int fill(String text, ChapterInfo listed, String title) throws IOException, Refused {
        if (listed.folder().isPresent()) {
            throw new Refused("Chapter " + listed.id() + " is written already: lessons/"
                    + listed.folder().get() + ".");
        }
        int number = Integer.parseInt(listed.id());
        List<String> lines = new ArrayList<>(text.lines().toList());
        String entry = lines.get(listed.where().line() - 1);
        int column = entry.indexOf("id:");
        if (column < 0 || entry.contains("{")) {
            throw new Refused("Add 'folder: " + folder(number, title) + "' to chapter " + number
                    + " in course.yaml yourself; its entry is written in braces.");
        }
        lines.add(listed.where().line(), " ".repeat(column) + "folder: " + folder(number, title));
        write(Course.COURSE_FILE, String.join("\n", lines) + "\n");
        return number;
    }

    private static Refused cannotAdd(String file, String entry) {
        return new Refused(file + " can't be changed by a program. Add this to its list yourself:\n" + entry);
    }

    private static String folder(int number, String title) {
        return String.format(Locale.ROOT, "%02d-%s", number, slug(title));
    }

    private void chapterFiles(int number, String title, CourseRules rules) throws IOException {
        String folder = "lessons/" + folder(number, title) + "/";
        List<Step.Kind> kinds = kinds(rules);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String kind = kinds.get(i).name().toLowerCase(Locale.ROOT);
            names.add(String.format(Locale.ROOT, "%02d-%s.md", i + 1, i < 2 ? kind : kind + "-" + (i + 1)));
        }
        write(folder + "lesson.yaml", Templates.lesson(number, title, names));
        for (int i = 0; i < kinds.size(); i++) {
            String name = names.get(i);
            write(
                    folder + name,
                    Templates.step(kinds.get(i), name.substring(3, name.length() - 3), number + ":" + (i + 1)));
        }
    }

    /** A step of each kind, and as many more as the course asks for. */
    private static List<Step.Kind> kinds(CourseRules rules) {
        List<Step.Kind> kinds = new ArrayList<>(List.of(Step.Kind.READ, Step.Kind.TYPE));
        add(Step.Kind.PREDICT, rules.predictions(), kinds);
        add(Step.Kind.REPAIR, rules.repairs(), kinds);
        add(Step.Kind.MEASURE, rules.measurements(), kinds);
        do {
            kinds.add(Step.Kind.TASK);
        } while (kinds.size() <= rules.checkedSteps().orElse(0));
        return kinds;
    }

    private static void add(Step.Kind kind, Optional<Integer> count, List<Step.Kind> kinds) {
        for (int i = 0; i < Math.max(1, count.orElse(1)); i++) {
            kinds.add(kind);
        }
    }

    // ---- exercises ----

    private void addExercise(Course course, String chapterId, String title) throws IOException, Refused {
        Chapter chapter = course.chapterInfo(chapterId)
                .filter(info -> info.folder().isPresent())
                .flatMap(info -> course.chapter(info.id()).readable())
                .orElseThrow(() -> new Refused("There is no chapter " + chapterId
                        + " to put it into, or lint has something to say about it."));
        String id = freeId(course, chapterId);
        String name = (chapterId.length() < 2 ? "0" : "") + id + "-" + slug(title);
        String lesson = "lessons/" + chapter.info().folder().orElseThrow() + "/lesson.yaml";
        String entry = "exercise: " + id;
        String listed = YamlList.append(course.text(lesson).orElse(""), "steps", entry)
                .orElseThrow(() -> cannotAdd(lesson, entry));
        write("exercises/" + name + ".yaml", Templates.exercise(id, title));
        for (Map.Entry<String, String> answer : Templates.answers().entrySet()) {
            write("solutions/" + name + "/" + answer.getKey(), answer.getValue());
        }
        write(lesson, listed);
    }

    private static String freeId(Course course, String chapter) throws Refused {
        for (int i = 1; i <= MAX_EXERCISES; i++) {
            if (!course.exerciseIds().contains(chapter + "." + i)) {
                return chapter + "." + i;
            }
        }
        throw new Refused("Chapter " + chapter + " has " + MAX_EXERCISES + " exercises already.");
    }
}
