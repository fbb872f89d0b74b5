package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.terminal.Screen.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.junit.jupiter.api.Test;

final class UnseenTerminalTest {
    private static UnseenTerminal terminal(String typed) throws IOException {
        byte[] keys = typed.getBytes(StandardCharsets.UTF_8);
        int[] next = {0};
        return new UnseenTerminal(() -> next[0] < keys.length ? keys[next[0]++] : -1);
    }

    @Test
    void itsKeysAreEditedAsOnAnyOther() throws IOException {
        List<Input> lines = new ArrayList<>();
        Prompt prompt = new Prompt("lab> ", () -> Prompt.StatusLine.EMPTY);
        try (JLineScreen screen = new JLineScreen(
                terminal("GET a\rPING\u0015ECHO b\u0002\u007fc\r"), new Attributes(), Style.COLOUR, () -> 0)) {
            for (int i = 0; i < 3; i++) {
                lines.add(screen.read(prompt));
            }
        }
        assertEquals(List.of(new Input.Text("GET a"), new Input.Text("ECHOcb"), new Input.End()), lines);
    }

    @Test
    void theWarmUpEntersEachOtherLine() {
        assertEquals(77, new EditorWarmUp(() -> 0).type());
    }
}
