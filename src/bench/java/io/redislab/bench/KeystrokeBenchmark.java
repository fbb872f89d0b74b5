package io.redislab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a key to what it paints: the lab with hints and colours beside redis-cli, in turn, each on a million keys and a
 * terminal of its own. Then what Tab takes, and a paste of 100 KB. {@code -Dbench.rounds} says how often the lines are
 * typed, {@code -Dbench.keys} how many keys there are.
 */
class KeystrokeBenchmark {
    private static final List<String> LINES = List.of(
            "GET key:77777",
            "SET key:500 \"a value of some words\" EX 100 NX",
            "ZADD board:7 GT CH 2200 carol 1800 dan 1500 erin",
            "HSET user:1000 name \"Ada Lovelace\" born 1815 field maths",
            "XADD events MAXLEN ~ 1000 * type click page /start",
            "ZRANGE board:7 0 -1 REV WITHSCORES",
            "EVAL \"return redis.call('GET', KEYS[1])\" 1 key:12",
            "CONFIG GET maxmemory-policy",
            "SORT list:1 BY weight_* LIMIT 0 10 GET obj_* DESC ALPHA");
    private static final String ERASE_LINE = "\u0015";
    private static final String PASTE = "\u001b[200~";
    private static final String PASTE_END = "\u001b[201~";
    private static final int PASTED = 100 * 1024;

    @TempDir
    Path folder;

    private final int keys = Integer.getInteger("bench.keys", 1_000_000);

    @Test
    void keystrokes() throws Exception {
        int rounds = Integer.getInteger("bench.rounds", 6);
        Map<String, String> environment = Map.of(
                "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                "XDG_DATA_HOME", Files.createTempDirectory(folder, "data").toString());
        String lab = Path.of("bin", "redislab").toAbsolutePath().toString();
        StartBenchmark.prepare(List.of(lab), environment, folder.resolve("cache"));
        Path socket = folder.resolve("socket");
        Process redis = new ProcessBuilder(
                        "redis-server", "--port", "0", "--unixsocket", socket.toString(), "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (PseudoTerminal ours = new PseudoTerminal(List.of(lab), environment);
                PseudoTerminal theirs = new PseudoTerminal(redisCli(socket), environment)) {
            ours.await("> ");
            theirs.await("redis ");
            fill(ours);
            fill(theirs);
            measureKeys(ours, theirs, rounds);
            measureTab(ours);
            measurePastes(ours);
        } finally {
            redis.destroyForcibly().waitFor();
        }
    }

    private static List<String> redisCli(Path socket) throws InterruptedException {
        while (!Files.exists(socket)) {
            Thread.sleep(20);
        }
        return List.of("redis-cli", "-s", socket.toString());
    }

    private void fill(PseudoTerminal terminal) throws IOException, InterruptedException {
        terminal.type(
                "EVAL \"for i = 1, " + keys + " do redis.call('SET', 'key:' .. i, 'value:' .. i) end"
                        + " return redis.call('DBSIZE')\" 0\r",
                "(integer) " + keys);
    }

    private static void measureKeys(PseudoTerminal ours, PseudoTerminal theirs, int rounds)
            throws IOException, InterruptedException {
        List<Double> first = new ArrayList<>();
        List<Double> lab = new ArrayList<>();
        List<Double> cli = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (String line : LINES) {
                typeLine(theirs, line, round == 0 ? new ArrayList<>() : cli);
                typeLine(ours, line, round == 0 ? first : lab);
            }
        }
        System.out.println("from a key to its paint, ms: median, 99th percentile, of " + lab.size() + " keys");
        print("redis-cli", cli, cli);
        print("the lab", lab, cli);
        print("its first keys", first, cli);
    }

    private static void typeLine(PseudoTerminal terminal, String line, List<Double> times)
            throws IOException, InterruptedException {
        for (int i = 0; i < line.length(); i++) {
            times.add(terminal.press(line.substring(i, i + 1)));
        }
        terminal.press(ERASE_LINE);
    }

    private static void print(String what, List<Double> times, List<Double> reference) {
        double median = percentile(times, 0.5);
        double late = percentile(times, 0.99);
        System.out.println(String.format(
                Locale.ROOT,
                "  %-16s %6.2f %6.2f   times redis-cli's: %5.2f %5.2f",
                what,
                median,
                late,
                median / percentile(reference, 0.5),
                late / percentile(reference, 0.99)));
    }

    private static double percentile(List<Double> times, double part) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((int) (part * (sorted.size() - 1)));
    }

    /** Where all are offered at once: a question whether to show many would take the key behind Tab for its answer. */
    private static void measureTab(PseudoTerminal ours) throws IOException, InterruptedException {
        System.out.println("Tab and one more key, ms, median of 5");
        for (String line : List.of("GE", "GET key:77777", "GET nothing:", "CONFIG ")) {
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ours.press(line);
                times.add(ours.press("\tx"));
                ours.press(ERASE_LINE);
            }
            System.out.println(String.format(Locale.ROOT, "  %-16s %6.2f", line, percentile(times, 0.5)));
        }
    }

    private static void measurePastes(PseudoTerminal ours) throws IOException, InterruptedException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; many.length() < PASTED; i++) {
            many.append("SET pasted:").append(i).append(" \"value ").append(i).append("\"\r");
        }
        String lines = many + "ECHO pasted-";
        String one = "SET long \"" + "0123456789".repeat(PASTED / 10);
        System.out.println("a paste of 100 KB, ms");
        System.out.println(
                "  many lines, until they are shown    " + ours.type(PASTE + lines + "1" + PASTE_END, "ed-1"));
        System.out.println("  then Enter, until all has been done " + ours.type("\r", "\"pasted-1\""));
        System.out.println(
                "  one line                            " + ours.type(PASTE + one + "end\"" + PASTE_END, "end\""));
        System.out.println("  then Enter                          " + ours.type("\r", "OK"));
        System.out.println("  without marks, one line             " + ours.type(one + "end\"", "end\""));
        System.out.println("  then Enter                          " + ours.type("\r", "OK"));
        System.out.println("  without marks, all has been done    " + ours.type(lines + "2\r", "\"pasted-2\""));
    }
}
