package io.redislab.lab;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.script.ScriptLimits;
import java.util.random.RandomGenerator;

/** Where the lab's engines come from. */
final class Engines {
    private Engines() {}

    static Engine fresh(Clock clock, RandomGenerator random) {
        Engine engine = new Engine(clock, random, Configuration.defaults());
        engine.scripting().setLimits(ScriptLimits.of(ScriptLimits.LAB, System.getenv()));
        return engine;
    }
}
