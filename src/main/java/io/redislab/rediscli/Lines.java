package io.redislab.rediscli;

import java.io.IOException;
import java.util.Optional;

/** Where a session's lines come from. */
interface Lines extends AutoCloseable {
    /** The next line, without its end; empty at the end of all. */
    Optional<String> read(String prompt) throws IOException;

    /** Puts a line into the history; for lines that hold no secret. */
    void remember(String line);

    void clearScreen();

    /** Hints behind what is typed, or none. */
    void showHints(boolean hints);

    /** What Ctrl-C does while a command runs. */
    void onInterrupt(Runnable action);

    @Override
    void close();
}
