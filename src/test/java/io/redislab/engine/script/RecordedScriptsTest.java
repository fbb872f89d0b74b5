package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * EVAL of scripts with the answers that a real Redis gave, from files that lie beside the project where it is developed:
 * {@code ## name}, the script, {@code => TYPE answer}. Their folder is the system property {@code scripts.recorded}.
 */
final class RecordedScriptsTest {
    private static final Path FOLDER = Path.of(System.getProperty("scripts.recorded", "../shared/lua"));

    @ParameterizedTest
    @ValueSource(strings = {"behaviour.txt", "errors.txt"})
    void answersAsRedisDid(String file) throws IOException {
        Path path = FOLDER.resolve(file);
        Assumptions.assumeTrue(Files.isReadable(path), () -> path + " is not there");
        EngineClient redis = new EngineClient(new Engine(Clock.system(), new Random(1), Configuration.defaults()));
        List<String> wrong = new ArrayList<>();
        for (String part : Files.readString(path, StandardCharsets.UTF_8).split("(?m)^## ", -1)) {
            int end = part.indexOf('\n');
            int arrow = part.lastIndexOf("\n=> ");
            if (end < 0 || arrow < 0) {
                continue;
            }
            String script = part.substring(end + 1, arrow);
            String expected = part.substring(arrow + 4).strip();
            String actual = show(redis.call("EVAL", script, "0")).strip().replace("\n", "\\x0a");
            if (!actual.equals(expected)) {
                wrong.add(part.substring(0, end) + "\n  expected " + expected + "\n  but was  " + actual);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static String show(Reply reply) {
        if (reply instanceof Reply.Bulk b) {
            return "OK  " + b.text();
        } else if (reply instanceof Reply.Status s) {
            return "OK  " + s.text();
        } else if (reply instanceof Reply.Int i) {
            return "INT " + i.value();
        } else if (reply instanceof Reply.Failure f) {
            return "ERR " + f.text();
        } else if (reply instanceof Reply.Array a) {
            return "ARR " + a.items();
        }
        return "NIL";
    }
}
