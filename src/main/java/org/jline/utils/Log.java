package org.jline.utils;

import java.util.function.Supplier;

/**
 * What JLine has to say for its developers: nothing, for a learner. This class stands in the place of JLine's own of the same
 * name, which comes later on the class path and brings java.util.logging with it. That looks for a provider in every jar,
 * which took a fifth of the time to the prompt, and it would write stack traces across the screen.
 */
public final class Log {
    private Log() {}

    public static void trace(Object... messages) {}

    public static void trace(Supplier<String> supplier) {}

    public static void debug(Supplier<String> supplier) {}

    public static void debug(Object... messages) {}

    public static void info(Object... messages) {}

    public static void warn(Object... messages) {}

    public static void error(Object... messages) {}

    public static boolean isDebugEnabled() {
        return false;
    }
}
