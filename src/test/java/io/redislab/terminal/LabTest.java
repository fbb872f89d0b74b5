package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lab with a small course, driven line by line, without a terminal. */
abstract class LabTest {
    @TempDir
    Path folder;

    Path course;

    @BeforeEach
    void writeCourse() throws IOException {
        course = SmallCourse.write(folder.resolve("course"));
    }

    /** Types these lines into a lab that goes on from what earlier calls have left. */
    TypedScreen type(String... lines) {
        TypedScreen screen = new TypedScreen(lines);
        int code = Lab.open(new LabOptions(course, false, Optional.of(folder.resolve("data"))), screen);
        assertEquals(0, code, screen.shown());
        assertFalse(screen.shown().contains("Exception"), screen.shown());
        assertFalse(screen.shown().contains("\u001b"), "an escape sequence got through");
        return screen;
    }

    static void assertShown(TypedScreen screen, String text) {
        assertTrue(screen.shown().contains(text), () -> "no '" + text + "' in:\n" + screen.shown());
    }

    static void assertNotShown(TypedScreen screen, String text) {
        assertFalse(screen.shown().contains(text), () -> "'" + text + "' in:\n" + screen.shown());
    }
}
