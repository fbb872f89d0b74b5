package io.redislab.cli;

import java.io.PrintStream;

/** How far a long work is, on one line of the screen that disappears in the end. Says nothing where there is no screen: the
 * launcher tells, since Java 17 can't ask about standard error alone. */
final class ProgressBar implements AutoCloseable {
    private static final int CELLS = 30;

    private final PrintStream screen;
    private final int total;
    private final boolean shown;

    ProgressBar(int total) {
        this.total = total;
        this.screen = System.err;
        this.shown = total > 1 && Boolean.getBoolean("redislab.screen");
        show(0);
    }

    /** So much is done. */
    void show(int done) {
        if (shown) {
            int filled = CELLS * done / total;
            screen.print("\r[" + "#".repeat(filled) + ".".repeat(CELLS - filled) + "] " + done + " of " + total);
            screen.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            screen.print("\r\u001b[K");
            screen.flush();
        }
    }
}
