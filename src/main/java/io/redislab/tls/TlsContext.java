package io.redislab.tls;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the engines that encrypt connections, one each. */
public final class TlsContext {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final SSLContext context;
    private final SSLParameters parameters;
    private final boolean client;

    private TlsContext(SSLContext context, SSLParameters parameters, boolean client) {
        this.context = context;
        this.parameters = parameters;
        this.client = client;
    }

    /** @throws TlsException when a file can't be read or says nothing useful, or no cipher is left */
    public static TlsContext server(TlsServerOptions options) throws TlsException {
        SSLContext context = context(
                Certificates.key(options.certificate(), options.key(), options.keyPassword()),
                options.caFile().isEmpty() && options.caFolder().isEmpty()
                        ? new TrustManager[0]
                        : Certificates.trusted(options.caFile(), options.caFolder()));
        SSLParameters parameters =
                parameters(context, protocols(options.protocols()), options.ciphers(), options.cipherSuites());
        parameters.setUseCipherSuitesOrder(options.preferOwnCiphers());
        switch (options.clientCertificate()) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(options.sessionCache());
        sessions.setSessionTimeout(options.sessionSeconds());
        return new TlsContext(context, parameters, false);
    }

    /** @throws TlsException as {@link #server} */
    public static TlsContext client(TlsClientOptions options) throws TlsException {
        TrustManager @Nullable [] trust = null;
        if (options.insecure()) {
            trust = new TrustManager[] {new TrustAll()};
        } else if (!options.caFile().isEmpty() || !options.caFolder().isEmpty()) {
            trust = Certificates.trusted(options.caFile(), options.caFolder());
        }
        KeyManager @Nullable [] keys =
                options.certificate().isEmpty() && options.key().isEmpty()
                        ? null
                        : Certificates.key(options.certificate(), options.key(), options.keyPassword());
        SSLContext context = context(keys, trust);
        SSLParameters parameters =
                parameters(context, protocols(options.protocols()), options.ciphers(), options.cipherSuites());
        if (!options.serverName().isEmpty()) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(options.serverName())));
            } catch (IllegalArgumentException e) {
                throw new TlsException("'" + options.serverName() + "' is no server name");
            }
        }
        return new TlsContext(context, parameters, true);
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws TlsException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsException(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> protocols(String text) throws TlsException {
        if (text.isBlank()) {
            return PROTOCOLS;
        }
        List<String> chosen = new ArrayList<>();
        for (String word : text.trim().split(" +", -1)) {
            chosen.add(
                    switch (word.toLowerCase(Locale.ROOT)) {
                        case "tlsv1" -> "TLSv1";
                        case "tlsv1.1" -> "TLSv1.1";
                        case "tlsv1.2" -> "TLSv1.2";
                        case "tlsv1.3" -> "TLSv1.3";
                        default ->
                            throw new TlsException("Invalid tls-protocols specified. Use a combination of"
                                    + " 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.");
                    });
        }
        return chosen;
    }

    private static SSLParameters parameters(
            SSLContext context, List<String> protocols, String ciphers, String cipherSuites) throws TlsException {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (ciphers.isEmpty() && cipherSuites.isEmpty()) {
            return parameters;
        }
        List<String> known = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        List<String> standard = Arrays.asList(parameters.getCipherSuites());
        List<String> chosen = new ArrayList<>(
                cipherSuites.isEmpty() ? CipherNames.modern(standard) : CipherNames.suites(cipherSuites, known));
        if (chosen.isEmpty()) {
            throw new TlsException("Failed to configure ciphersuites: " + cipherSuites);
        }
        List<String> older = CipherNames.ofList(ciphers.isEmpty() ? "DEFAULT" : ciphers, standard);
        if (older.isEmpty()) {
            throw new TlsException("Failed to configure ciphers: " + ciphers);
        }
        chosen.addAll(older);
        parameters.setCipherSuites(chosen.toArray(String[]::new));
        return parameters;
    }

    /** For a connection that is set up already. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
