package io.redislab.course;

import static io.redislab.course.yaml.Shape.optional;
import static io.redislab.course.yaml.Shape.required;

import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Shape.Fields;
import io.redislab.course.yaml.Shape.Key;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.Type;
import io.redislab.course.yaml.Types;
import io.redislab.grading.Check;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** How course.yaml, lesson.yaml and the front matter of a step are written. */
final class LessonShapes {
    static final Type<String> STEP_FILE = Types.fileName("md");
    private static final Type<String> CHAPTER_ID = Types.form("a chapter's number", "[1-9][0-9]?");

    private LessonShapes() {}

    record CourseFile(String id, String title, String language, CourseRules rules, List<ChapterInfo> chapters) {}

    record LessonFile(
            String id,
            String title,
            Optional<Long> clock,
            List<Check> setup,
            List<String> needs,
            List<StepRef> steps) {}

    /** An entry of a chapter's list of steps. */
    sealed interface StepRef {
        /** Read with {@link #STEP_FILE} when its turn comes, so that a wrong name hides nothing of the others. */
        record File(Node node) implements StepRef {}

        record Exercise(Node node, String id) implements StepRef {}
    }

    /** The front matter of a step; {@link #step} joins it with the text below it. */
    record Front(
            Node node,
            String id,
            String title,
            Step.Kind kind,
            String task,
            List<Check> setup,
            List<Check> checks,
            Optional<Step.Question> question,
            List<String> hints,
            String done,
            List<String> solution,
            List<String> teaches,
            List<String> covers) {}

    static final Shape<ChapterInfo> CHAPTER_ENTRY = chapterEntry();
    static final Shape<CourseRules> RULES = rules();
    static final Shape<CourseFile> COURSE = course();
    static final Shape<String> EXERCISE_ENTRY = exerciseEntry();
    static final Shape<LessonFile> LESSON = lesson();
    static final Shape<Step.Choice> CHOICE = choice();
    static final Shape<Step.Question> QUESTION = question();
    static final Shape<Front> STEP = step();

    private static Shape<ChapterInfo> chapterEntry() {
        Key<String> id = required("id", CHAPTER_ID, "The chapter's number, as in `go 7`.");
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Key<Integer> minutes = required("minutes", Types.integer(1, 600), "How long it takes.");
        Key<String> summary = required("summary", Types.TEXT, "One line for the map.");
        Key<String> folder = optional(
                "folder",
                Types.form("a folder's name such as 07-sorted-sets", "[0-9]{2}-[a-z0-9-]+"),
                "Its folder below lessons/; absent while the chapter is not written.");
        return Shape.of(
                "chapter entry",
                "A chapter in the course's list.",
                List.of(id, title, minutes, summary, folder),
                fields -> new ChapterInfo(
                        fields.source().where(fields.node()),
                        fields.get(id),
                        fields.get(title),
                        fields.get(minutes),
                        fields.get(summary),
                        fields.find(folder)));
    }

    private static Shape<CourseRules> rules() {
        Type<Integer> count = Types.integer(0, 100);
        Key<Integer> checked =
                optional("checked-steps", count, "At least so many steps a chapter have checks or a question.");
        Key<Integer> typed = optional("typed-percent", count, "At most so many percent of these are of kind type.");
        Key<Integer> predictions = optional("predictions", count, "At least so many steps a chapter predict.");
        Key<Integer> repairs = optional("repairs", count, "At least so many steps a chapter repair.");
        Key<Integer> measurements = optional("measurements", count, "At least so many steps a chapter measure.");
        Key<Integer> right = optional("right-answers", count, "At least so many right answers an exercise.");
        Key<Integer> wrong = optional("wrong-answers", count, "At least so many wrong answers an exercise.");
        return Shape.of(
                "rules",
                "What a course asks of itself; course lint holds it to that.",
                List.of(checked, typed, predictions, repairs, measurements, right, wrong),
                fields -> new CourseRules(
                        fields.find(checked),
                        fields.find(typed),
                        fields.find(predictions),
                        fields.find(repairs),
                        fields.find(measurements),
                        fields.find(right),
                        fields.find(wrong)));
    }

    private static Shape<CourseFile> course() {
        Key<Integer> format = required("format", Types.integer(1, 1), "The version of this format: 1.");
        Key<String> id = required("id", ExerciseShapes.NAME, "The course's name; progress is kept by it.");
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Key<String> language = optional("language", Types.form("a language such as en", "[a-z]{2}"), "`en` if absent.");
        Key<CourseRules> rules = optional("rules", RULES, "What the course asks of its chapters and exercises.");
        Key<List<ChapterInfo>> chapters = required("chapters", Types.list(CHAPTER_ENTRY, 1), "All chapters, in order.");
        return Shape.of(
                "course",
                "The file course.yaml: what the map shows.",
                List.of(format, id, title, language, rules, chapters),
                fields -> new CourseFile(
                        fields.get(id),
                        fields.get(title),
                        fields.get(language, "en"),
                        fields.get(rules, CourseRules.NONE),
                        fields.get(chapters)));
    }

    private static Shape<String> exerciseEntry() {
        Key<String> exercise = required("exercise", ExerciseShapes.EXERCISE_ID, "The exercise's id.");
        return Shape.of("exercise entry", "An exercise among the steps.", List.of(exercise), f -> f.get(exercise));
    }

    private static Shape<LessonFile> lesson() {
        Type<StepRef> stepRef = new Type<>() {
            @Override
            public Optional<StepRef> read(Node node, Source source) {
                return node instanceof MappingNode
                        ? EXERCISE_ENTRY.read(node, source).map(id -> new StepRef.Exercise(node, id))
                        : Optional.of(new StepRef.File(node));
            }

            @Override
            public String describe() {
                return "a step's file such as 01-ping.md, or exercise: with an id";
            }

            @Override
            public Map<String, Object> schema() {
                return Map.of("anyOf", List.of(STEP_FILE.schema(), EXERCISE_ENTRY.schema()));
            }
        };
        Key<String> id = required("id", CHAPTER_ID, "The chapter's number, the same as in course.yaml.");
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Key<Long> clock = optional("clock", ExerciseShapes.TIME, "The time at which its world starts; now if absent.");
        Key<List<Check>> setup = optional("setup", CheckShapes.SETUP, "What runs in the chapter's new world.");
        Key<List<String>> needs =
                optional("needs", Types.list(CHAPTER_ID, 0), "Chapters that are better done before; a mere advice.");
        Key<List<StepRef>> steps = required("steps", Types.list(stepRef, 1), "The steps, in order.");
        return Shape.of(
                        "lesson",
                        "The file lesson.yaml of a chapter's folder.",
                        List.of(id, title, clock, setup, needs, steps),
                        fields -> new LessonFile(
                                fields.get(id),
                                fields.get(title),
                                fields.find(clock),
                                fields.get(setup, List.of()),
                                fields.get(needs, List.of()),
                                fields.get(steps)))
                .tolerant();
    }

    private static Shape<Step.Choice> choice() {
        Key<String> text = required("text", Types.MARKDOWN, "The answer.");
        Key<Boolean> right = optional("right", Types.BOOLEAN, "Whether it is the right one.");
        Key<String> why = required("why", Types.MARKDOWN, "Said when it is chosen.");
        return Shape.of(
                "choice",
                "An answer to choose.",
                List.of(text, right, why),
                fields -> new Step.Choice(fields.get(text), fields.get(right, false), fields.get(why)));
    }

    private static Shape<Step.Question> question() {
        Key<String> ask = required("ask", Types.MARKDOWN, "The question.");
        Key<List<Step.Choice>> choices = required("choices", Types.list(CHOICE, 2), "Answers, one of them right.");
        return Shape.checked("question", "A question with answers to choose from.", List.of(ask, choices), fields -> {
            long right = fields.get(choices).stream().filter(Step.Choice::right).count();
            if (right != 1) {
                fields.source()
                        .error(
                                fields.node(choices),
                                "choices",
                                right == 0 ? "no answer is right" : right + " answers are right",
                                "mark one with right: yes");
                return Optional.empty();
            }
            return Optional.of(new Step.Question(fields.get(ask), fields.get(choices)));
        });
    }

    private static Shape<Front> step() {
        Key<String> id = required("id", ExerciseShapes.NAME, "Its name in the chapter; progress is kept by it.");
        Key<String> title = required("title", Types.TEXT, "A few words.");
        Type<Step.Kind> kindType = Types.map(
                Types.oneOf("read", "type", "task", "predict", "repair", "measure"),
                word -> Step.Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
        Key<Step.Kind> kind = required("kind", kindType, "What the learner does here.");
        Key<String> task = optional("task", Types.TEXT, "One line that stays in sight; for all kinds but read.");
        Key<List<Check>> setup =
                optional("setup", CheckShapes.SETUP, "What runs on entering the step for the first time.");
        Key<List<Check>> checks = optional("checks", CheckShapes.CHECKS, "All hold when the step is done.");
        Key<Step.Question> ask = optional("question", QUESTION, "To be answered first; needed for predict.");
        Key<List<String>> hints =
                optional("hints", Types.list(Types.MARKDOWN, 1), "From a nudge to nearly the answer.");
        Key<String> done = optional("done", Types.TEXT, "One line after it is done.");
        Key<List<String>> solution = optional(
                "solution", Types.COMMANDS, "Commands that do it, and `clock +30s`, `restart`, `kill`, `crash`.");
        Key<List<String>> teaches = optional("teaches", Types.list(Types.TEXT, 1), "Commands that are taught here.");
        Key<List<String>> covers = optional(
                "covers", Types.list(Types.TEXT, 1), "What it covers of an outline, as in `7.2` or `7.1 bullet 2`.");
        return Shape.checked(
                        "step",
                        "The front matter of a step: the lines between --- and --- above its text.",
                        List.of(id, title, kind, task, setup, checks, ask, hints, done, solution, teaches, covers),
                        fields -> consistent(
                                new Front(
                                        fields.node(),
                                        fields.get(id),
                                        fields.get(title),
                                        fields.get(kind),
                                        fields.get(task, ""),
                                        fields.get(setup, List.of()),
                                        fields.get(checks, List.of()),
                                        fields.find(ask),
                                        fields.get(hints, List.of()),
                                        fields.get(done, ""),
                                        fields.get(solution, List.of()),
                                        fields.get(teaches, List.of()),
                                        fields.get(covers, List.of())),
                                fields))
                .tolerant();
    }

    private static Optional<Front> consistent(Front front, Fields fields) {
        if (fields.isWhole()) {
            complete(front, fields);
        }
        return Optional.of(front);
    }

    private static void complete(Front front, Fields fields) {
        boolean reading = front.kind() == Step.Kind.READ;
        String missing = "";
        if (!reading && front.task().isEmpty()) {
            missing = "task";
        } else if (!reading && front.checks().isEmpty() && front.question().isEmpty()) {
            missing = "checks";
        } else if (front.kind() == Step.Kind.PREDICT && front.question().isEmpty()) {
            missing = "question";
        } else if (!front.checks().isEmpty() && front.solution().isEmpty()) {
            missing = "solution";
        }
        if (!missing.isEmpty()) {
            fields.source()
                    .error(
                            fields.node(),
                            "missing-key",
                            "a step of this kind has no " + missing,
                            "add it, or make the step's kind read");
        } else if (reading && !front.checks().isEmpty()) {
            fields.source()
                    .error(
                            fields.node(),
                            "contradiction",
                            "a step that is only read has checks",
                            "take them out, or make it a task");
        }
    }
}
