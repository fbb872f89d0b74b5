package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.course.author.CourseLint;
import io.redislab.course.author.CourseTester;
import io.redislab.course.yaml.Fault;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import io.redislab.lab.program.ShellPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The course that comes along: every solution passes, every wrong answer gets its message, every reply shown is real. */
final class OwnCourseTest {
    @Test
    void noFaultIsFoundWithoutRunningAnything() {
        Course course = Course.open(Path.of("")).orThrow();
        assertEquals("", told(new CourseLint(course).run()));
    }

    @Test
    void theCourseHolds() {
        Course course = Course.open(Path.of("")).orThrow();
        List<Fault> faults = new CourseTester(course, EngineWorld.source(Clock.system()), 0)
                .with(new ShellPrograms(Path.of("bin/perl"), false))
                .testAll();
        assertEquals("", told(faults));
    }

    private static String told(List<Fault> faults) {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }
}
