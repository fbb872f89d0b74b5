package io.redislab.lua.lib;

import io.redislab.lua.Lua;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaFunction;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.Meta;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code table.sort}. A comparison function sees, and a wrong one breaks, the order in which elements are compared;
 * so the general way follows the quicksort of C step by step. Plain numbers and plain strings have only one order,
 * which Java finds faster.
 */
final class Sorting {
    private final LuaFrame caller;
    private final LuaFrame host;
    private final LuaTable table;
    private final @Nullable LuaFunction order;

    private Sorting(LuaFrame caller, LuaTable table, @Nullable LuaFunction order) {
        this.caller = caller;
        this.host = caller.hostFrame();
        this.table = table;
        this.order = order;
    }

    static void sort(LuaFrame caller, Object[] args) {
        LuaTable table = Args.table(caller, args, 1);
        int n = table.length();
        LuaFunction order = Args.isNoneOrNil(args, 2) ? null : Args.function(caller, args, 2);
        if (n > 1 && table.readOnly()) {
            BaseLibrary.checkWritable(caller, table);
        }
        if (order == null && n > 1 && (sortNumbers(caller, table, n) || sortStrings(caller, table, n))) {
            return;
        }
        new Sorting(caller, table, order).quicksort(1, n);
    }

    private static void charge(LuaFrame caller, int n) {
        caller.thread.charge((int) Math.min((long) n * (32 - Integer.numberOfLeadingZeros(n)) / 4, 1 << 28));
    }

    private static boolean sortNumbers(LuaFrame caller, LuaTable table, int n) {
        double[] numbers = table.numbersOrNull();
        if (numbers == null || numbers.length < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            // Nil and NaN have no order, and -0 equals 0 but can be told apart.
            if (Double.isNaN(numbers[i]) || (numbers[i] == 0 && Double.doubleToRawLongBits(numbers[i]) != 0)) {
                return false;
            }
        }
        charge(caller, n);
        Arrays.sort(numbers, 0, n);
        return true;
    }

    private static boolean sortStrings(LuaFrame caller, LuaTable table, int n) {
        LuaString[] strings = new LuaString[n];
        for (int i = 0; i < n; i++) {
            if (!(table.getInt(i + 1) instanceof LuaString s)) {
                return false;
            }
            strings[i] = s;
        }
        charge(caller, n);
        Arrays.sort(strings);
        for (int i = 0; i < n; i++) {
            table.setInt(i + 1, strings[i]);
        }
        return true;
    }

    private boolean less(@Nullable Object a, @Nullable Object b) {
        if (order != null) {
            return Lua.truthy(host.invoke(order, a, b));
        }
        caller.thread.charge(1);
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        return Meta.less(host, 0, a, b);
    }

    private void swap(int i, @Nullable Object atI, int j, @Nullable Object atJ) {
        table.setInt(i, atI);
        table.setInt(j, atJ);
    }

    private void quicksort(int from, int to) {
        int l = from;
        int u = to;
        while (l < u) {
            Object low = table.getInt(l);
            Object high = table.getInt(u);
            if (less(high, low)) {
                swap(l, high, u, low);
            }
            if (u - l == 1) {
                return;
            }
            int i = (int) (((long) l + u) / 2);
            Object middle = table.getInt(i);
            low = table.getInt(l);
            if (less(middle, low)) {
                swap(i, low, l, middle);
            } else {
                high = table.getInt(u);
                if (less(high, middle)) {
                    swap(i, high, u, middle);
                }
            }
            if (u - l == 2) {
                return;
            }
            Object pivot = table.getInt(i);
            swap(i, table.getInt(u - 1), u - 1, pivot);
            i = partition(l, u, pivot);
            int smallFrom;
            int smallTo;
            if (i - l < u - i) {
                smallFrom = l;
                smallTo = i - 1;
                l = i + 1;
            } else {
                smallFrom = i + 1;
                smallTo = u;
                u = i - 1;
            }
            quicksort(smallFrom, smallTo);
        }
    }

    /** Parts what lies between the ends around the pivot, which waits at u - 1; gives its final place. */
    private int partition(int l, int u, @Nullable Object pivot) {
        int i = l;
        int j = u - 1;
        while (true) {
            Object a = table.getInt(++i);
            while (less(a, pivot)) {
                if (i > u) {
                    throw caller.error("invalid order function for sorting");
                }
                a = table.getInt(++i);
            }
            Object b = table.getInt(--j);
            while (less(pivot, b)) {
                if (j < l) {
                    throw caller.error("invalid order function for sorting");
                }
                b = table.getInt(--j);
            }
            if (j < i) {
                break;
            }
            swap(i, b, j, a);
        }
        Object last = table.getInt(u - 1);
        swap(u - 1, table.getInt(i), i, last);
        return i;
    }
}
