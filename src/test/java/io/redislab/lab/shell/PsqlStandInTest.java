package io.redislab.lab.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.redislab.resp.ArgumentSplitter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole calls of psql, options and its own commands, with what a real psql has answered: psql/sessions.txt. */
class PsqlStandInTest {
    private static final Path SESSIONS = Path.of("src/test/resources/psql/sessions.txt");

    /** What is played, line by line, with the answers that came. */
    private static List<String> play(List<String> lines, Path socket) throws IOException {
        List<String> played = new ArrayList<>();
        String call = "";
        StringBuilder input = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("#")) {
                played.add(line);
            } else if (line.startsWith("$ ")) {
                played.add(line);
                call = line.substring(2);
            } else if (line.startsWith("> ")) {
                played.add(line);
                input.append(line.substring(2)).append('\n');
            } else if (line.startsWith("= ")) {
                played.addAll(answers(call, input.toString(), socket));
                input.setLength(0);
            }
        }
        return played;
    }

    private static List<String> answers(String call, String input, Path socket) throws IOException {
        List<String> words = new ArrayList<>(List.of("psql"));
        ArgumentSplitter.split(call.getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .forEach(word -> words.add(new String(word, StandardCharsets.UTF_8)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new DeskClient(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, out)
                .call(socket.toString(), words);
        List<String> lines = new ArrayList<>();
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> lines.add("| " + line));
        lines.add("= " + code);
        return lines;
    }

    @Test
    void answersAsPsqlDoes(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("desk.sock");
        List<String> lines = Files.readAllLines(SESSIONS);
        try (PsqlStandIn psql = new PsqlStandIn();
                Desk desk = Desk.open(socket, Map.of("psql", psql))) {
            assertNotNull(desk);
            assertEquals(String.join("\n", lines), String.join("\n", play(lines, socket)));
        }
    }
}
