package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as the system sees it: what it is called, its helper, and what it leaves behind when it crashes. */
class ServerProcessTest {
    @TempDir
    Path folder;

    private Process process;
    private BufferedReader log;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "this is no Linux");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.redislab.cli.Main",
                "server",
                "--port",
                "0",
                "--unixsocket",
                "socket",
                "--save",
                "",
                "--dir",
                folder.toString());
        builder.environment().put("REDISLAB_PROGRAM", "/opt/bin/redis-server");
        process = builder.redirectErrorStream(true).start();
        log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        awaitLine("eady to accept connections");
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private String awaitLine(String part) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            told.add(line);
            if (line.contains(part)) {
                return line;
            }
        }
        throw new IOException("the log ends without '" + part + "':\n" + String.join("\n", told));
    }

    private String call(String... words) throws IOException {
        try (RemoteConnection connection = RemoteConnection.unix(folder.resolve("socket"))) {
            return connection
                    .call(Stream.of(words)
                            .map(word -> word.getBytes(StandardCharsets.UTF_8))
                            .toList())
                    .toString();
        }
    }

    private String title() throws IOException {
        return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
    }

    @Test
    void itIsCalledAsTheTemplateSays() throws IOException {
        assertEquals("/opt/bin/redis-server unixsocket:socket", title().replace("\0", ""));
        assertEquals("redis-server\n", Files.readString(Path.of("/proc", "" + process.pid(), "comm")));
        call("CONFIG", "SET", "proc-title-template", "{title} at {port} ({config-file}) " + "x".repeat(100_000));
        assertTrue(title().startsWith("/opt/bin/redis-server at 0 (-) xxx"));
        call("CONFIG", "SET", "proc-title-template", "short");
        assertEquals("short", title().replace("\0", ""));
        assertEquals("Status[text=PONG]", call("PING"));
    }

    @Test
    void whoeverKillsItsChildEndsABackgroundSave() throws IOException {
        call("MSET", "a", "1", "b", "2");
        call("CONFIG", "SET", "rdb-key-save-delay", "10000000");
        call("BGSAVE");
        String pid = awaitLine("Background saving started by pid").replaceAll(".* ", "");
        ProcessHandle child = process.toHandle().children().findFirst().orElseThrow();
        assertEquals(pid, Long.toString(child.pid()));
        child.destroyForcibly();
        awaitLine("Background saving terminated by signal 9");
    }

    @Test
    void aSignalThatAbortsItLeavesAReport() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-ABRT", "" + process.pid()).start().waitFor();
        awaitLine("Redis 7.0.15 crashed by signal: 6");
        awaitLine("redislab-engine:");
        awaitLine("INFO OUTPUT");
        awaitLine("REDIS BUG REPORT END");
        assertEquals(134, process.waitFor());
    }
}
