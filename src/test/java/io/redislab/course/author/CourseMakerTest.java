package io.redislab.course.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.course.Course;
import io.redislab.course.Loaded;
import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made anew passes at once, in a course with rules too. */
class CourseMakerTest {
    @TempDir
    private Path folder;

    private Course course() {
        return Course.open(folder.resolve("c")).orThrow();
    }

    private void assertHolds() {
        Loaded<Course> course = Course.open(folder.resolve("c"));
        Faults all = new Faults();
        all.addAll(course.faults());
        all.addAll(new CourseLint(course.orThrow()).run());
        all.addAll(new CourseTester(course.orThrow(), EngineWorld.source(Clock.system()), 3).testAll());
        assertEquals("", all.sorted().stream().map(Fault::toString).collect(Collectors.joining("\n")));
    }

    @Test
    void aCourseGrows() throws Exception {
        CourseMaker.course(folder.resolve("c"), "Redis: \"our\" way");
        assertHolds();
        CourseMaker.lesson(course(), Optional.empty(), "Hashes & more");
        CourseMaker.exercise(course(), "Count", "2");
        CourseMaker.exercise(course(), "Count again", "2");
        assertHolds();
        assertEquals(List.of("1.1", "2.1", "2.2"), course().exerciseIds());
        assertEquals(
                "02-hashes-more",
                course().chapterInfo("2").orElseThrow().folder().orElseThrow());
        assertThrows(CourseMaker.Refused.class, () -> CourseMaker.course(folder.resolve("c"), "Again"));
        assertThrows(CourseMaker.Refused.class, () -> CourseMaker.lesson(course(), Optional.of("2"), "Again"));
        assertThrows(CourseMaker.Refused.class, () -> CourseMaker.exercise(course(), "Nowhere", "9"));
    }

    @Test
    void rulesAreKeptAndCommentsToo() throws Exception {
        CourseMaker.course(folder.resolve("c"), "C");
        Path file = folder.resolve("c/course.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                                .replace(
                                        "# rules: { checked-steps: 10, ",
                                        "rules: { checked-steps: 5, repairs: 1, measurements: 1, ")
                        + "  # the next one is only planned\n"
                        + "  - id: 2\n    title: Later\n    minutes: 5\n    summary: Later\n");
        CourseMaker.lesson(course(), Optional.of("2"), "Later");
        CourseMaker.exercise(course(), "Count", "2");
        CourseMaker.lesson(course(), Optional.empty(), "Third");
        List<Fault> faults = new CourseLint(course()).run();
        assertEquals(
                List.of(),
                faults.stream()
                        .filter(fault -> !fault.toString().contains("chapter 1"))
                        .toList());
        assertTrue(
                Files.readString(file).contains("# the next one is only planned\n  - id: 2\n    folder: 02-later\n"));
        assertEquals(3, course().chapters().size());
    }

    /** The exercise that the handbook shows whole, with its answers. */
    @Test
    void theHandbooksExampleHolds() throws Exception {
        CourseMaker.course(folder.resolve("c"), "C");
        CourseMaker.lesson(course(), Optional.empty(), "Second");
        CourseMaker.exercise(course(), "Count", "2");
        String handbook = Files.readString(Path.of("docs/authoring.md"));
        int start = handbook.indexOf("```yaml\nid: 2.2") + "```yaml\n".length();
        String example = handbook.substring(start, handbook.indexOf("```", start));
        Path root = folder.resolve("c");
        Path solutions = root.resolve("solutions/02.2-who-was-here");
        Files.createDirectories(solutions.resolve("wrong"));
        Files.writeString(root.resolve("exercises/02.2-who-was-here.yaml"), example);
        Files.writeString(solutions.resolve("sinterstore.redis"), "SADD guests ann\nSINTERSTORE both guests members\n");
        Files.writeString(solutions.resolve("wrong/typed-in.redis"), "SADD guests ann\nSADD both bob ann\n");
        Files.writeString(
                solutions.resolve("wrong/moved.redis"), "SMOVE members guests ann\nSINTERSTORE both guests members\n");
        Path lesson = root.resolve("lessons/02-second/lesson.yaml");
        Files.writeString(lesson, Files.readString(lesson) + "  - exercise: 2.2\n");
        Path step = root.resolve("lessons/02-second/02-type.md");
        Files.writeString(step, Files.readString(step).replace("teaches: [SET]", "teaches: [SADD, SINTERSTORE]"));
        assertHolds();
    }
}
