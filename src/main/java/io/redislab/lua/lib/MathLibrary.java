package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import java.util.function.DoubleUnaryOperator;

/** {@code math.*}, with Redis' own generator of random numbers. */
final class MathLibrary {
    private static final double NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0000L);

    private MathLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 28);
        one(r, lib, "abs", Math::abs);
        one(r, lib, "acos", x -> Math.abs(x) > 1 ? NAN : Math.acos(x));
        one(r, lib, "asin", x -> Math.abs(x) > 1 ? NAN : Math.asin(x));
        r.add(lib, "atan2", (c, a) -> {
            double y = Args.number(c, a, 1);
            return Lua.box(Math.atan2(y, Args.number(c, a, 2)));
        });
        one(r, lib, "atan", Math::atan);
        one(r, lib, "ceil", Math::ceil);
        one(r, lib, "cosh", Math::cosh);
        one(r, lib, "cos", x -> invalid(x, Double.isInfinite(x), Math.cos(x)));
        one(r, lib, "deg", x -> x / (Math.PI / 180.0));
        one(r, lib, "exp", Math::exp);
        one(r, lib, "floor", Math::floor);
        r.add(lib, "fmod", MathLibrary::fmod);
        r.add(lib, "frexp", MathLibrary::frexp);
        r.add(lib, "ldexp", (c, a) -> {
            double x = Args.number(c, a, 1);
            return Lua.box(ldexp(x, Args.intValue(c, a, 2)));
        });
        one(r, lib, "log10", x -> x < 0 ? NAN : Math.log10(x));
        one(r, lib, "log", x -> invalid(x, x < 0, Math.log(x)));
        r.add(lib, "max", (c, a) -> extreme(c, a, 1));
        r.add(lib, "min", (c, a) -> extreme(c, a, -1));
        r.add(lib, "modf", MathLibrary::modf);
        r.add(lib, "pow", (c, a) -> {
            double x = Args.number(c, a, 1);
            return Lua.box(Meta.pow(x, Args.number(c, a, 2)));
        });
        one(r, lib, "rad", x -> x * (Math.PI / 180.0));
        r.add(lib, "random", MathLibrary::random);
        r.add(lib, "randomseed", (c, a) -> {
            c.state().random().seed(Args.intValue(c, a, 1));
            return Lua.NONE;
        });
        one(r, lib, "sinh", Math::sinh);
        one(r, lib, "sin", x -> invalid(x, Double.isInfinite(x), Math.sin(x)));
        one(r, lib, "sqrt", x -> invalid(x, x < 0, Math.sqrt(x)));
        one(r, lib, "tanh", Math::tanh);
        one(r, lib, "tan", x -> invalid(x, Double.isInfinite(x), Math.tan(x)));
        lib.setStr(LuaString.of("pi"), Math.PI);
        lib.setStr(LuaString.of("huge"), Double.POSITIVE_INFINITY);
        lib.setStr(LuaString.of("mod"), lib.getStr(LuaString.of("fmod")));
        return lib;
    }

    private static void one(Registry r, LuaTable lib, String name, DoubleUnaryOperator operator) {
        r.add(lib, name, (c, a) -> Lua.box(operator.applyAsDouble(Args.number(c, a, 1))));
    }

    /** The hardware's NaN where C's library makes one by an invalid operation. */
    private static double invalid(double x, boolean isInvalid, double result) {
        return isInvalid && !Double.isNaN(x) ? Meta.NEGATIVE_NAN : result;
    }

    private static Object fmod(LuaFrame caller, Object[] args) {
        double x = Args.number(caller, args, 1);
        double y = Args.number(caller, args, 2);
        return Lua.box(invalid(x, !Double.isNaN(y) && (Double.isInfinite(x) || y == 0), x % y));
    }

    private static Object extreme(LuaFrame caller, Object[] args, int sign) {
        double best = Args.number(caller, args, 1);
        for (int i = 2; i <= args.length; i++) {
            double x = Args.number(caller, args, i);
            if (sign > 0 ? x > best : x < best) {
                best = x;
            }
        }
        return Lua.box(best);
    }

    private static Object frexp(LuaFrame caller, Object[] args) {
        double x = Args.number(caller, args, 1);
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return new Object[] {Lua.box(x), Lua.box(0)};
        }
        int exponent = Math.getExponent(x);
        double mantissa = x;
        int extra = 0;
        if (exponent < Double.MIN_EXPONENT) {
            mantissa = x * 0x1p54;
            extra = -54;
            exponent = Math.getExponent(mantissa);
        }
        return new Object[] {Lua.box(ldexp(mantissa, -exponent - 1)), Lua.box(exponent + 1 + extra)};
    }

    /** x times two to the power e, also where the power alone is out of range. */
    private static double ldexp(double x, int e) {
        return Math.scalb(x, e);
    }

    private static Object modf(LuaFrame caller, Object[] args) {
        double x = Args.number(caller, args, 1);
        double whole = x >= 0 ? Math.floor(x) : Math.ceil(x);
        double fraction = Double.isInfinite(x) ? Math.copySign(0.0, x) : Math.copySign(x - whole, x);
        return new Object[] {Lua.box(whole), Lua.box(Double.isNaN(x) ? x : fraction)};
    }

    private static Object random(LuaFrame caller, Object[] args) {
        double r = caller.state().random().next() % Integer.MAX_VALUE / (double) Integer.MAX_VALUE;
        switch (args.length) {
            case 0 -> {
                return Lua.box(r);
            }
            case 1 -> {
                int to = Args.intValue(caller, args, 1);
                if (to < 1) {
                    throw caller.argumentError(1, "interval is empty");
                }
                return Lua.box(Math.floor(r * to) + 1);
            }
            case 2 -> {
                int from = Args.intValue(caller, args, 1);
                int to = Args.intValue(caller, args, 2);
                if (from > to) {
                    throw caller.argumentError(2, "interval is empty");
                }
                return Lua.box(Math.floor(r * (to - from + 1)) + from);
            }
            default -> throw caller.error("wrong number of arguments");
        }
    }
}
