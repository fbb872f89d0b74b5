package io.redislab.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Clock;
import io.redislab.lab.race.KnownRaces;
import io.redislab.lab.race.RaceExplorer;
import io.redislab.lab.race.RaceRun;
import io.redislab.lab.race.RaceText;
import java.util.List;
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

    private static RaceRun known(String name) throws RaceText.Fault, RaceExplorer.TooLarge {
        return run(String.join("\n", KnownRaces.lines(name).orElseThrow()));
    }

    @Test
    void aLockIsReleasedThatIsSomebodyElsesByNow() throws Exception {
        RaceRun run = known("lock");
        assertCounts(12, 1, run);
        RaceRun.Failure failure = run.first().orElseThrow();
        assertEquals("GET lock → nil", failure.actual());
        assertEquals(
                "[GET lock, clock +31s, SET lock B NX, DEL lock]",
                failure.steps().stream().map(RaceRun.Done::text).toList().toString());
    }

    @Test
    void aLimiterThatLooksAndThenCountsLetsTooManyIn() throws Exception {
        assertCounts(90, 72, known("limiter"));
    }

    @Test
    void theSameAsOneScriptHolds() throws Exception {
        assertCounts(6, 0, known("limiter-script"));
    }

    @Test
    void watchingClientsLoseNoCount() throws Exception {
        assertCounts(1680, 0, known("watch"));
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

    private static String crashing(String policy) {
        return """
            setup CONFIG SET appendonly yes appendfsync %s
            setup CONFIG REWRITE
            a SET paid 1
            b GET paid
            crash
            holds EXISTS paid = 1  if a1 = OK
            """.formatted(policy);
    }

    @Test
    void aCrashTakesWhatWasNotSynced() throws Exception {
        assertCounts(6, 3, run(crashing("no")));
        assertCounts(6, 0, run(crashing("always")));
    }

    @Test
    void whatIsSyncedInTimeOutlivesTheCrash() throws Exception {
        // The two seconds pass between the write and the crash, or they come too early or too late.
        RaceRun run = known("crash-each-second");
        assertEquals(6, run.orders());
        assertEquals(1, run.broken());
        assertEquals(
                List.of("SET paid 1", "the power goes", "clock +2s"),
                run.first().orElseThrow().steps().stream()
                        .map(RaceRun.Done::text)
                        .toList());
    }

    @Test
    void whatIsQueuedOrSetTellsStatesApart() throws Exception {
        RaceRun run = run("""
            a MULTI
            a SET k 1
            a EXEC
            b CONFIG SET hash-max-listpack-entries 0
            b HSET h f v
            holds EXISTS k h = 2
            """);
        assertCounts(10, 0, run);
        assertCounts(6, 2, run("""
            a CONFIG SET maxmemory 1
            b SET k 1
            a CONFIG SET maxmemory 0
            b DEL k
            holds b1 = OK
            """));
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
