package io.redislab.course;

import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.YamlText;
import io.redislab.grading.Answer;
import io.redislab.grading.Comparison;
import io.redislab.grading.Exercise;
import io.redislab.grading.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A course in a folder: {@code course.yaml}, {@code lessons/}, {@code exercises/}, {@code solutions/}. Only course.yaml is
 * read at once, so that the lab starts fast; chapters and exercises are read, and kept, when they are asked for.
 */
public final class Course {
    public static final String COURSE_FILE = "course.yaml";

    private static final String LESSONS = "lessons";
    private static final String EXERCISES = "exercises";
    private static final String EXERCISE_FILE = "[0-9]{2}\\.[0-9]{1,2}-.*\\.yaml";

    private final CourseFiles files;
    private LessonShapes.CourseFile head;
    private final Map<String, Loaded<Chapter>> chapters = new HashMap<>();
    private final Map<String, Loaded<Chapter>> resumed = new HashMap<>();
    private final Map<String, Loaded<Exercise>> exercises = new HashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();

    private Course(CourseFiles files, LessonShapes.CourseFile head) {
        this.files = files;
        this.head = head;
    }

    /** Opens the course in a folder. */
    public static Loaded<Course> open(Path folder) {
        Faults faults = new Faults();
        Source source = new Source(COURSE_FILE, 1, faults);
        Where start = new Where(COURSE_FILE, 1, 1);
        try {
            CourseFiles files = new CourseFiles(folder);
            Optional<Course> course = files.read(COURSE_FILE, start, source)
                    .flatMap(text -> YamlText.read(text, source))
                    .flatMap(node -> LessonShapes.COURSE.read(node, source))
                    .map(head -> new Course(files, head));
            course.ifPresent(opened -> refuseTwins(opened.head, source));
            if (course.isEmpty()) {
                Course guessed = new Course(files, guess(files, start));
                return new Loaded<>(Optional.empty(), faults.sorted(), Optional.of(guessed), false);
            }
            return Loaded.of(course, faults.sorted(), true);
        } catch (IOException e) {
            faults.error(start, "no-file", "there is no course in " + folder, "name a folder with a course.yaml");
            return new Loaded<>(Optional.empty(), faults.sorted());
        }
    }

    /** What course.yaml may have said, by the folders that are there: so that its faults do not hide those of other files. */
    private static LessonShapes.CourseFile guess(CourseFiles files, Where where) {
        List<ChapterInfo> chapters = new ArrayList<>();
        for (String folder : files.list(LESSONS)) {
            if (folder.matches("[0-9]{2}-[a-z0-9-]+")) {
                String id = folder.substring(0, 2).replaceFirst("^0", "");
                chapters.add(new ChapterInfo(where, id, folder, 1, "", Optional.of(folder)));
            }
        }
        return new LessonShapes.CourseFile("unknown", "", "en", CourseRules.NONE, chapters);
    }

    /** Forgets what was read, so that it is read anew; answers what is wrong with course.yaml, which then stays as it was. */
    public List<Fault> reload() {
        Loaded<Course> now = open(root());
        now.value().ifPresent(course -> head = course.head);
        chapters.clear();
        resumed.clear();
        exercises.clear();
        fingerprints.clear();
        return now.faults();
    }

    private static void refuseTwins(LessonShapes.CourseFile head, Source source) {
        Set<String> ids = new HashSet<>();
        for (ChapterInfo chapter : head.chapters()) {
            if (!ids.add(chapter.id())) {
                source.faults()
                        .error(
                                chapter.where(),
                                "duplicate-id",
                                "there are two chapters " + chapter.id(),
                                "give one of them another id");
            }
        }
    }

    public Path root() {
        return files.root();
    }

    /** The text of a file below the course's folder, with LF line ends, if there is one that can be read. */
    public Optional<String> text(String relative) {
        return files.read(relative, Where.NOWHERE, new Source(relative, 1, new Faults()));
    }

    /** Reads a file only to report what is wrong with it. */
    public void look(String relative, Faults faults) {
        files.read(relative, new Where(relative, 1, 1), new Source(relative, 1, faults));
    }

    /** The names in a folder of the course, sorted; none when there is no such folder, or when it can't be read. */
    public List<String> list(String relative) {
        return files.list(relative);
    }

    /** What keeps a folder that is there from being read. */
    public Optional<String> trouble(String relative) {
        return files.trouble(relative);
    }

    /** The course's own name; progress is kept by it. */
    public String id() {
        return head.id();
    }

    public String title() {
        return head.title();
    }

    /** What the course asks of its chapters and exercises. */
    public CourseRules rules() {
        return head.rules();
    }

    /** All chapters, written or not, in order. */
    public List<ChapterInfo> chapters() {
        return head.chapters();
    }

    public Optional<ChapterInfo> chapterInfo(String id) {
        return head.chapters().stream().filter(info -> info.id().equals(id)).findFirst();
    }

    /** A chapter with its steps; faults only when there is no such chapter or it is not written yet. */
    public Loaded<Chapter> chapter(String id) {
        return chapters.computeIfAbsent(id, ignored -> loadChapter(id, ChapterReader::read));
    }

    /**
     * A chapter for somebody who is at one of its steps: the others are read when they are asked for, which throws a
     * {@link CourseException} where they can't be. It saves most of the time that the lab takes to start.
     *
     * @param stepId as in {@code 7/rank}; the first step is meant where there is none such
     */
    public Loaded<Chapter> chapterAt(String id, String stepId) {
        Loaded<Chapter> chapter =
                resumed.computeIfAbsent(id, ignored -> loadChapter(id, reader -> reader.readAt(stepId)));
        return chapter.value().isPresent() ? chapter : chapter(id);
    }

    private Loaded<Chapter> loadChapter(String id, Function<ChapterReader, Optional<Chapter>> read) {
        Faults faults = new Faults();
        ChapterInfo info = chapterInfo(id).orElse(null);
        if (info == null || info.folder().isEmpty()) {
            Where where = info == null ? new Where(COURSE_FILE, 1, 1) : info.where();
            faults.error(where, "no-chapter", "chapter " + id + " is not written yet", "");
            return new Loaded<>(Optional.empty(), faults.sorted());
        }
        Optional<Chapter> chapter = read.apply(new ChapterReader(files, info, faults));
        return Loaded.of(chapter, faults.sorted(), faults.errors() == 0);
    }

    /** Ids of all exercises that have a file, in order. */
    public List<String> exerciseIds() {
        List<String> ids = new ArrayList<>();
        for (String name : files.list(EXERCISES)) {
            if (name.matches(EXERCISE_FILE) && !ids.contains(idOf(name))) {
                ids.add(idOf(name));
            }
        }
        return List.copyOf(ids);
    }

    /** Whether a file of this name in {@code exercises/} is read. */
    public static boolean isExerciseFile(String name) {
        return name.matches(EXERCISE_FILE);
    }

    /** The id of the exercise that a file holds by its name: 7.1 for {@code 07.1-leaderboard.yaml}. */
    public static String idOf(String fileName) {
        String id = fileName.substring(0, fileName.indexOf('-'));
        return id.startsWith("0") ? id.substring(1) : id;
    }

    /** The file name of an exercise without its suffix, as in {@code 07.1-leaderboard}. */
    public Optional<String> exerciseName(String id) {
        return files.list(EXERCISES).stream()
                .filter(name -> name.endsWith(".yaml")
                        && name.contains("-")
                        && idOf(name).equals(id))
                .map(name -> name.substring(0, name.length() - ".yaml".length()))
                .findFirst();
    }

    public Loaded<Exercise> exercise(String id) {
        return exercises.computeIfAbsent(id, this::loadExercise);
    }

    private Loaded<Exercise> loadExercise(String id) {
        Faults faults = new Faults();
        String name = exerciseName(id).orElse(null);
        if (name == null) {
            faults.error(
                    new Where("exercises", 1, 1),
                    "no-exercise",
                    "there is no exercise " + id,
                    "a file of that number is missing");
            return new Loaded<>(Optional.empty(), faults.sorted());
        }
        String file = EXERCISES + "/" + name + ".yaml";
        Source source = new Source(file, 1, faults);
        Optional<Node> node =
                files.read(file, new Where(file, 1, 1), source).flatMap(text -> YamlText.read(text, source));
        int before = faults.errors();
        Optional<Exercise> exercise = node.flatMap(read -> ExerciseShapes.EXERCISE.read(read, source));
        boolean whole = faults.errors() == before;
        exercise.filter(read -> !read.id().equals(id))
                .ifPresent(read -> source.error(
                        node.orElseThrow(),
                        "id",
                        "the file is named after " + id + ", its id is " + read.id(),
                        "rename one"));
        return Loaded.of(exercise, faults.sorted(), whole);
    }

    /** What decides whether an exercise has changed since it was passed. */
    public String fingerprint(String exerciseId) {
        return fingerprints.computeIfAbsent(exerciseId, id -> {
            Source source = new Source("", 1, new Faults());
            return exerciseName(id)
                    .map(name -> EXERCISES + "/" + name + ".yaml")
                    .flatMap(file -> files.read(file, Where.NOWHERE, source))
                    .flatMap(text -> YamlText.read(text, source))
                    .map(node -> Fingerprint.of(node, Fingerprint.EXERCISE))
                    .orElse("");
        });
    }

    /** The author's right answers to an exercise, in order of their names; files that are not the course's are left out. */
    public List<Path> solutions(String exerciseId) {
        return answers(exerciseId, "");
    }

    /** The author's wrong answers to an exercise. */
    public List<Path> wrongAnswers(String exerciseId) {
        return answers(exerciseId, "/wrong");
    }

    /** The author's answers that are put beside the learner's; those that can't be read are left out. */
    public List<Comparison.Candidate> candidates(Exercise exercise) {
        List<Comparison.Candidate> candidates = new ArrayList<>();
        List<Path> solutions = solutions(exercise.id());
        for (Exercise.Approach approach : exercise.approaches()) {
            for (Path path : solutions) {
                if (String.valueOf(path.getFileName()).equals(approach.answer())) {
                    try {
                        candidates.add(new Comparison.Candidate(
                                approach, Answer.read(approach.answer(), Files.readAllBytes(path))));
                    } catch (IOException | Answer.UnreadableAnswer e) {
                        // The course's test reports it; a learner is not told of it after a pass.
                        break;
                    }
                }
            }
        }
        return candidates;
    }

    /** Whether a file of this name in an exercise's solutions is an answer. */
    public static boolean isAnswerFile(String name) {
        return name.endsWith(".redis") || name.endsWith(".lua") || name.endsWith(".sh");
    }

    private List<Path> answers(String exerciseId, String below) {
        return exerciseName(exerciseId)
                .map(name -> "solutions/" + name + below)
                .map(folder -> files.list(folder).stream()
                        .filter(Course::isAnswerFile)
                        .map(name -> root().resolve(folder).resolve(name))
                        .filter(files::isOwn)
                        .toList())
                .orElse(List.of());
    }
}
