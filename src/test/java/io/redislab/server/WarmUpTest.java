package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int MORE_THAN_ENOUGH = 1_000_000;

    @Test
    void playsAllThatItHasAndEnds() {
        WarmUp warmUp = new WarmUp();
        assertTrue(warmUp.step());
        int steps = 0;
        boolean more = true;
        while (more && steps < MORE_THAN_ENOUGH) {
            more = warmUp.step();
            steps++;
        }
        assertFalse(more);
    }
}
