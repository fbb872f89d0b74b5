package io.redislab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "h?llo, hello, true",
        "h*llo, hllo, true",
        "h[ae]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-b]llo, hbllo, true",
        "h[b-a]llo, hallo, true",
        "'*', '', false",
        "'', '', true",
        "a**, a, true",
        "[a, a, true",
        "[^, x, true",
        "[], a, false",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "a\\, a\\, true",
        "a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false"
    })
    void matches(String pattern, String text, boolean expected) {
        assertEquals(expected, Glob.matches(bytes(pattern), bytes(text)));
    }

    @Test
    void caseCanBeIgnored() {
        assertEquals(true, Glob.matchesIgnoreCase(bytes("MaxMem*[A-C]"), bytes("maxmemoryb")));
        assertEquals(false, Glob.matches(bytes("MaxMem*"), bytes("maxmemory")));
    }

    @Test
    void randomPatternsMatchAsInRedis() throws IOException {
        assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        Random random = new Random(11);
        try (RealRedis redis = RealRedis.start();
                RemoteConnection real = redis.connect()) {
            for (int i = 0; i < 3000; i++) {
                String pattern = word(random, "ab*?[]^-\\c", 7) + "b";
                String text = word(random, "abc-]^\\*", 6);
                real.call("FLUSHALL");
                real.call("SET", text, "");
                int found = ((Reply.Array) real.call("KEYS", pattern)).items().size();
                assertEquals(found == 1, Glob.matches(bytes(pattern), bytes(text)), pattern + " on " + text);
            }
        }
    }

    private static String word(Random random, String letters, int most) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
