package io.redislab.lab.door;

/**
 * Sees what visitors do before it happens, and may hold it back: an examiner decides by it in which order programs that
 * run at the same time reach the engine. All on the engine's thread.
 */
public interface Gate {
    /** Lets everybody pass. */
    Gate OPEN = new Gate() {};

    /** Somebody has connected; a call of redis-cli is one connection. */
    default void connected(Visitor visitor) {}

    /**
     * A command is about to run. The answer false holds it, and all that its visitor sends after it, until
     * {@link Visitor#release}, which runs it without asking again.
     */
    default boolean admits(Visitor visitor, byte[][] argv) {
        return true;
    }

    /** A command has run, or waits. */
    default void ran(Visitor visitor, byte[][] argv) {}

    /** The visitor is gone; what it had sent and was held is not run. */
    default void left(Visitor visitor) {}
}
