package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.testing.TypedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code redislab shell} in one window, in the world of a lab that is open in another one. */
final class SecondWindowTest {
    @TempDir
    Path folder;

    private Path course;

    @BeforeEach
    void writeCourse() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no Perl here");
        course = SmallCourse.write(folder.resolve("course"));
    }

    private TypedTerminal lab() throws IOException, InterruptedException {
        TypedTerminal lab = TypedTerminal.ofJava(
                folder, 100, 30, "xterm-256color", List.of("io.redislab.terminal.Lab", course.toString()));
        lab.await("lab>");
        awaitSocket("desk.sock");
        return lab;
    }

    private TypedTerminal shell() throws IOException, InterruptedException {
        TypedTerminal shell = TypedTerminal.ofJava(
                folder,
                100,
                30,
                "xterm-256color",
                List.of("io.redislab.cli.Main", "shell", "--course", course.toString()));
        shell.await("Your own shell");
        shell.type("PS1=ready", "ready");
        return shell;
    }

    private Path room() {
        return folder.resolve("redislab/shell");
    }

    /** The lab opens it by itself, a moment after its prompt is there. */
    private void awaitSocket(String name) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(room().resolve(name))) {
            assertTrue(System.nanoTime() < end, () -> "the lab opens no " + name);
            Thread.onSpinWait();
        }
    }

    @Test
    void bothWindowsAreInTheSameWorld() throws IOException, InterruptedException {
        try (TypedTerminal lab = lab();
                TypedTerminal shell = shell()) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(room())),
                    "nobody else comes in");
            lab.type("SET from:lab 7", "OK");
            shell.type("redis-cli GET from:lab", "\"7\"");
            shell.type("redis-cli SET from:shell 8", "OK");
            lab.type("GET from:shell", "\"8\"");
            lab.type("history", "redis-cli SET from:shell 8".substring("redis-cli ".length()));
            shell.type("docker stop my-redis; redis-cli PING", "Could not connect to Redis at");
            shell.type("docker start my-redis; redis-cli DBSIZE", "(integer) 2");
            shell.type("docker kill my-redis", "my-redis");
            // A server that was stopped in a shell is there again when that has gone.
            shell.type("exit", "exit");
            try (TypedTerminal next = shell()) {
                next.type("redis-cli PING", "PONG");
                next.type("psql -Atc 'SELECT name FROM users WHERE id = 1'", "Ada Lovelace");
                next.type("exit", "exit");
            }
        }
    }

    @Test
    void aShellOutlivesItsLabAndFindsTheNextOne() throws IOException, InterruptedException {
        try (TypedTerminal lab = lab();
                TypedTerminal shell = shell()) {
            lab.type("SET kept 1", "OK");
            shell.type("redis-cli GET kept", "\"1\"");
            ProcessHandle program = lab.program();
            program.destroyForcibly();
            program.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            // Its sockets are there still, with nobody behind them.
            assertTrue(Files.exists(room().resolve("redis.sock")));
            shell.type("redis-cli PING", "Connection refused");
            shell.type("docker ps; echo $?", "docker: the lab that this shell belongs to has ended");
            shell.await("125");
            try (TypedTerminal next = TypedTerminal.ofJava(
                    folder, 100, 30, "xterm-256color", List.of("io.redislab.terminal.Lab", course.toString()))) {
                next.await("lab>");
                shell.type("until redis-cli GET kept 2>/dev/null | grep 1; do :; done", "1");
                shell.type("docker ps", "my-redis");
                next.type("quit", "");
            }
            shell.type("exit", "exit");
        }
    }
}
