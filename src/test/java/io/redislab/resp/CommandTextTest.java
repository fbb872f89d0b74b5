package io.redislab.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
    private static List<String> parse(String text) throws CommandText.SyntaxException {
        return CommandText.parse(text).stream()
                .map(command -> (command.client().isEmpty() ? "" : "@" + command.client() + " ")
                        + String.join(
                                "|",
                                command.argv().stream()
                                        .map(word -> new String(word, StandardCharsets.UTF_8))
                                        .toList()))
                .toList();
    }

    @Test
    void commentsAreDropped() throws CommandText.SyntaxException {
        assertEquals(
                List.of("ZRANGE|b|0|-1", "SET|c|#fff", "SET|d|a # b"),
                parse("# first\nZRANGE b 0 -1   # all\n  #also\n\nSET c #fff\nSET d \"a # b\" # \"it's\n"));
        assertEquals(List.of("SORT|k|GET|#|GET|o_*"), parse("SORT k GET # GET o_*"));
        assertEquals(List.of("SORT|k|GET|#"), parse("SORT k GET # # as it is"));
    }

    @Test
    void quotesGoOnInTheNextLine() throws CommandText.SyntaxException {
        assertEquals(List.of("SET|a|x\ny", "GET|a"), parse("SET a \"x\ny\"\nGET a"));
    }

    @Test
    void hereDocuments() throws CommandText.SyntaxException {
        List<CommandText.Command> commands = CommandText.parse("EVAL <<'EOF' 1 k v\nreturn \"it's\" -- #1\nEOF\nGET k");
        assertEquals(2, commands.size());
        assertEquals(
                "return \"it's\" -- #1\n", new String(commands.get(0).argv().get(1), StandardCharsets.UTF_8));
        assertEquals(5, commands.get(0).argv().size());
        assertEquals(4, commands.get(1).line());
    }

    @Test
    void clients() throws CommandText.SyntaxException {
        assertEquals(List.of("@b GET|x", "@bee|x"), parse("@b GET x\n@bee x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET a \"b", "SET a 'b", "SET a \"b\"c", "EVAL <<EOF 0\nx", "@b"})
    void refuses(String text) {
        assertThrows(CommandText.SyntaxException.class, () -> CommandText.parse(text));
    }
}
