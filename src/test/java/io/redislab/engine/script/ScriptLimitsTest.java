package io.redislab.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.engine.Engine;
import io.redislab.engine.config.Configuration;
import io.redislab.lua.LuaLimits;
import io.redislab.resp.Reply;
import io.redislab.testing.EngineClient;
import io.redislab.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no script can do to the engine, and how others end a script. */
final class ScriptLimitsTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Engine engine = new Engine(clock, new Random(1), Configuration.defaults());
    private final EngineClient client = new EngineClient(engine);
    private final EngineClient other = new EngineClient(engine);

    private String failure(String... call) {
        return assertInstanceOf(Reply.Failure.class, client.call(call)).text();
    }

    private static String error(Reply reply) {
        return reply instanceof Reply.Failure f ? f.text() : reply.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "while true do pcall(function() while true do end end) end",
                "while true do redis.call('incr', 'n') end",
                "while true do redis.pcall('nosuch') end",
                "local function f() return f() + 1 end while true do pcall(f) end",
                "return string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40) .. 'b')",
                "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
                "while true do cjson.decode('[' .. string.rep('1,', 1000) .. '1]') end",
            })
    void whatNeverEndsIsEnded(String script) {
        engine.scripting().setLimits(new LuaLimits(1_000_000, 64L << 20, 16L << 20, 100));
        assertTrue(failure("EVAL", script, "0").startsWith("ERR script exceeded its limit of instructions"));
        assertEquals(new Reply.Int(7), client.call("EVAL", "return 7", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local s = 'x' while true do s = s .. s end",
                "local t = {} while true do t[#t + 1] = {} end",
                "local t = {} for i = 1, 1e9 do t['k' .. i] = i end",
                "return string.rep('x', 1e9)",
                "local t = {} while true do t[#t + 1] = redis.call('get', 'big') end",
            })
    void memoryIsBounded(String script) {
        engine.scripting().setLimits(new LuaLimits(0, 16L << 20, 8L << 20, 100));
        client.call("SET", "big", "x".repeat(100_000));
        String text = failure("EVAL", script, "0");
        assertTrue(text.contains("not enough memory"), text);
        assertEquals(new Reply.Int(7), client.call("EVAL", "return 7", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local t = {} for i = 1, 100000 do t = {t} end return cjson.encode(t)",
                "return cjson.decode(string.rep('[', 100000))",
                "return cmsgpack.unpack(string.rep('\\145', 1000000))",
                "local function f() return f() + 1 end return f()",
                "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x",
                "return string.gsub('x', 'x', function() return loadstring(string.rep('(', 100000))() end)",
            })
    void depthIsBounded(String script) {
        failure("EVAL", script, "0");
        assertEquals(new Reply.Int(7), client.call("EVAL", "return 7", "0"));
    }

    /** C's stack for Lua ends there. */
    @ParameterizedTest
    @CsvSource({
        "local a = {} a[1] = a return a, 7995",
        "local a = {} a.map = {x = a} return a, 2665",
        "local a = {} a.set = {[a] = true} return a, 2665"
    })
    void repliesNestAsDeepAsInRedis(String script, int levels) {
        Reply reply = client.call("EVAL", script, "0");
        int depth = 0;
        while (reply instanceof Reply.Array array) {
            depth++;
            reply = array.items().get(array.items().size() - 1);
        }
        assertEquals("ERR reached lua stack limit", error(reply));
        assertEquals(levels, depth);
    }

    /** Has others act while a script is busy, once for each entry. */
    private void whileBusy(List<Runnable> actions) {
        List<Runnable> left = new ArrayList<>(actions);
        clock.advanceNanosEachReading(1_000_000);
        engine.scripting().whileBusy(() -> {
            if (!left.isEmpty()) {
                left.remove(0).run();
            }
        });
        other.call("CONFIG", "SET", "busy-reply-threshold", "1");
    }

    @Test
    void othersAreToldThatAScriptIsBusyAndCanKillIt() {
        List<String> answers = new ArrayList<>();
        whileBusy(List.of(
                () -> answers.add(error(other.call("PING"))),
                () -> answers.add(error(other.call("FUNCTION", "KILL"))),
                () -> answers.add(error(other.call("SCRIPT", "KILL")))));
        String text = failure("EVAL", "local function f()\n  while true do\n  end\nend\ncoroutine.wrap(f)()", "0");
        assertTrue(text.startsWith("ERR Script killed by user with SCRIPT KILL... script: "), text);
        assertTrue(text.endsWith(", on @user_script:2."), text);
        String busy = "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
        assertEquals(List.of(busy, busy, "Status[text=OK]"), answers);
        assertEquals(new Reply.Status("PONG"), other.call("PING"));
        assertEquals("NOTBUSY No scripts in execution right now.", error(other.call("SCRIPT", "KILL")));
    }

    @Test
    void aScriptThatHasWrittenCanOnlyBeStoppedByItsOwner() {
        List<String> answers = new ArrayList<>();
        whileBusy(List.of(() -> answers.add(error(other.call("SCRIPT", "KILL"))), () -> engine.scripting()
                .stop()));
        String text = failure("EVAL", "redis.call('set', 'k', 1) while true do end", "0");
        assertTrue(text.startsWith("ERR Script stopped by user"), text);
        assertTrue(answers.get(0).startsWith("UNKILLABLE Sorry the script already executed write commands"));
    }

    @Test
    void aFunctionIsKilledByItsOwnCommand() {
        List<String> answers = new ArrayList<>();
        client.call("FUNCTION", "LOAD", "#!lua name=l\nredis.register_function('f', function() while true do end end)");
        whileBusy(List.of(
                () -> answers.add(error(other.call("SCRIPT", "KILL"))),
                () -> {
                    Reply.Array stats = (Reply.Array) other.call("FUNCTION", "STATS");
                    Reply.Array running = (Reply.Array) stats.items().get(1);
                    answers.add(((Reply.Bulk) running.items().get(1)).text());
                },
                () -> answers.add(error(other.call("FUNCTION", "KILL")))));
        String text = failure("FCALL", "f", "0");
        assertTrue(text.endsWith("script: f, on @user_function:2."), text);
        assertEquals(
                "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.",
                answers.get(0));
        assertEquals("f", answers.get(1));
        assertEquals("Status[text=OK]", answers.get(2));
    }

    @Test
    void aLibraryMustLoadInHalfASecond() {
        clock.advanceNanosEachReading(1_000_000);
        assertEquals(
                "ERR Error registering functions: ERR FUNCTION LOAD timeout",
                failure("FUNCTION", "LOAD", "#!lua name=l\nwhile true do end"));
        assertEquals("ERR Function not found", failure("FCALL", "f", "0"));
    }
}
