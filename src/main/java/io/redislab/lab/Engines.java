package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Where the lab's engines come from. */
final class Engines {
    private Engines() {}

    static Engine fresh(Clock clock, RandomGenerator random) {
        return new Engine(clock, random, Configuration.defaults());
    }

    /** An independent engine with the same data and configuration, whose time is another clock's. */
    static Engine fork(Engine engine, Clock clock) {
        Engine twin = new Engine(
                clock,
                new SplittableRandom(engine.random().nextLong()),
                engine.config().copy());
        List<Database> copies = new ArrayList<>();
        for (Database database : engine.keyspace().databases()) {
            copies.add(database.copy());
        }
        twin.keyspace().adopt(copies);
        return twin;
    }
}
