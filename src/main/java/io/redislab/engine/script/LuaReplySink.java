package io.redislab.engine.script;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.resp.ReplySink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a command's reply the Lua value that {@code redis.call} returns. Nested replies are filled in as they come. A
 * script's memory may be used up meanwhile; the command knows nothing of that and goes on, and {@link #overflow} tells.
 */
final class LuaReplySink extends ReplySink {
    private static final LuaString OK_TEXT = LuaString.of("OK");
    private static final LuaString QUEUED_TEXT = LuaString.of("QUEUED");

    /** An aggregate whose elements are still coming. */
    private static final class Open {
        private char kind;
        private @Nullable LuaTable table;
        /** Elements to come; negative when only {@link #closeDeferred} knows. */
        private int missing;

        private int count;
        private @Nullable Object key;
    }

    private final LuaState state;
    private Open[] open = {new Open(), new Open(), new Open(), new Open()};
    private int depth;
    private @Nullable Object result;
    private boolean failed;
    private boolean complete;
    private @Nullable LuaError overflow;

    LuaReplySink(LuaState state) {
        this.state = state;
    }

    /** Forgets the reply before. */
    void begin() {
        depth = 0;
        result = null;
        failed = false;
        complete = false;
        overflow = null;
    }

    /** The error of a script that has no memory for the reply, or null. */
    @Nullable
    LuaError overflow() {
        return overflow;
    }

    @Nullable
    Object result() {
        return result;
    }

    /** Whether the reply is an error, and not one inside of an array. */
    boolean isError() {
        return failed;
    }

    private void add(@Nullable Object value) {
        if (overflow != null) {
            return;
        }
        try {
            place(value);
        } catch (LuaError e) {
            overflow = e;
        }
    }

    private void place(@Nullable Object value) {
        Object done = value;
        while (depth > 0) {
            Open parent = open[depth - 1];
            put(parent, done);
            if (parent.missing < 0 || --parent.missing > 0) {
                return;
            }
            depth--;
            if (parent.kind == '|') {
                return;
            }
            done = wrap(parent);
        }
        if (!complete) {
            result = done;
            complete = true;
        }
    }

    private static void put(Open parent, @Nullable Object value) {
        LuaTable table = parent.table;
        parent.count++;
        if (table == null) {
            return;
        }
        switch (parent.kind) {
            case '%' -> {
                if ((parent.count & 1) != 0) {
                    parent.key = value;
                } else if (parent.key != null) {
                    table.set(parent.key, value);
                }
            }
            case '~' -> {
                if (value != null) {
                    table.set(value, Lua.TRUE);
                }
            }
            default -> table.setInt(parent.count, value);
        }
    }

    private @Nullable Object wrap(Open aggregate) {
        LuaTable table = aggregate.table;
        aggregate.table = null;
        aggregate.key = null;
        return switch (aggregate.kind) {
            case '%' -> single(Names.MAP, table);
            case '~' -> single(Names.SET, table);
            default -> table;
        };
    }

    private LuaTable single(LuaString name, @Nullable Object value) {
        LuaTable table = state.newTable(0, 1);
        table.setStr(name, value);
        return table;
    }

    private int open(char kind, int elements, int arraySize) {
        if (overflow == null) {
            try {
                return begin(kind, elements, arraySize);
            } catch (LuaError e) {
                overflow = e;
            }
        }
        return 0;
    }

    private int begin(char kind, int elements, int arraySize) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            for (int i = depth; i < open.length; i++) {
                open[i] = new Open();
            }
        }
        Open next = open[depth++];
        next.kind = kind;
        // In an attribute, at any depth, nothing is kept.
        boolean dropped = kind == '|' || (depth > 1 && open[depth - 2].table == null);
        next.table = dropped ? null : state.newTable(arraySize, 0);
        next.missing = elements;
        next.count = 0;
        if (elements == 0) {
            depth--;
            if (kind != '|') {
                place(wrap(next));
            }
        }
        return depth;
    }

    @Override
    public void status(String text) {
        LuaString value = text.equals("OK") ? OK_TEXT : text.equals("QUEUED") ? QUEUED_TEXT : Texts.lua(text);
        add(single(Names.OK, value));
    }

    @Override
    public void error(String text) {
        if (depth == 0 && !complete) {
            failed = true;
        }
        add(ScriptErrors.counted(state, text));
    }

    @Override
    public void integer(long value) {
        add(Lua.box(value));
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        if (overflow == null) {
            try {
                state.memory().chargeString(length);
                place(LuaString.of(bytes, offset, offset + length));
            } catch (LuaError e) {
                overflow = e;
            }
        }
    }

    @Override
    public void nil() {
        add(resp3() ? null : Lua.FALSE);
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void array(int length) {
        // A hole that a null of RESP3 leaves shows in the length of a table whose array part was sized beforehand.
        open('*', length, resp3() ? 0 : length);
    }

    @Override
    public void map(int pairs) {
        if (resp3()) {
            open('%', 2 * pairs, 0);
        } else {
            array(2 * pairs);
        }
    }

    @Override
    public void set(int length) {
        if (resp3()) {
            open('~', length, 0);
        } else {
            array(length);
        }
    }

    @Override
    public void push(int length) {
        array(length);
    }

    @Override
    public void attribute(int pairs) {
        open('|', 2 * pairs, 0);
    }

    @Override
    protected void writeDouble(double value, byte[] text) {
        if (resp3()) {
            // Scripts read the reply, whose 17 decimals say less of a small number than its bits do.
            double read =
                    Double.isFinite(value) ? Double.parseDouble(new String(text, StandardCharsets.ISO_8859_1)) : value;
            add(single(Names.DOUBLE, read));
        } else {
            add(LuaString.wrap(text));
        }
    }

    @Override
    public void bool(boolean value) {
        add(resp3() ? Lua.bool(value) : Lua.box(value ? 1 : 0));
    }

    @Override
    public void bigNumber(String digits) {
        LuaString text = LuaString.of(digits);
        add(resp3() ? single(Names.BIG_NUMBER, text) : text);
    }

    @Override
    public void verbatim(String format, byte[] bytes) {
        if (!resp3()) {
            bulk(bytes);
            return;
        }
        LuaString text = LuaString.of(bytes, 0, bytes.length);
        LuaTable verbatim = state.newTable(0, 2);
        verbatim.setStr(Names.STRING, text);
        verbatim.setStr(Names.FORMAT, LuaString.wrap(format.getBytes(StandardCharsets.ISO_8859_1)));
        add(single(Names.VERBATIM_STRING, verbatim));
    }

    @Override
    public int openDeferred(char kind) {
        return open(resp3() && (kind == '%' || kind == '~') ? kind : '*', -1, 0);
    }

    @Override
    public void closeDeferred(int mark, int length) {
        if (overflow != null) {
            return;
        }
        if (depth != mark) {
            throw new IllegalStateException("aggregates closed out of order");
        }
        depth--;
        add(wrap(open[depth]));
    }
}
