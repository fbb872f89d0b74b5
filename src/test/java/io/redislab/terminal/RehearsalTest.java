package io.redislab.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void endsByItself() throws IOException {
        assertEquals(0, Rehearsal.play(Path.of(".")));
    }
}
