package io.redislab.rediscli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts connections, with keys and certificates from PEM files. As redis-cli has it, the server's certificate must come
 * from a trusted authority, and its name is not compared with the host's.
 */
final class TlsSockets {
    private static final char[] NO_PASSWORD = {};

    private TlsSockets() {}

    static Socket wrap(Socket socket, Place place, Tls tls) throws TlsFailure {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trust(tls), null);
            SSLSocket encrypted = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, Texts.decoded(place.host()), place.port(), true);
            SSLParameters parameters = encrypted.getSSLParameters();
            String name = tls.file("sni");
            if (name != null) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            List<String> ciphers = new ArrayList<>();
            Stream.of("tls-ciphersuites", "tls-ciphers")
                    .map(tls::file)
                    .filter(list -> list != null)
                    .forEach(list -> ciphers.addAll(List.of(list.split(":", -1))));
            if (!ciphers.isEmpty()) {
                parameters.setCipherSuites(ciphers.toArray(new String[0]));
            }
            encrypted.setSSLParameters(parameters);
            encrypted.startHandshake();
            return encrypted;
        } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
            throw e instanceof TlsFailure failure ? failure : new TlsFailure(String.valueOf(e.getMessage()));
        }
    }

    private static KeyManager @Nullable [] keys(Tls tls) throws GeneralSecurityException, IOException {
        String certificate = tls.file("cert");
        String key = tls.file("key");
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new TlsFailure("--cert and --key belong together");
        }
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client",
                privateKey(path(key)),
                NO_PASSWORD,
                certificates(path(certificate)).toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(Tls tls) throws GeneralSecurityException, IOException {
        if (tls.insecure()) {
            return new TrustManager[] {new Anybody()};
        }
        String file = tls.file("cacert");
        String folder = tls.file("cacertdir");
        if (file == null && folder == null) {
            return null;
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (Path each : file != null ? List.of(path(file)) : filesOf(path(String.valueOf(folder)))) {
            for (Certificate certificate : certificates(each)) {
                store.setCertificateEntry("authority" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Path path(String text) {
        return Path.of(Texts.decoded(text));
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new TlsFailure(file + " is no private key in the form PKCS #8: openssl pkcs8 -topk8 -nocrypt -in "
                    + file + " makes one");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // A key of another kind: the next one is tried.
            }
        }
        throw new TlsFailure(file + " is neither an RSA nor an EC nor an Ed25519 key");
    }

    /** For {@code --insecure}. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Nobody is a client of ours.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // As the learner asked.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
