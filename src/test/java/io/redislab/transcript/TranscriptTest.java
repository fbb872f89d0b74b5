package io.redislab.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.redislab.engine.Engine;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import io.redislab.testing.ManualClock;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays every transcript on the engine, and on a real Redis where one is installed. With the system property {@code
 * transcripts.record} set to {@code true}, or to a part of the paths of some files, writes what the real one replies into
 * the files instead.
 */
class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final String OPTIONS = "#! ";
    private static final long START_MILLIS = 1_700_000_000_000L;

    @TestFactory
    Stream<DynamicTest> engine() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    Transcript transcript = Transcript.read(file);
                    ManualClock clock = new ManualClock(START_MILLIS);
                    Configuration config = Configuration.defaults();
                    new ConfigReader(config, new ConfigReader.Directives() {}, Engine.REDIS_VERSION)
                            .read("", String.join(" ", options(file)).replace("--", "\n"));
                    Engine engine = new Engine(clock, new Random(1), config);
                    check(file, transcript.play(() -> new EnginePeer(engine, clock)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> realRedis() throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        String record = System.getProperty("transcripts.record", "");
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    Transcript transcript = Transcript.read(file);
                    try (RealRedis redis = RealRedis.start(options(file).toArray(String[]::new))) {
                        if (record.equals("true")
                                || (!record.isEmpty() && name(file).contains(record))) {
                            String recorded = transcript.record(() -> new RedisPeer(redis));
                            Files.writeString(file, recorded, StandardCharsets.UTF_8);
                        } else {
                            check(file, transcript.play(() -> new RedisPeer(redis)));
                        }
                    }
                }));
    }

    @Test
    void everyCommandHasATranscript() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (CommandSpec spec : CommandTable.standard().all()) {
            if (spec.isContainer()) {
                spec.subcommands().forEach(subcommand -> missing.add(subcommand.name()));
            } else {
                missing.add(spec.name());
            }
        }
        for (Path file : files()) {
            for (List<byte[]> call : Transcript.read(file).calls()) {
                CommandSpec spec = CommandTable.standard().resolve(call.toArray(byte[][]::new));
                if (spec != null) {
                    missing.remove(spec.name());
                }
            }
        }
        assertEquals(Set.of(), missing, "commands without a transcript");
    }

    /** The options of the server, from a first line {@code #! --option value …}. */
    private static List<String> options(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.startsWith(OPTIONS)) {
            return List.of();
        }
        return List.of(text.substring(OPTIONS.length(), text.indexOf('\n')).split(" ", -1));
    }

    private static void check(Path file, List<Transcript.Difference> differences) {
        if (!differences.isEmpty()) {
            List<String> shown = new ArrayList<>();
            differences.stream().limit(20).forEach(difference -> shown.add(difference.toString()));
            fail(name(file) + ": " + differences.size() + " replies differ\n" + String.join("\n", shown));
        }
    }

    static String name(Path file) {
        return FOLDER.relativize(file).toString();
    }

    static List<Path> files() throws IOException {
        assertTrue(Files.isDirectory(FOLDER), "run the tests in the project's folder");
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
