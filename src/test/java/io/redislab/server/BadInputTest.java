package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.RealRedis;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no command: the server and, where it is installed, a real Redis give the same answer, and go on. */
class BadInputTest {
    private static RunningServer server;
    private static RealRedis redis;

    @BeforeAll
    static void start() throws IOException {
        server = new RunningServer();
        redis = RealRedis.isInstalled() ? RealRedis.start() : null;
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        if (redis != null) {
            redis.close();
        }
    }

    private static String error(String text) {
        return "-ERR Protocol error: " + text + "\r\n";
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                input("*1\r\n$600000000\r\n", error("invalid bulk length")),
                input("*1\r\n$-1\r\n", error("invalid bulk length")),
                input("*1\r\n$-2147483649\r\n", error("invalid bulk length")),
                input("*1\r\n$99999999999999999999\r\n", error("invalid bulk length")),
                input("*1\r\n$4\nPING\r\n", error("invalid bulk length")),
                input("*1\r\n$+4\r\nPING\r\n", error("invalid bulk length")),
                input("*1\r\n$04\r\nPING\r\n", error("invalid bulk length")),
                input("*1\r\n$\r\nPING\r\n", error("invalid bulk length")),
                input("*abc\r\n", error("invalid multibulk length")),
                input("*\r\n", error("invalid multibulk length")),
                input("*1 \r\n$4\r\nPING\r\n", error("invalid multibulk length")),
                input("*2147483648\r\n", error("invalid multibulk length")),
                input("*1\r\n:4\r\n", error("expected '$', got ':'")),
                input("*1\r\n\u00ff4\r\n", error("expected '$', got '\u00ff'")),
                input("*1\r\n\r4\r\n", error("expected '$', got ' '")),
                input("*1\r\n\n4\r\n", error("expected '$', got ' '")),
                input("PING \"a\r\n", error("unbalanced quotes in request")),
                input("PING 'a\n", error("unbalanced quotes in request")),
                input("PING \"a\"b\r\n", error("unbalanced quotes in request")),
                input("*" + "1".repeat(66_000), error("too big mbulk count string")),
                input("*1\r\n$" + "1".repeat(66_000), error("too big bulk count string")),
                input("x".repeat(66_000), error("too big inline request")),
                input("PING\0" + "\n".repeat(66_000), error("too big inline request")),
                input("PING " + "x".repeat(64_000) + "\r\n", "$64000\r\n" + "x".repeat(64_000) + "\r\n"),
                input("*0\r\n*-1\r\n*-5\r\n\r\n\nPING\r\n", "+PONG\r\n"),
                input("*1\r\n$4\r\nPINGxxPING\n", "+PONG\r\n+PONG\r\n"),
                input("  PING  \"\\x41\\n\" \r\n", "$2\r\nA\n\r\n"),
                input("PING\0\r\nPING\r\n", ""),
                input("*1\r\n$4\r\nPI", ""),
                input("*3\r\n$3\r\nSET\r\n$1\r\na\r\n", ""),
                input("*1\r\n\0", ""),
                input("POST / HTTP/1.1\r\nPING\r\n", ""),
                input("PING\r\nhost: example.org\r\nPING\r\n", ""),
                input("*1\r\n$0\r\n\r\nPING\r\n", "-ERR unknown command '', with args beginning with: \r\n+PONG\r\n"),
                input("a\rb c\td\r\n", "-ERR unknown command 'a', with args beginning with: 'b' 'c' 'd' \r\n"));
    }

    private static Arguments input(String bytes, String answer) {
        return Arguments.of(bytes, answer);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isAnsweredAsRedisDoes(String bytes, String answer) throws IOException {
        assertEquals(answer, exchange(server.address(), bytes));
        assertEquals("+PONG\r\n", exchange(server.address(), "PING\r\n"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void realRedis(String bytes, String answer) throws IOException {
        assumeTrue(redis != null, "no redis-server is installed");
        assertEquals(answer, exchange(redis.address(), bytes));
    }

    private static String exchange(SocketAddress address, String bytes) throws IOException {
        try (RawClient client = new RawClient(address)) {
            return client.send(bytes).end().readAll();
        }
    }

    /** Bytes that look like the protocol, more or less, cut anywhere. */
    @Test
    void noiseIsAnsweredAsRedisDoes() throws IOException {
        assumeTrue(redis != null, "no redis-server is installed");
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String noise = noise(random);
            assertEquals(
                    exchange(redis.address(), noise),
                    exchange(server.address(), noise),
                    () -> "to " + noise.replace("\r", "\\r").replace("\n", "\\n"));
        }
        assertEquals("+PONG\r\n", exchange(server.address(), "PING\r\n"));
    }

    private static String noise(Random random) {
        String[] parts = {
            "*1\r\n", "*2\r\n", "$4\r\n", "PING", "\r\n", "*", "$", "-", "0", "1", "\0", "\"", "'", " ", "ECHO",
            "$1\r\nx", "\r", "\n"
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(5) == 0
                            ? String.valueOf((char) random.nextInt(256))
                            : parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @Test
    void argumentsArriveInSingleBytes() throws IOException {
        byte[] command = "*2\r\n$4\r\nECHO\r\n$70\r\n".getBytes(StandardCharsets.ISO_8859_1);
        String argument = "0123456789".repeat(7);
        try (RawClient client = new RawClient(server.address())) {
            for (byte b : command) {
                client.send(new byte[] {b});
            }
            for (int i = 0; i < argument.length(); i++) {
                client.send(argument.substring(i, i + 1));
            }
            client.send("\r").send("\n");
            assertEquals("$70\r\n" + argument + "\r\n", client.read(77));
        }
    }

    @Test
    void longArgumentsArriveWhole() throws IOException {
        byte[] argument = new byte[40 << 20];
        new Random(3).nextBytes(argument);
        String text = new String(argument, StandardCharsets.ISO_8859_1);
        try (RawClient client = new RawClient(server.address())) {
            client.send("*2\r\n$4\r\nECHO\r\n$" + argument.length + "\r\n")
                    .send(argument)
                    .send("\r\nPING\r\n");
            String header = "$" + argument.length + "\r\n";
            assertEquals(header, client.read(header.length()));
            assertEquals(text, client.read(argument.length));
            assertEquals("\r\n+PONG\r\n", client.read(9));
        }
    }
}
