package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.course.yaml.Fault;
import io.redislab.grading.RealWorlds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course against a real redis-server. */
class RealRedisCourseTest {
    @TempDir
    private Path folder;

    @Test
    void everySolutionPassesAndEveryWrongAnswerFails() {
        assumeTrue(RealWorlds.available());
        Loaded<Course> course = Course.open(Path.of(""));
        assertEquals(List.of(), course.faults());
        try (RealWorlds worlds = new RealWorlds(folder)) {
            List<Fault> faults = new CourseTester(course.orThrow(), worlds, 1).testAll();
            assertEquals("", faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }
}
