package io.redislab.lua;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redislab.lua.exec.LuaCompiler;
import io.redislab.lua.lib.LuaLibraries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host can do: limits, ending a script, its own functions, a debugger. */
final class LuaHostTest {
    private static final LuaLimits SMALL = new LuaLimits(3_000_000, 24L << 20, 8L << 20, 50);

    private final LuaState state = new LuaState();

    LuaHostTest() {
        LuaLibraries.open(state, true);
    }

    private LuaClosure compile(String script, boolean debug) {
        return LuaCompiler.compile(
                state,
                script.getBytes(StandardCharsets.ISO_8859_1),
                LuaString.of("@user_script"),
                state.globals(),
                debug);
    }

    private Object[] run(String script) {
        return state.call(compile(script, false));
    }

    private String failure(String script) {
        return assertThrows(LuaError.class, () -> run(script)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "repeat until false",
                "for i=1,1e18 do end",
                "local function f() return f() end f()",
                "while true do pcall(error) end",
                "while true do pcall(function() while true do end end) end",
                "return string.find(string.rep('a',40), string.rep('a?',40)..string.rep('a',40)..'b')",
                "return string.find(string.rep('a',5000), '.-.-.-.-b')",
                "local t=setmetatable({},{__index=function(t,k) return t[k] end}) while true do pcall(function() return t.x end) end",
                "local co=coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
                "while true do string.rep('x',10000):find('y',1,true) end",
                "local t={} for i=1,1000 do t[i]=i end while true do table.sort(t,function(a,b) return a>b end) end",
                "for k in function() return 1 end do end",
                "while true do string.gsub(string.rep('a',1000),'a','b') end",
                "while true do cjson.decode('['..string.rep('1,',1000)..'1]') end",
            })
    void endsWhatNeverEnds(String script) {
        state.restart(SMALL, requested -> 0);
        LuaError error = assertThrows(LuaError.class, () -> run(script));
        assertTrue(error.isAbort());
        assertEquals("script exceeded its limit of instructions", error.getMessage());
        state.closeCoroutines();
        state.restart(SMALL, requested -> 0);
        assertEquals(7.0, run("return 7")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local s='x' while true do s=s..s end",
                "return string.rep('x',1e9)",
                "return string.rep('x',1e10)",
                "return ('x'):rep(2^31-1)",
                "local t={} for i=1,1e8 do t[i]=i end",
                "local t={} for i=1,1e8 do t[i]='v' end",
                "local t={} for i=1,1e8 do t['k'..i]=true end",
                "local t={} while true do t={t} end",
                "local t={} while true do t[#t+1]=string.rep('x',10000) end",
                "local t={} for i=1,1e8 do t[i]=function() return t end end",
                "return string.gsub(string.rep('a',1000000),'a',string.rep('b',1000))",
                "local t={} for i=1,100000 do t[i]=string.rep('x',1000) end return table.concat(t)",
                "return string.format('%s%s%s%s',('x'):rep(4e6),('x'):rep(4e6),('x'):rep(4e6),('x'):rep(4e6))",
                "local s=string.rep('[1],',100000) while true do s=cjson.encode({s,s}) end",
                "local f,e=load(function() return 'local x = 1 ' end) error(e)",
            })
    void boundsMemory(String script) {
        LuaLimits limits = new LuaLimits(0, 24L << 20, 8L << 20, 50);
        // All that was asked for counts as alive, so that the outcome does not hang on the collector.
        long[] total = new long[1];
        state.restart(limits, requested -> total[0] += requested);
        String message = failure(script);
        assertTrue(message.contains("not enough memory"), message);
        state.restart(limits, requested -> 0);
        assertEquals(7.0, run("return 7")[0]);
    }

    @Test
    void garbageIsNotHeldAgainstAScript() {
        LuaLimits limits = new LuaLimits(0, 16L << 20, 8L << 20, 50);
        state.restart(limits, new HeapGauge(limits.memory()));
        assertEquals(20_000.0, run("local n=0 for i=1,20000 do n=n+#string.rep('x',10000)/10000 end return n")[0]);
    }

    @Test
    void boundsTheNumberOfCoroutines() {
        state.restart(SMALL, requested -> 0);
        String script = "local t={} for i=1,1000 do t[i]=coroutine.wrap(function() coroutine.yield() end) t[i]() end";
        assertTrue(failure(script).contains("not enough memory"));
        state.closeCoroutines();
    }

    @Test
    void anotherThreadCanEndAScript() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        state.globals().setStr(LuaString.of("started"), LuaFunction.of((caller, args) -> {
            running.countDown();
            return Lua.NONE;
        }));
        LuaClosure script = compile("started() while true do pcall(function() while true do end end) end", false);
        Thread killer = new Thread(() -> {
            try {
                running.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            state.kill(LuaString.of("enough"));
        });
        killer.start();
        LuaError error = assertThrows(LuaError.class, () -> state.call(script));
        assertTrue(error.isAbort());
        assertEquals("enough", error.getMessage());
        killer.join();
    }

    @Test
    void theHostLooksInFromTimeToTime() {
        int[] ticks = new int[1];
        state.setInterrupt(s -> ticks[0]++, 100_000);
        run("for i=1,1000000 do end");
        assertTrue(ticks[0] >= 8 && ticks[0] <= 12, () -> "ticks: " + ticks[0]);
    }

    @Test
    void hostFunctionsTakeAndGiveAnyNumberOfValues() {
        state.globals().setStr(LuaString.of("host"), LuaFunction.of((caller, args) -> {
            if (args.length == 0) {
                throw caller.error("nothing given");
            }
            Object called = caller.call(args[0], LuaString.of("in"));
            return new Object[] {called, (double) args.length};
        }));
        assertArrayEquals(
                new Object[] {LuaString.of("in!"), 3.0}, run("return host(function(x) return x..'!' end, 1, 2)"));
        assertEquals("user_script:2: nothing given", failure("local x = 1\nhost()"));
        assertEquals("user_script:1: inner", failure("host(function() error('inner') end)"));
    }

    @Test
    void errorsKnowWhereTheyArose() {
        LuaError error = assertThrows(LuaError.class, () -> run("local x = 1\nlocal t\nt.x = 1"));
        assertEquals(3, error.line());
        assertEquals("@user_script", error.source().toString());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void readOnlyTablesStayAsTheyAre() {
        LuaTable table = state.newTable();
        table.setStr(LuaString.of("a"), 1.0);
        table.setReadOnly(true);
        state.globals().setStr(LuaString.of("fixed"), table);
        for (String change : List.of("fixed.a=2", "fixed.b=2", "fixed[1]=2", "fixed['a'],x=1,2")) {
            assertEquals("user_script:1: Attempt to modify a readonly table", failure(change));
        }
        for (String change : List.of("rawset(fixed,'a',2)", "table.insert(fixed,2)", "setmetatable(fixed,{})")) {
            assertEquals("Attempt to modify a readonly table", failure(change));
        }
        assertEquals(1.0, table.getStr(LuaString.of("a")));
    }

    @Test
    void aDebuggerSeesLinesAndLocals() {
        List<String> seen = new ArrayList<>();
        state.setDebugHook((frame, line) -> {
            StringBuilder text = new StringBuilder().append(line);
            for (LuaCode.Local local : frame.hookLocals) {
                text.append(' ').append(local.name()).append('=').append(Lua.toStringOrNull(frame.local(local)));
            }
            seen.add(text.toString());
        });
        String script = "local a = 1\nfor i = 1, 2 do\n  a = a + i\nend\nwhile a > 3 do\n  a = a - 1\nend\nif a then\n"
                + "  local b = a\n  a = b * 2\nend\nreturn a";
        assertEquals(6.0, state.call(compile(script, true))[0]);
        assertEquals(
                List.of(
                        "1",
                        "2 a=1",
                        "3 a=1 i=1",
                        "2 a=2",
                        "3 a=2 i=2",
                        "2 a=4",
                        "5 a=4",
                        "6 a=4",
                        "5 a=3",
                        "8 a=3",
                        "9 a=3",
                        "10 a=3 b=3",
                        "12 a=6"),
                seen);
    }

    @Test
    void aDebuggerCanChangeLocalsAndEndTheScript() {
        state.setDebugHook((frame, line) -> {
            if (line == 2) {
                frame.setLocal(frame.hookLocals[0], 5.0);
            } else if (line == 4) {
                throw LuaError.abort(LuaString.of("stopped"));
            }
        });
        assertEquals(5.0, state.call(compile("local a = 1\nreturn a", true))[0]);
        LuaClosure script = compile("local a = 1\na = a\npcall(function()\n  error('x')\nend)", true);
        assertEquals(
                "stopped",
                assertThrows(LuaError.class, () -> state.call(script)).getMessage());
    }

    @Test
    void deepRecursionNeedsNoLargeStackOfTheHost() throws InterruptedException {
        Object[] result = new Object[1];
        Thread thread = new Thread(
                null,
                () -> result[0] =
                        run("local function f(n) if n==0 then return 0 end return 1+f(n-1) end return f(15000)")[0],
                "small",
                512 << 10);
        thread.start();
        thread.join();
        assertEquals(15_000.0, result[0]);
    }

    @Test
    void coroutinesOfAnEndedScriptAreGone() {
        Object[] results =
                run("local co=coroutine.create(function() coroutine.yield(1) end) coroutine.resume(co) return co");
        state.closeCoroutines();
        LuaCoroutine coroutine = (LuaCoroutine) results[0];
        assertFalse(coroutine.status() == LuaCoroutine.Status.RUNNING);
    }
}
