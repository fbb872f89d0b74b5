package io.redislab.lab.door;

/** What the engine's owner makes of a visitor's connection. All on the engine's thread. */
public interface Visit {
    /** Runs a command, or begins to wait in it. What it answers goes to {@link Visitor#send}. */
    void run(byte[][] argv);

    /** Whether the visitor's next command has to wait; {@link Visitor#goOn} when that is over. */
    boolean isBusy();

    /** 2 or 3: how replies are written. */
    int protocol();

    /** The visitor is gone. */
    void end();

    /** Runs commands that came at once. */
    default void together(Runnable commands) {
        commands.run();
    }
}
