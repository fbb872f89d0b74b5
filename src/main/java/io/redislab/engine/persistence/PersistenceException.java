package io.redislab.engine.persistence;

/**
 * The server can't go on with its files: one of them can't be read at the start, or an acknowledged write can't be kept.
 * The log has said why; whoever runs the engine ends it.
 */
public final class PersistenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PersistenceException(String message) {
        super(message);
    }
}
