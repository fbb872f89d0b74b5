package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/** The arguments of a library's function, checked with the words of C's auxiliary library. Counted from 1. */
final class Args {
    private Args() {}

    static @Nullable Object get(Object[] args, int n) {
        return n <= args.length ? args[n - 1] : null;
    }

    static boolean isNoneOrNil(Object[] args, int n) {
        return n > args.length || args[n - 1] == null;
    }

    static LuaString string(LuaFrame caller, Object[] args, int n) {
        if (n <= args.length) {
            Object v = args[n - 1];
            if (v instanceof LuaString s) {
                return s;
            } else if (v instanceof Double d) {
                return LuaNumbers.format(d);
            }
        }
        throw caller.typeError(args, n, "string");
    }

    static double number(LuaFrame caller, Object[] args, int n) {
        if (n <= args.length) {
            double x = Lua.toNumber(args[n - 1]);
            if (!Lua.isTag(x)) {
                return x;
            }
        }
        throw caller.typeError(args, n, "number");
    }

    /** A whole number as C casts it: cut off, and what does not fit becomes the smallest. */
    static long whole(double x) {
        long n = (long) x;
        return Double.isNaN(x) || (n == Long.MAX_VALUE && x >= 0x1p63) ? Long.MIN_VALUE : n;
    }

    /** A double cast to an unsigned long, as the compilers for x86 do it. */
    static long unsigned(double x) {
        if (x >= 0x1p63) {
            return x < 0x1p64 ? (long) (x - 0x1p63) ^ Long.MIN_VALUE : 0;
        }
        return whole(x);
    }

    static long longValue(LuaFrame caller, Object[] args, int n) {
        return whole(number(caller, args, n));
    }

    static int intValue(LuaFrame caller, Object[] args, int n) {
        return (int) longValue(caller, args, n);
    }

    static long optLong(LuaFrame caller, Object[] args, int n, long otherwise) {
        return isNoneOrNil(args, n) ? otherwise : longValue(caller, args, n);
    }

    static int optInt(LuaFrame caller, Object[] args, int n, int otherwise) {
        return isNoneOrNil(args, n) ? otherwise : intValue(caller, args, n);
    }

    static LuaTable table(LuaFrame caller, Object[] args, int n) {
        if (n <= args.length && args[n - 1] instanceof LuaTable t) {
            return t;
        }
        throw caller.typeError(args, n, "table");
    }

    static LuaFunction function(LuaFrame caller, Object[] args, int n) {
        if (n <= args.length && args[n - 1] instanceof LuaFunction f) {
            return f;
        }
        throw caller.typeError(args, n, "function");
    }

    static @Nullable Object any(LuaFrame caller, Object[] args, int n) {
        if (n > args.length) {
            throw caller.argumentError(n, "value expected");
        }
        return args[n - 1];
    }
}
