package io.redislab.lab.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in for programs where there is no Perl. */
class DeskClientTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int call(String input, String socket, String... words) throws IOException {
        return new DeskClient(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, errors)
                .call(socket, List.of(words));
    }

    @Test
    void whatAProgramWritesAndItsExitCodeArrive() throws IOException {
        Path socket = folder.resolve("desk.sock");
        StandIn echo = call -> {
            call.print(call.path("x").getParent() + " " + call.arguments() + " " + call.input());
            call.complain("so it is\n");
            return 3;
        };
        try (Desk desk = Desk.open(socket, Map.of("echo", echo))) {
            assertNotNull(desk);
            assertEquals(3, call("from the pipe: ä\n", socket.toString(), "echo", "a b", ""));
            assertEquals(127, call("", socket.toString(), "other"));
        }
        assertEquals(
                Path.of("").toAbsolutePath() + " [a b, ] from the pipe: ä\n", output.toString(StandardCharsets.UTF_8));
        assertEquals("so it is\nother: nothing stands in for it\n", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutALabItSaysSo() throws IOException {
        assertEquals(127, call("", "", "docker", "ps"));
        assertEquals(125, call("", folder.resolve("gone.sock").toString(), "docker", "ps"));
        assertEquals(
                "docker: this works in `redislab shell` only\ndocker: the lab that this shell belongs to has ended\n",
                errors.toString(StandardCharsets.UTF_8));
    }
}
