package io.redislab.engine;

/** The way from a session to whoever is at its other end: a socket, or a caller in this process. */
public interface Outlet {
    /** The session's sinks have something that no command of its own wrote just now: a message, a reply that was waited for. */
    void ready(Session session);

    /**
     * The engine is done with the session.
     *
     * @param flush whether what is in the sinks is still to be delivered
     */
    void close(Session session, boolean flush);

    /** Bytes that wait to be taken by the other end. */
    default long pendingBytes() {
        return 0;
    }

    /** The other end's address as CLIENT LIST shows it: {@code 127.0.0.1:50000}, {@code /path:0} or empty. */
    default String remoteAddress() {
        return "";
    }

    default String localAddress() {
        return "";
    }
}
