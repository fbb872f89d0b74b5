package io.redislab.engine;

import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.keyspace.Keyspace;
import io.redislab.engine.keyspace.KeyspaceListener;
import io.redislab.engine.keyspace.MemoryModel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the parts of an engine tell one another, which don't know each other. */
final class Wiring {
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);

    private Wiring() {}

    /** The memory model learns what each part takes. */
    static void countMemory(Engine engine) {
        MemoryModel memory = engine.memory();
        memory.supply(MemoryModel.Part.CLIENTS, engine.clientEviction()::total);
        memory.supply(
                MemoryModel.Part.AOF_BUFFER, () -> engine.persistence().aof().bufferedBytes());
        memory.supply(MemoryModel.Part.BACKLOG, engine.replication()::backlogMemory);
        memory.supply(MemoryModel.Part.REPLICA_BUFFERS, engine.replication()::replicaMemory);
        memory.supply(MemoryModel.Part.SCRIPTS, engine.scripting()::scriptMemory);
        memory.supply(MemoryModel.Part.FUNCTIONS, engine.scripting()::functionMemory);
    }

    /** Parts that hold a setting of their own take it now, and whenever it changes. */
    static void followConfiguration(Engine engine) {
        Configuration config = engine.config();
        Keyspace keyspace = engine.keyspace();
        Runnable lazyExpire = () -> keyspace.setLazyExpire(config.lazyfreeLazyExpire());
        Runnable events = () -> keyspace.setEventMask(config.notifyKeyspaceEvents());
        Runnable accessData = () -> keyspace.access()
                .configure(config.maxmemoryPolicy().isLfu(), config.lfuLogFactor(), config.lfuDecayTime());
        Runnable defaultPassword = () -> engine.acl().setDefaultPassword(config.requirepass());
        follow(config, lazyExpire, "lazyfree-lazy-expire");
        follow(config, events, "notify-keyspace-events");
        follow(config, accessData, "maxmemory-policy", "lfu-log-factor", "lfu-decay-time");
        follow(config, defaultPassword, "requirepass");
        config.onChange(engine.clientEviction()::countAll, "maxmemory-clients");
    }

    private static void follow(Configuration config, Runnable take, String... names) {
        take.run();
        config.onChange(take::run, names);
    }

    /** What happens to keys is told to clients that cache, subscribe or wait, and goes to the AOF and the replicas. */
    static KeyspaceListener listener(Engine engine) {
        return new KeyspaceListener() {
            @Override
            public void invalidate(Database database, byte[] key, @Nullable Session by) {
                engine.tracking().changed(key, by);
            }

            @Override
            public void invalidateAll(int database) {
                engine.tracking().flushed();
            }

            @Override
            public void event(EventType type, String event, byte[] key, int database, int mask) {
                engine.pubSub().publishEvent(event, key, database, mask);
            }

            @Override
            public void removed(int database, byte[] key, boolean lazily) {
                engine.propagation().add(database, new byte[][] {lazily ? UNLINK : DEL, key});
            }

            @Override
            public void appeared(int database, byte[] key) {
                engine.blocking().signal(database, key);
            }
        };
    }
}
