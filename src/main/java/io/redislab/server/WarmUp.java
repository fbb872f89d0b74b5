package io.redislab.server;

import io.redislab.engine.Clock;
import io.redislab.engine.Engine;
import io.redislab.engine.Outlet;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.CommandDecoder;
import io.redislab.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a server that has just started does in its first idle moments: it plays usual commands and scripts on engines of
 * its own, which nobody sees and which are thrown away, so that the JVM has compiled what they need before the first client
 * asks for it. A step takes about a millisecond, all of them a fraction of a second.
 *
 * <p>The JVM compiles for what it has seen, and has to do so anew when something else comes: so everything is played in
 * turn, with some variety in between, and what happens once in an engine happens in several.
 */
public final class WarmUp {
    /** How long a step may take before the next one does less: ns. */
    private static final long STEP_NANOS = 700_000;
    /** A slow machine does not go on for longer: ns. */
    private static final long BUDGET_NANOS = 1_000_000_000;

    private static final int STEPS_PER_ENGINE = 16;
    private static final int STEPS_PER_VARIETY = 4;
    private static final int CALLS_IN_ALL = 12_000;
    private static final int FUNCTIONS_IN_ALL = 20_000;

    private static final String CALLS = """
        for i = 1, tonumber(ARGV[2]) do
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
        for i = 1, ARGV[2] / 20 do fib(6) end
        return 1
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
    private static final byte[] SLOW = command("CONFIG", "SET", "slowlog-log-slower-than", "0");
    private static final byte[] USUAL = command("CONFIG", "SET", "slowlog-log-slower-than", "10000");
    private static final List<byte[]> VARIOUS = List.of(
            command("EVAL", VARIETY, "2", "k", "count"),
            command("SET", "k", "value"),
            command("GET", "k"),
            command("INCR", "count"),
            command("EVAL", "return redis.call('GET', KEYS[1])", "1", "k"));

    /** A script that is to run so many rounds. More of them are made at a time the faster they become. */
    private static final class Work {
        private final String script;
        private int missing;
        private int rounds = 1;

        Work(int total, String script) {
            this.missing = total;
            this.script = script;
        }

        byte[] command() {
            return WarmUp.command("EVAL", script, "2", "k", "count", "value", Integer.toString(rounds));
        }

        /** Takes note that the rounds took so long. Answers whether there are more to be made. */
        boolean done(long nanos) {
            missing -= rounds;
            if (nanos < STEP_NANOS / 2) {
                rounds *= 2;
            } else if (nanos > STEP_NANOS) {
                rounds = Math.max(1, rounds / 2);
            }
            return missing > 0;
        }
    }

    private final Outlet outlet = new Outlet() {
        @Override
        public void ready(Session of) {}

        @Override
        public void close(Session of, boolean flush) {}
    };
    private final Clock clock = Clock.system();
    private final CommandDecoder decoder = new CommandDecoder();
    private final RespWriter writer = new RespWriter();
    private final List<Work> works = new ArrayList<>();
    private Engine engine = newEngine();
    private Session session = engine.open(outlet, writer, writer);
    private int steps;
    private long spent;

    public WarmUp() {
        works.add(new Work(CALLS_IN_ALL, CALLS));
        works.add(new Work(FUNCTIONS_IN_ALL, FUNCTION));
    }

    private Engine newEngine() {
        return new Engine(clock, new SplittableRandom(0), Configuration.defaults());
    }

    private static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Does a little. Answers whether there is more to do. */
    public boolean step() {
        long start = clock.monotonicNanos();
        Work work = works.get(steps % works.size());
        steps++;
        if (steps % STEPS_PER_ENGINE == 0) {
            engine = newEngine();
            session = engine.open(outlet, writer, writer);
        }
        if (steps % STEPS_PER_VARIETY == 0) {
            vary();
        }
        long begun = clock.monotonicNanos();
        play(work.command());
        long end = clock.monotonicNanos();
        if (!work.done(end - begun)) {
            works.remove(work);
        }
        spent += end - start;
        return !works.isEmpty() && spent < BUDGET_NANOS;
    }

    /** Other calls, some of them of those that are slow. */
    private void vary() {
        VARIOUS.forEach(this::play);
        play(SLOW);
        VARIOUS.forEach(this::play);
        play(USUAL);
    }

    private void play(byte[] command) {
        decoder.feed(command, 0, command.length);
        try {
            byte[][] argv = decoder.next(Integer.MAX_VALUE, true);
            if (argv != null) {
                engine.execute(session, argv);
            }
        } catch (CommandDecoder.BadRequest e) {
            throw new IllegalStateException(e);
        }
        if (writer.size() > 0 && writer.buffer()[0] == '-') {
            throw new IllegalStateException(new String(writer.toBytes(), StandardCharsets.US_ASCII));
        }
        writer.clear();
    }
}
