package io.redislab.lab.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.course.Course;
import io.redislab.engine.Clock;
import io.redislab.grading.Answer;
import io.redislab.grading.Exercise;
import io.redislab.grading.Grader;
import io.redislab.grading.Programs;
import io.redislab.grading.Report;
import io.redislab.grading.Reports;
import io.redislab.grading.World;
import io.redislab.lab.EngineWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are programs: what they can do, what they can't, and what the examiner sees. */
final class ShellAnswerTest {
    private static final String LIMIT = """
        check_rate_limit() {
            local count
            %s
            if [ "$count" -le "$2" ]; then echo allowed; else echo rate_limited; fi
        }
        """;

    private final World.Source worlds = EngineWorld.source(Clock.system());
    private final Programs programs = new ShellPrograms(Path.of("bin/perl"), false);

    @BeforeEach
    void somethingIsolates() {
        assumeTrue(programs.refusal().isEmpty());
    }

    /** Calls a function to its end. */
    private Programs.Result call(String source, long seed, String... words) {
        try (World world = worlds.fresh(Optional.empty());
                Programs.Program program = programs.start(source, seed)) {
            program.run(world, command -> {});
            Programs.Call call = program.begin(world, List.of(words));
            while (!call.ended()) {
                call.step();
            }
            return call.result();
        }
    }

    private Report grade(String source) {
        Exercise exercise = Course.open(Path.of(""))
                .value()
                .orElseThrow()
                .exercise("13.2")
                .value()
                .orElseThrow();
        return new Grader(worlds, programs).grade(exercise, "x.sh", new Answer.Shell(source), 0);
    }

    @Test
    void nothingIsLeftOfAProgramThatCanNotBeStarted(@TempDir Path empty) throws IOException {
        String mark = "# made on " + empty;
        ShellPrograms without = new ShellPrograms(empty.resolve("no-client"), true, Sandbox.NONE);
        assertThrows(UncheckedIOException.class, () -> without.start(mark, 1).close());
        try (Stream<Path> boxes = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(
                    List.of(),
                    boxes.filter(box -> has(box.resolve("answer.sh"), mark)).toList());
        }
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.isReadable(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            // Another test's, which goes just now.
            return false;
        }
    }

    @Test
    void nothingIsLeftOfAProgramWhoseThreadIsInterrupted() {
        ShellPrograms open = new ShellPrograms(Path.of("bin/perl"), true, Sandbox.NONE);
        Path home;
        try (World world = worlds.fresh(Optional.empty());
                Programs.Program program = open.start("f() { echo $HOME; }", 1)) {
            program.run(world, command -> {});
            Programs.Call call = program.begin(world, List.of("f"));
            home = Path.of(call.result().out());
            assertTrue(Files.isDirectory(home));
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted());
        assertFalse(Files.exists(home.getParent()));
    }

    @Test
    void timeIsTheExaminers() {
        String source =
                "f() { date +%s; sleep 5; sleep 1m; date +%s; redis-cli TIME | head -n 1; date -d tomorrow +%F; }";
        assertEquals(
                "1705312800\n1705312865\n1705312865\n2024-01-16",
                call(source, 1, "f").out());
    }

    @Test
    void chanceIsTheSeeds() {
        String source = "f() { uuidgen; echo $RANDOM; }";
        assertEquals(call(source, 1, "f").out(), call(source, 1, "f").out());
        assertFalse(call(source, 1, "f").out().equals(call(source, 2, "f").out()));
    }

    @Test
    void whatTheFileDefinesIsThereForCalls() {
        String source =
                "PREFIX='a b'\ndeclare -A map=([x]=1)\nf() { echo \"$PREFIX ${map[x]} $1\"; return 3; }\nexit 1";
        assertEquals(new Programs.Result("a b 1 c d", "", 3, List.of()), call(source, 1, "f", "c d"));
    }

    @Test
    void theEnvironmentIsAlmostEmpty() {
        String out =
                call("f() { env | cut -d= -f1 | sort | tr '\\n' ' '; }", 1, "f").out();
        assertEquals("HOME LANG OLDPWD PATH PWD REDISLAB_CALL REDISLAB_DATE REDISLAB_SOCKET SHLVL TMPDIR TZ _", out);
    }

    @Test
    void whatIsPrintedIsReadAsTheCheckAsksForIt() {
        Report report = grade("""
            check_rate_limit() {
                redis-cli --eval /dev/stdin "$1" , "$2" "$3" <<'LUA'
            local count = redis.call('INCR', KEYS[1])
            if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
            if count > tonumber(ARGV[1]) then return 'rate_limited' end
            return 'allowed'
            LUA
            }
            """);
        assertTrue(report.passed(), () -> Reports.text(report));
    }

    @Test
    void commandsThroughAPipeAreRun() {
        String source =
                "f() { printf 'SET a 1\\nINCR a\\nHSET a b c\\n' | redis-cli --pipe | tail -n 1; redis-cli GET a; }";
        assertEquals("errors: 1, replies: 3\n2", call(source, 1, "f").out());
    }

    @Test
    void whatBashSaysOfTheFileIsReported() {
        Report report = grade("check_rate_limit() { if; then }");
        assertTrue(
                Reports.text(report).contains("line 1: `check_rate_limit() { if; then }'"), () -> Reports.text(report));
    }

    @Test
    void aRaceBetweenTwoCommandsIsFound() {
        Report report = grade(LIMIT.formatted("count=$(redis-cli GET \"$1\"); count=$((count + 1));"
                + " redis-cli SET \"$1\" $count EX \"$3\" >/dev/null"));
        assertTrue(
                report.requirements().stream()
                        .anyMatch(result -> result.id().equals("together")
                                && result.finding().isPresent()
                                && result.finding().get().actual().contains("orders break it")),
                () -> Reports.text(report));
    }

    @Test
    void aWaitInACommandEndsWhenItsTimeIsOver() {
        assertEquals(
                "\n1705312805",
                call("f() { redis-cli BLPOP nothing 5; date +%s; }", 1, "f").out());
    }

    @Test
    void functionsOfTheShellPrintWhatTheProgramsPrint() {
        String source = """
            g() {
                "$@" FLUSHALL; "$@" SET 'k"q\\' $'a\\nb\\t\\\\ü'; "$@" GET 'k"q\\'; "$@" MGET none 'k"q\\'; "$@" NOSUCH a
                printf ' MULTI\\n2 INCR n\\n3\\nbad "\\n\\nEXEC\\nSELECT 1\\nSET n 7\\nGET n\\nINFO none\\nQUIT\\nGET n' | "$@"
                printf 'GET n' | "$@"; "$@" < /dev/null; "$@" --eval /dev/stdin n , 5 x <<< 'return {KEYS, ARGV, {1, {}}}'
                "$@" SETBIT bits 1 1; "$@" APPEND bits 'a'; "$@" GET bits | od -c; "$@" -n 1 GET n; "$@" -p 7000 BLPOP none 1
                "$@" MULTI; "$@" INFO none; "$@" TYPE n; "$@" -x SET x <<< text; "$@" GET x; "$@" --csv MGET x n
            }
            f() { g redis-cli >a 2>&1; g command redis-cli >b 2>&1; diff a b && g redis-cli | head -n 4; }
            """;
        assertEquals("OK\nOK\na\nb\t\\ü", call(source, 1, "f").out());
    }

    @Test
    void whoeverIsLeftDoesNotWriteIntoTheNextCallsOutput() {
        String source = """
            leave() { mkfifo go; (read x <go; echo late; : >done) & }
            next() { echo >go; until [ -e done ]; do :; done; echo own; }
            """;
        try (World world = worlds.fresh(Optional.empty());
                Programs.Program program = programs.start(source, 1)) {
            program.run(world, command -> {});
            assertEquals(0, program.beginAlone(world, List.of("leave")).result().status());
            assertEquals(
                    "own", program.beginAlone(world, List.of("next")).result().out());
        }
    }

    @Test
    void twoRunsGiveTheSameReport() {
        String source = LIMIT.formatted("count=$(redis-cli INCR \"$1\"); redis-cli EXPIRE \"$1\" \"$3\" >/dev/null");
        assertEquals(Reports.text(grade(source)), Reports.text(grade(source)));
    }

    @Test
    void nothingIsLeftWhenCheckIsInterrupted(@TempDir Path folder) throws Exception {
        // Where the tests' user is root, the program is nobody, who has to come to its box.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path answer = Files.writeString(folder.resolve("13.2.sh"), "sleep() { :; }; while :; do :; done\n");
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.redislab.cli.Main",
                        "check",
                        "13.2",
                        answer.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        try (WatchService changes = temporary.getFileSystem().newWatchService()) {
            temporary.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (boxes(temporary).noneMatch(box -> Files.exists(box.resolve("socket")))) {
                WatchKey key = changes.poll(50, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.reset();
                }
                assertTrue(check.isAlive(), () -> read(folder.resolve("out")));
            }
        }
        check.destroy();
        check.waitFor();
        assertEquals(List.of(), boxes(temporary).toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> boxes(Path temporary) throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(each -> each.getFileName().toString().startsWith("redislab-")).toList().stream();
        }
    }
}
