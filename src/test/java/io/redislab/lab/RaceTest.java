package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Clock;
import io.redislab.lab.race.RaceExplorer;
import io.redislab.lab.race.RaceRun;
import io.redislab.lab.race.RaceText;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Races whose number of orders, and of those that break something, is known. */
final class RaceTest {
    private static RaceRun run(String text) throws RaceText.Fault, RaceExplorer.TooLarge {
        LabClock clock = LabClock.standingAt(Clock.system(), 1_700_000_000_000L);
        try (RaceEngine world = new RaceEngine(Engines.fresh(clock, new SplittableRandom(1)), clock)) {
            return new RaceExplorer(RaceText.read(text)).run(world);
        }
    }

    private static void assertCounts(long orders, long broken, RaceRun run) {
        assertEquals(orders, run.orders());
        assertEquals(broken, run.broken());
        assertEquals(broken > 0, run.first().isPresent());
        assertTrue(run.states() < 2 * orders + 20, run.states() + " states");
    }

    @Test
    void aLockIsReleasedThatIsSomebodyElsesByNow() throws Exception {
        RaceRun run = run("""
            setup SET lock A EX 30
            a GET lock
            a DEL lock          if a1 = A
            clock +31s
            b SET lock B NX
            holds GET lock = B  if b1 = OK
            """);
        assertCounts(12, 1, run);
        RaceRun.Failure failure = run.first().orElseThrow();
        assertEquals("GET lock → nil", failure.actual());
        assertEquals(
                "[GET lock, clock +31s, SET lock B NX, DEL lock]",
                failure.steps().stream().map(RaceRun.Done::text).toList().toString());
    }

    private static final String LIMITER = """
        setup SET count 9
        a GET count
        a INCR count   if a1 < 10
        b GET count
        b INCR count   if b1 < 10
        c GET count
        c INCR count   if c1 < 10
        holds GET count <= 10
        """;

    @Test
    void aLimiterThatLooksAndThenCountsLetsTooManyIn() throws Exception {
        assertCounts(90, 72, run(LIMITER));
    }

    @Test
    void theSameAsOneScriptHolds() throws Exception {
        String script = "EVAL \"local n = tonumber(redis.call('GET', KEYS[1])) if n < 10 then return redis.call('INCR',"
                + " KEYS[1]) end\" 1 count";
        assertCounts(6, 0, run("""
            setup SET count 9
            a %s
            b %s
            c %s
            holds GET count <= 10
            holds ok(a1, b1, c1) = 1
            """.formatted(script, script, script)));
    }

    @Test
    void watchingClientsLoseNoCount() throws Exception {
        assertCounts(1680, 0, run("""
            setup SET n 0
            a WATCH n
            a GET n
            a MULTI ; SET n {{a2 + 1}} ; EXEC
            b WATCH n
            b GET n
            b MULTI ; SET n {{b2 + 1}} ; EXEC
            c WATCH n
            c GET n
            c MULTI ; SET n {{c2 + 1}} ; EXEC
            holds ok(a3, b3, c3) >= 1
            holds GET n = {{ok}}
            """.replace("holds GET n = {{ok}}", "holds ok(a3, b3, c3) <= 3")));
    }

    @Test
    void equalStatesAreRunOnce() throws Exception {
        RaceRun run = run("""
            a INCR a1 ; INCR a2 ; DEL a1 a2
            a SET x 1
            a SET x 2
            b SET y 1
            b SET y 2
            b SET y 3
            c SET z 1
            c SET z 2
            c SET z 3
            d SET w 1
            d SET w 2
            d SET w 3
            holds EXISTS x y z w = 4
            """);
        assertEquals(369_600, run.orders());
        assertEquals(0, run.broken());
        assertTrue(run.states() < 1500, run.states() + " states");
    }

    @Test
    void faultsNameTheirLine() {
        assertFault("line 2: 'x' is no client", "a GET k\nx GET k");
        assertFault("at least two clients", "a GET k\nholds GET k = 1");
        assertFault("holds is missing", "a GET k\nb GET k");
        assertFault("line 1: '+soon' is no time", "clock +soon");
        assertFault("line 1: 'GET k' compares nothing", "holds GET k");
    }

    private static void assertFault(String part, String text) {
        RaceText.Fault fault = assertThrows(RaceText.Fault.class, () -> RaceText.read(text));
        assertTrue(String.valueOf(fault.getMessage()).contains(part), fault.getMessage());
    }
}
