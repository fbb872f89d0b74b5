package io.redislab.rediscli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the connection is encrypted.
 *
 * @param files what was given for {@code sni cacert cacertdir cert key tls-ciphers tls-ciphersuites}
 * @param insecure the server's certificate is not looked at
 */
record Tls(boolean on, boolean insecure, Map<String, String> files) {
    static final Tls OFF = new Tls(false, false, Map.of());

    @Nullable
    String file(String name) {
        return files.get(name);
    }
}
