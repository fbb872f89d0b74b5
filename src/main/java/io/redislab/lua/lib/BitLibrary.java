package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.function.IntBinaryOperator;

/** {@code bit.*}: operations on 32 bits, as in LuaBitOp. */
final class BitLibrary {
    /** Adding it leaves a number's whole part in the low bits of the sum, rounded to even. */
    private static final double SHIFT = 6755399441055744.0;

    private BitLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 12);
        r.add(lib, "tobit", (c, a) -> number(bits(c, a, 1)));
        r.add(lib, "bnot", (c, a) -> number(~bits(c, a, 1)));
        many(r, lib, "band", (x, y) -> x & y);
        many(r, lib, "bor", (x, y) -> x | y);
        many(r, lib, "bxor", (x, y) -> x ^ y);
        shift(r, lib, "lshift", (x, n) -> x << n);
        shift(r, lib, "rshift", (x, n) -> x >>> n);
        shift(r, lib, "arshift", (x, n) -> x >> n);
        shift(r, lib, "rol", Integer::rotateLeft);
        shift(r, lib, "ror", Integer::rotateRight);
        r.add(lib, "bswap", (c, a) -> number(Integer.reverseBytes(bits(c, a, 1))));
        r.add(lib, "tohex", BitLibrary::toHex);
        return lib;
    }

    private static Object number(int bits) {
        return Lua.box(bits);
    }

    private static int bits(LuaFrame caller, Object[] args, int n) {
        double x = Lua.toNumber(Args.get(args, n));
        if (Lua.isTag(x)) {
            throw caller.typeError(args, n, "number");
        }
        return (int) Double.doubleToRawLongBits(x + SHIFT);
    }

    private static void many(Registry r, LuaTable lib, String name, IntBinaryOperator operator) {
        r.add(lib, name, (c, a) -> {
            int b = bits(c, a, 1);
            for (int i = a.length; i > 1; i--) {
                b = operator.applyAsInt(b, bits(c, a, i));
            }
            return number(b);
        });
    }

    private static void shift(Registry r, LuaTable lib, String name, IntBinaryOperator operator) {
        r.add(lib, name, (c, a) -> {
            int b = bits(c, a, 1);
            return number(operator.applyAsInt(b, bits(c, a, 2) & 31));
        });
    }

    private static Object toHex(LuaFrame caller, Object[] args) {
        int b = bits(caller, args, 1);
        int n = args.length < 2 ? 8 : bits(caller, args, 2);
        String digits = n < 0 ? "0123456789ABCDEF" : "0123456789abcdef";
        int length = n == Integer.MIN_VALUE ? 8 : Math.min(Math.abs(n), 8);
        byte[] out = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            out[i] = (byte) digits.charAt(b & 15);
            b >>>= 4;
        }
        return LuaString.wrap(out);
    }
}
