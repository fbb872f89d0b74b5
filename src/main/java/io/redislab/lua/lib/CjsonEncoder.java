package io.redislab.lua.lib;

import io.redislab.lua.BigStack;
import io.redislab.lua.CFormat;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaUserdata;
import org.jspecify.annotations.Nullable;

/** Writes JSON. */
final class CjsonEncoder {
    private static final int HOP_DEPTH = 100;
    private static final long STACK_BYTES = 1L << 30;
    private static final String HEX = "0123456789abcdef";
    private static final int DEFAULT_PRECISION = 14;

    private final LuaFrame caller;
    private final CjsonLibrary.Settings settings;
    private final LuaUserdata nil;
    private final LuaBuffer out;

    CjsonEncoder(LuaFrame caller, CjsonLibrary.Settings settings, LuaUserdata nil) {
        this.caller = caller;
        this.settings = settings;
        this.nil = nil;
        this.out = new LuaBuffer(caller, 64);
    }

    LuaString encode(@Nullable Object v) {
        value(v, 0, 1);
        return out.toLuaString();
    }

    private LuaError cannot(@Nullable Object v, String reason) {
        return caller.error("Cannot serialise " + Lua.typeName(v) + ": " + reason);
    }

    private void value(@Nullable Object v, int depth, int used) {
        if (v instanceof LuaString s) {
            string(s);
        } else if (v instanceof Double d) {
            number(d);
        } else if (v instanceof Boolean b) {
            out.add(b ? "true" : "false");
        } else if (v instanceof LuaTable t) {
            if (depth + 1 == HOP_DEPTH) {
                BigStack.call(caller.state(), STACK_BYTES, () -> {
                    table(t, depth + 1, used);
                    return null;
                });
            } else {
                table(t, depth + 1, used);
            }
        } else if (v == null || v == nil) {
            out.add("null");
        } else {
            throw cannot(v, "type not supported");
        }
    }

    /** @param used how many places of C's stack are taken, which bounds the depth too */
    private void table(LuaTable t, int depth, int used) {
        if (depth > settings.encodeMaxDepth || used + 3 > BaseLibrary.MAX_STACK) {
            throw caller.error("Cannot serialise, excessive nesting (" + depth + ")");
        }
        int length = arrayLength(t);
        if (length > 0) {
            out.add('[');
            for (int i = 1; i <= length; i++) {
                if (i > 1) {
                    out.add(',');
                }
                caller.thread.charge(1);
                value(t.getInt(i), depth, used + 1);
            }
            out.add(']');
        } else {
            object(t, depth, used);
        }
    }

    /** The largest index when all keys are whole numbers from 1, else -1. */
    private int arrayLength(LuaTable t) {
        int max = 0;
        int items = 0;
        for (int i = t.nextPosition(-1); i >= 0; i = t.nextPosition(i)) {
            if (!(t.keyAt(i) instanceof Double k) || Math.floor(k) != k || k < 1) {
                return -1;
            }
            if (k > max) {
                max = (int) Args.whole(k);
            }
            items++;
        }
        if (settings.sparseRatio > 0 && max > items * settings.sparseRatio && max > settings.sparseSafe) {
            if (settings.sparseConvert == 0) {
                throw cannot(t, "excessively sparse array");
            }
            return -1;
        }
        return max;
    }

    private void object(LuaTable t, int depth, int used) {
        out.add('{');
        boolean comma = false;
        for (int i = t.nextPosition(-1); i >= 0; i = t.nextPosition(i)) {
            if (comma) {
                out.add(',');
            }
            comma = true;
            caller.thread.charge(1);
            Object key = t.keyAt(i);
            if (key instanceof Double d) {
                out.add('"');
                number(d);
                out.add("\":");
            } else if (key instanceof LuaString s) {
                string(s);
                out.add(':');
            } else {
                throw cannot(key, "table key must be a number or string");
            }
            value(t.valueAt(i), depth, used + 2);
        }
        out.add('}');
    }

    private void number(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            switch (settings.encodeInvalidNumbers) {
                case 0 -> throw cannot(x, "must not be NaN or Inf");
                case 1 -> out.add(Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf");
                default -> out.add("null");
            }
            return;
        }
        if (settings.precision == DEFAULT_PRECISION) {
            out.add(LuaNumbers.format(x));
        } else {
            out.add(CFormat.general(x, settings.precision));
        }
    }

    private void string(LuaString s) {
        byte[] b = s.bytes();
        out.reserve(b.length + 2);
        out.add('"');
        for (byte c : b) {
            switch (c) {
                case '"' -> out.add("\\\"");
                case '\\' -> out.add("\\\\");
                case '/' -> out.add("\\/");
                case '\b' -> out.add("\\b");
                case '\t' -> out.add("\\t");
                case '\n' -> out.add("\\n");
                case '\f' -> out.add("\\f");
                case '\r' -> out.add("\\r");
                default -> {
                    if ((c >= 0 && c < 32) || c == 127) {
                        out.add("\\u00");
                        out.add(HEX.charAt(c >> 4));
                        out.add(HEX.charAt(c & 15));
                    } else {
                        out.add(c);
                    }
                }
            }
        }
        out.add('"');
        caller.thread.charge(b.length >> 4);
    }
}
