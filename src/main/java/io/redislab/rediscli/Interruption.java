package io.redislab.rediscli;

import org.jline.utils.Signals;

/** Ctrl-C as a wish to come to the end of a long walk over the keys, with what is known so far. */
final class Interruption {
    private volatile boolean wished;

    Interruption() {
        Signals.register("INT", () -> wished = true);
    }

    boolean wished() {
        return wished;
    }
}
