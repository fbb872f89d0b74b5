package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that don't read, that end in the middle, and many of them. */
class SlowReaderTest {
    private static final String BULK = "$1000000\r\n" + "x".repeat(1_000_000) + "\r\n";

    private static void fill(RunningServer server) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n" + BULK);
            assertEquals("+OK\r\n", client.read(5));
        }
    }

    @Test
    void whatIsNotReadWaits() throws Exception {
        try (RunningServer server = new RunningServer();
                RawClient slow = new RawClient(server.address());
                RawClient other = new RawClient(server.address())) {
            fill(server);
            slow.send("GET k\r\n".repeat(50) + "PING\r\n");
            assertEquals("+PONG\r\n", other.send("PING\r\n").read(7));
            for (int i = 0; i < 50; i++) {
                assertEquals(BULK, slow.read(BULK.length()));
            }
            assertEquals("+PONG\r\n", slow.read(7));
        }
    }

    @Test
    void tooMuchOutputEndsTheConnection() throws Exception {
        try (RunningServer server = new RunningServer("client-output-buffer-limit", "normal 3000000 0 0");
                RawClient slow = new RawClient(server.address())) {
            fill(server);
            slow.send("GET k\r\n".repeat(100));
            assertTrue(slow.readAll().length() < 100 * BULK.length());
            assertEquals(1L, server.inspect(() -> server.engine().stats().outputBufferLimitDisconnections));
        }
    }

    /** It asks for twice as much as is kept for one who does not read. */
    @Test
    void whoAsksForMuchGetsItBitByBit() throws Exception {
        try (RunningServer server = new RunningServer();
                RawClient greedy = new RawClient(server.address());
                RawClient other = new RawClient(server.address())) {
            fill(server);
            int replies = (int) (Runtime.getRuntime().maxMemory() / 8 / 1_000_000) + 1;
            greedy.send("GET k\r\n".repeat(replies));
            assertEquals("+PONG\r\n", other.send("PING\r\n").read(7));
            for (int i = 0; i < replies; i++) {
                assertEquals(BULK.length(), greedy.read(BULK.length()).length());
            }
        }
    }

    @Test
    void repliesToOneWhoHasEndedHisSideArrive() throws Exception {
        try (RunningServer server = new RunningServer();
                RawClient client = new RawClient(server.address())) {
            fill(server);
            String replies = client.send("GET k\r\n".repeat(20)).end().readAll();
            assertEquals(20L * BULK.length(), replies.length());
        }
    }

    @Test
    void whoIsGoneIsForgotten() throws Exception {
        try (RunningServer server = new RunningServer();
                RawClient other = new RawClient(server.address())) {
            fill(server);
            for (int i = 0; i < 100; i++) {
                try (RawClient client = new RawClient(server.address())) {
                    client.send("SUBSCRIBE news\r\nGET k\r\n");
                }
            }
            // The last one to be forgotten is before this one's command.
            other.send("PING\r\n").read(7);
            while (server.inspect(() -> server.engine().sessions().size()) > 1) {
                other.send("PING\r\n").read(7);
            }
            assertEquals(":0\r\n", other.send("PUBLISH news hi\r\n").read(4));
        }
    }

    @Test
    void manyClientsAreServed() throws Exception {
        try (RunningServer server = new RunningServer()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                clients.add(new RawClient(server.address()));
            }
            for (RawClient client : clients) {
                client.send("INCR count\r\n");
            }
            for (RawClient client : clients) {
                assertEquals(':', client.read(1).charAt(0));
            }
            try (RawClient last = new RawClient(server.address())) {
                assertEquals("$3\r\n500\r\n", last.send("GET count\r\n").read(9));
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void tooManyClientsAreRefused() throws Exception {
        try (RunningServer server = new RunningServer("maxclients", "2");
                RawClient first = new RawClient(server.address());
                RawClient second = new RawClient(server.address())) {
            first.send("PING\r\n").read(7);
            second.send("PING\r\n").read(7);
            try (RawClient third = new RawClient(server.address())) {
                assertEquals("-ERR max number of clients reached\r\n", third.readAll());
            }
        }
    }

    @Test
    void aLongQueryEndsTheConnection() throws Exception {
        try (RunningServer server = new RunningServer("client-query-buffer-limit", "1mb");
                RawClient client = new RawClient(server.address())) {
            client.send("*2\r\n$4\r\nECHO\r\n$3000000\r\n" + "x".repeat(2_000_000))
                    .end();
            assertEquals("", client.readAll());
        }
    }
}
