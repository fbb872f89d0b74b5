package io.redislab.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.command.CommandTable;
import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands have the same replies and leave the same keys as on a real Redis, where one is installed. */
class DifferentialTest {
    /** Commands of a long run; {@code -Ddifferential.commands=…} chooses another number. */
    private static final long LONG_RUN = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void agreesWithRedis(long seed) throws IOException {
        run(50_000, seed);
    }

    @Test
    @Tag("long")
    void agreesWithRedisForLong() throws IOException {
        run(Long.getLong("differential.commands", LONG_RUN), Long.getLong("differential.seed", System.nanoTime()));
    }

    private static void run(long commands, long seed) throws IOException {
        Assumptions.assumeTrue(RealRedis.isInstalled(), "no redis-server on the PATH to compare with");
        try (RealSide real = new RealSide()) {
            List<Shrinker.Found> found = new Differential(real).run(commands, seed, 1);
            assertTrue(found.isEmpty(), () -> "seed " + seed + "\n" + found.get(0));
        }
    }

    @Test
    void everyExcludedNameIsACommand() {
        Set<String> known = new HashSet<>(CommandTable.standard().names());
        List<String> unknown = Knowledge.excluded().keySet().stream()
                .filter(name -> !known.contains(name.split("\\|", 2)[0]))
                .toList();
        assertEquals(List.of(), unknown);
    }
}
