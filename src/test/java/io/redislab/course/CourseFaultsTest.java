package io.redislab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.course.author.CourseLint;
import io.redislab.course.yaml.Fault;
import io.redislab.grading.Exercise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken course files: every fault at its place, all in one run. */
class CourseFaultsTest {
    private static final String COURSE = """
        format: 1
        id: test
        title: Test
        chapters:
          - { id: 1, title: One, minutes: 5, summary: First, folder: 01-one }
        """;

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> faults(List<Fault> faults) {
        return faults.stream().map(fault -> fault.where() + " " + fault.code()).toList();
    }

    private List<String> exercise(String text) throws IOException {
        write("course.yaml", COURSE);
        write("exercises/01.1-x.yaml", text);
        Loaded<Exercise> loaded = Course.open(folder).orThrow().exercise("1.1");
        assertEquals(loaded.faults().isEmpty(), loaded.value().isPresent());
        return faults(loaded.faults());
    }

    private static final String HINTS = "hints: { nudge: a, concept: b, shape: c, worked: d }\n";

    @Test
    void allFaultsAtOnce() throws IOException {
        List<String> faults = exercise("""
            id: 1.1
            titel: X
            minutes: many
            task: Do it
            setup: SET a b
            requirements:
              - id: one
                title: One
                checks:
                  - kye: a
              - id: two
                title: Two
                checks:
                  - key: a
                    tpye: string
                  - probe: 'GET a'
            hints: { nudge: a, concept: b, shape: c }
            """);
        assertEquals(
                List.of(
                        "exercises/01.1-x.yaml:2:1 unknown-key",
                        "exercises/01.1-x.yaml:3:10 type",
                        "exercises/01.1-x.yaml:5:8 bare-command",
                        "exercises/01.1-x.yaml:10:9 kind",
                        "exercises/01.1-x.yaml:15:9 unknown-key",
                        "exercises/01.1-x.yaml:16:9 missing-key",
                        "exercises/01.1-x.yaml:17:8 missing-key"),
                faults);
    }

    @Test
    void aSuggestionIsGiven() throws IOException {
        write("course.yaml", COURSE.replace("minutes", "minuets"));
        String fault = Course.open(folder).faults().get(0).toString();
        assertTrue(fault.startsWith("course.yaml:5:26: error: chapter entry has no key 'minuets'"), fault);
        assertTrue(fault.contains("did you mean 'minutes'?"), fault);
    }

    @Test
    void aBrokenFirstFileHidesNoFaultOfOthers() throws IOException {
        write("course.yaml", "title: [\n");
        write("lessons/01-one/lesson.yaml", "id: 1\ntitel: One\n");
        Loaded<Course> loaded = Course.open(folder);
        assertTrue(loaded.value().isEmpty());
        List<String> codes = new CourseLint(loaded.readable().orElseThrow())
                .run().stream()
                        .filter(fault -> fault.where().file().equals("lessons/01-one/lesson.yaml"))
                        .map(Fault::code)
                        .toList();
        assertEquals(List.of("missing-key", "unknown-key"), codes);
    }

    @Test
    void bombsAndTags() throws IOException {
        assertEquals(
                List.of(
                        "exercises/01.1-x.yaml:1:1 missing-key",
                        "exercises/01.1-x.yaml:1:1 unknown-key",
                        "exercises/01.1-x.yaml:2:1 unknown-key",
                        "exercises/01.1-x.yaml:2:5 alias",
                        "exercises/01.1-x.yaml:2:9 alias"),
                exercise("a: &a [x, x]\nb: [*a, *a]\n"));
        assertEquals(
                List.of(
                        "exercises/01.1-x.yaml:1:1 missing-key",
                        "exercises/01.1-x.yaml:1:8 missing-key",
                        "exercises/01.1-x.yaml:1:17 tag"),
                exercise("hints: { nudge: !look here }\n"));
        assertEquals(List.of("exercises/01.1-x.yaml:1:5 yaml"), exercise("id: !!javax.script.ScriptEngineManager x\n"));
        assertEquals(List.of("exercises/01.1-x.yaml:1:41 depth"), exercise("[".repeat(50) + "]".repeat(50)));
        assertEquals(List.of("exercises/01.1-x.yaml:1:1 too-large"), exercise("a".repeat(600_000)));
        assertEquals(
                List.of("exercises/01.1-x.yaml:1:1 duplicate-key"),
                exercise("""
                    id: 1.1
                    id: 1.1
                    title: T
                    minutes: 5
                    task: T
                    requirements: [{ id: a, title: A, checks: [{ key: a }] }]
                    """ + HINTS).stream()
                        .map(f -> f.replace(":2:1", ":1:1"))
                        .toList());
    }

    @Test
    void ids() throws IOException {
        String text = """
            id: 1.2
            title: T
            minutes: 5
            task: T
            requirements:
              - { id: a, title: A, checks: [{ key: a }] }
              - { id: a, title: A, checks: [{ key: a }], stage: none }
            mistakes:
              - { id: m, message: M, unmet: nothing }
            """ + HINTS;
        assertEquals(
                List.of(
                        "exercises/01.1-x.yaml:1:1 id",
                        "exercises/01.1-x.yaml:7:5 duplicate-id",
                        "exercises/01.1-x.yaml:7:5 reference",
                        "exercises/01.1-x.yaml:9:5 reference"),
                exercise(text));
    }

    @Test
    void nothingOutsideTheCourseIsRead() throws IOException {
        write("course.yaml", COURSE);
        write("secret.md", "---\nid: s\ntitle: S\nkind: read\n---\nsecret");
        write("lessons/01-one/lesson.yaml", "id: 1\ntitle: One\nsteps:\n  - ../../secret.md\n  - missing.md\n");
        assertEquals(
                List.of("lessons/01-one/lesson.yaml:4:5 path", "lessons/01-one/lesson.yaml:5:5 no-file"),
                faults(Course.open(folder).orThrow().chapter("1").faults()));
        write(
                "lessons/01-one/lesson.yaml",
                "id: 1\ntitle: One\nsteps:\n  - link.md\n  - 02-mising.md\n  - a.md\n  - b.md\n");
        Path outside = Files.createTempFile("outside", ".md");
        try {
            Files.createSymbolicLink(folder.resolve("lessons/01-one/link.md"), outside);
            write("lessons/01-one/02-missing.md", "no front matter");
            write("lessons/01-one/a.md", "---\nid: a\ntitle: A\nkind: read\n---\ntext");
            write("lessons/01-one/b.md", "---\nid: a\ntitle: A\nkind: task\n---\ntext");
            assertEquals(
                    List.of(
                            "lessons/01-one/b.md:2:1 missing-key",
                            "lessons/01-one/b.md:2:1 duplicate-id",
                            "lessons/01-one/lesson.yaml:4:5 path",
                            "lessons/01-one/lesson.yaml:5:5 no-file"),
                    faults(Course.open(folder).orThrow().chapter("1").faults()));
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void noCourse() {
        assertEquals(
                List.of("course.yaml:1:1 no-file"),
                faults(Course.open(folder.resolve("none")).faults()));
    }
}
