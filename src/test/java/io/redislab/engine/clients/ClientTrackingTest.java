package io.redislab.engine.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client-side caching beyond what transcripts show: redirection, time, memory and the table's limit. */
class ClientTrackingTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Configuration config = Configuration.defaults();
    private Engine engine;
    private EngineClient reader;
    private EngineClient writer;

    @BeforeEach
    void start() {
        engine = new Engine(clock, new Random(1), config);
        reader = new EngineClient(engine);
        writer = new EngineClient(engine);
    }

    private static String invalidate(String key) {
        return "1) \"invalidate\"\n2) 1) \"" + key + "\"";
    }

    @Test
    void inResp2MessagesGoToASubscriber() {
        EngineClient listener = new EngineClient(engine);
        listener.call("SUBSCRIBE", "__redis__:invalidate");
        reader.call(
                "CLIENT",
                "TRACKING",
                "on",
                "REDIRECT",
                Long.toString(listener.session().id()));
        reader.call("GET", "k");
        writer.call("SET", "k", "v");
        assertEquals(List.of("1) \"message\"\n2) \"__redis__:invalidate\"\n3) 1) \"k\""), listener.heard());
        reader.call("GET", "k");
        writer.call("FLUSHALL");
        assertEquals(List.of("1) \"message\"\n2) \"__redis__:invalidate\"\n3) (nil)"), listener.heard());
        assertEquals(List.of(), reader.heard());
    }

    @Test
    void whoseRedirectionIsGoneLearnsIt() {
        EngineClient listener = new EngineClient(engine);
        reader.call("HELLO", "3");
        reader.call(
                "CLIENT",
                "TRACKING",
                "on",
                "REDIRECT",
                Long.toString(listener.session().id()));
        reader.call("GET", "k");
        engine.close(listener.session());
        writer.call("SET", "k", "v");
        assertEquals(
                List.of("1) \"tracking-redir-broken\"\n2) (integer) "
                        + listener.session().id()),
                reader.heard());
        assertTrue(writer.say("CLIENT", "LIST").get(0).contains("flags=tR"));
    }

    @Test
    void keysThatExpireAreInvalidated() {
        reader.call("HELLO", "3");
        reader.call("CLIENT", "TRACKING", "on");
        writer.call("SET", "k", "v", "PX", "10");
        reader.call("GET", "k");
        clock.advanceMillis(200);
        engine.poll();
        assertEquals(List.of(invalidate("k")), reader.heard());
    }

    @Test
    void theTableKeepsItsLimit() throws ConfigException {
        config.set("tracking-table-max-keys", "2");
        reader.call("HELLO", "3");
        reader.call("CLIENT", "TRACKING", "on");
        reader.call("MGET", "a", "b", "c");
        assertEquals(3, engine.tracking().keyCount());
        writer.call("PING");
        assertEquals(2, engine.tracking().keyCount());
        assertEquals(2, engine.tracking().itemCount());
        assertEquals(List.of(invalidate("a")), reader.heard());
    }

    @Test
    void whoIsGoneIsForgottenWithItsPrefixes() {
        reader.call("CLIENT", "TRACKING", "on", "BCAST", "PREFIX", "a", "PREFIX", "b");
        assertEquals(2, engine.tracking().prefixCount());
        assertEquals(1, engine.tracking().clientCount());
        engine.close(reader.session());
        assertEquals(0, engine.tracking().prefixCount());
        assertEquals(0, engine.tracking().clientCount());
    }

    @Test
    void invalidationsOfATransactionComeBehindItsReply() {
        reader.call("HELLO", "3");
        reader.call("CLIENT", "TRACKING", "on");
        reader.call("MGET", "a", "b");
        reader.call("MULTI");
        reader.call("SET", "a", "1");
        reader.call("SET", "b", "2");
        assertEquals(List.of("1) OK\n2) OK", invalidate("a"), invalidate("b")), reader.say("EXEC"));
    }
}
