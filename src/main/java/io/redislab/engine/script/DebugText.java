package io.redislab.engine.script;

import io.redislab.lua.CFormat;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.resp.ArgumentSplitter;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values and replies as the debugger shows them. */
final class DebugText {
    /** Tables in tables are shown so deep. */
    private static final int MAX_DEPTH = 10;

    private DebugText() {}

    static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, 0);
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value, int depth) {
        if (depth == MAX_DEPTH) {
            out.append("<max recursion level reached! Nested table?>");
        } else if (value == null) {
            out.append("nil");
        } else if (value instanceof LuaString s) {
            out.append(quote(s.bytes()));
        } else if (value instanceof Boolean b) {
            out.append(b);
        } else if (value instanceof Double d) {
            out.append(CFormat.general(d, 6));
        } else if (value instanceof LuaTable t) {
            table(out, t, depth + 1);
        } else {
            out.append(String.format("\"%s@0x%x\"", Lua.typeName(value), System.identityHashCode(value)));
        }
    }

    private static void table(StringBuilder out, LuaTable table, int depth) {
        boolean isList = true;
        int expected = 1;
        for (int i = table.nextPosition(-1); i >= 0 && isList; i = table.nextPosition(i)) {
            isList = table.keyAt(i) instanceof Double d && d == expected++;
        }
        out.append('{');
        String separator = "";
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            out.append(separator);
            separator = "; ";
            if (!isList) {
                out.append('[');
                append(out, table.keyAt(i), depth);
                out.append("]=");
            }
            append(out, table.valueAt(i), depth);
        }
        out.append('}');
    }

    static String quote(byte[] bytes) {
        return new String(ArgumentSplitter.quote(bytes), StandardCharsets.ISO_8859_1);
    }

    static String of(Reply reply) {
        StringBuilder out = new StringBuilder();
        append(out, reply);
        return out.toString();
    }

    private static void append(StringBuilder out, Reply reply) {
        if (reply instanceof Reply.Int i) {
            out.append(i.value());
        } else if (reply instanceof Reply.Bulk b) {
            out.append(quote(b.bytes()));
        } else if (reply instanceof Reply.Status s) {
            out.append(quote(("+" + s.text()).getBytes(StandardCharsets.UTF_8)));
        } else if (reply instanceof Reply.Failure f) {
            out.append(quote(("-" + f.text()).getBytes(StandardCharsets.UTF_8)));
        } else if (reply instanceof Reply.Nil || reply instanceof Reply.NilArray) {
            out.append("NULL");
        } else if (reply instanceof Reply.Array a) {
            elements(out.append('['), a.items(), ",", ",").append(']');
        } else if (reply instanceof Reply.SetReply s) {
            elements(out.append("~("), s.items(), ",", ",").append(')');
        } else if (reply instanceof Reply.MapReply m) {
            elements(out.append('{'), m.items(), " => ", ",").append('}');
        } else if (reply instanceof Reply.Bool b) {
            out.append(b.value() ? "#true" : "#false");
        } else if (reply instanceof Reply.DoubleReply d) {
            out.append("(double) ").append(d.text());
        }
    }

    private static StringBuilder elements(StringBuilder out, List<Reply> items, String afterOdd, String afterEven) {
        for (int i = 0; i < items.size(); i++) {
            append(out, items.get(i));
            if (i + 1 < items.size()) {
                out.append(i % 2 == 0 ? afterOdd : afterEven);
            }
        }
        return out;
    }
}
