package io.redislab.rediscli;

import java.io.IOException;

/** Encryption can't even be tried; the message says why. */
final class TlsFailure extends IOException {
    private static final long serialVersionUID = 1;

    TlsFailure(String message) {
        super(message);
    }
}
