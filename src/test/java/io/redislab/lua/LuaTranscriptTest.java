package io.redislab.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays what a real Redis answered. */
final class LuaTranscriptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "base.txt",
                "strings.txt",
                "libraries.txt",
                "syntax.txt",
                "depth.txt",
                "programs.txt",
                "tables.txt"
            })
    void answersAsRedisDid(String file) {
        List<String> wrong = new ArrayList<>();
        for (LuaTranscript.Case c : LuaTranscript.resource(file)) {
            String actual = LuaTranscript.run(c.script());
            if (!actual.equals(c.expected())) {
                wrong.add(c.script() + "\n  expected " + c.expected() + "\n  but was  " + actual);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }
}
