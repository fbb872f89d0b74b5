package io.redislab.terminal;

/** Chooses how the lab is seen. */
final class Screens {
    private Screens() {}

    static Screen open(boolean plain) {
        boolean interactive = System.console() != null;
        return new PlainScreen(System.in, Lab.standardOutput(), interactive, Lab.plainColumns());
    }
}
