package sun.misc;

/** What Java declares: see pom.xml. No class is made of it. */
public interface SignalHandler {
    SignalHandler SIG_DFL = signal -> {};

    void handle(Signal signal);
}
