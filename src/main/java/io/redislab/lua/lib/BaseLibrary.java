package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaIterators;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import io.redislab.lua.exec.LuaCompiler;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The basic functions: {@code assert} to {@code xpcall}. */
final class BaseLibrary {
    /** So many values fit on C's stack. */
    static final int MAX_STACK = 8000;

    private static final int MAX_HANDLER_ERRORS = 10;
    private static final LuaString ERR = LuaString.of("err");
    private static final LuaString ASSERTION = LuaString.of("assertion failed!");
    private static final List<String> COLLECT =
            List.of("stop", "restart", "collect", "count", "step", "setpause", "setstepmul");

    private final boolean debug;
    private double pause = 200;
    private double stepMultiplier = 200;

    private BaseLibrary(boolean debug) {
        this.debug = debug;
    }

    static void open(Registry r, LuaTable globals, boolean debug) {
        BaseLibrary lib = new BaseLibrary(debug);
        LuaFunction step = new LuaIterators.IpairsStep();
        LuaFunction next = new LuaIterators.Next();
        globals.setStr(LuaString.of("_G"), globals);
        globals.setStr(LuaString.of("_VERSION"), LuaString.of("Lua 5.1"));
        r.add(globals, "assert", BaseLibrary::assertTrue);
        r.add(globals, "collectgarbage", lib::collectGarbage);
        r.add(globals, "error", BaseLibrary::error);
        r.add(globals, "gcinfo", (c, a) -> Math.floor(kilobytes()));
        r.add(globals, "getmetatable", BaseLibrary::getMetatable);
        r.add(globals, "loadstring", lib::loadString);
        r.add(globals, "load", lib::load);
        r.add(globals, "pcall", BaseLibrary::pcall);
        r.add(globals, "rawequal", (c, a) -> Lua.bool(Lua.rawEquals(Args.any(c, a, 1), Args.any(c, a, 2))));
        r.add(globals, "rawget", (c, a) -> {
            LuaTable t = Args.table(c, a, 1);
            return t.get(Args.any(c, a, 2));
        });
        r.add(globals, "rawset", BaseLibrary::rawSet);
        r.add(globals, "select", BaseLibrary::select);
        r.add(globals, "setmetatable", BaseLibrary::setMetatable);
        r.add(globals, "tonumber", BaseLibrary::toNumber);
        r.add(globals, "tostring", (c, a) -> Meta.toText(c, Args.any(c, a, 1)));
        r.add(globals, "type", (c, a) -> r.typeName(Args.any(c, a, 1)));
        r.add(globals, "unpack", BaseLibrary::unpack);
        r.add(globals, "xpcall", BaseLibrary::xpcall);
        globals.setStr(LuaString.of("next"), next);
        r.add(globals, "pairs", (c, a) -> new Object[] {next, Args.table(c, a, 1), null});
        r.add(globals, "ipairs", (c, a) -> new Object[] {step, Args.table(c, a, 1), Lua.box(0)});
    }

    private static Object assertTrue(LuaFrame caller, Object[] args) {
        if (!Lua.truthy(Args.any(caller, args, 1))) {
            LuaString message = Args.isNoneOrNil(args, 2) ? ASSERTION : Args.string(caller, args, 2);
            throw caller.error(message.untilNul());
        }
        return args;
    }

    private @Nullable Object collectGarbage(LuaFrame caller, Object[] args) {
        String option = Args.isNoneOrNil(args, 1)
                ? "collect"
                : Args.string(caller, args, 1).untilNul().toString();
        int value = Args.optInt(caller, args, 2, 0);
        switch (COLLECT.indexOf(option)) {
            case 0, 1, 2 -> {
                return Lua.box(0);
            }
            case 3 -> {
                return kilobytes();
            }
            case 4 -> {
                return Lua.TRUE;
            }
            case 5 -> {
                double before = pause;
                pause = value;
                return before;
            }
            case 6 -> {
                double before = stepMultiplier;
                stepMultiplier = value;
                return before;
            }
            default -> throw caller.argumentError(1, "invalid option '" + option + "'");
        }
    }

    private static double kilobytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
    }

    private static Object error(LuaFrame caller, Object[] args) {
        int level = Args.optInt(caller, args, 2, 1);
        Object value = Args.get(args, 1);
        if (level > 0 && (value instanceof LuaString || value instanceof Double)) {
            value = LuaString.of(caller.where(level) + Lua.toStringOrNull(value));
        }
        throw LuaError.of(caller, value);
    }

    private static @Nullable Object getMetatable(LuaFrame caller, Object[] args) {
        Object v = Args.any(caller, args, 1);
        LuaTable meta = Meta.metatable(caller.state(), v);
        if (meta == null) {
            return null;
        }
        Object protection = Meta.event(caller.state(), v, Meta.METATABLE);
        return protection != null ? protection : meta;
    }

    private static Object setMetatable(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        Object meta = Args.get(args, 2);
        if (args.length < 2 || (meta != null && !(meta instanceof LuaTable))) {
            throw caller.argumentError(2, "nil or table expected");
        }
        if (Meta.event(caller.state(), table, Meta.METATABLE) != null) {
            throw caller.error("cannot change a protected metatable");
        }
        checkWritable(caller, table);
        table.setMetatable((LuaTable) meta);
        return table;
    }

    /** C raises this from within its own function, so it has no position. */
    static void checkWritable(LuaFrame caller, LuaTable table) {
        if (table.readOnly()) {
            throw LuaError.of(caller, LuaString.of("Attempt to modify a readonly table"));
        }
    }

    private static Object rawSet(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        Object key = Args.any(caller, args, 2);
        Object value = Args.any(caller, args, 3);
        checkWritable(caller, table);
        if (key == null) {
            throw LuaError.of(caller, LuaString.of("table index is nil"));
        } else if (key instanceof Double d && Double.isNaN(d)) {
            throw LuaError.of(caller, LuaString.of("table index is NaN"));
        }
        table.set(key, value);
        return table;
    }

    private static @Nullable Object select(LuaFrame caller, Object[] args) {
        int count = args.length;
        if (Args.get(args, 1) instanceof LuaString s && s.length() > 0 && s.at(0) == '#') {
            return Lua.box(count - 1);
        }
        int n = Args.intValue(caller, args, 1);
        if (n < 0) {
            n += count;
        } else if (n > count) {
            n = count;
        }
        if (n < 1) {
            throw caller.argumentError(1, "index out of range");
        }
        return n == count - 1 ? args[n] : Arrays.copyOfRange(args, n, count);
    }

    private static @Nullable Object toNumber(LuaFrame caller, Object[] args) {
        int base = Args.optInt(caller, args, 2, 10);
        if (base == 10) {
            Object v = Args.any(caller, args, 1);
            double x = Lua.toNumber(v);
            return Lua.isTag(x) ? null : v instanceof Double ? v : (Object) Lua.box(x);
        }
        LuaString text = Args.string(caller, args, 1);
        if (base < 2 || base > 36) {
            throw caller.argumentError(2, "base out of range");
        }
        return unsigned(text.untilNul().bytes(), base);
    }

    /** As C's strtoul reads it: a sign is allowed and negates modulo 2^64, what is too large becomes the largest. */
    private static @Nullable Object unsigned(byte[] b, int base) {
        int i = 0;
        int end = b.length;
        while (i < end && LuaNumbers.isSpace(b[i])) {
            i++;
        }
        boolean negative = false;
        if (i < end && (b[i] == '-' || b[i] == '+')) {
            negative = b[i] == '-';
            i++;
        }
        if (base == 16 && i + 2 < end && b[i] == '0' && (b[i + 1] | 0x20) == 'x' && digit(b[i + 2], 16) >= 0) {
            i += 2;
        }
        int first = i;
        long n = 0;
        boolean overflow = false;
        long most = Long.divideUnsigned(-1, base);
        for (; i < end && digit(b[i], base) >= 0; i++) {
            int d = digit(b[i], base);
            overflow |= Long.compareUnsigned(n, most) > 0 || Long.compareUnsigned(n * base, -1 - d) > 0;
            n = n * base + d;
        }
        if (i == first) {
            return null;
        }
        while (i < end && LuaNumbers.isSpace(b[i])) {
            i++;
        }
        if (i < end) {
            return null;
        }
        long value = overflow ? -1 : negative ? -n : n;
        return Lua.box(value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0);
    }

    private static int digit(byte c, int base) {
        return c < 0 ? -1 : Character.digit(c, base);
    }

    private static @Nullable Object unpack(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        int from = Args.optInt(caller, args, 2, 1);
        int to = Args.isNoneOrNil(args, 3) ? table.length() : Args.intValue(caller, args, 3);
        if (from > to) {
            return Lua.NONE;
        }
        int n = to - from + 1;
        if (n <= 0 || n + args.length > MAX_STACK) {
            throw caller.error("too many results to unpack");
        }
        if (n == 1) {
            return table.getInt(from);
        }
        Object[] values = new Object[n];
        for (int i = 0; i < n; i++) {
            values[i] = table.getInt(from + i);
        }
        return values;
    }

    // ---- protected calls

    /**
     * Redis' own pcall has put a boolean before its arguments, and calls it when there are none. Of a table that
     * describes an error it gives the text only.
     */
    private static Object pcall(LuaFrame caller, Object[] args) {
        if (args.length == 0) {
            return new Object[] {Lua.FALSE, LuaString.of("attempt to call a boolean value")};
        }
        Object[] rest = Arrays.copyOfRange(args, 1, args.length);
        Object[][] results = new Object[1][];
        LuaError error = caller.thread.protect(caller, () -> {
            Object r = caller.call(args[0], rest);
            if (r instanceof Object[] many) {
                results[0] = new Object[many.length + 1];
                System.arraycopy(many, 0, results[0], 1, many.length);
                results[0][0] = Lua.TRUE;
            } else {
                results[0] = new Object[] {Lua.TRUE, r};
            }
        });
        return error == null ? results[0] : new Object[] {Lua.FALSE, textOf(error.value())};
    }

    private static @Nullable Object textOf(@Nullable Object error) {
        if (error instanceof LuaTable table) {
            Object text = table.getStr(ERR);
            if (text instanceof LuaString || text instanceof Double) {
                return text;
            }
        }
        return error;
    }

    private static Object xpcall(LuaFrame caller, Object[] args) {
        Args.any(caller, args, 2);
        Object[][] results = new Object[1][];
        LuaError error = caller.thread.protect(caller, () -> {
            Object[] many = Lua.all(caller.call(args[0]));
            results[0] = new Object[many.length + 1];
            System.arraycopy(many, 0, results[0], 1, many.length);
            results[0][0] = Lua.TRUE;
        });
        // A handler's own errors go to the handler too, until C's stack is full.
        for (int i = 0; error != null && i < MAX_HANDLER_ERRORS; i++) {
            Object value = error.value();
            if (!(args[1] instanceof LuaFunction)) {
                break;
            }
            error = caller.thread.protect(
                    caller, () -> results[0] = new Object[] {Lua.FALSE, Lua.first(caller.call(args[1], value))});
        }
        return error == null ? results[0] : new Object[] {Lua.FALSE, LuaString.of("error in error handling")};
    }

    // ---- compiling

    private Object compile(LuaFrame caller, LuaString text, LuaString name) {
        LuaClosure[] result = new LuaClosure[1];
        LuaError error = caller.thread.protect(
                caller,
                () -> result[0] = LuaCompiler.compile(
                        caller.state(), text.bytes(), name, caller.state().globals(), debug));
        return error == null ? result[0] : new Object[] {null, error.value()};
    }

    private Object loadString(LuaFrame caller, Object[] args) {
        LuaString text = Args.string(caller, args, 1);
        LuaString name = Args.isNoneOrNil(args, 2) ? text : Args.string(caller, args, 2);
        return compile(caller, text, name.untilNul());
    }

    private Object load(LuaFrame caller, Object[] args) {
        LuaFunction reader = Args.function(caller, args, 1);
        LuaString name = Args.isNoneOrNil(args, 2) ? LuaString.of("=(load)") : Args.string(caller, args, 2);
        LuaBuffer text = new LuaBuffer(caller, 64);
        LuaError error = caller.thread.protect(caller, () -> {
            while (true) {
                Object piece = Lua.first(caller.call(reader));
                LuaString s = Lua.toStringOrNull(piece);
                if (s != null && s.length() > 0) {
                    text.add(s);
                } else if (piece == null || s != null) {
                    return;
                } else {
                    throw caller.error("reader function must return a string");
                }
            }
        });
        if (error != null) {
            return new Object[] {null, error.value()};
        }
        return compile(caller, text.toLuaString(), name.untilNul());
    }
}
