package io.redislab.server;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a server that has just started does in its first idle moments: usual commands and scripts go to a server of its own,
 * which nobody sees and which is thrown away, so that the JVM has compiled what they need before the first client asks for
 * it. A step takes about half a millisecond, all of them a fraction of a second.
 *
 * <p>The JVM compiles for what it has seen, and has to do so anew when something else comes: so everything is played in
 * turn, with some variety in between, and what happens once in a server or to a client happens again and again.
 */
public final class WarmUp implements AutoCloseable {
    /** How long a step may take until it begins with nothing else: ns. */
    private static final long STEP_NANOS = 500_000;

    private static final int REQUESTS = 2_000;
    /** Until then it does not wait for the compilers. */
    private static final int FIRST_REQUESTS = 1_200;
    /** Afterwards it waits when it has made so many more. */
    private static final int REQUESTS_PER_PAUSE = 100;
    /** How often it does. */
    static final int PAUSES = (REQUESTS - FIRST_REQUESTS) / REQUESTS_PER_PAUSE;

    private static final long PAUSE_NANOS = 100_000_000;
    private static final int REQUESTS_PER_CLIENT = 200;

    private static final String CALLS = """
        for i = 1, 20 do
            redis.call('SET', KEYS[1], ARGV[1])
            redis.call('GET', KEYS[1])
            redis.call('INCR', KEYS[2])
        end
        return 1
        """;
    private static final String FUNCTION = """
        local function fib(n)
            if n < 2 then return n end
            return fib(n - 1) + fib(n - 2)
        end
        return fib(10)
        """;
    private static final String VARIETY = """
        local t, o, c = {}, {v = 0}, 0
        function o:add(x) self.v = self.v + x return self end
        local up = function(x) c = c + x return c, x end
        local many = function(...) local a, b = ... return select('#', ...), a or b end
        for i = 1, 3 do t[#t + 1] = i * 2 t['k' .. i] = {i, n = i} end
        for k, v in pairs(t) do
            if type(v) == 'table' then v.n = v.n - 1 elseif v > 2 and v <= 4 or k == 1 then c = c + v end
        end
        for i, v in ipairs(t) do t[i] = -v end
        local i = 0
        while i < 3 do i = i + 1 if i == 2 then up(i) else o:add(up(i)) end end
        repeat i = i - 1 local x, y = up(i), t.k1 until i <= 0 or not y
        local a, b = many(1, 2), pcall(error, {err = 'x'})
        a, b = b, a
        local s = string.format('%d %s', c, 'x')
        s = s:upper() .. tostring(c)
        s = string.gsub(s:sub(1, 2), '(%w)', '<%1>')
        table.sort(t, function(p, q) return p < q end)
        table.insert(t, 1)
        table.remove(t)
        local r = redis.call('HGETALL', 'h')
        r = redis.call('HSET', 'h', 'f' .. c % 3, c, 'n', 1.5)
        r = redis.pcall('GET', 'h')
        redis.call('LPUSH', 'l', c)
        r = redis.call('LRANGE', 'l', 0, 1)
        redis.call('DEL', 'l')
        r = redis.call('GET', 'l')
        if r ~= false and r then return 'no' end
        redis.call('MGET', KEYS[1], KEYS[2])
        redis.call('SADD', 's', c % 5)
        redis.call('ZADD', 'z', c % 5, c % 5)
        redis.call('EXPIRE', KEYS[1], 100)
        redis.call('EXISTS', KEYS[1], 'z')
        redis.call('DEL', 's', KEYS[2])
        return {1, 'two', {3}, c > 5, math.floor(c / 2)}
        """;
    private static final String SHORT = "return redis.call('GET', KEYS[1])";

    private static final byte[] SET = command("SET", "k", "value");
    private static final byte[] GET = command("GET", "k");
    private static final byte[] INCR = command("INCR", "count");
    private static final byte[] CALL = command("EVAL", SHORT, "1", "k");
    private static final byte[] CALL_OFTEN = command("EVAL", CALLS, "2", "k", "count", "value");
    private static final byte[] CALL_VARIOUS = command("EVAL", VARIETY, "2", "k", "count");

    private static final List<byte[]> USUAL = List.of(
            request(CALL),
            request(CALL_OFTEN),
            request(SET),
            request(CALL_OFTEN),
            request(GET),
            request(CALL_OFTEN),
            request(CALL, CALL, SET, GET, INCR, CALL),
            request(command("EVAL", FUNCTION, "0")),
            request(CALL_OFTEN),
            request(command("PING")));
    /** So often before the unusual ones. */
    private static final int USUAL_IN_TURN = 4;

    private static final List<byte[]> UNUSUAL = List.of(
            request(CALL_VARIOUS),
            request(command("CONFIG", "SET", "slowlog-log-slower-than", "0"), SET, GET, INCR, CALL),
            request(CALL_VARIOUS),
            request(command("CONFIG", "SET", "slowlog-log-slower-than", "10000")),
            request(command("SCAN", "0", "MATCH", "nothing", "COUNT", "1000")));
    /** New keys, a pipeline at a time, until there are more than memory allows. */
    private static final int PIPELINES = 8;

    private static final int PIPELINE = 100;
    private static final byte[] EVICT = request(
            command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru"),
            command("CONFIG", "SET", "maxmemory", "1"),
            command("PING"),
            command("CONFIG", "SET", "maxmemory", "0"));

    /** What a server does only once, it does again after these. */
    private static final byte[] FORGET = request(
            command("FLUSHALL"),
            command("CONFIG", "RESETSTAT"),
            command("SCRIPT", "FLUSH"),
            command("EVAL", "for i = 1, 200 do redis.call('SET', KEYS[1] .. i, i) end", "1", "key"));

    private final Clock clock = Clock.system();
    private final List<byte[]> requests = new ArrayList<>();
    private @Nullable WarmUpConnection connection;
    private int asked;

    public WarmUp() {
        for (int i = 0; i < USUAL_IN_TURN; i++) {
            requests.addAll(USUAL);
        }
        requests.addAll(UNUSUAL);
        for (int i = 0; i < PIPELINES; i++) {
            requests.add(newKeys(i * PIPELINE));
        }
        requests.add(EVICT);
    }

    private static byte[] newKeys(int first) {
        byte[][] commands = new byte[PIPELINE][];
        for (int i = 0; i < PIPELINE; i++) {
            commands[i] = command("SET", "new:" + (first + i), "value:" + i);
        }
        return request(commands);
    }

    private static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] request(byte[]... commands) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (byte[] command : commands) {
            request.writeBytes(command);
        }
        return request.toByteArray();
    }

    /**
     * Does a little. Answers how many ns the compilers should have before the next step, or -1 when there is none. The same
     * thread makes all steps and closes.
     */
    public long step() {
        try {
            WarmUpConnection current = connection;
            if (current == null) {
                connection =
                        WarmUpConnection.open(new Engine(clock, new SplittableRandom(0), Configuration.defaults()));
                return 0;
            }
            return ask(current);
        } catch (IOException e) {
            // Where there are no such sockets, it goes without.
            return -1;
        }
    }

    private long ask(WarmUpConnection current) throws IOException {
        long start = clock.monotonicNanos();
        do {
            if (asked == REQUESTS) {
                return -1;
            }
            if (asked % REQUESTS_PER_CLIENT == REQUESTS_PER_CLIENT - 1) {
                current.ask(FORGET);
                current.renew();
            } else if (!current.ask(requests.get(asked % requests.size()))) {
                throw new IllegalStateException("A command of the warm-up failed.");
            }
            asked++;
            if (asked > FIRST_REQUESTS && asked % REQUESTS_PER_PAUSE == 0) {
                return PAUSE_NANOS;
            }
        } while (clock.monotonicNanos() - start < STEP_NANOS);
        return 0;
    }

    @Override
    public void close() {
        WarmUpConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
