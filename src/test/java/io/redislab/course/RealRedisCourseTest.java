package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.course.author.CourseTester;
import io.redislab.course.yaml.Fault;
import io.redislab.grading.RealWorlds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapters of the course against a real redis-server. */
class RealRedisCourseTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"7"})
    void aChapterAndItsExerciseHold(String chapter) {
        assertHolds(chapter, chapter + ".1");
    }

    /** The others turn the clock, listen, or depend on the course's time, which a real server does not have. */
    @ParameterizedTest
    @ValueSource(strings = {"1.1", "4.1", "6.1", "12.1", "13.3", "14.1", "14.2", "14.3"})
    @Tag("long")
    void anExerciseHolds(String exercise) {
        assertHolds(exercise);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "4", "5", "6", "8", "9", "10", "11", "12", "13", "14"})
    @Tag("long")
    void aChapterHolds(String chapter) {
        assertHolds(chapter);
    }

    private void assertHolds(String... ids) {
        assumeTrue(RealWorlds.available());
        Loaded<Course> course = Course.open(Path.of(""));
        assertEquals(List.of(), course.faults());
        try (RealWorlds worlds = new RealWorlds(folder)) {
            List<Fault> faults = new CourseTester(course.orThrow(), worlds, 1, 1).test(List.of(ids));
            assertEquals("", faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }
}
