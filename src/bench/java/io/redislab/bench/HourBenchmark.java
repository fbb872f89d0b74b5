package io.redislab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much memory the lab takes after as many lines as are typed in an hour or more: data, scripts, all chapters, steps back.
 * {@code -Dbench.java=HOME,HOME} names the Javas. It is a second start, which has an archive of the classes.
 */
class HourBenchmark {
    private static final int CHAPTERS = 14;
    private static final int ROUNDS = 3;
    private static final List<String> WORDS =
            List.of("map", "hint", "help", "undo 2", "redo 2", "history", "explain", "xray board", "check", "skip");

    @TempDir
    Path folder;

    private int lines;

    @Test
    void use() throws Exception {
        for (String java : System.getProperty("bench.java", "").split(",", -1)) {
            use(java.isEmpty() ? System.getProperty("java.home") : java);
        }
    }

    private void use(String java) throws IOException, InterruptedException {
        Path user = folder.resolve("user" + java.hashCode());
        Map<String, String> environment = Map.of(
                "JAVA_HOME", java,
                "XDG_CACHE_HOME", user.resolve("cache").toString(),
                "XDG_DATA_HOME", user.resolve("data").toString());
        List<String> lab = List.of(Path.of("bin", "redislab").toAbsolutePath().toString());
        StartBenchmark.prepare(lab, environment, user.resolve("cache"));
        lines = 0;
        try (PseudoTerminal terminal = new PseudoTerminal(lab, environment)) {
            terminal.await("> ");
            for (int round = 0; round < ROUNDS; round++) {
                for (int chapter = 1; chapter <= CHAPTERS; chapter++) {
                    say(terminal, "go " + chapter);
                    work(terminal, chapter);
                }
                System.out.println(java + ": resident after " + lines + " lines: " + terminal.residentMiB() + " MiB");
            }
        }
    }

    private void work(PseudoTerminal terminal, int chapter) throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            String key = "user:" + chapter + ":" + i;
            say(terminal, "SET " + key + " \"value of some length " + i + "\"");
            if (i % 5 == 0) {
                say(terminal, "ZADD board " + i + " m" + i);
                say(terminal, "HSET h:" + i + " a 1 b 2");
                say(terminal, "GET " + key);
                say(terminal, "EVAL \"return redis.call('GET', KEYS[1])\" 1 " + key);
            }
        }
        for (String word : WORDS) {
            say(terminal, word);
        }
    }

    private void say(PseudoTerminal terminal, String line) throws IOException, InterruptedException {
        lines++;
        terminal.type(line + "\rECHO mark" + lines + "\r");
        terminal.await("\"mark" + lines + "\"");
    }
}
