package sun.misc;

/** What Java declares: see pom.xml. No class is made of it. */
public final class Signal {
    public Signal(String name) {}

    public static SignalHandler handle(Signal signal, SignalHandler handler) {
        return handler;
    }
}
