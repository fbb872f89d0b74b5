package io.redislab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From exec to the prompt under a resumed lesson, and to the reply to a command that is typed at once, beside a Java program
 * that says hello and redis-cli, in turn, so that all suffer from whatever else the machine does. {@code
 * -Dbench.java=HOME,HOME} names the Javas, {@code -Dbench.home} the folder of an unpacked release in the place of this
 * checkout, {@code -Dbench.rounds} how often.
 */
class StartBenchmark {
    /** Those of the lab that change how long a Java that says hello takes. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss16m",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private static final String PROMPT = "> ";
    private static final String LESSON = "Where you are";
    private static final int FIRST_STARTS = 3;

    @TempDir
    Path folder;

    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final List<Long> resident = new ArrayList<>();
    private final List<Long> residentLater = new ArrayList<>();

    @Test
    void start() throws Exception {
        int rounds = Integer.getInteger("bench.rounds", 11);
        Path home = Path.of(System.getProperty("bench.home", "")).toAbsolutePath();
        Path own = home.resolve("runtime");
        if (Files.exists(own)) {
            measure(home, own.toString(), rounds);
            return;
        }
        for (String java : System.getProperty("bench.java", "").split(",", -1)) {
            measure(home, java.isEmpty() ? System.getProperty("java.home") : java, rounds);
        }
    }

    private void measure(Path home, String java, int rounds) throws IOException, InterruptedException {
        times.clear();
        resident.clear();
        residentLater.clear();
        List<String> lab = List.of(home.resolve("bin/redislab").toString());
        Map<String, String> environment = Map.of();
        for (int i = 0; i < FIRST_STARTS; i++) {
            Path fresh = Files.createTempDirectory(folder, "user");
            environment = Map.of(
                    "JAVA_HOME", java,
                    "XDG_CACHE_HOME", fresh.resolve("cache").toString(),
                    "XDG_DATA_HOME", fresh.resolve("data").toString());
            add("a first start", prepare(lab, environment, fresh.resolve("cache")));
        }
        List<String> hello = new ArrayList<>(List.of(java + "/bin/java"));
        hello.addAll(FLAGS);
        hello.addAll(List.of("-cp", "target/test-classes", Hello.class.getName()));
        for (int i = 0; i < rounds; i++) {
            try (PseudoTerminal terminal = new PseudoTerminal(hello, environment)) {
                add("hello", terminal.await("hello"));
            }
            try (PseudoTerminal terminal = new PseudoTerminal(List.of("redis-cli", "-p", "1"), environment)) {
                add("redis-cli", terminal.await(PROMPT));
            }
            try (PseudoTerminal terminal = new PseudoTerminal(lab, environment)) {
                add("the lesson's text", terminal.await(LESSON));
                add("the prompt", terminal.await(PROMPT));
                resident.add(terminal.residentMiB());
                terminal.type("PING\r");
                add("the first reply", terminal.await("PONG"));
                terminal.await(PROMPT);
                residentLater.add(terminal.residentMiB());
            }
        }
        print(java);
    }

    /** A session in which the course begins; then the archive is waited for. Answers the ms to its prompt. */
    static double prepare(List<String> lab, Map<String, String> environment, Path caches)
            throws IOException, InterruptedException {
        double prompt;
        try (PseudoTerminal terminal = new PseudoTerminal(lab, environment)) {
            prompt = terminal.await(PROMPT);
            terminal.type("next\r");
            terminal.await(LESSON);
            terminal.await(PROMPT);
        }
        Path cache = caches.resolve("redislab");
        while (isBeingMade(cache)) {
            Thread.sleep(200);
        }
        return prompt;
    }

    private static boolean isBeingMade(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.anyMatch(file -> file.toString().endsWith(".making"));
        }
    }

    private void add(String what, double millis) {
        times.computeIfAbsent(what, ignored -> new ArrayList<>()).add(millis);
    }

    private void print(String java) {
        List<Double> hello = times.get("hello");
        System.out.println(java);
        times.forEach((what, list) -> {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                ratios.add(list.get(i) / hello.get(i));
            }
            System.out.println(String.format(
                    Locale.ROOT, "  %-18s %6.0f ms  %5.2f times hello", what, median(list), median(ratios)));
        });
        System.out.println("  resident at the prompt: " + middle(resident) + " MiB, after a command: "
                + middle(residentLater) + " MiB");
    }

    private static long middle(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
