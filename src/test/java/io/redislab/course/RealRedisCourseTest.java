package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.course.yaml.Fault;
import io.redislab.grading.RealWorlds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
    @ValueSource(strings = {"1", "7"})
    void aChapterAndItsExerciseHold(String chapter) {
        assertHolds(tester -> {
            List<Fault> faults = new ArrayList<>(tester.testChapter(chapter));
            faults.addAll(tester.testExercise(chapter + ".1"));
            return faults;
        });
    }

    /** The others turn the clock, listen, or depend on the course's time, which a real server does not have. */
    @ParameterizedTest
    @ValueSource(strings = {"4.1", "6.1", "12.1", "13.3", "14.1", "14.2", "14.3"})
    @Tag("long")
    void anExerciseHolds(String exercise) {
        assertHolds(tester -> tester.testExercise(exercise));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "4", "5", "6", "8", "9", "10", "11", "12", "13", "14"})
    @Tag("long")
    void aChapterHolds(String chapter) {
        assertHolds(tester -> tester.testChapter(chapter));
    }

    private void assertHolds(Function<CourseTester, List<Fault>> test) {
        assumeTrue(RealWorlds.available());
        Loaded<Course> course = Course.open(Path.of(""));
        assertEquals(List.of(), course.faults());
        try (RealWorlds worlds = new RealWorlds(folder)) {
            List<Fault> faults = test.apply(new CourseTester(course.orThrow(), worlds, 1));
            assertEquals("", faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }
}
