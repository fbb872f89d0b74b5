package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a script goes to the AOF: its effects, as the AOF of a real Redis showed them. */
final class ScriptPropagationTest {
    private final Engine engine =
            new Engine(new ManualClock(1_700_000_000_000L), new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);
    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void listen() {
        engine.propagation()
                .attach((database, argv) -> written.add(database + " "
                        + Stream.of(argv)
                                .map(word -> new String(word, StandardCharsets.UTF_8))
                                .collect(Collectors.joining(" "))));
    }

    private List<String> after(String... call) {
        written.clear();
        client.call(call);
        return List.copyOf(written);
    }

    @Test
    void oneEffectStandsAlone() {
        assertEquals(List.of("0 set a 1"), after("EVAL", "redis.call('set', 'a', 1)", "0"));
    }

    @Test
    void severalEffectsAreOneTransaction() {
        assertEquals(
                List.of("0 MULTI", "0 set a 1", "0 incr a", "3 set b 2", "3 EXEC"),
                after(
                        "EVAL",
                        "redis.call('set', 'a', 1) redis.call('incr', 'a') redis.call('select', 3)"
                                + " redis.call('set', 'b', 2) return redis.call('get', 'b')",
                        "0"));
    }

    @Test
    void readingHasNoEffect() {
        assertEquals(List.of(), after("EVAL", "return redis.call('get', 'a')", "0"));
        assertEquals(List.of(), after("EVAL_RO", "return redis.call('get', 'a')", "0"));
        assertEquals(List.of(), after("SCRIPT", "LOAD", "return 1"));
    }

    @Test
    void whatWasWrittenBeforeAnErrorStays() {
        assertEquals(List.of("0 set a 1"), after("EVAL", "redis.call('set', 'a', 1) error('x')", "0"));
    }

    @Test
    void aScriptChoosesWhereItsEffectsGo() {
        assertEquals(
                List.of("0 set b 2"),
                after(
                        "EVAL",
                        "redis.set_repl(redis.REPL_NONE) redis.call('set', 'a', 1) redis.set_repl(redis.REPL_AOF)"
                                + " redis.call('set', 'b', 2) redis.set_repl(redis.REPL_REPLICA)"
                                + " redis.call('set', 'c', 3)",
                        "0"));
    }

    @Test
    void librariesGoToTheAofAndCallsOfTheirFunctionsDoNot() {
        String code = "#!lua name=l\nredis.register_function('f', function() return redis.call('set', 'a', 1) end)";
        assertEquals(List.of("0 FUNCTION LOAD " + code), after("FUNCTION", "LOAD", code));
        assertEquals(List.of("0 set a 1"), after("FCALL", "f", "0"));
        assertEquals(List.of("0 FUNCTION DELETE l"), after("FUNCTION", "DELETE", "l"));
        assertEquals(List.of("0 FUNCTION FLUSH"), after("FUNCTION", "FLUSH"));
        assertEquals(List.of(), after("FUNCTION", "LIST"));
    }

    @Test
    void monitorsSeeTheCallBeforeItsCommands() {
        EngineClient monitor = new EngineClient(engine);
        monitor.call("MONITOR");
        client.call("EVAL", "redis.call('select', 2) return redis.call('get', 'a')", "0");
        client.call("FCALL", "none", "0");
        List<String> lines = monitor.received().stream()
                .map(reply -> ((Reply.Status) reply).text().replaceFirst("^[0-9.]+ ", ""))
                .toList();
        assertEquals(
                List.of(
                        "[0 ?:0] \"EVAL\" \"redis.call('select', 2) return redis.call('get', 'a')\" \"0\"",
                        "[2 lua] \"select\" \"2\"",
                        "[2 lua] \"get\" \"a\"",
                        "[0 ?:0] \"FCALL\" \"none\" \"0\""),
                lines);
    }
}
