package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaUserdata;
import java.util.List;

/** {@code cjson.*}: the module's functions and settings. Every module that {@code new} makes has its own. */
final class CjsonLibrary {
    private static final List<String> SWITCH = List.of("off", "on");
    private static final List<String> INVALID_NUMBERS = List.of("off", "on", "null");

    /** Stands for JSON's null, a null pointer in C. */
    private final LuaUserdata nil;

    /** One module's settings; for the switches 0 is off and 1 is on. */
    static final class Settings {
        int sparseConvert;
        int sparseRatio = 2;
        int sparseSafe = 10;
        int encodeMaxDepth = 1000;
        int decodeMaxDepth = 1000;
        /** 2 writes them as null. */
        int encodeInvalidNumbers;

        int decodeInvalidNumbers = 1;
        int keepBuffer = 1;
        int precision = 14;
    }

    private CjsonLibrary(LuaUserdata nil) {
        this.nil = nil;
    }

    static LuaTable open(Registry r, LuaState state) {
        return new CjsonLibrary(new LuaUserdata("userdata: (nil)")).module(r, state);
    }

    private LuaTable module(Registry r, LuaState state) {
        Settings s = new Settings();
        LuaTable lib = state.newTable();
        r.add(lib, "encode", (c, a) -> {
            one(c, a);
            return new CjsonEncoder(c, s, nil).encode(a[0]);
        });
        r.add(lib, "decode", (c, a) -> {
            one(c, a);
            return new CjsonDecoder(c, s, nil, Args.string(c, a, 1)).decode();
        });
        r.add(lib, "encode_sparse_array", (c, a) -> {
            atMost(c, a, 3);
            s.sparseConvert = choice(c, a, 1, s.sparseConvert, SWITCH);
            s.sparseRatio = integer(c, a, 2, s.sparseRatio, 0, Integer.MAX_VALUE);
            s.sparseSafe = integer(c, a, 3, s.sparseSafe, 0, Integer.MAX_VALUE);
            return new Object[] {shown(s.sparseConvert, SWITCH), Lua.box(s.sparseRatio), Lua.box(s.sparseSafe)};
        });
        r.add(lib, "encode_max_depth", (c, a) -> {
            atMost(c, a, 1);
            s.encodeMaxDepth = integer(c, a, 1, s.encodeMaxDepth, 1, Integer.MAX_VALUE);
            return Lua.box(s.encodeMaxDepth);
        });
        r.add(lib, "decode_max_depth", (c, a) -> {
            atMost(c, a, 1);
            s.decodeMaxDepth = integer(c, a, 1, s.decodeMaxDepth, 1, Integer.MAX_VALUE);
            return Lua.box(s.decodeMaxDepth);
        });
        r.add(lib, "encode_number_precision", (c, a) -> {
            atMost(c, a, 1);
            s.precision = integer(c, a, 1, s.precision, 1, 14);
            return Lua.box(s.precision);
        });
        r.add(lib, "encode_keep_buffer", (c, a) -> {
            atMost(c, a, 1);
            s.keepBuffer = choice(c, a, 1, s.keepBuffer, SWITCH);
            return shown(s.keepBuffer, SWITCH);
        });
        r.add(lib, "encode_invalid_numbers", (c, a) -> {
            atMost(c, a, 1);
            s.encodeInvalidNumbers = choice(c, a, 1, s.encodeInvalidNumbers, INVALID_NUMBERS);
            return shown(s.encodeInvalidNumbers, INVALID_NUMBERS);
        });
        r.add(lib, "decode_invalid_numbers", (c, a) -> {
            atMost(c, a, 1);
            s.decodeInvalidNumbers = choice(c, a, 1, s.decodeInvalidNumbers, SWITCH);
            return shown(s.decodeInvalidNumbers, SWITCH);
        });
        r.add(lib, "new", (c, a) -> module(r, c.state()));
        lib.setStr(LuaString.of("null"), nil);
        MsgpackLibrary.text(lib, "_NAME", "cjson");
        MsgpackLibrary.text(lib, "_VERSION", "2.1.0");
        return lib;
    }

    private static void one(LuaFrame caller, Object[] args) {
        if (args.length != 1) {
            throw caller.argumentError(1, "expected 1 argument");
        }
    }

    private static void atMost(LuaFrame caller, Object[] args, int n) {
        if (args.length > n) {
            throw caller.argumentError(n + 1, "found too many arguments");
        }
    }

    private static int integer(LuaFrame caller, Object[] args, int n, int now, int min, int max) {
        if (Args.isNoneOrNil(args, n)) {
            return now;
        }
        int value = Args.intValue(caller, args, n);
        if (value < min || value > max) {
            throw caller.argumentError(1, "expected integer between " + min + " and " + max);
        }
        return value;
    }

    private static int choice(LuaFrame caller, Object[] args, int n, int now, List<String> options) {
        if (Args.isNoneOrNil(args, n)) {
            return now;
        }
        if (args[n - 1] instanceof Boolean b) {
            return b ? 1 : 0;
        }
        String name = Args.string(caller, args, n).untilNul().toString();
        int value = options.indexOf(name);
        if (value < 0) {
            throw caller.argumentError(n, "invalid option '" + name + "'");
        }
        return value;
    }

    private static Object shown(int value, List<String> options) {
        return value <= 1 ? Lua.bool(value == 1) : LuaString.of(options.get(value));
    }
}
