package io.redislab.engine;

/** Where the engine tells what happens to it: the server's log file, the lab's, or nowhere. */
public interface ServerLog {
    /** How much a line matters, as in {@code loglevel}. */
    enum Level {
        DEBUG,
        VERBOSE,
        NOTICE,
        WARNING
    }

    /** No lambda, since an interface that has a value has none in Java's archive. */
    ServerLog SILENT = new ServerLog() {
        @Override
        public void log(Level level, String line) {}
    };

    /** Writes one line; it has no time and no line feed yet. */
    void log(Level level, String line);

    default void notice(String line) {
        log(Level.NOTICE, line);
    }

    default void warning(String line) {
        log(Level.WARNING, line);
    }

    default void verbose(String line) {
        log(Level.VERBOSE, line);
    }
}
