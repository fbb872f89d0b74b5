package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commands of several clients run in the order in which they were sent. The loop's turns are taken one by one. */
class ReadOrderTest {
    /** What another client sends after a reply was due runs before the next command of the one who got it. */
    @Test
    void whoWasReadLastIsNotReadFirst() throws Exception {
        Engine engine = new Engine(Clock.system(), new Random(1), Configuration.defaults());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Server server = new Server(engine)) {
            server.listeners().tcp(List.of("127.0.0.1"), port, 511);
            try (RawClient asker = new RawClient(address);
                    RawClient other = new RawClient(address)) {
                while (engine.sessions().size() < 2) {
                    server.turn();
                }
                asker.send("PING\r\n");
                while (engine.stats().commandsProcessed == 0) {
                    server.turn();
                }
                server.setBeforeReplies(() -> {
                    server.setBeforeReplies(() -> {});
                    send(other, "SET n 5\r\n");
                    send(asker, "INCR n\r\n");
                });
                while (engine.stats().commandsProcessed < 3) {
                    server.turn();
                }
                server.turn();
                assertEquals("+PONG\r\n:6\r\n", asker.read(11));
            }
        }
    }

    private static void send(RawClient client, String command) {
        try {
            client.send(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
