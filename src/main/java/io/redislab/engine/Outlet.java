package io.redislab.engine;

/** The way from a session to whoever is at its other end: a socket, or a caller in this process. */
public interface Outlet {
    /**
     * What a connection's buffers hold, as CLIENT LIST names it. All but {@code replyBlocks} in bytes.
     *
     * @param query {@code qbuf}: read and not yet understood
     * @param queryFree {@code qbuf-free}: room that is left in that buffer
     * @param arguments the words of a command that has not arrived whole, a part of {@code argv-mem}
     * @param replySize {@code rbs}: the size of the fixed reply buffer
     * @param replyPeak {@code rbp}: how full it was lately
     * @param reply {@code obl}: what waits in it
     * @param replyBlocks {@code oll}: the number of blocks behind it
     * @param replyBlockBytes {@code omem}: what those blocks take
     * @param events {@code r} and {@code w}: what the socket is watched for
     */
    record Buffers(
            long query,
            long queryFree,
            long arguments,
            long replySize,
            long replyPeak,
            long reply,
            long replyBlocks,
            long replyBlockBytes,
            String events) {
        /** Of a session without a socket. */
        public static final Buffers NONE = new Buffers(0, 0, 0, 0, 0, 0, 0, 0, "");
    }

    /** The session's sinks have something that no command of its own wrote just now: a message, a reply that was waited for. */
    void ready(Session session);

    /**
     * The engine is done with the session.
     *
     * @param flush whether what is in the sinks is still to be delivered
     */
    void close(Session session, boolean flush);

    /** What the connection's buffers hold now. */
    default Buffers buffers() {
        return Buffers.NONE;
    }

    /** The number that the operating system gave the connection, or -1. */
    default int descriptor() {
        return -1;
    }

    /** The other end's address as CLIENT LIST shows it: {@code 127.0.0.1:50000}, {@code /path:0}; {@code ?:0} for none. */
    default String remoteAddress() {
        return "?:0";
    }

    /** This end's address. */
    default String localAddress() {
        return "?:0";
    }
}
