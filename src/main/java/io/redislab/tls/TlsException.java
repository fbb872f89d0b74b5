package io.redislab.tls;

/** A context can't be made of these files and names; the message says why. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    public TlsException(String message) {
        super(message);
    }
}
