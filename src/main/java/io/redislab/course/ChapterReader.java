package io.redislab.course;

import io.redislab.course.yaml.Faults;
import io.redislab.course.yaml.Source;
import io.redislab.course.yaml.YamlText;
import io.redislab.grading.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a chapter's lesson.yaml and its steps. */
final class ChapterReader {
    private static final String FENCE = "---";

    private final CourseFiles files;
    private final ChapterInfo info;
    private final Faults faults;
    private final String folder;

    ChapterReader(CourseFiles files, ChapterInfo info, Faults faults) {
        this.files = files;
        this.info = info;
        this.faults = faults;
        this.folder = "lessons/" + info.folder().orElseThrow();
    }

    /** The chapter with all steps that can be read; what is wrong with the others goes to the faults. */
    Optional<Chapter> read() {
        Source source = lessonSource();
        return lesson(source).map(lesson -> {
            List<Step> steps = new ArrayList<>();
            for (LessonShapes.StepRef ref : lesson.steps()) {
                step(ref, source).ifPresent(steps::add);
            }
            refuseTwins(steps);
            return chapter(lesson, steps);
        });
    }

    /**
     * The chapter for somebody who is at one of its steps: the others are read when they are asked for, which throws a
     * {@link CourseException} where they can't be.
     */
    Optional<Chapter> readAt(String stepId) {
        return lesson(lessonSource())
                .map(lesson -> chapter(
                        lesson,
                        new LazySteps(
                                lesson.steps().size(),
                                i -> quickId(lesson.steps().get(i)),
                                i -> stepAlone(lesson.steps().get(i)))))
                .filter(chapter -> isReadable(chapter, stepId));
    }

    private boolean isReadable(Chapter chapter, String stepId) {
        try {
            chapter.steps().get(Math.max(0, chapter.indexOf(stepId)));
            return faults.errors() == 0;
        } catch (CourseException e) {
            faults.addAll(e.faults());
            return false;
        }
    }

    private Chapter chapter(LessonShapes.LessonFile lesson, List<Step> steps) {
        return new Chapter(info, lesson.clock(), lesson.setup(), lesson.needs(), steps);
    }

    private Source lessonSource() {
        return new Source(folder + "/lesson.yaml", 1, faults);
    }

    private Optional<LessonShapes.LessonFile> lesson(Source source) {
        Optional<LessonShapes.LessonFile> lesson = files.read(source.file(), info.where(), source)
                .flatMap(text -> YamlText.read(text, source))
                .flatMap(node -> LessonShapes.LESSON.read(node, source));
        if (lesson.isPresent() && !lesson.get().id().equals(info.id())) {
            faults.error(
                    new Where(source.file(), 1, 1),
                    "id",
                    "this is chapter " + lesson.get().id() + ", course.yaml calls it " + info.id(),
                    "change one of them");
        }
        return lesson;
    }

    private Step stepAlone(LessonShapes.StepRef ref) {
        Faults its = new Faults();
        ChapterReader reader = new ChapterReader(files, info, its);
        return reader.step(ref, reader.lessonSource())
                .filter(step -> its.errors() == 0)
                .orElseThrow(() -> new CourseException(its.sorted()));
    }

    /** The id of a step; the rest of its file is left alone where that is possible. */
    private String quickId(LessonShapes.StepRef ref) {
        if (ref instanceof LessonShapes.StepRef.File entry) {
            Source unheard = new Source(folder, 1, new Faults());
            String id = LessonShapes.STEP_FILE
                    .read(entry.node(), unheard)
                    .flatMap(name -> files.read(folder + "/" + name, info.where(), unheard))
                    .map(ChapterReader::plainId)
                    .orElse("");
            if (!id.isEmpty()) {
                return info.id() + "/" + id;
            }
        }
        return stepAlone(ref).id();
    }

    /** The word behind {@code id:} in the front matter; empty where it is not written plainly. */
    private static String plainId(String text) {
        String key = "\nid: ";
        int at = text.indexOf(key);
        int end = text.indexOf('\n', at + 1);
        if (at < 0 || at > text.indexOf("\n" + FENCE + "\n", FENCE.length())) {
            return "";
        }
        String id = text.substring(at + key.length(), end).strip();
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return "";
            }
        }
        return id;
    }

    private void refuseTwins(List<Step> steps) {
        Map<String, Step> seen = new HashMap<>();
        for (Step step : steps) {
            Step twin = seen.put(step.id(), step);
            if (twin != null) {
                faults.error(
                        step.where(),
                        "duplicate-id",
                        "the id '" + step.id() + "' is taken: " + twin.where(),
                        "every step has an id of its own");
            }
        }
    }

    private Optional<Step> step(LessonShapes.StepRef ref, Source lesson) {
        if (ref instanceof LessonShapes.StepRef.Exercise exercise) {
            return Optional.of(exerciseStep(exercise, lesson));
        }
        LessonShapes.StepRef.File entry = (LessonShapes.StepRef.File) ref;
        return LessonShapes.STEP_FILE.read(entry.node(), lesson).flatMap(name -> {
            String file = folder + "/" + name;
            return files.read(file, lesson.where(entry.node()), lesson).flatMap(text -> parse(file, text));
        });
    }

    private Step exerciseStep(LessonShapes.StepRef.Exercise entry, Source lesson) {
        String chapter = entry.id().substring(0, entry.id().indexOf('.'));
        if (!chapter.equals(info.id())) {
            lesson.error(
                    entry.node(),
                    "reference",
                    "exercise " + entry.id() + " belongs to chapter " + chapter,
                    "name one of this chapter's");
        }
        return new Step(
                lesson.where(entry.node()),
                entry.id(),
                Step.Kind.EXERCISE,
                "Exercise " + entry.id(),
                "",
                0,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(),
                Optional.of(entry.id()),
                entry.id(),
                true);
    }

    private Optional<Step> parse(String file, String text) {
        Source source = new Source(file, 2, faults);
        int before = faults.errors();
        int end = text.startsWith(FENCE + "\n") ? text.indexOf("\n" + FENCE + "\n", FENCE.length()) : -1;
        if (end < 0) {
            faults.error(
                    new Where(file, 1, 1),
                    "front-matter",
                    "the file does not start with its front matter",
                    "put the keys between two lines of --- at the top");
            return Optional.empty();
        }
        String front = text.substring(FENCE.length() + 1, end + 1);
        String below = text.substring(end + FENCE.length() + 2);
        String body = below.strip();
        int bodyLine =
                (int) text.substring(0, text.length() - below.stripLeading().length())
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1;
        if (body.isEmpty()) {
            faults.error(new Where(file, 1, 1), "empty", "there is no text below the front matter", "say something");
        }
        return YamlText.read(front, source)
                .flatMap(node -> LessonShapes.STEP.read(node, source))
                .map(read -> new Step(
                        source.where(read.node()),
                        info.id() + "/" + read.id(),
                        read.kind(),
                        read.title(),
                        body,
                        bodyLine,
                        read.task(),
                        read.setup(),
                        read.checks(),
                        read.question(),
                        read.hints(),
                        read.done(),
                        read.solution(),
                        read.teaches(),
                        read.covers(),
                        Optional.empty(),
                        Fingerprint.of(read.node(), Fingerprint.STEP),
                        faults.errors() == before));
    }
}
