package io.redislab.course.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.course.Course;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a course meets of a guide. */
class CoverageTest {
    private static final Path GUIDE = Path.of("../shared/guide");

    @TempDir
    private Path folder;

    @Test
    void nothingOfTheGuideIsMissing() throws IOException {
        assumeTrue(Files.exists(GUIDE.resolve("commands.json")), "the guide is not here");
        Course course = Course.open(Path.of("")).orThrow();
        Coverage.Result result = Coverage.of(course, GUIDE, EngineWorld.source(Clock.system()));
        assertEquals("", String.join("\n", result.missing()));
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Path course = folder.resolve("course");
        CourseMaker.course(course, "Small");
        Path step = course.resolve("lessons/01-first-steps/02-type.md");
        Files.writeString(
                step,
                Files.readString(step).replace("teaches: [SET]", "covers: [1.1 bullet 1, 7.7 GET x, 1.2 bullet 9]"));
        Path guide = folder.resolve("guide");
        Files.createDirectories(guide);
        Files.writeString(guide.resolve("guide.md"), """
            # A guide

            ## 1. First

            ### 1.1 One

            ```
            SET a b
            INCR n
            XADD s * f v
            ```

            **Exercise 1.1:** Do it
            - first
            - second

            ### 1.2 Two
            """);
        Files.writeString(guide.resolve("commands.json"), """
            [{"section": "1.1 One", "exercise": null, "line": 7, "cmd": "SET a b", "argv": ["SET", "a", "b"]},
             {"section": "1.1 One", "exercise": "1.1", "line": 7, "cmd": "INCR n", "argv": ["INCR", "n"]},
             {"section": "1.1 One", "exercise": null, "line": 7, "cmd": "XADD s * f v", "argv": ["XADD", "s", "*"]}]
            """);
        Coverage.Result result = Coverage.of(Course.open(course).orThrow(), guide, EngineWorld.source(Clock.system()));
        assertEquals(
                List.of(
                        "line 10, 1.1: XADD s … runs nowhere",
                        "section 1.2 (line 17) is met by no step and no requirement",
                        "1.1 bullet 2 (line 15) is met by no step and no requirement",
                        "1/type claims to cover '7.7 GET x', which the guide does not have",
                        "1/type claims to cover '1.2 bullet 9', which the guide does not have"),
                result.missing());
        assertEquals(
                List.of(
                        "| 8 | 1.1 | `SET a …` | `1/type` | typed, form |",
                        "| 9 | ex 1.1 | `INCR n` | `1.1 counted` | typed, form |"),
                result.table()
                        .lines()
                        .filter(line -> line.startsWith("| 8 ") || line.startsWith("| 9 "))
                        .toList());
    }
}
