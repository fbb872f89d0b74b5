package io.redislab.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpiryCycleTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);

    private void fill(int count, int seconds) {
        for (int i = 0; i < count; i++) {
            client.call("SET", seconds + ":" + i, "v", "EX", Integer.toString(seconds));
        }
    }

    private void pass(long millis) {
        for (long left = millis; left > 0; left -= 10) {
            clock.advanceMillis(10);
            engine.poll();
        }
    }

    @Test
    void keysGoThoughNobodyAsksForThem() {
        fill(1000, 1);
        fill(1000, 1000);
        pass(1200);
        int left = engine.keyspace().database(0).size();
        assertTrue(left <= 1120, left + " are left: more than a tenth is stale");
        pass(30_000);
        assertTrue(engine.keyspace().database(0).size() <= 1020);
        assertEquals(2000 - engine.keyspace().database(0).size(), engine.keyspace().expired);
        long ttl = engine.keyspace().database(0).averageTtl();
        assertTrue(ttl > 900_000 && ttl < 1_000_000, ttl + " ms");
    }

    /** The cycle passes a nearly empty table over, so that has to become small soon. */
    @Test
    void theLastOfManyGoAsWell() {
        fill(140_000, 10);
        pass(11_000);
        assertEquals(0, engine.keyspace().database(0).size());
    }

    @Test
    void moreEffortLeavesFewerStale() {
        client.call("CONFIG", "SET", "active-expire-effort", "10");
        fill(1000, 1);
        fill(1000, 1000);
        pass(1200);
        assertTrue(engine.keyspace().database(0).size() <= 1012);
    }

    @Test
    void theShareOfStaleKeysIsEstimated() {
        fill(1000, 1);
        pass(1100);
        assertTrue(engine.expiry().stalePercent() > 0);
        pass(60_000);
        assertTrue(engine.expiry().stalePercent() < 1);
    }

    @Test
    void eachExpiryIsPropagatedByItself() {
        List<String> written = new ArrayList<>();
        fill(3, 1);
        engine.propagation().attach((database, argv) -> written.add(new String(argv[0], StandardCharsets.US_ASCII)));
        pass(1200);
        assertEquals(List.of("DEL", "DEL", "DEL"), written);
    }

    @Test
    void nothingExpiresByItselfWhileThatIsOff() {
        fill(10, 1);
        engine.keyspace().setActiveExpiry(false);
        pass(2000);
        assertEquals(10, engine.keyspace().database(0).size());
        client.call("REPLICAOF", "127.0.0.1", "1");
        engine.keyspace().setActiveExpiry(true);
        pass(2000);
        assertEquals(10, engine.keyspace().database(0).size());
        assertEquals(0, engine.keyspace().expired);
    }
}
