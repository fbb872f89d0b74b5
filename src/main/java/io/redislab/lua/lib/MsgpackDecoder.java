package io.redislab.lua.lib;

import io.redislab.lua.BigStack;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/** Reads MessagePack. */
final class MsgpackDecoder {
    private static final int HOP_DEPTH = 150;
    private static final long STACK_BYTES = 1L << 30;

    private final LuaFrame caller;
    private final byte[] b;
    private int at;
    private int depth;

    MsgpackDecoder(LuaFrame caller, LuaString data, int offset) {
        this.caller = caller;
        this.b = data.bytes();
        this.at = offset;
    }

    boolean hasMore() {
        return at < b.length;
    }

    int position() {
        return at;
    }

    private LuaError missing() {
        return caller.error("Missing bytes in input.");
    }

    private void need(long count) {
        if (b.length - at < count) {
            throw missing();
        }
    }

    private long unsigned(int count) {
        need(count);
        long n = 0;
        for (int i = 0; i < count; i++) {
            n = n << 8 | (b[at + i] & 0xff);
        }
        at += count;
        return n;
    }

    private LuaString string(long length) {
        need(length);
        int from = at;
        at += (int) length;
        caller.state().memory().charge(length + 32);
        return LuaString.of(b, from, at);
    }

    /**
     * The next value.
     *
     * @param used how many places of C's stack are taken, which bounds the nesting
     */
    @Nullable
    Object value(int used) {
        if (++depth == HOP_DEPTH) {
            Object v = BigStack.call(caller.state(), STACK_BYTES, () -> read(used));
            depth--;
            return v;
        }
        Object v = read(used);
        depth--;
        return v;
    }

    private @Nullable Object read(int used) {
        need(1);
        if (used + 1 > BaseLibrary.MAX_STACK) {
            throw caller.error(
                    "stack overflow (too many return values at once; " + "use unpack_one or unpack_limit instead.)");
        }
        caller.thread.charge(1);
        int first = b[at] & 0xff;
        if (first <= 0xbf || first >= 0xe0) {
            return fixed(first, used);
        }
        at++;
        switch (first) {
            case 0xc0 -> {
                return null;
            }
            case 0xc2 -> {
                return Lua.FALSE;
            }
            case 0xc3 -> {
                return Lua.TRUE;
            }
            case 0xca -> {
                return Lua.canonical(Float.intBitsToFloat((int) unsigned(4)));
            }
            case 0xcb -> {
                return Lua.canonical(Double.longBitsToDouble(unsigned(8)));
            }
            case 0xcc, 0xcd, 0xce, 0xcf -> {
                return Lua.box((double) unsigned(1 << (first - 0xcc)));
            }
            case 0xd0 -> {
                return Lua.box((byte) unsigned(1));
            }
            case 0xd1 -> {
                return Lua.box((short) unsigned(2));
            }
            case 0xd2 -> {
                return Lua.box((int) unsigned(4));
            }
            case 0xd3 -> {
                return Lua.box((double) unsigned(8));
            }
            case 0xd9, 0xda, 0xdb -> {
                return string(unsigned(1 << (first - 0xd9)));
            }
            case 0xdc, 0xdd -> {
                return array(unsigned(first == 0xdc ? 2 : 4), used);
            }
            case 0xde, 0xdf -> {
                return map(unsigned(first == 0xde ? 2 : 4), used);
            }
            default -> throw caller.error("Bad data format in input.");
        }
    }

    /** Types that share their first byte with a value or a length. */
    private Object fixed(int first, int used) {
        at++;
        if (first < 0x80) {
            return Lua.box(first);
        } else if (first >= 0xe0) {
            return Lua.box((byte) first);
        } else if (first >= 0xa0) {
            return string(first & 0x1f);
        } else if (first >= 0x90) {
            return array(first & 0xf, used);
        }
        return map(first & 0xf, used);
    }

    private LuaTable array(long length, int used) {
        LuaTable t = caller.state().newTable();
        if (used + 2 > BaseLibrary.MAX_STACK) {
            throw caller.error("stack overflow (in function mp_decode_to_lua_array)");
        }
        for (long i = 1; i <= length; i++) {
            t.setInt((int) i, value(used + 2));
        }
        return t;
    }

    private LuaTable map(long length, int used) {
        LuaTable t = caller.state().newTable();
        for (long i = 0; i < length; i++) {
            Object key = value(used + 1);
            Object v = value(used + 2);
            if (key == null || (key instanceof Double d && Double.isNaN(d))) {
                throw LuaError.of(caller, LuaString.of("table index is " + (key == null ? "nil" : "NaN")));
            }
            t.set(key, v);
        }
        return t;
    }
}
