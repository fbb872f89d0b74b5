package io.redislab.lab.door;

/** Who owns the engine behind a {@link Doorway}. */
public interface Host {
    /** Runs something on the engine's thread, soon and in the order of the calls; from any thread. */
    void execute(Runnable work);

    /** Somebody has connected. On the engine's thread. */
    Visit receive(Visitor visitor);
}
