package io.redislab.engine.peer;

import java.io.IOException;
import java.net.ConnectException;

/** A connection to another server that nobody waits for: what comes is told to a listener, on the engine's thread. */
public interface PeerLink {
    /** Learns what becomes of the connection. */
    interface Listener {
        /** The other server can be reached. */
        void connected();

        /** Bytes have come; the array serves again afterwards. */
        void received(byte[] bytes, int from, int to);

        /** The connection could not be made, or is gone. Nothing follows. */
        void lost(String reason);
    }

    /** Makes such connections: the engine itself knows no socket. */
    interface Connector {
        /** Reaches nobody. */
        Connector NOBODY = (host, port, source, listener) -> {
            throw new ConnectException("Connection refused");
        };

        /**
         * Begins to connect.
         *
         * @param source the address of this machine to connect from; empty for any
         * @throws IOException when that fails at once; then the listener hears nothing
         */
        PeerLink open(String host, int port, String source, Listener listener) throws IOException;
    }

    /** Sends these bytes; the array may not be changed any more. */
    void send(byte[] bytes);

    /** Ends the connection; the listener hears nothing more. */
    void close();

    /** Whether what comes is taken; otherwise it waits at the other end. */
    void setReading(boolean yes);

    /** As {@link io.redislab.engine.Outlet#remoteAddress}. */
    String remoteAddress();

    /** This end's address. */
    String localAddress();

    /** The number that the operating system gave the connection, or -1. */
    int descriptor();
}
