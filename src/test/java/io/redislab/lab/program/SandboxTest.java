package io.redislab.lab.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.engine.Clock;
import io.redislab.grading.Budget;
import io.redislab.grading.Programs;
import io.redislab.grading.World;
import io.redislab.lab.EngineWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs can't do, by each means of keeping them. */
final class SandboxTest {
    private static final Path CLIENT = Path.of("bin/perl");

    private static Programs.Result call(Sandbox sandbox, String source) {
        assumeTrue(sandbox == Sandbox.NONE || Sandbox.program("unshare").isPresent() && sandbox.works());
        Programs programs = new ShellPrograms(CLIENT, true, sandbox);
        assumeTrue(programs.refusal().isEmpty());
        try (World world = EngineWorld.source(Clock.system()).fresh(Optional.empty());
                Programs.Program program = programs.start(source, 1)) {
            program.run(world, command -> {});
            Programs.Call call = program.begin(world, List.of("f"));
            while (!call.ended()) {
                call.step();
            }
            return call.result();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramReachesTheExaminersEngine(Sandbox sandbox) {
        assertEquals("PONG", call(sandbox, "f() { redis-cli PING; }").out());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void filesAndNetworkOfTheMachineAreOutOfReach(Sandbox sandbox) {
        Path own = Path.of("pom.xml").toAbsolutePath();
        String source = "f() { cat " + own + " /etc/passwd; touch " + own.getParent() + "/x /usr/x;"
                + " (: </dev/tcp/127.0.0.1/22); ls /proc | grep -c '^[0-9]'; }";
        Programs.Result result = call(sandbox, source);
        assertTrue(result.out().length() < 3, result::out);
        assertTrue(result.err().contains("unreachable") || result.err().contains("refused"), result::err);
    }

    @ParameterizedTest
    @EnumSource
    void whatItLeavesRunningIsEnded(Sandbox sandbox) throws IOException {
        String mark = "course-sandbox-" + ProcessHandle.current().pid() + "-" + sandbox;
        String sleep = "perl -e 'sleep 1000' " + mark;
        call(sandbox, "( setsid " + sleep + " & )\n" + sleep + " &\nf() { " + sleep + " & }");
        assertEquals(0, running(mark));
    }

    private static long running(String mark) throws IOException {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.resolve("cmdline"))
                    .filter(Files::isReadable)
                    .filter(file -> contains(file, mark))
                    .count();
        }
    }

    private static boolean contains(Path file, String mark) {
        try {
            return Files.readString(file).contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatMultipliesIsEnded(Sandbox sandbox) {
        // A hundred at most, should nobody end them.
        String source = "f() { for i in {1..100}; do perl -e 'sleep 5' & done; wait; }";
        Budget.Exceeded exceeded = assertThrows(Budget.Exceeded.class, () -> call(sandbox, source));
        assertEquals("it starts more than 64 processes", exceeded.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void whatItWritesHasALimit(Sandbox sandbox) {
        String source = "f() { for i in {1..200}; do head -c 1000000 /dev/zero >file$i; done; }";
        Budget.Exceeded exceeded = assertThrows(Budget.Exceeded.class, () -> call(sandbox, source + "\nf"));
        assertEquals("it writes more than 64 MB, or more than 10000 files", exceeded.getMessage());
    }

    @Test
    void aLinkInThePlaceOfItsOutputIsNotFollowed() {
        assertEquals(
                "",
                call(Sandbox.best(), "f() { ln -sf /etc/passwd \"$HOME/../2.out\"; }")
                        .out());
    }

    @Test
    void whereNothingIsolatesItIsRefused() {
        Programs programs = new ShellPrograms(CLIENT, false, Sandbox.NONE);
        assertTrue(programs.refusal().orElse("").contains("--allow-shell"));
        assertTrue(new ShellPrograms(CLIENT, true, Sandbox.NONE).refusal().isEmpty());
    }
}
