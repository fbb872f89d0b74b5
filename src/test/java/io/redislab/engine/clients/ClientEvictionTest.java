package io.redislab.engine.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.SilentSink;
import io.redislab.testing.ManualClock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is sent away when clients take more than they may. */
class ClientEvictionTest {
    private final Configuration config = Configuration.defaults();
    private final Engine engine = new Engine(new ManualClock(1_700_000_000_000L), new Random(1), config);

    /** A client for whom so many bytes wait. */
    private Session client(long waiting) {
        Outlet outlet = new Outlet() {
            @Override
            public void ready(Session session) {}

            @Override
            public void close(Session session, boolean flush) {}

            @Override
            public Buffers buffers() {
                return new Buffers(0, 0, 0, 0, 0, 0, 1, waiting, "r");
            }
        };
        Session session = engine.open(outlet, new SilentSink(), new SilentSink());
        engine.clientEviction().changed(session);
        return session;
    }

    @Test
    void theLargestGoFirstAndNoMoreThanNeeded() throws ConfigException {
        config.set("maxmemory-clients", "2mb");
        Session small = client(500_000);
        Session large = client(900_000);
        Session middle = client(700_000);
        engine.poll();
        assertEquals(List.of(small, middle), List.copyOf(engine.sessions()));
        assertEquals(true, large.isClosing());
        assertEquals(1, engine.stats().evictedClients);
        assertEquals(
                small.countedMemory() + middle.countedMemory(),
                engine.clientEviction().total());
    }

    @Test
    void whoIsProtectedStays() throws ConfigException {
        config.set("maxmemory-clients", "1mb");
        Session large = client(900_000);
        large.setNoEvict(true);
        Session small = client(400_000);
        engine.poll();
        assertEquals(List.of(large), List.copyOf(engine.sessions()));
        assertEquals(true, small.isClosing());
    }

    @Test
    void aShareOfMaxmemoryIsALimitToo() throws ConfigException {
        config.set("maxmemory-clients", "50%");
        Session client = client(600_000);
        engine.poll();
        assertEquals(false, client.isClosing());
        config.set("maxmemory", "1mb");
        engine.clientEviction().countAll();
        engine.poll();
        assertEquals(true, client.isClosing());
    }
}
