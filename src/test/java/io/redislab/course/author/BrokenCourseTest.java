package io.redislab.course.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.course.Course;
import io.redislab.course.yaml.Fault;
import io.redislab.course.yaml.Faults;
import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One course with all that an author can get wrong: each fault at its line, in one run. */
class BrokenCourseTest {
    private static final String HINTS = "hints: { nudge: a, concept: b, shape: c, worked: d }\n";

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void step(String file, String id, String more) throws IOException {
        write("lessons/" + file, "---\nid: " + id + "\ntitle: A step\n" + more + "---\nThe key is mykey. SET, DEL.\n");
    }

    private List<String> faults() {
        Course course = Course.open(folder).readable().orElseThrow();
        Faults all = new Faults();
        all.addAll(Course.open(folder).faults());
        all.addAll(new CourseLint(course).run());
        all.addAll(new CourseTester(course, EngineWorld.source(Clock.system()), 0).testAll());
        return all.sorted().stream().map(BrokenCourseTest::shown).toList();
    }

    private static String shown(Fault fault) {
        return fault.where() + " " + fault.code();
    }

    @Test
    void everyFaultIsFoundInOneRun() throws IOException {
        write("course.yaml", """
            format: 1
            id: broken
            title: Broken
            rules: { checked-steps: 1 }
            chapters:
              - { id: 1, title: One, minutes: 5, summary: First, folder: 01-one }
              - { id: 2, title: Two, minutes: 5, summary: Second, folder: 02-two }
              - { id: 2, title: Twin, minutes: 5, summary: Twin }
              - { id: 3, title: Three, minutes: 5, summary: Third, folder: 03-three }
            """);
        write("lessons/01-one/lesson.yaml", """
            id: 1
            title: One
            needs: [2]
            steps:
              - 01-tag.md
              - ../../secret.md
              - 02-twin.md
              - 03-twin.md
              - 04-fails.md
              - 05-done.md
              - 06-early.md
            """);
        step("01-one/01-tag.md", "tag", "kind: read\nhints:\n  - !look here\n");
        String set = "kind: task\ntask: Do it.\nchecks: [{ key: mykey, value: a }]\nsolution: |\n  SET mykey a\n";
        step("01-one/02-twin.md", "twin", set);
        step("01-one/03-twin.md", "twin", "kind: read\n");
        step("01-one/04-fails.md", "fails", set.replace("value: a", "value: b"));
        step("01-one/05-done.md", "done", set);
        step("01-one/06-early.md", "early", """
            kind: task
            task: Push.
            checks: [{ key: unheard, items: [x] }]
            solution: |
              LPUSH unheard x
            hints:
              - '`LPUSH unheard x` does it.'
              - That was it.
            """);
        write(
                "lessons/02-two/lesson.yaml",
                "id: 2\ntitle: Two\nneeds: [1]\nsteps:\n  - exercise: 2.1\n  - exercise: 2.9\n");
        write("lessons/02-two/99-stray.md", "never read");
        write("lessons/03-three/lesson.yaml", "id: 3\ntitle: Three\nsteps: [a: b: c\n");
        write("exercises/02.1-x.yaml", """
            id: 2.1
            title: X
            minutes: 5
            task: Set mykey to a.
            requirements:
              - { id: one, title: One, checks: [{ key: mykey, value: a }] }
              - { id: start, title: Start, checks: [{ key: other, type: none }] }
              - { id: kept, title: Kept, invariant: yes, checks: [{ key: kept, value: k }] }
            setup: |
              SET kept k
            mistakes:
              - { id: m, message: M, unmet: one, answers: other.redis }
            hints:
              nudge: Try `SET mykey a`
              concept: b
              shape: c
              worked: d
            """);
        write("solutions/02.1-x/right.redis", "SET mykey a\nPING\n");
        write("solutions/02.1-x/bad.redis", "SET mykey b\n");
        write("solutions/02.1-x/wrong/other.redis", "SET mykey a\n");
        write("solutions/02.1-x/wrong/unnamed.redis", "SET mykey c\n");
        write("exercises/02.1-y.yaml", "id: 2.1\n");
        write("exercises/02.2-bomb.yaml", "a: &a [x, x]\nb: [*a, *a]\n");
        write("exercises/02.3-hint.yaml", """
            id: 2.3
            title: X
            minutes: 5
            task: Set mykey to a.
            requirements:
              - { id: one, title: One, checks: [{ key: mykey, value: a }] }
            hints:
              nudge: !look at SET
              concept: b
              shape: c
              worked: d
            """);
        write("exercises/02.4-two.yaml", """
            id: 2.4
            title: X
            minutes: 5
            task: Nothing is said here.
            requirements:
              - { id: one, title: One, checks: [{ key: mykey }] }
              - { id: one, title: One, checks: [{ key: mykey }] }
            """ + HINTS);
        write("solutions/03.1-gone/a.redis", "PING\n");
        assertEquals(
                List.of(
                        "course.yaml:8:5 duplicate-id",
                        "exercises/02.1-x.yaml:7:5 untouched",
                        "exercises/02.1-x.yaml:8:5 unbroken",
                        "exercises/02.1-x.yaml:14:10 hint-quotes-solution",
                        "exercises/02.1-y.yaml:1:1 duplicate-id",
                        "exercises/02.2-bomb.yaml:1:1 unused",
                        "exercises/02.2-bomb.yaml:1:1 missing-key",
                        "exercises/02.2-bomb.yaml:1:1 unknown-key",
                        "exercises/02.2-bomb.yaml:2:1 unknown-key",
                        "exercises/02.2-bomb.yaml:2:5 alias",
                        "exercises/02.2-bomb.yaml:2:9 alias",
                        "exercises/02.3-hint.yaml:1:1 no-solution",
                        "exercises/02.3-hint.yaml:1:1 unused",
                        "exercises/02.3-hint.yaml:8:10 tag",
                        "exercises/02.4-two.yaml:1:1 unused",
                        "exercises/02.4-two.yaml:7:5 duplicate-id",
                        "lessons/01-one/01-tag.md:6:5 tag",
                        "lessons/01-one/03-twin.md:2:1 duplicate-id",
                        "lessons/01-one/04-fails.md:6:10 solution",
                        "lessons/01-one/05-done.md:2:1 untouched",
                        "lessons/01-one/06-early.md:6:10 not-in-task",
                        "lessons/01-one/06-early.md:8:3 not-taught",
                        "lessons/01-one/06-early.md:10:6 hint-quotes-solution",
                        "lessons/01-one/lesson.yaml:3:1 cycle",
                        "lessons/01-one/lesson.yaml:6:5 path",
                        "lessons/02-two/99-stray.md:1:1 stray",
                        "lessons/02-two/lesson.yaml:1:1 rules",
                        "lessons/02-two/lesson.yaml:6:5 no-exercise",
                        "lessons/03-three/lesson.yaml:3:13 yaml",
                        "solutions/02.1-x/bad.redis:1:1 solution",
                        "solutions/02.1-x/right.redis:2:1 superfluous",
                        "solutions/02.1-x/wrong/other.redis:1:1 wrong-passes",
                        "solutions/02.1-x/wrong/unnamed.redis:1:1 no-message",
                        "solutions/03.1-gone:1:1 stray"),
                faults());
    }

    @Test
    void whatIsShownIsCheckedAndWhatIsNotASessionIsSaid() throws IOException {
        write("course.yaml", """
            format: 1
            id: shown
            title: Shown
            chapters:
              - { id: 1, title: One, minutes: 5, summary: First, folder: 01-one }
            """);
        write("lessons/01-one/lesson.yaml", "id: 1\ntitle: One\nsteps:\n  - 01-a.md\n");
        write("lessons/01-one/01-a.md", """
            ---
            id: a
            title: A
            kind: read
            ---
            Text.

            ```transcript
            lab> INCR n
            (integer) 1
            lab> INCR n
            (integer) 3
            ```

            ```
            redis> GET n
            "7"
            ```
            """);
        assertEquals(
                List.of("lessons/01-one/01-a.md:11:1 transcript", "lessons/01-one/01-a.md:16:1 not-a-transcript"),
                faults());
    }

    @Test
    void oneFaultHidesNoOtherInItsFileAndMakesNoneElsewhere() throws IOException {
        write("course.yaml", """
            format: 1
            id: hidden
            title: Hidden
            chapters:
              - { id: 1, title: One, minutes: 5, summary: First, folder: 01-one }
              - { id: 2, title: Two, minutes: 5, summary: Second, folder: 02-two }
            """);
        write("lessons/01-one/lesson.yaml", """
            id: 1
            title: One
            needs: [2]
            stepps: []
            steps:
              - 01-teaches.md
              - ../out.md
              - 02-broken.md
              - 03-typo.md
              - 04-last.md
              - exercise: 1.1
            """);
        write("lessons/01-one/01-teaches.md", "---\nid: [\n---\nThe key is mykey: INCR.\n");
        write("lessons/01-one/02-broken.md", "no front matter, but DECR and other");
        step("01-one/03-typo.md", "typo", """
            kind: task
            task: Do it.
            chekcs: []
            solution: |
              LPUSH mykey a
            hints:
              - '`LPUSH mykey a`'
              - b
            """);
        step("01-one/04-last.md", "last", """
            kind: task
            task: Count.
            checks: [{ key: mykey, value: 1 }]
            solution: |
              INCR mykey
              DECR other
            """);
        write("lessons/02-two/lesson.yaml", "id: 2\ntitle: Two\nsteps: [\n");
        write("exercises/01.1-x.yaml", """
            id: 1.2
            title: X
            minutes: 5
            task: Count mykey up from {{start}}.
            vars: { start: 1 }
            varaints: []
            requirements:
              - { id: one, title: One, checks: [{ key: mykey, value: '{{start + 1}}' }] }
              - { id: two, title: Two, checks: [{ key: mykey, values: 1 }] }
              - { id: three, title: Three, checks: [{ key: unheard, value: '{{strat}}' }] }
            setup: |
              SET mykey {{start}}
            mistakes:
              - { id: m, message: M, unmet: two, answers: w.redis }
            hints:
              nudge: Try `INCR mykey`
              concept: b
              shape: c
              worked: d
            """);
        write("solutions/01.1-x/a.redis", "INCR mykey\n");
        write("solutions/01.1-x/wrong/w.redis", "DECR mykey\n");
        write("exercises/02.1-y.yaml", "id: 2.1\n");
        assertEquals(
                List.of(
                        "exercises/01.1-x.yaml:1:1 id",
                        "exercises/01.1-x.yaml:4:7 variable",
                        "exercises/01.1-x.yaml:6:1 unknown-key",
                        "exercises/01.1-x.yaml:9:51 unknown-key",
                        "exercises/01.1-x.yaml:10:41 not-in-task",
                        "exercises/01.1-x.yaml:10:64 variable",
                        "exercises/01.1-x.yaml:16:10 hint-quotes-solution",
                        "exercises/02.1-y.yaml:1:1 unused",
                        "exercises/02.1-y.yaml:1:1 missing-key",
                        "lessons/01-one/01-teaches.md:3:1 yaml",
                        "lessons/01-one/02-broken.md:1:1 front-matter",
                        "lessons/01-one/03-typo.md:6:1 unknown-key",
                        "lessons/01-one/03-typo.md:8:3 not-taught",
                        "lessons/01-one/03-typo.md:10:6 hint-quotes-solution",
                        "lessons/01-one/lesson.yaml:4:1 unknown-key",
                        "lessons/01-one/lesson.yaml:7:5 path",
                        "lessons/02-two/lesson.yaml:4:1 yaml"),
                faults());
    }

    @Test
    void answersThatAreNotTheCoursesAreNeitherReadNorRun() throws IOException {
        write("course.yaml", """
            format: 1
            id: links
            title: Links
            chapters:
              - { id: 1, title: One, minutes: 5, summary: First, folder: 01-one }
            """);
        write("lessons/01-one/lesson.yaml", "id: 1\ntitle: One\nsteps:\n  - exercise: 1.1\n");
        write("exercises/01.1-x.yaml", """
            id: 1.1
            title: X
            minutes: 5
            task: Set mykey to a with SET.
            requirements:
              - { id: one, title: One, checks: [{ key: mykey, value: a }] }
            """ + HINTS);
        write("solutions/01.1-x/a.redis", "SET mykey a\n");
        write("solutions/01.1-x/huge.redis", "# " + "x".repeat(3 << 20));
        Path latin = folder.resolve("solutions/01.1-x/latin.redis");
        Files.write(latin, "SET mykey a\nSET other \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Path outside = Files.createTempFile("outside", ".redis");
        try {
            Files.createSymbolicLink(folder.resolve("solutions/01.1-x/link.redis"), outside);
            assertEquals(
                    List.of(
                            "solutions/01.1-x/huge.redis:1:1 no-file",
                            "solutions/01.1-x/latin.redis:2:11 encoding",
                            "solutions/01.1-x/link.redis:1:1 path"),
                    faults());
        } finally {
            Files.delete(outside);
        }
    }
}
