package io.redislab.engine.script;

import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.resp.ReplySink;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Replies with a script's result. Works off a list of its own, so that tables that contain each other need no stack and
 * end, as in Redis, where C's stack for Lua would.
 */
final class LuaReplies {
    /** So many slots of C's stack for Lua a reply may take. */
    private static final int STACK_SLOTS = 7995;
    // How far above its table a value lies on that stack.
    private static final int ELEMENT = 1;
    private static final int SET_MEMBER = 3;
    private static final int MAP_VALUE = 3;
    private static final int MAP_KEY = 4;

    private final ReplySink out;
    private final boolean resp3;
    private final ErrorReplies errors;
    private final Deque<Open> open = new ArrayDeque<>(4);

    /** A table that is being written. */
    private static final class Open {
        private final LuaTable table;
        private final char kind;
        /** The number of the next element, or the position of the next key. */
        private int next;

        private final int slot;
        private boolean valueDue;

        Open(LuaTable table, char kind, int slot) {
            this.table = table;
            this.kind = kind;
            this.slot = slot;
            this.next = kind == '*' ? 1 : table.nextPosition(-1);
        }
    }

    /** @param resp3 whether the script has chosen RESP3, by which booleans are written */
    LuaReplies(ReplySink out, boolean resp3, ErrorReplies errors) {
        this.out = out;
        this.resp3 = resp3;
        this.errors = errors;
    }

    void write(@Nullable Object value) {
        one(value, 1);
        while (!open.isEmpty()) {
            advance(open.peek());
        }
    }

    private void advance(Open top) {
        LuaTable table = top.table;
        if (top.kind == '*') {
            Object element = table.getInt(top.next++);
            if (element == null) {
                open.pop();
            } else {
                one(element, top.slot + ELEMENT);
            }
        } else if (top.valueDue) {
            top.valueDue = false;
            Object value = table.valueAt(top.next);
            top.next = table.nextPosition(top.next);
            one(value, top.slot + MAP_VALUE);
        } else if (top.next < 0) {
            open.pop();
        } else {
            Object key = table.keyAt(top.next);
            if (top.kind == '%') {
                top.valueDue = true;
                one(key, top.slot + MAP_KEY);
            } else {
                top.next = table.nextPosition(top.next);
                one(key, top.slot + SET_MEMBER);
            }
        }
    }

    /** @param slot of C's stack that the value takes */
    private void one(@Nullable Object value, int slot) {
        if (slot > STACK_SLOTS) {
            errors.write(out, "ERR reached lua stack limit", false);
        } else if (value instanceof LuaString s) {
            out.bulk(s.bytes());
        } else if (value instanceof Double d) {
            out.integer(truncated(d));
        } else if (value instanceof Boolean b) {
            if (resp3) {
                out.bool(b);
            } else if (b) {
                out.integer(1);
            } else {
                out.nil();
            }
        } else if (value instanceof LuaTable t) {
            table(t, slot);
        } else {
            out.nil();
        }
    }

    /** A double cast to a long as the compilers for x86 do it: what does not fit becomes the smallest. */
    private static long truncated(double d) {
        long n = (long) d;
        return Double.isNaN(d) || n == Long.MAX_VALUE ? Long.MIN_VALUE : n;
    }

    private void table(LuaTable t, int slot) {
        if (t.getStr(Names.ERR) instanceof LuaString s) {
            errors.write(out, trimmed(Texts.of(s.untilNul())), Boolean.TRUE.equals(t.getStr(Names.IGNORE_STATS)));
        } else if (t.getStr(Names.OK) instanceof LuaString s) {
            out.status(Texts.of(s.untilNul()).replace('\r', ' ').replace('\n', ' '));
        } else if (t.getStr(Names.DOUBLE) instanceof Double d) {
            out.doubleValue(d);
        } else if (t.getStr(Names.BIG_NUMBER) instanceof LuaString s) {
            String digits = Texts.of(s).replace('\r', ' ').replace('\n', ' ');
            if (out.resp3()) {
                out.bigNumber(digits);
            } else {
                out.bulk(Texts.lua(digits).bytes());
            }
        } else if (!verbatim(t.getStr(Names.VERBATIM_STRING))) {
            aggregate(t, slot);
        }
    }

    /** Without line ends at its end. */
    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private boolean verbatim(@Nullable Object v) {
        if (v instanceof LuaTable t
                && t.getStr(Names.FORMAT) instanceof LuaString format
                && t.getStr(Names.STRING) instanceof LuaString text) {
            String three = Texts.of(format.untilNul());
            out.verbatim((three + "   ").substring(0, 3), text.bytes());
            return true;
        }
        return false;
    }

    private void aggregate(LuaTable t, int slot) {
        if (t.getStr(Names.MAP) instanceof LuaTable map) {
            out.map(count(map));
            open.push(new Open(map, '%', slot));
        } else if (t.getStr(Names.SET) instanceof LuaTable set) {
            out.set(count(set));
            open.push(new Open(set, '~', slot));
        } else {
            int n = 0;
            while (t.getInt(n + 1) != null) {
                n++;
            }
            out.array(n);
            open.push(new Open(t, '*', slot));
        }
    }

    private static int count(LuaTable table) {
        int n = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            n++;
        }
        return n;
    }
}
