package io.redislab.tls;

/**
 * How a client speaks TLS. Each text is empty for what the JDK does by itself.
 *
 * @param caFile certificates to trust, in PEM form
 * @param caFolder a folder of such files
 * @param certificate the client's own, with {@code key}
 * @param keyPassword of an encrypted key
 * @param serverName the name that the client asks for (SNI)
 * @param insecure trust any server
 * @param protocols as in {@code TLSv1.2 TLSv1.3}
 * @param ciphers of TLS 1.2 and below, as OpenSSL lists them
 * @param cipherSuites of TLS 1.3
 */
public record TlsClientOptions(
        String caFile,
        String caFolder,
        String certificate,
        String key,
        String keyPassword,
        String serverName,
        boolean insecure,
        String protocols,
        String ciphers,
        String cipherSuites) {
    public static final TlsClientOptions DEFAULT = new TlsClientOptions("", "", "", "", "", "", false, "", "", "");
}
