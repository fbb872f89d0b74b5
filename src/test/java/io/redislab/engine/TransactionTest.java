package io.redislab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transcript can't show: keys that expire under WATCH, and what the AOF gets. */
class TransactionTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EmbeddedConnection client = new EmbeddedConnection(engine);
    private final EmbeddedConnection other = new EmbeddedConnection(engine);
    private final List<String> effects = new ArrayList<>();

    @BeforeEach
    void recordEffects() {
        engine.keyspace().setActiveExpiry(false);
        engine.propagation()
                .attach((database, argv) -> effects.add(database + " "
                        + Stream.of(argv)
                                .map(word -> new String(word, StandardCharsets.UTF_8))
                                .collect(Collectors.joining(" "))));
    }

    private Reply call(String line) {
        return client.call(line.split(" "));
    }

    private String exec() {
        call("MULTI");
        call("PING");
        return call("EXEC") instanceof Reply.NilArray ? "aborted" : "done";
    }

    @Test
    void aWatchedKeyThatExpiresIsAChange() {
        call("SETBIT k 0 1");
        call("PEXPIRE k 10");
        call("WATCH k");
        clock.advanceMillis(11);
        assertEquals("aborted", exec());
    }

    @Test
    void aWatchedKeyThatExpiresAndIsDeletedIsAChange() {
        call("SETBIT k 0 1");
        call("PEXPIRE k 10");
        call("WATCH k");
        clock.advanceMillis(11);
        other.call("EXISTS", "k");
        assertEquals("aborted", exec());
    }

    @Test
    void aKeyThatHadExpiredBeforeWatchMayGo() {
        call("SETBIT k 0 1");
        call("PEXPIRE k 10");
        clock.advanceMillis(11);
        call("WATCH k");
        assertEquals("done", exec());
        call("WATCH k");
        other.call("EXISTS", "k");
        assertEquals("done", exec());
    }

    @Test
    void aKeyThatHadExpiredBeforeWatchMayNotComeBack() {
        call("SETBIT k 0 1");
        call("PEXPIRE k 10");
        clock.advanceMillis(11);
        call("WATCH k");
        other.call("SETBIT", "k", "0", "0");
        assertEquals("aborted", exec());
    }

    @Test
    void timeStandsStillInsideExec() {
        call("SETBIT k 0 1");
        call("PEXPIRE k 10");
        call("MULTI");
        call("PTTL k");
        call("PTTL k");
        clock.advanceMillis(3);
        Reply reply = call("EXEC");
        assertEquals(new Reply.Array(List.of(new Reply.Int(7), new Reply.Int(7))), reply);
    }

    @Test
    void theAofGetsTheEffectsBetweenMultiAndExec() {
        call("MULTI");
        call("SETBIT a 0 1");
        call("GETBIT a 0");
        call("SELECT 2");
        call("SETBIT b 0 1");
        call("EXEC");
        assertEquals(List.of("0 MULTI", "0 SETBIT a 0 1", "2 SETBIT b 0 1", "2 EXEC"), effects);
    }

    @Test
    void oneEffectNeedsNoMulti() {
        call("MULTI");
        call("SETBIT a 0 1");
        call("DEL none");
        call("EXEC");
        assertEquals(List.of("0 SETBIT a 0 1"), effects);
        effects.clear();
        call("MULTI");
        call("DEL none");
        call("EXEC");
        assertEquals(List.of(), effects);
    }

    @Test
    void aClientThatGoesLeavesNoWatch() {
        call("WATCH k");
        client.close();
        assertEquals(0, engine.keyspace().watchedKeyCount());
    }

    @Test
    void monitorsSeeTheEndOfATransactionThatIsRefused() {
        other.call("MONITOR");
        call("MULTI");
        call("NOSUCH");
        call("EXEC now");
        List<String> shown = other.messages().stream()
                .map(message -> ((Reply.Status) message).text())
                .map(line -> line.substring(line.indexOf(']') + 2))
                .toList();
        assertEquals(List.of("\"MULTI\"", "\"EXEC\" \"now\""), shown);
    }

    @Test
    void messagesGoToReplicasAndNotIntoFiles() {
        List<String> replicated = new ArrayList<>();
        engine.propagation().attach(new Propagation.Sink() {
            @Override
            public void append(int database, byte[][] argv) {
                replicated.add(new String(argv[0], StandardCharsets.UTF_8));
            }

            @Override
            public boolean isForReplicas() {
                return true;
            }
        });
        call("MULTI");
        call("PUBLISH channel message");
        call("EXEC");
        call("SPUBLISH channel message");
        call("SETBIT k 0 1");
        assertEquals(List.of("PUBLISH", "SPUBLISH", "SETBIT"), replicated);
        assertEquals(List.of("0 SETBIT k 0 1"), effects);
    }
}
