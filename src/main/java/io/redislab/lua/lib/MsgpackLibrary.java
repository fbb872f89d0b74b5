package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cmsgpack.*}: packing, and the three ways to unpack. */
final class MsgpackLibrary {
    private static final int MAX_NESTING = 16;

    private MsgpackLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable();
        r.add(lib, "pack", MsgpackLibrary::pack);
        r.add(lib, "unpack", (c, a) -> unpack(c, a, 0, 0));
        r.add(lib, "unpack_one", (c, a) -> unpack(c, a, 1, Args.optLong(c, a, 2, 0)));
        r.add(lib, "unpack_limit", (c, a) -> {
            long limit = Args.longValue(c, a, 2);
            return unpack(c, a, limit, Args.optLong(c, a, 3, 0));
        });
        text(lib, "_NAME", "cmsgpack");
        text(lib, "_VERSION", "lua-cmsgpack 0.4.0");
        text(lib, "_COPYRIGHT", "Copyright (C) 2012, Salvatore Sanfilippo");
        text(lib, "_DESCRIPTION", "MessagePack C implementation for Lua");
        return lib;
    }

    static void text(LuaTable lib, String name, String value) {
        lib.setStr(LuaString.of(name), LuaString.of(value));
    }

    // ---- packing

    private static Object pack(LuaFrame caller, Object[] args) {
        if (args.length == 0) {
            throw caller.argumentError(0, "MessagePack pack needs input.");
        }
        if (2 * args.length > BaseLibrary.MAX_STACK) {
            throw caller.argumentError(0, "Too many arguments for MessagePack pack.");
        }
        LuaBuffer out = new LuaBuffer(caller, 64);
        for (Object arg : args) {
            value(caller, out, arg, 0);
        }
        return out.toLuaString();
    }

    private static void value(LuaFrame caller, LuaBuffer out, @Nullable Object v, int level) {
        caller.thread.charge(1);
        if (v instanceof LuaString s) {
            header(out, s.length(), 0xa0, 32, 0xd9, 0xda, 0xdb);
            out.add(s);
        } else if (v instanceof Double d) {
            number(out, d);
        } else if (v instanceof Boolean b) {
            out.add(b ? 0xc3 : 0xc2);
        } else if (v instanceof LuaTable t && level < MAX_NESTING) {
            table(caller, out, t, level);
        } else {
            out.add(0xc0);
        }
    }

    /** A length: within the first byte, in one more (when there is such a form), in two or in four. */
    private static void header(LuaBuffer out, int n, int fixed, int fixedLimit, int one, int two, int four) {
        if (n < fixedLimit) {
            out.add(fixed | n);
        } else if (one != 0 && n <= 0xff) {
            out.add(one);
            bytes(out, n, 1);
        } else if (n <= 0xffff) {
            out.add(two);
            bytes(out, n, 2);
        } else {
            out.add(four);
            bytes(out, n, 4);
        }
    }

    private static void bytes(LuaBuffer out, long n, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.add((int) (n >>> (8 * i)));
        }
    }

    private static void number(LuaBuffer out, double x) {
        long n = Args.whole(x);
        if (!Double.isInfinite(x) && n == x) {
            whole(out, n);
            return;
        }
        float f = (float) x;
        if (f == x) {
            out.add(0xca);
            bytes(out, Float.floatToRawIntBits(f), 4);
        } else {
            out.add(0xcb);
            bytes(out, Double.doubleToRawLongBits(x), 8);
        }
    }

    private static void whole(LuaBuffer out, long n) {
        if (n >= 0) {
            if (n <= 127) {
                out.add((int) n);
            } else {
                int width = n <= 0xff ? 0 : n <= 0xffff ? 1 : n <= 0xffff_ffffL ? 2 : 3;
                out.add(0xcc + width);
                bytes(out, n, 1 << width);
            }
        } else if (n >= -32) {
            out.add((int) n);
        } else {
            int width = n >= -128 ? 0 : n >= -32768 ? 1 : n >= Integer.MIN_VALUE ? 2 : 3;
            out.add(0xd0 + width);
            bytes(out, n, 1 << width);
        }
    }

    private static void table(LuaFrame caller, LuaBuffer out, LuaTable t, int level) {
        int count = 0;
        double max = 0;
        boolean list = true;
        for (int i = t.nextPosition(-1); i >= 0; i = t.nextPosition(i)) {
            count++;
            if (list && t.keyAt(i) instanceof Double d && d > 0 && (int) d.doubleValue() == d) {
                max = Math.max(max, d);
            } else {
                list = false;
            }
        }
        if (list && max == count) {
            int length = t.length();
            header(out, length, 0x90, 16, 0, 0xdc, 0xdd);
            for (int i = 1; i <= length; i++) {
                value(caller, out, t.getInt(i), level + 1);
            }
            return;
        }
        header(out, count, 0x80, 16, 0, 0xde, 0xdf);
        for (int i = t.nextPosition(-1); i >= 0; i = t.nextPosition(i)) {
            value(caller, out, t.keyAt(i), level + 1);
            value(caller, out, t.valueAt(i), level + 1);
        }
    }

    // ---- unpacking

    private static @Nullable Object unpack(LuaFrame caller, Object[] args, long limit, long offset) {
        LuaString s = Args.string(caller, args, 1);
        boolean all = limit == 0 && offset == 0;
        if (offset < 0 || limit < 0) {
            throw caller.error(
                    "Invalid request to unpack with offset of " + (int) offset + " and limit of " + s.length() + ".");
        } else if (offset > s.length()) {
            throw caller.error("Start offset " + (int) offset + " greater than input length " + s.length() + ".");
        }
        MsgpackDecoder decoder = new MsgpackDecoder(caller, s, (int) offset);
        List<Object> values = new ArrayList<>();
        long most = all ? Integer.MAX_VALUE : limit;
        if (!all) {
            values.add(null);
        }
        for (long i = 0; decoder.hasMore() && i < most; i++) {
            values.add(decoder.value(1 + (int) i));
        }
        if (!all) {
            values.set(0, Lua.box(decoder.hasMore() ? decoder.position() : -1));
        }
        return values.size() == 1 ? values.get(0) : values.toArray();
    }
}
