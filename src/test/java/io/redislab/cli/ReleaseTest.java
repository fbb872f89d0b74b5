package io.redislab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The zips that {@code mvn package} has made, with and without a Java: unpacked elsewhere, nothing is missing in them. */
@Tag("long")
class ReleaseTest {
    private static final Path TARGET = Path.of("target");

    /** With a blank, and an apostrophe: as people name their sticks. */
    @TempDir
    Path folder;

    static List<Path> zips() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            List<Path> zips = files.filter(file -> file.getFileName().toString().matches("redislab-.*\\.zip"))
                    .toList();
            Assumptions.assumeFalse(zips.isEmpty(), "mvn package has not been run");
            return zips;
        }
    }

    private Path unpack(Path zip) throws IOException {
        Path stick = Files.createDirectories(folder.resolve("Ada's USB stick"));
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path to = stick.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                    continue;
                }
                Files.createDirectories(to.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, to);
                }
                // As unzip does for programs.
                assertTrue(to.toFile().setExecutable(to.getParent().endsWith("bin") || to.endsWith("jspawnhelper")));
            }
        }
        try (Stream<Path> top = Files.list(stick)) {
            return top.findFirst().orElseThrow();
        }
    }

    private String run(Path home, boolean withJava, String input, String... words) throws IOException {
        Path given = Files.writeString(folder.resolve("input"), input);
        List<String> command = new ArrayList<>(List.of("sh"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.resolve("bin").toFile())
                .redirectInput(given.toFile())
                .redirectErrorStream(true);
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        builder.environment().put("REDISLAB_NO_ARCHIVE", "1");
        builder.environment().put("CDPATH", "/");
        builder.environment().put("JAVA_HOME", withJava ? "/nowhere" : System.getProperty("java.home"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), text);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return text;
    }

    private static void makeReadOnly(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            all.forEach(path -> assertTrue(path.toFile().setWritable(false), path::toString));
        }
    }

    private static void makeWritable(Path home) {
        try (Stream<Path> all = Files.walk(home)) {
            all.forEach(path -> assertTrue(path.toFile().setWritable(true), path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void everythingIsThereAndStarts(Path zip) throws IOException {
        Path home = unpack(zip);
        boolean withJava = Files.exists(home.resolve("runtime"));
        makeReadOnly(home);
        try {
            assertTrue(run(home, withJava, "SET a 1\nINCR a\n", "redislab", "--plain")
                    .contains("(integer) 2"));
            assertEquals("PONG\n", run(home, withJava, "PING\n", "redislab", "run", "-"));
            assertTrue(run(home, withJava, "", "redislab", "course", "lint").contains("No faults."), "course lint");
            String shell = run(
                    home,
                    withJava,
                    "",
                    "redislab",
                    "shell",
                    Files.writeString(folder.resolve("s.sh"), "redis-cli SET z 1\nredis-cli GET z\n")
                            .toString());
            assertTrue(shell.contains("OK\n1\n"), shell);
            assertTrue(run(home, withJava, "", "redis-server", "--version").contains("v=7.0.15"));
            assertTrue(run(home, withJava, "", "redis-cli", "--version").contains("redis-cli"));
            assertTrue(run(home, withJava, "", "redis-benchmark", "--help").contains("-c"));
        } finally {
            makeWritable(home);
        }
    }
}
