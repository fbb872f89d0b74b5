package io.redislab.engine.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SLOWLOG, LATENCY and MONITOR keep of calls, with a clock that only commands like DEBUG SLEEP turn. */
class CallLogTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_123L);
    private Engine engine;
    private EngineClient client;

    @BeforeEach
    void start() throws ConfigException {
        Configuration config = Configuration.defaults();
        config.set("enable-debug-command", "yes");
        engine = new Engine(clock, new Random(1), config);
        client = new EngineClient(engine);
    }

    private List<Reply> array(String... words) {
        return ((Reply.Array) client.call(words)).items();
    }

    private static String text(Reply reply) {
        return reply instanceof Reply.Bulk bulk ? bulk.text() : reply.toString();
    }

    private String info(String field) {
        String all = new String(engine.info().text(List.of("everything")), StandardCharsets.UTF_8);
        return all.lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1))
                .findFirst()
                .orElse("");
    }

    @Test
    void slowCallsAreRemembered() {
        client.call("PING");
        client.call("DEBUG", "SLEEP", "0.05");
        List<Reply> entries = array("SLOWLOG", "GET");
        assertEquals(1, entries.size());
        List<Reply> entry = ((Reply.Array) entries.get(0)).items();
        assertEquals(new Reply.Int(0), entry.get(0));
        assertEquals(new Reply.Int(1_700_000_000L), entry.get(1));
        assertEquals(new Reply.Int(50_000), entry.get(2));
        assertEquals(
                List.of("DEBUG", "SLEEP", "0.05"),
                ((Reply.Array) entry.get(3))
                        .items().stream().map(CallLogTest::text).toList());
        assertEquals("?:0", text(entry.get(4)));
    }

    @Test
    void longCallsAreShortened() {
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
        String[] call = new String[40];
        java.util.Arrays.fill(call, "k");
        call[0] = "DEL";
        call[1] = "x".repeat(200);
        client.call(call);
        List<Reply> entry = ((Reply.Array) array("SLOWLOG", "GET", "1").get(0)).items();
        List<Reply> words = ((Reply.Array) entry.get(3)).items();
        assertEquals(32, words.size());
        assertEquals("x".repeat(128) + "... (72 more bytes)", text(words.get(1)));
        assertEquals("... (9 more arguments)", text(words.get(31)));
    }

    @Test
    void secretsAreRedacted() {
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
        client.call("CONFIG", "SET", "masterauth", "secret", "maxmemory", "0");
        List<Reply> entry = ((Reply.Array) array("SLOWLOG", "GET", "1").get(0)).items();
        assertEquals(
                List.of("CONFIG", "SET", "masterauth", "(redacted)", "maxmemory", "0"),
                ((Reply.Array) entry.get(3))
                        .items().stream().map(CallLogTest::text).toList());
    }

    @Test
    void monitorsSeeCallsWithTimeDatabaseAndClient() {
        EngineClient monitor = new EngineClient(engine);
        monitor.call("MONITOR");
        client.call("SET", "k", "a\"\n\u0001");
        client.call("CONFIG", "GET", "maxmemory");
        client.call("SELECT", "3");
        client.call("MULTI");
        client.call("INCR", "n");
        client.call("EXEC");
        client.call("EVAL", "return redis.call('get', KEYS[1])", "1", "n");
        assertEquals(
                List.of(
                        "1700000000.123000 [0 ?:0] \"SET\" \"k\" \"a\\\"\\n\\x01\"",
                        "1700000000.123000 [3 ?:0] \"SELECT\" \"3\"",
                        "1700000000.123000 [3 ?:0] \"MULTI\"",
                        "1700000000.123000 [3 ?:0] \"INCR\" \"n\"",
                        "1700000000.123000 [3 ?:0] \"EXEC\"",
                        "1700000000.123000 [3 ?:0] \"EVAL\" \"return redis.call('get', KEYS[1])\" \"1\" \"n\"",
                        "1700000000.123000 [3 lua] \"get\" \"n\""),
                monitor.received().stream()
                        .map(reply -> ((Reply.Status) reply).text())
                        .toList());
    }

    @Test
    void latencyEventsKeepTheWorstOfASecond() {
        client.call("CONFIG", "SET", "latency-monitor-threshold", "10");
        client.call("DEBUG", "SLEEP", "0.005");
        client.call("DEBUG", "SLEEP", "0.02");
        client.call("DEBUG", "SLEEP", "0.05");
        clock.advanceMillis(2000);
        client.call("DEBUG", "SLEEP", "0.03");
        List<Reply> latest = ((Reply.Array) array("LATENCY", "LATEST").get(0)).items();
        assertEquals("command", text(latest.get(0)));
        assertEquals(new Reply.Int(1_700_000_002L), latest.get(1));
        assertEquals(new Reply.Int(30), latest.get(2));
        assertEquals(new Reply.Int(50), latest.get(3));
        assertEquals(2, array("LATENCY", "HISTORY", "command").size());
        String graph =
                new String(((Reply.Bulk) client.call("LATENCY", "GRAPH", "command")).bytes(), StandardCharsets.UTF_8);
        assertTrue(graph.startsWith("command - high 50 ms, low 30 ms (all time high 50 ms)\n---"), graph);
        String advice = ((Reply.Bulk) client.call("LATENCY", "DOCTOR")).text();
        assertTrue(advice.contains("command: 2 samples, mean 40 ms"), advice);
        assertEquals(new Reply.Int(1), client.call("LATENCY", "RESET", "COMMAND"));
        assertEquals(0, array("LATENCY", "LATEST").size());
    }

    @Test
    void callsAreCounted() {
        client.call("DEBUG", "SLEEP", "0.01");
        client.call("GET");
        client.call("LPUSH", "l", "x");
        client.call("GET", "l");
        assertEquals(
                "calls=1,usec=10000,usec_per_call=10000.00,rejected_calls=0,failed_calls=0", info("cmdstat_debug"));
        assertEquals("calls=1,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=1", info("cmdstat_get"));
        assertEquals("count=1", info("errorstat_WRONGTYPE"));
        assertEquals("2", info("total_error_replies"));
        assertEquals("p50=10027.007,p99=10027.007,p99.9=10027.007", info("latency_percentiles_usec_debug"));
        client.call("CONFIG", "RESETSTAT");
        assertEquals("", info("cmdstat_get"));
        assertEquals("0", info("total_error_replies"));
    }

    @Test
    void aCallThatWaitedIsCountedWhenItIsServed() {
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "1000");
        EngineClient waiting = new EngineClient(engine);
        engine.execute(waiting.session(), new byte[][] {bytes("BLPOP"), bytes("l"), bytes("0")});
        clock.advanceMillis(7);
        client.call("RPUSH", "l", "x");
        assertEquals(1, array("SLOWLOG", "GET").size());
        assertEquals("calls=1,usec=7000,usec_per_call=7000.00,rejected_calls=0,failed_calls=0", info("cmdstat_blpop"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
