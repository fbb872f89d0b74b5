package io.redislab.server;

import io.netty.handler.ssl.SslHandler;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.tls.TlsClientOptions;
import io.redislab.tls.TlsContext;
import io.redislab.tls.TlsException;
import io.redislab.tls.TlsServerOptions;
import io.redislab.tls.TlsServerOptions.ClientCertificate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS as the configuration asks for it: new connections are set up by what was read last. */
final class Tls {
    /** What TLS depends on, besides where it is used. */
    static final List<String> PARAMETERS = List.of(
            "tls-cert-file",
            "tls-key-file",
            "tls-key-file-pass",
            "tls-client-cert-file",
            "tls-client-key-file",
            "tls-client-key-file-pass",
            "tls-ca-cert-file",
            "tls-ca-cert-dir",
            "tls-protocols",
            "tls-ciphers",
            "tls-ciphersuites",
            "tls-auth-clients",
            "tls-prefer-server-ciphers",
            "tls-session-caching",
            "tls-session-cache-size",
            "tls-session-cache-timeout",
            "tls-cluster",
            "tls-replication");

    private final Server server;
    private final Configuration config;
    private @Nullable TlsContext accepting;
    private @Nullable TlsContext connecting;

    Tls(Server server) {
        this.server = server;
        this.config = server.engine().config();
    }

    private String value(String name) {
        return String.valueOf(config.get(name));
    }

    private boolean isOn(String name) {
        return value(name).equals("yes");
    }

    /** A file's name, relative to dir as the server's other files. */
    private String file(String name) {
        String path = value(name);
        return path.isEmpty() ? "" : Path.of(config.dir()).resolve(path).toString();
    }

    /** Whether anything is to be encrypted. */
    boolean isUsed() {
        return config.tlsPort() != 0 || isOn("tls-replication") || isOn("tls-cluster");
    }

    /** Whether connections to a master are encrypted. */
    boolean isForMasters() {
        return isOn("tls-replication");
    }

    /** Reads the files, when they are used. @throws ConfigException when they are of no use, which the log explains */
    void load() throws ConfigException {
        if (!isUsed()) {
            return;
        }
        try {
            TlsContext forClients = TlsContext.server(serverOptions());
            connecting = TlsContext.client(clientOptions());
            accepting = forClients;
        } catch (TlsException e) {
            server.log().warning(e.getMessage());
            throw new ConfigException("Unable to update TLS configuration. Check server logs.");
        }
    }

    private TlsServerOptions serverOptions() throws TlsException {
        if (value("tls-cert-file").isEmpty()) {
            throw new TlsException("No tls-cert-file configured!");
        }
        if (value("tls-key-file").isEmpty()) {
            throw new TlsException("No tls-key-file configured!");
        }
        ClientCertificate wanted =
                switch (value("tls-auth-clients")) {
                    case "no" -> ClientCertificate.NONE;
                    case "optional" -> ClientCertificate.OPTIONAL;
                    default -> ClientCertificate.REQUIRED;
                };
        if ((wanted != ClientCertificate.NONE || isOn("tls-replication") || isOn("tls-cluster"))
                && value("tls-ca-cert-file").isEmpty()
                && value("tls-ca-cert-dir").isEmpty()) {
            throw new TlsException("Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster,"
                    + " tls-replication or tls-auth-clients are enabled!");
        }
        return new TlsServerOptions(
                file("tls-cert-file"),
                file("tls-key-file"),
                value("tls-key-file-pass"),
                file("tls-ca-cert-file"),
                file("tls-ca-cert-dir"),
                wanted,
                value("tls-protocols"),
                value("tls-ciphers"),
                value("tls-ciphersuites"),
                isOn("tls-prefer-server-ciphers"),
                // The JDK has no switch for it: one that is forgotten with the next is as good as none.
                isOn("tls-session-caching") ? Integer.parseInt(value("tls-session-cache-size")) : 1,
                Integer.parseInt(value("tls-session-cache-timeout")));
    }

    /** To a master the server shows its client certificate, or the one that it has. */
    private TlsClientOptions clientOptions() {
        boolean own = !value("tls-client-cert-file").isEmpty();
        return new TlsClientOptions(
                file("tls-ca-cert-file"),
                file("tls-ca-cert-dir"),
                own ? file("tls-client-cert-file") : file("tls-cert-file"),
                own ? file("tls-client-key-file") : file("tls-key-file"),
                own ? value("tls-client-key-file-pass") : value("tls-key-file-pass"),
                "",
                false,
                value("tls-protocols"),
                value("tls-ciphers"),
                value("tls-ciphersuites"));
    }

    SslHandler forClient() {
        return handler(accepting);
    }

    SslHandler forMaster() {
        return handler(connecting);
    }

    private static SslHandler handler(@Nullable TlsContext context) {
        if (context == null) {
            throw new IllegalStateException("TLS is not set up");
        }
        return new SslHandler(context.newEngine());
    }
}
