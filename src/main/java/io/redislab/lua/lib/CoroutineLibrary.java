package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaCoroutine;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code coroutine.*} */
final class CoroutineLibrary {
    private CoroutineLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 6);
        r.add(lib, "create", CoroutineLibrary::create);
        r.add(lib, "resume", CoroutineLibrary::resume);
        r.add(lib, "running", (c, a) -> {
            LuaCoroutine running = c.thread.coroutine();
            return running == null ? null : running;
        });
        r.add(lib, "status", (c, a) -> statusName(coroutine(c, a)));
        r.add(lib, "wrap", CoroutineLibrary::wrap);
        r.add(lib, "yield", (c, a) -> single(LuaCoroutine.suspend(c, a)));
        return lib;
    }

    private static @Nullable Object single(Object[] values) {
        return values.length == 1 ? values[0] : values;
    }

    private static LuaCoroutine create(LuaFrame caller, Object[] args) {
        if (!(Args.get(args, 1) instanceof LuaClosure body)) {
            throw caller.argumentError(1, "Lua function expected");
        }
        return new LuaCoroutine(caller.state(), body);
    }

    private static LuaCoroutine coroutine(LuaFrame caller, Object[] args) {
        if (Args.get(args, 1) instanceof LuaCoroutine coroutine) {
            return coroutine;
        }
        throw caller.argumentError(1, "coroutine expected");
    }

    private static LuaString statusName(LuaCoroutine coroutine) {
        return LuaString.of(coroutine.status().name().toLowerCase(Locale.ROOT));
    }

    private static Object resume(LuaFrame caller, Object[] args) {
        LuaCoroutine coroutine = coroutine(caller, args);
        Object[] values;
        try {
            values = resume(caller, coroutine, Arrays.copyOfRange(args, 1, args.length));
        } catch (LuaError e) {
            if (e.isAbort()) {
                throw e;
            }
            return new Object[] {Lua.FALSE, e.value()};
        }
        Object[] results = new Object[values.length + 1];
        results[0] = Lua.TRUE;
        System.arraycopy(values, 0, results, 1, values.length);
        return results;
    }

    private static Object[] resume(LuaFrame caller, LuaCoroutine coroutine, Object[] args) {
        if (coroutine.status() != LuaCoroutine.Status.SUSPENDED) {
            throw LuaError.of(caller, LuaString.of("cannot resume " + statusName(coroutine) + " coroutine"));
        }
        return coroutine.resume(caller, args);
    }

    private static Object wrap(LuaFrame caller, Object[] args) {
        LuaCoroutine coroutine = create(caller, args);
        return io.redislab.lua.LuaFunction.of((c, a) -> {
            try {
                return single(resume(c, coroutine, a));
            } catch (LuaError e) {
                LuaString text = Lua.toStringOrNull(e.value());
                if (e.isAbort() || text == null) {
                    throw e;
                }
                throw LuaError.of(c, LuaString.of(c.where(1) + text));
            }
        });
    }
}
