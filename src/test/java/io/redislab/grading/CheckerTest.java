package io.redislab.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Clock;
import io.redislab.lab.EngineWorld;
import io.redislab.resp.CommandText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the examiner says of single lines. */
final class CheckerTest {
    private static final Range ONCE_OR_MORE = new Range(1, Double.POSITIVE_INFINITY);

    private static String missing(List<Check> checks, String commands) throws Exception {
        try (World world = EngineWorld.source(Clock.system()).fresh(Optional.empty())) {
            Trace trace = Grader.send(world, CommandText.parse(commands));
            return Grader.missing(checks, world, trace).map(Finding::sentence).orElse("");
        }
    }

    private static Check.Did did(String form, Range times) {
        return new Check.Did(Where.NOWHERE, List.of(form), Optional.empty(), Optional.empty(), times, false);
    }

    @Test
    void whatHappenedBeforeIsToldInItsOrder() throws Exception {
        Check restart = new Check.Restart(Where.NOWHERE, Check.Ending.CLEAN);
        Check fiveSeconds = new Check.Turn(Where.NOWHERE, Duration.ofSeconds(5));
        Check key =
                new Check.Probe(Where.NOWHERE, "GET a", Optional.empty(), new Matcher.Is("1", false), Optional.empty());
        assertEquals(
                "GET a, 5 s later, after a restart: nil, expected 1", missing(List.of(fiveSeconds, restart, key), ""));
        assertEquals(
                "GET a, after a restart, 5 s later: nil, expected 1", missing(List.of(restart, fiveSeconds, key), ""));
    }

    @ParameterizedTest
    @CsvSource({"0,never,once", "2..,2 or more times,once", "2..3,2 to 3 times,once", "..0,never,once"})
    void howOftenSomethingIsToBeDoneIsToldAsItIsMeant(String times, String expected, String actual) throws Exception {
        Check did = did("GET a", Range.parse(times).orElseThrow());
        assertEquals("GET a: " + actual + ", expected " + expected, missing(List.of(did), "GET a"));
    }

    @ParameterizedTest
    @CsvSource({
        "SET **, true",
        "SET a **, true",
        "** PX 5, true",
        "SET ** PX **, true",
        "SET ** a ** 5, true",
        "** 5 ** 5, false",
        "SET ** XX **, false",
        "SET a, false",
        "SET a 1 PX 5 **, true",
        "set a 1 px 5, false"
    })
    void gapsInAFormStandForAnyNumberOfWords(String form, boolean fits) throws Exception {
        assertEquals(
                fits, missing(List.of(did(form, ONCE_OR_MORE)), "SET a 1 px 5").isEmpty());
    }

    @Test
    void aCommandMayHaveManyWords() throws Exception {
        List<String> words = new ArrayList<>(List.of("RPUSH", "list"));
        for (int i = 0; i < 200_000; i++) {
            words.add("x");
        }
        assertEquals("", missing(List.of(did("RPUSH ** x", ONCE_OR_MORE)), String.join(" ", words)));
    }
}
