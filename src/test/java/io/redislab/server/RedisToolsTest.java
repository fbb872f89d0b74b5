package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** redis-cli and redis-benchmark of a real Redis, on the server. */
class RedisToolsTest {
    @BeforeEach
    void needsTools() {
        assumeTrue(RealRedis.isInstalled(), "no Redis is installed");
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String cli(RunningServer server, String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(server.port())));
        command.addAll(List.of(words));
        return run(input, command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "-3"})
    void redisCliRunsCommands(String protocol) throws Exception {
        try (RunningServer server = new RunningServer()) {
            assertEquals("OK\n", cli(server, "", protocol, "set", "k", "v"));
            assertEquals("v\n2\n\nERR value is not an integer or out of range\n\n", cli(server, """
                get k
                hset h f 1 g 2
                get none
                incr k
                """, protocol));
            assertEquals("OK\n", run("", "redis-cli", "-s", server.socketPath().toString(), protocol, "flushall"));
        }
    }

    @Test
    void redisCliPipesInBulk() throws Exception {
        try (RunningServer server = new RunningServer()) {
            StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                commands.append("SET key").append(i).append(" value").append(i).append("\r\n");
            }
            String output = cli(server, commands.toString(), "--pipe");
            assertTrue(output.contains("errors: 0, replies: 20000"), output);
            assertEquals("20000\n", cli(server, "", "dbsize"));
        }
    }

    @Test
    void redisCliScansAndCounts() throws Exception {
        try (RunningServer server = new RunningServer()) {
            cli(server, "rpush l a b c\nset s x\nsadd many 1 2 3 4\n");
            assertEquals(3, cli(server, "", "--scan").lines().count());
            assertTrue(cli(server, "", "--bigkeys").contains("Biggest list   found"), "bigkeys");
        }
    }

    /** Whether redis-cli comes to its last line depends on when the end of its input comes. */
    private static String withoutEnd(String output) {
        return output.replaceAll("\\s*\\(Lua debugging session ended[^\n]*\\s*$", "")
                .stripTrailing();
    }

    @Test
    void redisCliDebugsAScriptAsWithRedis() throws Exception {
        Path script = Files.createTempFile("debugged", ".lua");
        Files.writeString(script, """
            local n = redis.call('INCR', KEYS[1])
            local list = {ARGV[1], n}
            redis.debug('so far', n)
            return list
            """);
        String input = "b 3\nc\np\np list\ne n + 1\nr GET k\ns\nw\nt\nc\n";
        try (RunningServer server = new RunningServer();
                RealRedis real = RealRedis.start()) {
            for (String mode : List.of("--ldb", "--ldb-sync-mode")) {
                String[] eval = {mode, "--eval", script.toString(), "k", ",", "v"};
                List<String> command =
                        new ArrayList<>(List.of("redis-cli", "-s", real.socket().toString()));
                command.addAll(List.of(eval));
                assertEquals(
                        withoutEnd(run(input, command.toArray(String[]::new))),
                        withoutEnd(cli(server, input, eval)),
                        mode);
                assertEquals(mode.equals("--ldb") ? "0\n" : "1\n", cli(server, "", "exists", "k"));
            }
        } finally {
            Files.delete(script);
        }
    }

    @Test
    void redisBenchmarkRunsItsTests() throws Exception {
        try (RunningServer server = new RunningServer()) {
            String output =
                    run("", "redis-benchmark", "-p", Integer.toString(server.port()), "-n", "2000", "-P", "4", "--csv");
            List<String> tests = output.lines()
                    .skip(1)
                    .map(line -> line.substring(1, line.indexOf('"', 1)))
                    .toList();
            assertEquals(20, tests.size(), output);
            assertTrue(tests.contains("MSET (10 keys)"), output);
        }
    }
}
