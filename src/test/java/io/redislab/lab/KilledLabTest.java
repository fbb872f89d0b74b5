package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab as a process of its own that is killed while somebody types: the next start has all that was acknowledged. With
 * the system property {@code lab.kills} as often as it says.
 */
final class KilledLabTest {
    private static final int ROUNDS = Integer.getInteger("lab.kills", 3);

    @TempDir
    Path data;

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dredislab.home=" + Path.of("").toAbsolutePath(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.redislab.cli.Main",
                "--plain"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_DATA_HOME", data.toString());
        return builder.redirectErrorStream(true).start();
    }

    private static void type(Process lab, String line) throws IOException {
        OutputStream in = lab.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Reads up to the answer to an ECHO, so that everything typed before it was answered. */
    private static List<String> readTo(BufferedReader out, String mark) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("\"" + mark + "\"")) {
                return lines;
            }
            lines.add(line);
        }
        return lines;
    }

    @Test
    void whatWasAnsweredOutlivesTheLab() throws IOException, InterruptedException {
        Random random = new Random(42);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process lab = start();
            try (BufferedReader out = lab.inputReader(StandardCharsets.UTF_8)) {
                if (round == 0) {
                    type(lab, "next");
                    type(lab, "next");
                    type(lab, "PING");
                }
                type(lab, "GET counter");
                type(lab, "ECHO begun");
                List<String> lines = readTo(out, "begun");
                String counter = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
                String expected = acknowledged == 0 ? "(nil)" : "\"" + acknowledged + "\"";
                String more = "\"" + (acknowledged + 1) + "\"";
                assertTrue(
                        counter.equals(expected) || counter.equals(more),
                        "round " + round + ": expected " + expected + " in " + lines);
                if (counter.equals(more)) {
                    // The last one before the kill was done, though nobody had seen its answer.
                    acknowledged++;
                }
                int before = 1 + random.nextInt(60);
                for (int i = 0; i < before; i++) {
                    type(lab, "INCR counter");
                    type(lab, "ECHO done" + i);
                    readTo(out, "done" + i);
                    acknowledged++;
                }
                type(lab, "INCR counter");
                lab.destroyForcibly();
                lab.waitFor();
            }
        }
        Process lab = start();
        try (BufferedReader out = lab.inputReader(StandardCharsets.UTF_8)) {
            type(lab, "map 1");
            type(lab, "quit");
            String shown = String.join("\n", readTo(out, "nothing"));
            assertTrue(shown.contains("✓"), shown);
            assertEquals(0, lab.waitFor(), shown);
        }
    }

    @Test
    void aSecondLabSaysSoAndLeavesTheFirstAlone() throws IOException, InterruptedException {
        Process first = start();
        try (BufferedReader out = first.inputReader(StandardCharsets.UTF_8)) {
            type(first, "next");
            type(first, "SET mine 1");
            type(first, "ECHO begun");
            readTo(out, "begun");
            Process second = start();
            try (BufferedReader other = second.inputReader(StandardCharsets.UTF_8)) {
                type(second, "n");
                String shown = String.join("\n", readTo(other, "nothing"));
                second.waitFor();
                assertTrue(shown.contains("Another lab is open"), shown);
            }
            type(first, "GET mine");
            type(first, "ECHO still");
            List<String> lines = readTo(out, "still");
            assertEquals("\"1\"", lines.get(lines.size() - 1));
        } finally {
            first.destroyForcibly();
        }
    }
}
