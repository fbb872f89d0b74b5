package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.Reply;
import io.redislab.resp.ReplyBuilder;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** SCRIPT DEBUG, as redis-cli --ldb uses it. What the lines say was compared with a real Redis. */
final class DebuggerTest {
    private static final String SCRIPT = """
        local a = 1
        local function double(n)
          return n * 2
        end
        a = a + double(20)
        redis.call('set', KEYS[1], a)
        redis.debug(a, {1, 'x', {k = 'v'}})
        return {a, redis.call('get', KEYS[1])}
        """;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient other = new EngineClient(engine);
    private final Debugging client = new Debugging(engine);

    /** A client that is being debugged, with all that it gets as lines. */
    private static final class Debugging implements Outlet {
        private final Engine engine;
        private final ReplyBuilder sink = new ReplyBuilder();
        private final Session session;
        private boolean closed;

        Debugging(Engine engine) {
            this.engine = engine;
            session = engine.open(this, sink, sink);
        }

        List<String> send(String... words) {
            byte[][] argv = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
            }
            engine.execute(session, argv);
            List<String> lines = new ArrayList<>();
            for (Reply reply : sink.take()) {
                add(lines, reply);
            }
            return lines;
        }

        private static void add(List<String> lines, Reply reply) {
            if (reply instanceof Reply.Array a) {
                a.items().forEach(item -> add(lines, item));
            } else if (reply instanceof Reply.Status s) {
                lines.add(s.text());
            } else if (reply instanceof Reply.Failure f) {
                lines.add("-" + f.text());
            } else if (reply instanceof Reply.Bulk b) {
                lines.add(b.text());
            } else if (reply instanceof Reply.Int i) {
                lines.add(String.valueOf(i.value()));
            }
        }

        @Override
        public void ready(Session ready) {}

        @Override
        public void close(Session gone, boolean flush) {
            closed = true;
        }
    }

    private static String text(Reply reply) {
        return reply instanceof Reply.Bulk b ? b.text() : reply.toString();
    }

    @Test
    void stepsThroughAScriptOnACopy() {
        assertEquals(List.of("OK"), client.send("SCRIPT", "DEBUG", "YES"));
        assertEquals(
                List.of("* Stopped at 1, stop reason = step over", "-> 1   local a = 1"),
                client.send("EVAL", SCRIPT, "1", "k", "arg"));
        assertEquals(List.of("* Stopped at 4, stop reason = step over", "-> 4   end"), client.send("s"));
        assertEquals(List.of("<value> 1"), client.send("print", "a"));
        assertEquals(
                List.of("   2   local function double(n)", "  #3     return n * 2", "-> 4   end"),
                client.send("break", "3"));
        assertEquals(
                List.of("* Stopped at 3, stop reason = break point", "->#3     return n * 2"), client.send("continue"));
        assertEquals(List.of("<value> n = 20"), client.send("p"));
        assertEquals(
                List.of("In double:", "->#3     return n * 2", "From top level:", "   5   a = a + double(20)"),
                client.send("trace"));
        assertEquals(List.of("<value> {\"k\"}"), client.send("p", "KEYS"));
        assertEquals(List.of("No such variable."), client.send("p", "nothing"));
        assertEquals(List.of("<retval> 42"), client.send("eval", "6 *", "7"));
        assertEquals(List.of("<redis> set k 5", "<reply> \"+OK\""), client.send("redis", "set", "k", "5"));
        assertEquals("* Stopped at 6, stop reason = step over", client.send("s").get(0));
        assertEquals(
                List.of("<redis> set k 41", "<reply> \"+OK\"", "* Stopped at 7, stop reason = step over"),
                client.send("s").subList(0, 3));
        assertEquals(
                "<debug> line 7: 41, {1; \"x\"; {[\"k\"]=\"v\"}}",
                client.send("s").get(0));
        assertEquals(List.of("<endsession>", "41", "41"), client.send("c"));
        assertTrue(client.closed);
        assertEquals("Nil[]", text(other.call("GET", "k")));
    }

    @Test
    void aSynchronousSessionHoldsTheOthersAndItsWritesStay() {
        client.send("SCRIPT", "DEBUG", "SYNC");
        client.send("EVAL", SCRIPT, "1", "k");
        ReplyBuilder sink = new ReplyBuilder();
        Session waiting = engine.open(client, sink, sink);
        engine.execute(waiting, new byte[][] {"GET".getBytes(StandardCharsets.UTF_8), {'k'}});
        engine.poll();
        assertTrue(sink.take().isEmpty());
        assertEquals("<endsession>", client.send("c").get(1));
        assertEquals("41", ((Reply.Bulk) sink.take().get(0)).text());
        assertFalse(engine.scripting().isRunning());
    }

    @Test
    void abortAndMistakesEndTheSession() {
        client.send("SCRIPT", "DEBUG", "YES");
        client.send("EVAL", SCRIPT, "1", "k");
        List<String> last = client.send("abort");
        assertEquals("<endsession>", last.get(0));
        assertTrue(last.get(1).startsWith("-ERR script aborted for user request script: "), last::toString);
        assertTrue(last.get(1).endsWith(", on @user_script:1."), last::toString);

        Debugging second = new Debugging(engine);
        second.send("SCRIPT", "DEBUG", "YES");
        assertEquals(
                List.of(
                        "<endsession>",
                        "-ERR Error compiling script (new function): user_script:1: unexpected symbol near '='"),
                second.send("EVAL", "return =", "0"));
        assertTrue(second.closed);

        Debugging third = new Debugging(engine);
        third.send("SCRIPT", "DEBUG", "YES");
        assertEquals(
                List.of("-ERR Please use EVAL instead of EVALSHA for debugging"),
                third.send("EVALSHA", "0".repeat(40), "0"));
    }

    @Test
    void aClientThatLeavesEndsItsSession() {
        client.send("SCRIPT", "DEBUG", "YES");
        client.send("EVAL", "while true do end", "0");
        engine.close(client.session);
        assertEquals("Bulk", other.call("ECHO", "still there").getClass().getSimpleName());

        Debugging synchronous = new Debugging(engine);
        synchronous.send("SCRIPT", "DEBUG", "SYNC");
        synchronous.send("EVAL", SCRIPT, "1", "k");
        engine.close(synchronous.session);
        assertEquals("41", text(other.call("GET", "k")));
    }

    @Test
    void longValuesAreCut() {
        client.send("SCRIPT", "DEBUG", "YES");
        client.send("EVAL", "local s = string.rep('x', 300)\nreturn 1", "0");
        client.send("s");
        List<String> cut = client.send("p", "s");
        assertEquals("<value> \"" + "x".repeat(247) + " ...", cut.get(0));
        assertEquals(2, cut.size());
        assertEquals(List.of("<value> replies are truncated at 60 bytes."), client.send("maxlen", "10"));
        assertEquals(List.of("<value> replies are unlimited."), client.send("maxlen", "0"));
        assertEquals(List.of("<value> \"" + "x".repeat(300) + "\""), client.send("p", "s"));
        assertTrue(client.send("nonsense").get(0).startsWith("<error> Unknown"));
    }
}
