package io.redislab.lua.exec;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import org.jspecify.annotations.Nullable;

/**
 * A table constructor. The parts are made as large as C makes them, and list items wait in groups of 50 while keyed
 * entries are stored at once, because a script can see both.
 */
final class Constructor extends Node {
    private static final int GROUP = 50;

    /** Null where an item of the list stands. */
    private final @Nullable Node[] keys;

    private final Node[] values;
    private final int[] lines;
    private final int listItems;
    private final int arraySize;
    private final int hashSize;
    private final boolean multi;

    Constructor(@Nullable Node[] keys, Node[] values, int[] lines) {
        this.keys = keys;
        this.values = values;
        this.lines = lines;
        int last = values.length - 1;
        multi = last >= 0 && keys[last] == null && values[last].isMulti();
        int items = 0;
        for (Node key : keys) {
            items += key == null ? 1 : 0;
        }
        listItems = items;
        arraySize = coarse(multi ? items - 1 : items);
        hashSize = coarse(values.length - items);
    }

    /** C keeps the sizes in one byte each, so large ones are rounded up to a multiple of a power of two. */
    private static int coarse(int size) {
        int shift = 0;
        int x = size;
        while (x >= 16) {
            x = (x + 1) >> 1;
            shift++;
        }
        return x << shift;
    }

    @Override
    Object value(LuaFrame f) {
        LuaTable table = f.state().newTable(arraySize, hashSize);
        if (values.length == 0) {
            return table;
        }
        Object[] waiting = new Object[Math.min(GROUP, listItems)];
        int pending = 0;
        int stored = 0;
        int count = values.length - (multi ? 1 : 0);
        for (int i = 0; i < count; i++) {
            Node key = keys[i];
            if (pending == GROUP) {
                store(table, waiting, pending, stored);
                stored += pending;
                pending = 0;
            }
            if (key == null) {
                waiting[pending++] = values[i].value(f);
            } else if (key instanceof Variables.Constant c && c.value instanceof LuaString name) {
                table.setStr(name, values[i].value(f));
            } else {
                Object k = key.value(f);
                Meta.setIndex(f, lines[i], table, k, values[i].value(f), null);
            }
        }
        if (multi) {
            if (pending == GROUP) {
                store(table, waiting, pending, stored);
                stored += pending;
                pending = 0;
            }
            Object[] rest = Lua.all(values[count].values(f));
            store(table, rest, rest.length, stored + pending);
        }
        store(table, waiting, pending, stored);
        return table;
    }

    private static void store(LuaTable table, Object[] items, int count, int offset) {
        table.growArray(offset + count);
        for (int i = count; i > 0; i--) {
            table.setInt(offset + i, items[i - 1]);
        }
    }
}
