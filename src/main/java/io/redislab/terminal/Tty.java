package io.redislab.terminal;

import org.jline.nativ.CLibrary;

/** Whether a person sits at both ends: a keyboard and a screen. */
final class Tty {
    private Tty() {}

    static boolean isTerminal() {
        try {
            return CLibrary.isatty(0) == 1 && CLibrary.isatty(1) == 1;
        } catch (LinkageError | RuntimeException e) {
            // No native code for this machine; lines always do.
            return false;
        }
    }
}
