package io.redislab.rediscli;

import java.io.IOException;

/** No encrypted connection came about; the message says why. */
final class TlsFailure extends IOException {
    private static final long serialVersionUID = 1;

    TlsFailure(String message) {
        super(message);
    }
}
