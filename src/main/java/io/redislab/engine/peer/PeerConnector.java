package io.redislab.engine.peer;

import java.io.IOException;
import java.net.ConnectException;

/** Makes connections to other servers: the engine itself knows no socket. */
public interface PeerConnector {
    /** Reaches nobody. */
    PeerConnector NOBODY = (host, port, timeoutMillis) -> {
        throw new ConnectException("Connection refused");
    };

    /** Connects and waits for it, no longer than so many ms. */
    Peer connect(String host, int port, int timeoutMillis) throws IOException;
}
