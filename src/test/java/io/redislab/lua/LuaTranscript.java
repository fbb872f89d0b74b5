package io.redislab.lua;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts with what a real Redis 7.0 answered to EVAL. A case is the script, a line that begins with {@code => } and
 * holds the answer in the form of {@link LuaHarness#run} with its backslashes and line ends escaped, and a line of
 * four dashes. Bytes are Latin-1.
 */
final class LuaTranscript {
    /** One script and its answer. */
    record Case(String script, String expected) {}

    private LuaTranscript() {}

    static List<Case> read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    static List<Case> resource(String name) {
        try (InputStream in = LuaTranscript.class.getResourceAsStream(name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Case> parse(String text) {
        List<Case> cases = new ArrayList<>();
        for (String part : text.split("\n----\n", -1)) {
            int arrow = part.lastIndexOf("\n=> ");
            if (arrow >= 0) {
                cases.add(new Case(part.substring(0, arrow), part.substring(arrow + 4)));
            }
        }
        return cases;
    }

    /** The answer of the interpreter in a fresh state, escaped as in the file. */
    static String run(String script) {
        return new LuaHarness()
                .run(script)
                .replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
