package io.redislab.course.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.grading.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left out of answers, one thing at a time. */
class OmissionTest {
    private static final String LIBRARY = """
        #!lua name=l
        redis.register_function('f', function(keys, args)
          redis.call('SET', keys[1], 1)
          local n = redis.call('GET', keys[1])
          redis.call('DEL', keys[1]) -- optional
          return redis.call('INCR', keys[1])
        end)
        """;

    @Test
    void commandsOfAFile() {
        List<Omission> all = Omission.all("a.redis", "SET a 1\n# a comment\nPING # optional\n@b GET a\n");
        assertEquals(List.of(1, 3, 4), all.stream().map(Omission::line).toList());
        assertEquals(
                List.of(false, true, false),
                all.stream().map(Omission::optional).toList());
        assertEquals(2, ((Answer.Commands) all.get(0).answer()).commands().size());
    }

    @Test
    void callsForTheirEffectInLua() {
        List<Omission> all = Omission.all("a.lua", LIBRARY);
        assertEquals(List.of(3, 5), all.stream().map(Omission::line).toList());
        assertEquals(List.of(false, true), all.stream().map(Omission::optional).toList());
        String without = ((Answer.Library) all.get(0).answer()).source();
        assertFalse(without.contains("SET"), without);
        assertTrue(without.contains("'GET'") && without.contains("'DEL'"), without);
    }

    @Test
    void callsWithinAFileOfCommands() {
        List<Omission> all = Omission.all("a.redis", "FUNCTION LOAD <<END\n" + LIBRARY + "END\nFCALL f 1 k\n");
        assertEquals(List.of(1, 10, 4, 6), all.stream().map(Omission::line).toList());
    }

    @Test
    void whatCanNotBeReadHasNone() {
        assertEquals(List.of(), Omission.all("a.redis", "SET 'a"));
    }
}
