package io.redislab.lab.paste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.resp.CommandText;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of texts that were written for a shell. */
class PasteTest {
    private static final Set<String> COMMANDS = Set.of("set", "get", "zadd", "incr", "lpush", "ping", "eval");
    private final List<String> ran = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private void paste(String text) {
        Paste.run(text, word -> COMMANDS.contains(word.toLowerCase(Locale.ROOT)), 1_705_312_800_000L, new Paste.Host() {
            @Override
            public void run(CommandText.Command command) {
                ran.add(words(command.argv()));
            }

            @Override
            public Reply ask(List<byte[]> argv) {
                return new Reply.Bulk(("<" + words(argv) + ">").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void print(String line) {
                printed.add(line);
            }

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        });
    }

    private static String words(List<byte[]> argv) {
        return argv.stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .collect(Collectors.joining("|"));
    }

    @Test
    void linesForTheServerAndCallsOfRedisCli() {
        paste("# comment\nSET a 1 # after\nredis-cli SET b 'two words'\nredis-cli GET \"$x\"\n");
        assertEquals(List.of("SET|a|1", "SET|b|two words"), ran);
        assertEquals(1, notes.size(), "a variable that nobody has set is said");
    }

    @Test
    void variablesTheClockAndWhatACallPrints() {
        paste("now=$(date +%s)\nname=$(redis-cli GET x)\nredis-cli SET \"$name\" $now\necho \"at $now\"");
        assertEquals(List.of("SET|<GET|x>|1705312800"), ran);
        assertEquals(List.of("at 1705312800"), printed);
    }

    @Test
    void loopsOverRanges() {
        paste("for i in {1..3}; do redis-cli SET k:$i $i; done\nfor n in a b\ndo\n  redis-cli INCR $n\ndone");
        assertEquals(List.of("SET|k:1|1", "SET|k:2|2", "SET|k:3|3", "INCR|a", "INCR|b"), ran);
    }

    @Test
    void hereDocuments() {
        paste("redis-cli <<EOF\nSET a 1\nGET a\nEOF\nredis-cli -x SET b <<'EOF'\n$raw\nEOF");
        assertEquals(List.of("SET|a|1", "GET|a", "SET|b|$raw"), ran);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for i in 1 2; do\n  if [ $i = 1 ]; then\n    redis-cli SET x 1\n  fi\n  redis-cli SET y 1\ndone",
                "for i in 1 2; do\n  while true; do\n    redis-cli INCR x\n  done\ndone",
                "for i in 1 2; do\n  case $i in\n    1) redis-cli SET x 1;;\n  esac\ndone",
            })
    void aLoopThatHoldsWhatNeedsAShellIsLeftOutWhole(String loop) {
        paste(loop + "\nPING");
        assertEquals(List.of("PING"), ran);
        assertEquals(List.of("Line 1 needs a shell (the word shell opens yours) and was left out: for i"), notes);
    }

    @Test
    void functionsAreLeftOutToTheirEnd() {
        paste("acquire() {\n  redis-cli SET lock 1 NX\n  if [ 1 ]; then\n    echo x\n  fi\n}\nPING");
        assertEquals(List.of("PING"), ran);
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).startsWith("Line 1 needs a shell"), notes.get(0));
    }

    @Test
    void anEndlessRangeEnds() {
        paste("for i in {1..20000}; do redis-cli INCR n; done");
        assertEquals(10_000, ran.size());
        paste("for i in {1..999999999}; do redis-cli INCR n; done");
        assertEquals(10_000, ran.size());
        assertEquals(2, notes.size(), notes::toString);
    }

    @Test
    void commandsAloneAreNotForAShell() {
        assertFalse(Paste.isForShell("SET a \"b c\"\nZADD z 1 a # one\n"));
        assertTrue(Paste.isForShell("redis-cli ping"));
        assertTrue(Paste.isForShell("for i in {1..3}; do\nx\ndone"));
    }
}
