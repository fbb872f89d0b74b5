package io.redislab.engine.config;

/** The server can't start with this configuration. The message is what redis-server prints, without the final newline. */
public final class ConfigFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigFileException(String message) {
        super(message);
    }

    /** The message. */
    public String text() {
        return getMessage();
    }
}
