package io.redislab.tls;

/**
 * How a server speaks TLS. Each text is empty for what the JDK does by itself.
 *
 * @param certificate in PEM form, with those that lead to its root behind it
 * @param keyPassword of an encrypted key
 * @param caFile certificates that clients' own are checked by
 * @param caFolder a folder of such files
 * @param protocols as in {@code TLSv1.2 TLSv1.3}
 * @param ciphers of TLS 1.2 and below, as OpenSSL lists them
 * @param cipherSuites of TLS 1.3
 * @param sessionCache how many sessions can be taken up again; 0 for any number
 * @param sessionSeconds for how long; 0 for ever
 */
public record TlsServerOptions(
        String certificate,
        String key,
        String keyPassword,
        String caFile,
        String caFolder,
        ClientCertificate clientCertificate,
        String protocols,
        String ciphers,
        String cipherSuites,
        boolean preferOwnCiphers,
        int sessionCache,
        int sessionSeconds) {

    /** Whether a client has to show who it is. */
    public enum ClientCertificate {
        NONE,
        OPTIONAL,
        REQUIRED
    }
}
