package io.redislab.transcript;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigFileException;
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
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
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
                    ManualClock clock = new ManualClock(START_MILLIS);
                    Engine engine = newEngine(file, clock);
                    check(file, Transcript.read(file).play(() -> new EnginePeer(engine, clock)));
                }));
    }

    private static Engine newEngine(Path file, ManualClock clock) throws IOException {
        Configuration config = Configuration.defaults();
        try {
            new ConfigReader(config, new ConfigReader.Directives() {}, Engine.REDIS_VERSION)
                    .read("", String.join(" ", options(file)).replace("--", "\n"));
        } catch (ConfigFileException e) {
            throw new IOException(file + ": " + e.text(), e);
        }
        return new Engine(clock, new Random(1), config);
    }

    /** Plays every transcript on an engine of its own. @param client makes the clients of one of them */
    static void playAll(BiFunction<Engine, ManualClock, Peer> client) throws IOException {
        for (Path file : files()) {
            ManualClock clock = new ManualClock(START_MILLIS);
            Engine engine = newEngine(file, clock);
            Transcript.read(file).play(() -> client.apply(engine, clock));
        }
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
