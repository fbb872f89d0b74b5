package io.redislab.rediscli;

import java.io.IOException;

/** The connection ended. The message is the system's, as C programs have it: {@code Connection reset by peer}. */
final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLost(String message) {
        super(message);
    }
}
