package io.redislab.cli;

import io.redislab.engine.Clock;
import io.redislab.rediscli.RedisCli;
import java.util.SplittableRandom;

/** {@code redislab cli}: redis-cli, with its arguments. */
final class CliCommand {
    private CliCommand() {}

    static int run(String[] words) {
        return RedisCli.run(words, System.getenv(), Clock.system(), new SplittableRandom());
    }
}
