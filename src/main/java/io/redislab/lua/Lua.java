package io.redislab.lua;

import org.jspecify.annotations.Nullable;

/** What every part of the interpreter needs to know about values. */
public final class Lua {
    /** No results at all. */
    public static final Object[] NONE = new Object[0];

    /** Stands in a slot whose number lies unboxed beside it. */
    public static final Object NUM = new Object();

    public static final Object TRUE = true;
    public static final Object FALSE = false;

    private static final long TAG_BITS = 0x7ff8_4c75_6154_6167L;

    /**
     * The NaN that means "not a number value": a method that answers a double gives it when the value is something
     * else, which then lies beside. No arithmetic makes these bits.
     */
    public static final double TAG = Double.longBitsToDouble(TAG_BITS);

    private static final int SMALL_FROM = -128;
    private static final int SMALL_TO = 1024;
    private static final Double[] SMALL = new Double[SMALL_TO - SMALL_FROM];

    static {
        for (int i = SMALL_FROM; i < SMALL_TO; i++) {
            SMALL[i - SMALL_FROM] = (double) i;
        }
    }

    private Lua() {}

    public static boolean isTag(double x) {
        return Double.isNaN(x) && Double.doubleToRawLongBits(x) == TAG_BITS;
    }

    /** The number as a value; small whole numbers are shared. */
    public static Double box(double x) {
        int i = (int) x;
        if (i == x && i >= SMALL_FROM && i < SMALL_TO && (i != 0 || Double.doubleToRawLongBits(x) == 0)) {
            return SMALL[i - SMALL_FROM];
        }
        return x;
    }

    public static Object bool(boolean b) {
        return b ? TRUE : FALSE;
    }

    public static boolean truthy(@Nullable Object v) {
        return v != null && v != FALSE;
    }

    /** A NaN from outside, made one that the hardware could have made itself. */
    public static double canonical(double x) {
        if (Double.isNaN(x)) {
            long sign = Double.doubleToRawLongBits(x) & Long.MIN_VALUE;
            return Double.longBitsToDouble(sign | 0x7ff8_0000_0000_0000L);
        }
        return x;
    }

    /** The first of a function's results. */
    public static @Nullable Object first(@Nullable Object results) {
        if (results instanceof Object[] many) {
            return many.length == 0 ? null : many[0];
        }
        return results;
    }

    /** A function's results as an array. */
    public static Object[] all(@Nullable Object results) {
        return results instanceof Object[] many ? many : new Object[] {results};
    }

    /** The name of the value's type as {@code type} gives it. */
    public static String typeName(@Nullable Object v) {
        if (v == null) {
            return "nil";
        } else if (v instanceof Double) {
            return "number";
        } else if (v instanceof LuaString) {
            return "string";
        } else if (v instanceof LuaTable) {
            return "table";
        } else if (v instanceof LuaFunction) {
            return "function";
        } else if (v instanceof Boolean) {
            return "boolean";
        } else if (v instanceof LuaCoroutine) {
            return "thread";
        }
        return "userdata";
    }

    /** Equality without metamethods. */
    public static boolean rawEquals(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return !(a instanceof Double d) || !Double.isNaN(d);
        }
        if (a instanceof Double x) {
            return b instanceof Double y && x.doubleValue() == y.doubleValue();
        }
        return a instanceof LuaString s && b instanceof LuaString t && s.same(t);
    }

    /** The number that the value is or spells, else {@link #TAG}. */
    public static double toNumber(@Nullable Object v) {
        if (v instanceof Double d) {
            return d;
        }
        return v instanceof LuaString s ? LuaNumbers.parse(s) : TAG;
    }

    /** The string that the value is or the number's text, else null. */
    public static @Nullable LuaString toStringOrNull(@Nullable Object v) {
        if (v instanceof LuaString s) {
            return s;
        }
        return v instanceof Double d ? LuaNumbers.format(d) : null;
    }
}
