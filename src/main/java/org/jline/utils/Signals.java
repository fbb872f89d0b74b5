package org.jline.utils;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What Java calls when a signal comes. This class stands in the place of JLine's own of the same name, which comes later on
 * the class path: that one finds Java's by reflection and makes classes on the spot, which took 10 ms before the prompt.
 */
public final class Signals {
    private Signals() {}

    /**
     * Has this called, on a thread of its own, for a signal.
     *
     * @param name such as INT
     * @return the handler until now, for {@link #unregister}; null where there is no such signal, or the system needs it
     */
    public static Object register(String name, Runnable action) {
        return handle(name, new Handler(action));
    }

    /** Does the same; JLine's interface for other class loaders. */
    public static Object register(String name, Runnable action, ClassLoader loader) {
        return register(name, action);
    }

    /** Lets the system do what it does with the signal. @return as that of {@link #register} */
    public static Object registerDefault(String name) {
        return handle(name, SignalHandler.SIG_DFL);
    }

    /** Goes back to a handler from before, if there was one. */
    public static void unregister(String name, Object previous) {
        if (previous instanceof SignalHandler handler) {
            handle(name, handler);
        }
    }

    private static Object handle(String name, SignalHandler handler) {
        try {
            return Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException e) {
            // Not one of this system's, or Java's own.
            return null;
        }
    }

    private record Handler(Runnable action) implements SignalHandler {
        @Override
        public void handle(Signal signal) {
            action.run();
        }
    }
}
