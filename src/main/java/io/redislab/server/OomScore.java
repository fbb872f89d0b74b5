package io.redislab.server;

import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.config.OomScoreMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells Linux how readily it may end this process when memory runs out: oom-score-adj and its values. */
final class OomScore {
    private static final Path FILE = Path.of("/proc/self/oom_score_adj");
    private static final int LIMIT = 1000;

    private final Configuration config;
    private boolean adjusted;
    /** What the process had before it was adjusted. */
    private int base;

    OomScore(Configuration config) {
        this.config = config;
    }

    /** Follows the configuration from now on. */
    void follow() throws ConfigException {
        config.onChange(this::apply, "oom-score-adj", "oom-score-adj-values");
        apply();
    }

    private void apply() throws ConfigException {
        OomScoreMode mode = config.oomScoreAdj();
        if (mode == OomScoreMode.NO && !adjusted) {
            return;
        }
        try {
            if (!adjusted) {
                base = Integer.parseInt(
                        Files.readString(FILE, StandardCharsets.US_ASCII).strip());
            }
            int role = config.replicaof().isEmpty() ? 0 : 1;
            int score = config.oomScoreAdjValues().get(role) + (mode == OomScoreMode.RELATIVE ? base : 0);
            score = mode == OomScoreMode.NO ? base : Math.max(-LIMIT, Math.min(LIMIT, score));
            adjusted = mode != OomScoreMode.NO;
            Files.writeString(FILE, score + "\n", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new ConfigException("Failed to set current oom_score_adj. Check server logs.");
        }
    }
}
