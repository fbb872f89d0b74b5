package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int MORE_THAN_ENOUGH = 1_000_000;
    /** Between two looks at a server: ms. */
    private static final long PATIENCE = 20;

    @Test
    void playsAllThatItHasAndEnds() {
        try (WarmUp warmUp = new WarmUp()) {
            long pause = 0;
            int pauses = 0;
            for (int steps = 0; pause >= 0; steps++) {
                assertTrue(steps < MORE_THAN_ENOUGH);
                pause = warmUp.step();
                pauses += pause > 0 ? 1 : 0;
            }
            assertEquals(WarmUp.PAUSES, pauses);
        }
    }

    @Test
    void nobodySeesIt() throws Exception {
        try (RunningServer server = new RunningServer("maxclients", "1", "requirepass", "secret");
                RemoteConnection client = RemoteConnection.unix(server.socketPath())) {
            client.call("AUTH", "secret");
            server.warmUp();
            List<String> traces = List.of(
                    "connected_clients:1",
                    "maxclients:1",
                    "total_connections_received:1",
                    "rejected_connections:0",
                    "cmdstat_auth:calls=1",
                    "rdb_changes_since_last_save:0",
                    "used_memory_scripts_eval:0");
            Thread warmUp = warmUp().orElseThrow();
            for (boolean more = true; more; warmUp.join(PATIENCE)) {
                more = warmUp.isAlive();
                String info = text(client.call("INFO", "everything"));
                traces.forEach(trace -> assertTrue(info.contains(trace), () -> trace + " is not in " + info));
                assertFalse(info.contains("cmdstat_eval"), info);
                assertEquals(1, text(client.call("CLIENT", "LIST")).lines().count());
            }
        }
    }

    private static String text(Reply reply) {
        return ((Reply.Bulk) reply).text();
    }

    @Test
    void aServerEndsInTheMiddleOfIt() throws Exception {
        try (RunningServer server = new RunningServer();
                RemoteConnection client = RemoteConnection.unix(server.socketPath())) {
            server.warmUp();
            client.call("PING");
            assertTrue(warmUp().isPresent());
        }
        assertEquals(Optional.empty(), warmUp());
    }

    private static Optional<Thread> warmUp() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("warm-up"))
                .findAny();
    }
}
