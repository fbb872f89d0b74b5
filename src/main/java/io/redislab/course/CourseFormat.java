package io.redislab.course;

import io.redislab.course.yaml.Shape;
import io.redislab.course.yaml.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that course files may hold, as the code that reads them declares it; for the handbook and for editors. */
public final class CourseFormat {
    private CourseFormat() {}

    /** The shapes of whole files, by the name of the file's kind. */
    public static Map<String, Shape<?>> files() {
        Map<String, Shape<?>> files = new LinkedHashMap<>();
        files.put("course", LessonShapes.COURSE);
        files.put("lesson", LessonShapes.LESSON);
        files.put("step", LessonShapes.STEP);
        files.put("exercise", ExerciseShapes.EXERCISE);
        return files;
    }

    /** All shapes, each file's own ones before what they are made of. */
    public static List<Shape<?>> shapes() {
        List<Shape<?>> shapes = new ArrayList<>(List.of(
                LessonShapes.COURSE,
                LessonShapes.CHAPTER_ENTRY,
                LessonShapes.RULES,
                LessonShapes.LESSON,
                LessonShapes.EXERCISE_ENTRY,
                LessonShapes.STEP,
                LessonShapes.QUESTION,
                LessonShapes.CHOICE,
                ExerciseShapes.EXERCISE,
                ExerciseShapes.FUNCTION,
                ExerciseShapes.STAGE,
                ExerciseShapes.REQUIREMENT,
                ExerciseShapes.VARIANT,
                ExerciseShapes.DRAWN,
                ExerciseShapes.MISTAKE,
                ExerciseShapes.HINTS,
                ExerciseShapes.REFLECTION,
                ExerciseShapes.APPROACH));
        shapes.addAll(CheckShapes.SHAPES.values());
        shapes.add(MatcherType.SHAPE);
        return List.copyOf(shapes);
    }

    /** Types that shapes refer to by a name and that are no shapes. */
    public static Map<String, Type<?>> types() {
        return Map.of("check", CheckShapes.CHECK, "any-reply", MatcherType.MATCHER);
    }
}
