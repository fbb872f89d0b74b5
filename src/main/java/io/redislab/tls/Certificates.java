package io.redislab.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys in PEM form. */
final class Certificates {
    private Certificates() {}

    /** One's own certificate, with those that lead to its root, and its key. */
    static KeyManager[] key(String certificateFile, String keyFile, String password) throws TlsException {
        List<Certificate> chain = read(certificateFile);
        try {
            KeyStore store = emptyStore();
            PrivateKey key = PrivateKeys.read(Path.of(keyFile), password);
            if (!belongTogether(key, chain.get(0).getPublicKey())) {
                throw new TlsException("Failed to load private key: " + keyFile + ": key values mismatch");
            }
            store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw new TlsException("Failed to load private key: " + keyFile + ": " + reason(e));
        }
    }

    /** Whether what the private key signs is right by the public one. */
    private static boolean belongTogether(PrivateKey own, PublicKey shown) throws GeneralSecurityException {
        String algorithm = own.getAlgorithm();
        if (!algorithm.equals(shown.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "DSA" -> "SHA256withDSA";
                    default -> algorithm;
                });
        byte[] text = {1, 2, 3};
        signature.initSign(own);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(text);
        return signature.verify(signed);
    }

    /** Whom to trust: the certificates of a file, of all files of a folder, or both; an empty name says none. */
    static TrustManager[] trusted(String file, String folder) throws TlsException {
        List<Certificate> roots = new ArrayList<>();
        if (!file.isEmpty()) {
            roots.addAll(read(file));
        }
        if (!folder.isEmpty()) {
            roots.addAll(readFolder(folder));
        }
        try {
            KeyStore store = emptyStore();
            for (Certificate root : roots) {
                store.setCertificateEntry("root" + store.size(), root);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException("Failed to configure CA certificate(s) file/directory: " + reason(e));
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> read(String file) throws TlsException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            List<Certificate> all =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (all.isEmpty()) {
                throw new CertificateException("there is no certificate in it");
            }
            return all;
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw new TlsException("Failed to load certificate: " + file + ": " + reason(e));
        }
    }

    /** What is in a folder besides certificates is passed over, as OpenSSL does. */
    private static List<Certificate> readIfAny(String file) {
        try {
            return read(file);
        } catch (TlsException e) {
            return List.of();
        }
    }

    private static List<Certificate> readFolder(String folder) throws TlsException {
        List<Certificate> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), Files::isRegularFile)) {
            for (Path file : files) {
                all.addAll(readIfAny(file.toString()));
            }
        } catch (IOException | InvalidPathException e) {
            throw new TlsException("Failed to configure CA certificate(s) file/directory: " + reason(e));
        }
        return all;
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "No such file or directory" : String.valueOf(e.getMessage());
    }
}
