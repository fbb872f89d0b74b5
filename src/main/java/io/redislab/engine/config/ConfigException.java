package io.redislab.engine.config;

/** A value that a parameter refuses; the message has Redis' words without code and parameter name. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message, null, false, false);
    }

    /** The message. */
    public String text() {
        return getMessage();
    }
}
