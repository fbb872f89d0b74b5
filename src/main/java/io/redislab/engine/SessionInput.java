package io.redislab.engine;

/** Takes a session's commands in place of the command table, as the script debugger does. On the engine's thread. */
public interface SessionInput {
    /** The session's client has sent these words. */
    void command(byte[][] words);

    /** The session is gone. */
    void closed();
}
