package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaIterators;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/** {@code table.*} */
final class TableLibrary {
    private TableLibrary() {}

    static LuaTable open(Registry r, LuaState state) {
        LuaTable lib = state.newTable(0, 9);
        r.add(lib, "concat", TableLibrary::concat);
        r.add(lib, "foreach", TableLibrary::forEach);
        r.add(lib, "foreachi", TableLibrary::forEachIndex);
        r.add(lib, "getn", (c, a) -> Lua.box(Args.table(c, a, 1).length()));
        r.add(lib, "maxn", TableLibrary::maxn);
        r.add(lib, "insert", TableLibrary::insert);
        r.add(lib, "remove", TableLibrary::remove);
        r.add(lib, "setn", (c, a) -> {
            Args.table(c, a, 1);
            throw c.error("'setn' is obsolete");
        });
        r.add(lib, "sort", (c, a) -> {
            Sorting.sort(c, a);
            return Lua.NONE;
        });
        return lib;
    }

    private static Object concat(LuaFrame caller, Object[] args) {
        LuaString separator = Args.isNoneOrNil(args, 2) ? LuaString.EMPTY : Args.string(caller, args, 2);
        LuaTable table = Args.table(caller, args, 1);
        int from = Args.optInt(caller, args, 3, 1);
        int to = Args.isNoneOrNil(args, 4) ? table.length() : Args.intValue(caller, args, 4);
        LuaBuffer out = new LuaBuffer(caller, 64);
        for (long i = from; i <= to; i++) {
            Object v = table.getInt((int) i);
            LuaString s = Lua.toStringOrNull(v);
            if (s == null) {
                throw caller.error("invalid value (" + Lua.typeName(v) + ") at index " + i + " in table for 'concat'");
            }
            out.add(s);
            if (i < to) {
                out.add(separator);
            }
            caller.thread.charge(1);
        }
        return out.toLuaString();
    }

    private static @Nullable Object forEach(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        LuaFunction function = Args.function(caller, args, 2);
        LuaFrame host = caller.hostFrame();
        Object key = null;
        while (true) {
            int position = LuaIterators.Next.position(caller, table, key);
            if (position < 0) {
                return Lua.NONE;
            }
            key = table.keyAt(position);
            Object r = host.invoke(function, key, table.valueAt(position));
            if (r != null) {
                return r;
            }
        }
    }

    private static @Nullable Object forEachIndex(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        int n = table.length();
        LuaFunction function = Args.function(caller, args, 2);
        LuaFrame host = caller.hostFrame();
        for (int i = 1; i <= n; i++) {
            Object r = host.invoke(function, Lua.box(i), table.getInt(i));
            if (r != null) {
                return r;
            }
        }
        return Lua.NONE;
    }

    private static Object maxn(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        double max = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            caller.thread.charge(1);
            if (table.keyAt(i) instanceof Double d && d > max) {
                max = d;
            }
        }
        return Lua.box(max);
    }

    private static Object insert(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        int end = table.length() + 1;
        if (args.length == 2) {
            BaseLibrary.checkWritable(caller, table);
            table.setInt(end, args[1]);
            return Lua.NONE;
        } else if (args.length != 3) {
            throw caller.error("wrong number of arguments to 'insert'");
        }
        int position = Args.intValue(caller, args, 2);
        BaseLibrary.checkWritable(caller, table);
        if (position > end) {
            end = position;
        }
        caller.thread.charge(Math.max(0, (end - position) >> 3));
        for (long i = end; i > position; i--) {
            table.setInt((int) i, table.getInt((int) i - 1));
            if ((i & 0xfff) == 0) {
                caller.thread.charge(256);
            }
        }
        table.setInt(position, args[2]);
        return Lua.NONE;
    }

    private static @Nullable Object remove(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        int end = table.length();
        int position = Args.optInt(caller, args, 2, end);
        if (position < 1 || position > end) {
            return Lua.NONE;
        }
        BaseLibrary.checkWritable(caller, table);
        Object result = table.getInt(position);
        caller.thread.charge((end - position) >> 3);
        for (int i = position; i < end; i++) {
            table.setInt(i, table.getInt(i + 1));
        }
        table.setInt(end, null);
        return result;
    }
}
