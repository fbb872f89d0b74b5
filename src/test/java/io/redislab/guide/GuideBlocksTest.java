package io.redislab.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every block of the guide that is written for a shell does in {@code redislab shell} what it does with a real redis-cli
 * and a real Redis: the same output, errors included, and the same keys after it. Chapters begin with an empty server. The
 * guide is not a part of the project: without it, and without a real Redis, nothing is run.
 */
@Tag("long")
final class GuideBlocksTest {
    private static final Path GUIDE = Path.of(System.getProperty("guide", "../shared/guide/redis-complete-guide.md"));

    /** What differs by chance, beyond {@link Normal#PLACE}, which always counts as equal. */
    private static final Map<String, Set<Normal>> DIFFERENCES = new TreeMap<>(Map.ofEntries(
            Map.entry("1.1", EnumSet.of(Normal.DOCKER)),
            Map.entry("1.3", EnumSet.of(Normal.SETTINGS, Normal.INFO, Normal.ORDER)),
            Map.entry("exercise 1.1", EnumSet.of(Normal.INFO, Normal.ORDER)),
            Map.entry("2.3", EnumSet.of(Normal.CHANCE, Normal.ORDER)),
            Map.entry("exercise 2.1", EnumSet.of(Normal.ORDER, Normal.TTL)),
            Map.entry("exercise 3.1", EnumSet.of(Normal.MINUTE)),
            Map.entry("exercise 4.1", EnumSet.of(Normal.ORDER)),
            Map.entry("exercise 5.1", EnumSet.of(Normal.TIME)),
            Map.entry("6.1", EnumSet.of(Normal.CHANCE, Normal.ORDER)),
            Map.entry("6.2", EnumSet.of(Normal.CHANCE, Normal.ORDER)),
            Map.entry("6.3", EnumSet.of(Normal.CHANCE, Normal.ORDER)),
            Map.entry("exercise 6.1", EnumSet.of(Normal.CHANCE, Normal.ORDER)),
            Map.entry("exercise 7.1", EnumSet.of(Normal.TIME)),
            Map.entry("8.4", EnumSet.of(Normal.ORDER)),
            Map.entry("exercise 8.1", EnumSet.of(Normal.ORDER)),
            Map.entry("exercise 9.1", EnumSet.of(Normal.TIME, Normal.EVENTS, Normal.ORDER)),
            Map.entry("exercise 10.1", EnumSet.of(Normal.TIME, Normal.UUID, Normal.ORDER)),
            Map.entry("11.1", EnumSet.of(Normal.TIME, Normal.INFO)),
            Map.entry("11.2", EnumSet.of(Normal.INFO, Normal.REWRITE)),
            Map.entry(
                    "exercise 11.1",
                    EnumSet.of(Normal.REWRITE, Normal.INFO, Normal.DOCKER, Normal.TIME, Normal.MEASURED)),
            Map.entry("12.1", EnumSet.of(Normal.INFO, Normal.WORDS, Normal.MEASURED, Normal.SLOW)),
            Map.entry("12.3", EnumSet.of(Normal.MEASURED)),
            Map.entry(
                    "exercise 12.1", EnumSet.of(Normal.SLOW, Normal.INFO, Normal.WORDS, Normal.MEASURED, Normal.TIME)),
            Map.entry("use case 1", EnumSet.of(Normal.UUID)),
            Map.entry("use case 2", EnumSet.of(Normal.TIME)),
            Map.entry("use case 4", EnumSet.of(Normal.TIME)),
            Map.entry("issue 1", EnumSet.of(Normal.INFO, Normal.WORDS, Normal.MEASURED)),
            Map.entry("issue 2", EnumSet.of(Normal.MEASURED))));

    private static Side real;
    private static Side lab;
    private static int chapter;

    @AfterAll
    static void close() throws IOException {
        leave();
    }

    private static void leave() throws IOException {
        if (real != null) {
            real.close();
            real = null;
        }
        if (lab != null) {
            lab.close();
            lab = null;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyBlock() throws IOException {
        assumeTrue(Files.isReadable(GUIDE), "the guide is not at " + GUIDE.toAbsolutePath());
        assumeTrue(RealRedis.isInstalled(), "there is no redis-server on the PATH");
        List<String> guide = Files.readAllLines(GUIDE);
        String script = GuideBlock.read(guide, "lua").get(0).text();
        String only = System.getProperty("guide.block", "");
        return GuideBlock.read(guide, "bash").stream()
                .filter(block -> only.isEmpty() || only.equals(block.id()))
                .map(block -> DynamicTest.dynamicTest(block.id(), () -> compare(block, script)));
    }

    private static void compare(GuideBlock block, String script) throws Exception {
        if (block.chapter() != chapter || real == null) {
            leave();
            chapter = block.chapter();
            real = Side.real(script);
            lab = Side.lab(script);
        }
        List<String> inputs = block.id().equals("exercise 12.1")
                ? List.of("1\n\n", "2\n\n", "3\n\n", "4\n\n", "5\n\n", "9\n\n")
                : List.of("");
        for (String input : inputs) {
            Side.Result expected = real.run(BlockScript.of(block), input);
            Side.Result result = lab.run(BlockScript.of(block), input);
            assertEquals(told(block, expected), told(block, result));
        }
    }

    private static String told(GuideBlock block, Side.Result result) {
        return "output\n" + normal(block, result.out()) + "\nerrors\n" + normal(block, result.err()) + "\nexit code "
                + result.code() + "\nkeys and settings\n" + normal(block, result.keys());
    }

    private static String normal(GuideBlock block, String text) {
        String result = Normal.PLACE.apply(text);
        for (Normal each : DIFFERENCES.getOrDefault(block.id(), Set.of())) {
            result = each.apply(result);
        }
        return result.strip();
    }
}
