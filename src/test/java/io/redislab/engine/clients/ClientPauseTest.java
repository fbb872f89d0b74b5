package io.redislab.engine.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a pause holds back, in which order it runs later, and what stands still meanwhile. */
class ClientPauseTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient admin = new EngineClient(engine);
    private final EngineClient client = new EngineClient(engine);

    private void pass(long millis) {
        clock.advanceMillis(millis);
        long next;
        do {
            next = engine.poll();
        } while (next == 0);
    }

    @Test
    void aPauseOfAllHoldsEveryCallOfEverybody() {
        admin.call("CLIENT", "PAUSE", "1000");
        assertEquals(List.of(), client.say("PING"));
        assertEquals(List.of(), admin.say("CLIENT", "UNPAUSE"));
        assertTrue(client.session().isBlocked());
        assertEquals(2, engine.blocking().blockedCount());
        pass(1000);
        assertEquals(List.of(), client.heard(), "the last ms counts");
        pass(1);
        assertEquals(List.of("PONG"), client.heard());
        assertEquals(List.of("OK"), admin.heard());
        assertEquals(0, engine.blocking().blockedCount());
    }

    @Test
    void mistakesAreToldAtOnce() {
        admin.call("CLIENT", "PAUSE", "1000");
        assertTrue(client.say("NOSUCH").get(0).startsWith("(error)"));
        assertTrue(client.say("GET").get(0).startsWith("(error)"));
    }

    @Test
    void whatAClientSendsMeanwhileRunsInOrder() {
        admin.call("CLIENT", "PAUSE", "1000", "WRITE");
        client.say("SET", "k", "1");
        client.say("GET", "k");
        client.say("APPEND", "k", "2");
        client.say("GET", "k");
        admin.call("CLIENT", "UNPAUSE");
        assertEquals(List.of("OK", "\"1\"", "(integer) 2", "\"12\""), client.heard());
    }

    @Test
    void clientsGoOnInTheOrderInWhichTheyWereHeld() {
        EngineClient third = new EngineClient(engine);
        admin.call("CLIENT", "PAUSE", "1000", "WRITE");
        third.say("RPUSH", "l", "third");
        client.say("RPUSH", "l", "client");
        admin.call("CLIENT", "UNPAUSE");
        assertEquals(List.of("(integer) 1"), third.heard());
        assertEquals(List.of("(integer) 2"), client.heard());
    }

    @Test
    void aPauseIsProlongedAndMadeStricterNeverTheContrary() {
        EngineClient reader = new EngineClient(engine);
        admin.call("MULTI");
        admin.say("CLIENT", "PAUSE", "1000", "ALL");
        admin.say("CLIENT", "PAUSE", "10", "WRITE");
        admin.say("EXEC");
        reader.say("GET", "k");
        pass(500);
        assertEquals(List.of(), reader.heard());
        pass(501);
        assertEquals(1, reader.heard().size());
    }

    @Test
    void nothingExpiresWhilePausedButReadersDoNotSeeIt() {
        admin.call("SET", "k", "v", "PX", "10");
        admin.call("CLIENT", "PAUSE", "1000", "WRITE");
        pass(100);
        assertEquals(List.of("(nil)"), client.say("GET", "k"));
        assertEquals(1, engine.keyspace().database(0).size());
        admin.call("CLIENT", "UNPAUSE");
        assertEquals(List.of("(nil)"), client.say("GET", "k"));
        assertEquals(0, engine.keyspace().database(0).size());
    }

    @Test
    void aClientThatIsHeldCanBeKilled() {
        admin.call("CLIENT", "PAUSE", "1000", "WRITE");
        client.say("SET", "k", "v");
        assertEquals(
                List.of("(integer) 1"),
                admin.say("CLIENT", "KILL", "ID", Long.toString(client.session().id())));
        admin.call("CLIENT", "UNPAUSE");
        assertEquals(List.of("(nil)"), admin.say("GET", "k"));
        assertEquals(0, engine.blocking().blockedCount());
    }

    @Test
    void whoWaitsForAKeyAndSendsMoreGoesOnWhenServed() {
        client.say("BLPOP", "l", "0");
        client.say("SET", "k", "v");
        assertEquals(List.of("(nil)"), admin.say("GET", "k"));
        admin.call("RPUSH", "l", "x");
        assertEquals(List.of("1) \"l\"\n2) \"x\"", "OK"), client.heard());
        assertFalse(client.session().isBlocked());
    }
}
