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
        String file = folder + "/lesson.yaml";
        Source source = new Source(file, 1, faults);
        LessonShapes.LessonFile lesson = files.read(file, info.where(), source)
                .flatMap(text -> YamlText.read(text, source))
                .flatMap(node -> LessonShapes.LESSON.read(node, source))
                .orElse(null);
        if (lesson == null) {
            return Optional.empty();
        }
        if (!lesson.id().equals(info.id())) {
            faults.error(
                    new Where(file, 1, 1),
                    "id",
                    "this is chapter " + lesson.id() + ", course.yaml calls it " + info.id(),
                    "");
        }
        List<Step> steps = new ArrayList<>();
        for (LessonShapes.StepRef ref : lesson.steps()) {
            step(ref, source).ifPresent(steps::add);
        }
        refuseTwins(steps);
        return Optional.of(new Chapter(info, lesson.clock(), lesson.setup(), lesson.needs(), steps));
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
            lesson.error(entry.node(), "reference", "exercise " + entry.id() + " belongs to chapter " + chapter, "");
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
                entry.id());
    }

    private Optional<Step> parse(String file, String text) {
        Source source = new Source(file, 2, faults);
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
            faults.error(new Where(file, 1, 1), "empty", "there is no text below the front matter", "");
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
                        Fingerprint.of(read.node(), Fingerprint.STEP)));
    }
}
