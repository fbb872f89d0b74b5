package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.benchmark.Benchmark;
import io.redislab.benchmark.BenchmarkArguments;
import io.redislab.engine.Clock;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyReader;
import io.redislab.resp.RespWriter;
import io.redislab.testing.RealRedis;
import io.redislab.testing.TestCertificates;
import io.redislab.tls.TlsChannel;
import io.redislab.tls.TlsClientOptions;
import io.redislab.tls.TlsContext;
import io.redislab.tls.TlsException;
import io.redislab.tls.TlsServerOptions;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak TLS. */
@SuppressWarnings("try") // servers are there to be reached
class TlsTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        for (String name : List.of("server", "client", "stranger")) {
            TestCertificates.make(folder, name);
        }
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static RunningServer server(int port, String clients, String protocols) {
        return new RunningServer(
                "tls-port",
                String.valueOf(port),
                "tls-cert-file",
                file("server.crt"),
                "tls-key-file",
                file("server.key"),
                "tls-ca-cert-file",
                file("client.crt"),
                "tls-auth-clients",
                clients,
                "tls-protocols",
                protocols);
    }

    /** A client that trusts the server, or this certificate, and shows its own unless that is empty. */
    private static TlsContext trusting(String server, String own) throws Exception {
        return TlsContext.client(new TlsClientOptions(
                file(server + ".crt"),
                "",
                own.isEmpty() ? "" : file(own + ".crt"),
                own.isEmpty() ? "" : file(own + ".key"),
                "",
                "",
                false,
                "",
                "",
                ""));
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static Reply call(int port, TlsContext context, List<byte[]> argv) throws IOException {
        try (TlsChannel channel = TlsChannel.open(connect(port), context)) {
            RespWriter writer = new RespWriter();
            writer.array(argv.size());
            argv.forEach(writer::bulk);
            channel.write(ByteBuffer.wrap(writer.toBytes()));
            return new ReplyReader(new BufferedInputStream(Channels.newInputStream(channel)), 1 << 30).read();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TLSv1.2", "TLSv1.3"})
    void servesClientsWithACertificate(String protocols) throws Exception {
        int port = freePort();
        try (RunningServer server = server(port, "yes", protocols)) {
            TlsContext client = trusting("server", "client");
            byte[] large = "0123456789".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
            assertEquals(new Reply.Status("OK"), call(port, client, List.of(bytes("SET"), bytes("k"), large)));
            assertArrayEquals(large, ((Reply.Bulk) call(port, client, List.of(bytes("GET"), bytes("k")))).bytes());
            assertTrue(new String(
                            ((Reply.Bulk) call(port, client, List.of(bytes("CLIENT"), bytes("LIST")))).bytes(),
                            StandardCharsets.UTF_8)
                    .contains("laddr=127.0.0.1:" + port + " "));
        }
    }

    @Test
    void sendsAwayWhoDoesNotShowWhoItIs() throws Exception {
        int port = freePort();
        try (RunningServer server = server(port, "yes", "")) {
            for (String own : List.of("", "stranger")) {
                TlsContext client = trusting("server", own);
                assertThrows(IOException.class, () -> call(port, client, List.of(bytes("PING"))));
            }
            assertEquals(0, server.inspect(() -> server.engine().sessions().size()));
            assertEquals(new Reply.Status("PONG"), call(port, trusting("server", "client"), List.of(bytes("PING"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "optional"})
    void servesClientsWithoutACertificateWhenConfigured(String clients) throws Exception {
        int port = freePort();
        try (RunningServer server = server(port, clients, "")) {
            assertEquals(new Reply.Status("PONG"), call(port, trusting("server", ""), List.of(bytes("PING"))));
        }
    }

    @Test
    void clientsSeeThroughAStranger() throws Exception {
        int port = freePort();
        try (RunningServer server = server(port, "no", "")) {
            TlsContext client = trusting("stranger", "");
            assertThrows(IOException.class, () -> call(port, client, List.of(bytes("PING"))));
        }
    }

    @Test
    void whatIsNotEncryptedIsSentAway() throws Exception {
        int port = freePort();
        try (RunningServer server = server(port, "no", "");
                SocketChannel plain = connect(port)) {
            plain.write(ByteBuffer.wrap(bytes("PING\r\nPING\r\n")));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            try {
                while (plain.read(buffer) >= 0) {
                    got.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            } catch (IOException e) {
                assertEquals("Connection reset", e.getMessage());
            }
            assertTrue(!got.toString(StandardCharsets.US_ASCII).contains("PONG"));
            assertEquals(0, server.inspect(() -> server.engine().sessions().size()));
        }
    }

    // ---- with the tools of a real Redis ----

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void needsTools() throws IOException {
        assumeTrue(RealRedis.isInstalled(), "no Redis is installed");
        assumeTrue(run("redis-cli", "--help").contains("--tls"), "the installed Redis has no TLS");
    }

    @Test
    void servesRealTools() throws Exception {
        needsTools();
        int port = freePort();
        try (RunningServer server = server(port, "yes", "")) {
            assertEquals(
                    "PONG\n",
                    run(
                            "redis-cli",
                            "-p",
                            String.valueOf(port),
                            "--tls",
                            "--cacert",
                            file("server.crt"),
                            "--cert",
                            file("client.crt"),
                            "--key",
                            file("client.key"),
                            "ping"));
            String report = run(
                    "redis-benchmark",
                    "-p",
                    String.valueOf(port),
                    "--tls",
                    "--insecure",
                    "--cert",
                    file("client.crt"),
                    "--key",
                    file("client.key"),
                    "--csv",
                    "-n",
                    "300",
                    "-P",
                    "3",
                    "-t",
                    "set,lrange");
            assertEquals(7, report.lines().count(), report);
        }
    }

    @Test
    void theBenchmarkReachesARealServer() throws Exception {
        needsTools();
        int port = freePort();
        try (RealRedis real = RealRedis.start(
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                file("server.crt"),
                "--tls-key-file",
                file("server.key"),
                "--tls-ca-cert-file",
                file("client.crt"))) {
            List<String> words = List.of(("-p " + port + " --tls --cacert " + file("server.crt") + " --cert "
                            + file("client.crt") + " --key "
                            + file("client.key") + " --csv -n 12 -P 3 -k 0 -t set,lrange,mset -d 20000 -c 3"
                            + " --tls-ciphersuites TLS_AES_128_GCM_SHA256")
                    .split(" ", -1));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            new Benchmark(
                            new BenchmarkArguments(words, print).parse(),
                            Clock.system(),
                            new ByteArrayInputStream(new byte[0]),
                            print,
                            print)
                    .run();
            assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"MSET (10 keys)\""));
        }
    }

    private static TlsServerOptions options(String key, String ciphers) {
        return new TlsServerOptions(
                file("server.crt"),
                file(key),
                "",
                file("client.crt"),
                "",
                TlsServerOptions.ClientCertificate.REQUIRED,
                "",
                ciphers,
                "",
                false,
                1,
                300);
    }

    @Test
    void whatCanNotWorkIsRefusedWhenItIsSet() throws TlsException {
        assertNotNull(TlsContext.server(options("server.key", "ECDHE-RSA-AES128-GCM-SHA256")));
        assertTrue(assertThrows(TlsException.class, () -> TlsContext.server(options("client.key", "")))
                .getMessage()
                .endsWith("key values mismatch"));
        assertEquals(
                "Failed to configure ciphers: NOPE",
                assertThrows(TlsException.class, () -> TlsContext.server(options("server.key", "NOPE")))
                        .getMessage());
    }
}
